"""Bytes to documents: files of many formats, and archives of them."""

from __future__ import annotations

from assistant.reading.notices import WithdrawnError
from assistant.reading.parts import Reading
from assistant.reading.reader import PastedText, read, read_each, read_text
from assistant.reading.sources import Source, Upload, expand

__all__ = [
    "PastedText",
    "Reading",
    "Source",
    "Upload",
    "WithdrawnError",
    "expand",
    "read",
    "read_each",
    "read_text",
]
