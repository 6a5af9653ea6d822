"""Bytes to documents: text, Markdown, HTML, PDF, JSON and JSON lines."""

from __future__ import annotations

from assistant.reading.reader import read, read_text
from assistant.reading.sources import Source, expand

__all__ = ["Source", "expand", "read", "read_text"]
