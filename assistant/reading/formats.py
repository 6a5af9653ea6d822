"""Which format bytes are in: by the suffix of the file, else by what they look like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

_PDF_MARK = b"%PDF-"
_PDF_MARK_WITHIN = 1024
_LOOKED_AT = 4096

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,1000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"')
_FRONT_MATTER = re.compile(r"---[ \t]*\n[ \t]*[\w-]+[ \t]*:")
_HEADING = re.compile(r"\s*# \S")


class Format(StrEnum):
    """A format that can be read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    JSON = "JSON"
    JSON_LINES = "JSON lines"


SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": Format.TEXT,
        ".text": Format.TEXT,
        ".md": Format.MARKDOWN,
        ".markdown": Format.MARKDOWN,
        ".html": Format.HTML,
        ".htm": Format.HTML,
        ".xhtml": Format.HTML,
        ".pdf": Format.PDF,
        ".json": Format.JSON,
        ".jsonl": Format.JSON_LINES,
        ".ndjson": Format.JSON_LINES,
    }
)
"""Formats by suffix, lower case: what is taken from a folder."""


def named_format(suffix: str, data: bytes) -> Format | None:
    """The format that the suffix or the first bytes name, None where neither does.

    A PDF is known by its first bytes whatever its name.
    """
    if data.startswith(_PDF_MARK):
        return Format.PDF
    named = SUFFIXES.get(suffix.lower())
    if named is None and has_pdf_mark(data):
        return Format.PDF
    return named


def has_pdf_mark(data: bytes) -> bool:
    """Whether the mark of a PDF stands near the start, where readers look for it."""
    return _PDF_MARK in data[:_PDF_MARK_WITHIN]


def seen_format(text: str) -> Format:
    """The format that text looks like; plain text where it looks like nothing else."""
    start = text[:_LOOKED_AT]
    if looks_like_html(start):
        return Format.HTML
    if _JSON.match(start):
        return Format.JSON
    if _FRONT_MATTER.match(start) or _HEADING.match(start):
        return Format.MARKDOWN
    return Format.TEXT


def looks_like_html(text: str) -> bool:
    """Whether text begins as a web page does."""
    return _HTML.match(text[:_LOOKED_AT]) is not None
