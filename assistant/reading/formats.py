"""The formats that are read, what reads each, and which one bytes are in.

A format is recognised by the suffix of the file, else by its first bytes. A further one is a
``Format`` among these and a module with a function ``read`` that is a ``Reader``; or it comes with
another distribution, by an entry point (docs/formats.md).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import PurePath
from types import MappingProxyType
from typing import Final, Protocol, cast

from assistant.errors import ReadingError
from assistant.reading.parts import Part, Reading, Terms
from assistant.types import Document

ENTRY_POINTS: Final = "assistant.readers"
"""The group of entry points by which other distributions have their formats read."""
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
class Format:
    """A format that can be read.

    ``reader`` is the module of its reader, loaded when it is needed, or for another function
    than its ``read`` the module, a colon and the name. One that is read ``whole`` is given all
    its bytes, in a process of its own where they are many, as ``text`` or as data; another reads
    a stream. The function of a ``single`` one is no ``Reader`` but gives the one document of a
    text (or data) and a place. ``members`` are those by which a zip folder is known to be a file
    of this format, and ``what`` is what messages call it.
    """

    reader: str
    suffixes: tuple[str, ...]
    whole: bool = True
    text: bool = True
    single: bool = False
    members: frozenset[str] = frozenset()
    what: str = ""

    @property
    def is_own(self) -> bool:
        """Whether its reader is the program's own."""
        return self.reader.startswith(_ROOM)


_ROOM: Final = "assistant.reading."
TEXT: Final = Format(_ROOM + "plain:read_plain", (".txt", ".text"), single=True)
MARKDOWN: Final = Format(_ROOM + "markdown:read_markdown", (".md", ".markdown"), single=True)
HTML: Final = Format(_ROOM + "html:read_html", (".html", ".htm", ".xhtml"), single=True)
PDF: Final = Format(_ROOM + "pdf:read_pdf", (".pdf",), text=False, single=True)
JSON: Final = Format(_ROOM + "json_files", (".json",))
JSON_LINES: Final = Format(_ROOM + "json_files", (".jsonl", ".ndjson"))
XML: Final = Format(_ROOM + "newsml", (".xml", ".nitf", ".newsml"))
MAIL: Final = Format(_ROOM + "mail", (".eml",), text=False)
ZIP: Final = Format(_ROOM + "zips", (".zip",), whole=False, what="a zip folder")
WARC: Final = Format(_ROOM + "warc", (".warc", ".warc.gz"), whole=False)
PACKED: Final = (
    Format(
        _ROOM + "word",
        (".docx",),
        whole=False,
        members=frozenset({"[Content_Types].xml", "word/document.xml"}),
        what="a Word document",
    ),
    Format(
        _ROOM + "epub",
        (".epub",),
        whole=False,
        members=frozenset({"mimetype", "META-INF/container.xml"}),
        what="an e-book",
    ),
)
"""Documents that are packed as zip folders."""
_OWN: Final = (TEXT, MARKDOWN, HTML, PDF, JSON, JSON_LINES, XML, MAIL, *PACKED, ZIP, WARC)


@cache
def formats_by_suffix() -> Mapping[str, Format]:
    """Formats by suffix, lower case: what is taken from a folder or an archive.

    Besides the program's own they are those of installed distributions: an entry point of the
    group ``assistant.readers`` is named by a suffix, without its dot, and leads to a ``Reader``.
    """
    installed = {
        f".{one.name.lower()}": Format(one.value, (f".{one.name.lower()}",), text=False)
        for one in entry_points(group=ENTRY_POINTS)
    }
    own = {suffix: one for one in _OWN for suffix in one.suffixes}
    return MappingProxyType(own | {suffix: installed[suffix] for suffix in installed.keys() - own})


def reader_of(format_: Format) -> Reader:
    """Yields the reader of a format; start-up time is a promise, so its module is loaded here."""
    module, _, name = format_.reader.partition(":")
    if format_.is_own:
        function = getattr(import_module(module), name or "read")
        return cast("Reader", _single(function, format_) if format_.single else function)

    def read(part: Part, terms: Terms) -> Iterator[Reading]:
        try:
            yield from getattr(import_module(module), name)(part, terms)
        except ReadingError:
            raise
        # Whatever somebody else's code raises means that this file cannot be read.
        except Exception as error:
            raise ReadingError(
                f"{part.name} cannot be read: the reader {format_.reader} fails "
                f"({type(error).__name__}: {error})",
                hint="Tell its authors, or uninstall it",
            ) from error

    return read


def _single(make: Callable[..., Document], format_: Format) -> Reader:
    def read(part: Part, terms: Terms) -> Iterator[Reading]:  # noqa: ARG001 - a Reader's
        content = part.text if format_.text else part.data
        yield Reading(part.name, make(content, place=part.place))

    return read


def packed_format(names: Set[str]) -> Format | None:
    """Returns the format of a file that is a zip folder with these members, None of a folder."""
    return next((one for one in PACKED if names >= one.members), None)


def suffix_of(name: str) -> str:
    """Returns the ending of a file's name, lower case and with its dot; ``.warc.gz`` is one."""
    path = PurePath(name.lower())
    joined = "".join(path.suffixes[-2:])
    return joined if joined in formats_by_suffix() else path.suffix


def named_format(suffix: str, data: bytes) -> Format | None:
    """Returns the format that the suffix or the first bytes name, None where neither does.

    A PDF, a zip folder (a Word document is one) and a plain WARC file are known by their
    first bytes under any name, unless it is that of a format from elsewhere.
    """
    named = formats_by_suffix().get(suffix.lower())
    if named is not None and not named.is_own:
        return named
    if data.startswith(_PDF_MARK):
        return PDF
    if data.startswith(ZIP_MARKS):
        return ZIP
    if data.startswith(WARC_MARK):
        return WARC
    if named is None and has_pdf_mark(data):
        return PDF
    return named


def has_pdf_mark(data: bytes) -> bool:
    """Returns whether the mark of a PDF stands near the start, where readers look for it."""
    return _PDF_MARK in data[:_PDF_MARK_WITHIN]


def is_packed_warc(head: bytes) -> bool:
    """Returns whether a file begins as a compressed WARC file does."""
    if not head.startswith(_GZIP_MARK):
        return False
    try:
        begin = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, len(WARC_MARK))
    except zlib.error:
        return False
    return begin == WARC_MARK


def seen_format(text: str) -> Format:
    """Returns the format that text looks like; plain text where it looks like nothing else."""
    start = text[:_LOOKED_AT]
    if looks_like_html(start):
        return HTML
    if looks_like_wire(start) or _XML.match(start):
        return XML
    if _JSON.match(start):
        return JSON
    if _FRONT_MATTER.match(start) or _HEADING.match(start):
        return MARKDOWN
    if looks_like_mail(start):
        return MAIL
    return TEXT


def looks_like_html(text: str) -> bool:
    """Returns whether text begins as a web page does."""
    return _HTML.match(text[:_LOOKED_AT]) is not None


def looks_like_wire(text: str) -> bool:
    """Returns whether text begins as NITF or NewsML does."""
    return _WIRE.match(text[:_LOOKED_AT]) is not None


def looks_like_mail(text: str) -> bool:
    """Returns whether text begins with the headers of a mail, as servers write them."""
    head = text[:_LOOKED_AT].replace("\r\n", "\n")
    if _HEADERS.match(head) is None:
        return False
    headers = head.partition("\n\n")[0]
    return _FROM.search(headers) is not None and _OF_MAIL.search(headers) is not None
