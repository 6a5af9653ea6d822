"""Bytes to documents: files of many formats, and archives of them.

Who writes a reader of another format needs ``Part``, ``Terms``, ``Reading``, ``decode``,
``Metadata`` and ``make_document``, too (docs/formats.md).
"""

from __future__ import annotations

from assistant.reading.decoding import decode
from assistant.reading.documents import make_document
from assistant.reading.metadata import Metadata
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.plain import PastedText, read_text
from assistant.reading.reader import read, read_each
from assistant.reading.sources import Source, Upload, expand
from assistant.reading.wire import WithdrawnError

__all__ = [
    "Metadata",
    "Part",
    "PastedText",
    "Reading",
    "Source",
    "Terms",
    "Upload",
    "WithdrawnError",
    "decode",
    "expand",
    "make_document",
    "read",
    "read_each",
    "read_text",
]
