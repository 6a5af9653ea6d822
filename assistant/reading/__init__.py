"""Bytes to documents: text, Markdown, HTML, PDF, JSON and JSON lines."""

from __future__ import annotations

from assistant.reading.reader import PastedText, read, read_text
from assistant.reading.sources import Source, Upload, expand

__all__ = ["PastedText", "Source", "Upload", "expand", "read", "read_text"]
