"""Which format bytes are in: by the suffix of the file, else by what they look like."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePath
from types import MappingProxyType

_PDF_MARK = b"%PDF-"
_PDF_MARK_WITHIN = 1024
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
WARC_MARK = b"WARC/"
_GZIP_MARK = b"\x1f\x8b"
_LOOKED_AT = 4096

_PROLOG = r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,1000}-->\s*)*"
_HTML = re.compile(rf"{_PROLOG}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_WIRE = re.compile(
    rf"{_PROLOG}<(?:!doctype\s+)?(?:[\w.-]{{1,40}}:)?"
    r"(?:nitf|newsitem|newsmessage|packageitem|knowledgeitem|conceptitem|newsml)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml\s")
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"')
_FRONT_MATTER = re.compile(r"---[ \t]*\n[ \t]*[\w-]+[ \t]*:")
_HEADING = re.compile(r"\s*# \S")
_HEADERS = re.compile(r"(?:[!-9;-~]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){3}")
_FROM = re.compile(r"^From:", re.IGNORECASE | re.MULTILINE)
_OF_MAIL = re.compile(
    r"^(?:MIME-Version|Message-ID|Received|Return-Path):", re.IGNORECASE | re.MULTILINE
)


class Format(StrEnum):
    """A format that can be read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    JSON = "JSON"
    JSON_LINES = "JSON lines"
    XML = "XML"
    MAIL = "mail"
    WORD = "Word"
    ZIP = "zip"
    WARC = "WARC"


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
        ".xml": Format.XML,
        ".nitf": Format.XML,
        ".newsml": Format.XML,
        ".eml": Format.MAIL,
        ".docx": Format.WORD,
        ".zip": Format.ZIP,
        ".warc": Format.WARC,
        ".warc.gz": Format.WARC,
    }
)
"""Formats by suffix, lower case: what is taken from a folder or an archive."""


def suffix_of(name: str) -> str:
    """The ending of a file's name, lower case and with its dot; ``.warc.gz`` is one."""
    path = PurePath(name.lower())
    joined = "".join(path.suffixes[-2:])
    return joined if joined in SUFFIXES else path.suffix


def named_format(suffix: str, data: bytes) -> Format | None:
    """The format that the suffix or the first bytes name, None where neither does.

    A PDF, a zip folder (a Word document is one) and a plain WARC file are known by their
    first bytes whatever their name.
    """
    if data.startswith(_PDF_MARK):
        return Format.PDF
    if data.startswith(ZIP_MARKS):
        return Format.ZIP
    if data.startswith(WARC_MARK):
        return Format.WARC
    named = SUFFIXES.get(suffix.lower())
    if named is None and has_pdf_mark(data):
        return Format.PDF
    return named


def has_pdf_mark(data: bytes) -> bool:
    """Whether the mark of a PDF stands near the start, where readers look for it."""
    return _PDF_MARK in data[:_PDF_MARK_WITHIN]


def is_packed_warc(head: bytes) -> bool:
    """Whether a file begins as a compressed WARC file does."""
    if not head.startswith(_GZIP_MARK):
        return False
    try:
        begin = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, len(WARC_MARK))
    except zlib.error:
        return False
    return begin == WARC_MARK


def seen_format(text: str) -> Format:
    """The format that text looks like; plain text where it looks like nothing else."""
    start = text[:_LOOKED_AT]
    if looks_like_html(start):
        return Format.HTML
    if looks_like_wire(start) or _XML.match(start):
        return Format.XML
    if _JSON.match(start):
        return Format.JSON
    if _FRONT_MATTER.match(start) or _HEADING.match(start):
        return Format.MARKDOWN
    if looks_like_mail(start):
        return Format.MAIL
    return Format.TEXT


def looks_like_html(text: str) -> bool:
    """Whether text begins as a web page does."""
    return _HTML.match(text[:_LOOKED_AT]) is not None


def looks_like_wire(text: str) -> bool:
    """Whether text begins as NITF or NewsML does."""
    return _WIRE.match(text[:_LOOKED_AT]) is not None


def looks_like_mail(text: str) -> bool:
    """Whether text begins with the headers of a mail, as servers write them."""
    head = text[:_LOOKED_AT].replace("\r\n", "\n")
    if _HEADERS.match(head) is None:
        return False
    headers = head.partition("\n\n")[0]
    return _FROM.search(headers) is not None and _OF_MAIL.search(headers) is not None
