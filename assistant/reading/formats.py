"""The formats that are read, what reads each, and which one bytes are in.

A format is told by the suffix of the file, else by what the bytes look like. A further one is a
line in ``Format`` and a module with a function ``read`` that is a ``Reader``.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import Protocol, cast

from assistant.reading.parts import Part, Reading, Terms

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


class Reader(Protocol):
    """What reads one format: the function ``read`` of its module."""

    def __call__(self, part: Part, terms: Terms) -> Iterator[Reading]:
        """What comes of each article of a part, one after the other.

        Raises (while read):
            ReadingError: it cannot be read, or not any further.
        """


@dataclass(frozen=True, slots=True)
class Registered:
    """What is known of a format.

    ``module`` is that of its reader, loaded when it is needed. One that is read ``whole`` is
    given all its bytes, in a process of its own where they are many; another reads a stream.
    ``members`` are those by which a zip folder is known to be a file of this format, and
    ``what`` is what messages call it.
    """

    module: str
    suffixes: tuple[str, ...]
    whole: bool = True
    members: frozenset[str] = frozenset()
    what: str = ""


class Format(Enum):
    """A format that can be read."""

    TEXT = Registered("plain", (".txt", ".text"))
    MARKDOWN = Registered("markdown", (".md", ".markdown"))
    HTML = Registered("html", (".html", ".htm", ".xhtml"))
    PDF = Registered("pdf", (".pdf",))
    JSON = Registered("records", (".json",))
    JSON_LINES = Registered("records", (".jsonl", ".ndjson"))
    XML = Registered("newsml", (".xml", ".nitf", ".newsml"))
    MAIL = Registered("mail", (".eml",))
    WORD = Registered(
        "word",
        (".docx",),
        whole=False,
        members=frozenset({"[Content_Types].xml", "word/document.xml"}),
        what="a Word document",
    )
    EPUB = Registered(
        "epub",
        (".epub",),
        whole=False,
        members=frozenset({"mimetype", "META-INF/container.xml"}),
        what="an e-book",
    )
    ZIP = Registered("zips", (".zip",), whole=False, what="a zip folder")
    WARC = Registered("warc", (".warc", ".warc.gz"), whole=False)


SUFFIXES: Mapping[str, Format] = MappingProxyType(
    {suffix: one for one in Format for suffix in one.value.suffixes}
)
"""Formats by suffix, lower case: what is taken from a folder or an archive."""


def reader_of(format_: Format) -> Reader:
    """The reader of a format; start-up time is a promise, so its module is loaded here."""
    return cast("Reader", import_module(f"assistant.reading.{format_.value.module}").read)


def packed_format(names: Set[str]) -> Format | None:
    """The format of which a zip folder with these members is a file; None of a mere folder."""
    packed = (one for one in Format if one.value.members)
    return next((one for one in packed if names >= one.value.members), None)


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
