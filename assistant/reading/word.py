"""Word documents (.docx) to documents, from the two parts of the file that matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from zipfile import ZipFile

from assistant.reading.canonical import single_line
from assistant.reading.dates import parse_date
from assistant.reading.decoding import declared_charset, decode
from assistant.reading.documents import Place
from assistant.reading.metadata import Metadata, author_names, language_code
from assistant.reading.plain import read_plain
from assistant.reading.streams import Budget
from assistant.reading.workers import apart
from assistant.reading.xml import parse_xml, text_within
from assistant.reading.zips import unpacked
from assistant.types import Document

_STORY: Final = "word/document.xml"
_PROPERTIES: Final = "docProps/core.xml"
_MOST_XML: Final = 50_000_000
_TITLE = re.compile(r"title|heading ?1|titel|titre|título|titolo", re.IGNORECASE)
# What was struck out, what pictures and fields are made by, what is said twice, settings.
_NOT_TEXT = frozenset(
    {"del", "moveFrom", "instrText", "delText", "drawing", "pict", "object", "Fallback"}
    | {"pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr"}
)
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_word(archive: ZipFile, *, place: Place, budget: Budget) -> Document:
    """A document of a Word document, as it reads with all its changes accepted.

    A first paragraph in the style of a title is the title, else that of the properties. The
    date is when the file was made: it states no other.

    Raises:
        ReadingError: it is damaged, too large, or holds no text.
    """
    story = _member(archive, _STORY, place=place, budget=budget)
    properties = b""
    if _PROPERTIES in archive.NameToInfo:
        properties = _member(archive, _PROPERTIES, place=place, budget=budget)
    return apart(_document, story, properties, place, name=place.name, size=len(story))


def _document(story: bytes, properties: bytes, place: Place) -> Document:
    root = _xml(story, place=place)
    paragraphs = [paragraph for paragraph in _paragraphs(root) if paragraph.text.strip()]
    metadata = _properties(properties, place=place)
    if len(paragraphs) > 1 and paragraphs[0].is_title:
        title = single_line(paragraphs.pop(0).text)
        metadata = Metadata(
            title=title,
            authors=metadata.authors,
            published=metadata.published,
            language=metadata.language,
        )
    text = "".join(paragraph.before + paragraph.text for paragraph in paragraphs)
    return read_plain(text, place=place, metadata=metadata)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph, and what parts it from the one before it."""

    text: str
    before: str = "\n\n"
    is_title: bool = False


def _member(archive: ZipFile, member: str, *, place: Place, budget: Budget) -> bytes:
    stream = unpacked(archive, archive.getinfo(member), name=place.name, budget=budget)
    return stream.whole(most=_MOST_XML, name=place.name)


def _xml(data: bytes, *, place: Place) -> Any:
    return parse_xml(
        decode(data, name=place.name, declared=declared_charset(data)), name=place.name
    )


def _paragraphs(root: Any) -> list[_Paragraph]:
    from lxml import etree  # type: ignore[import-untyped]

    found: list[_Paragraph] = []
    pieces: list[str] = []
    in_row = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _NOT_TEXT:
                walk.skip_subtree()
            elif tag == "t":
                pieces.append(element.text or "")
            elif tag in _MARKS:
                pieces.append(_MARKS[tag])
            elif tag == "tr":
                in_row += 1
            continue
        if tag == "p" and not in_row:
            found.append(_paragraph(element, "".join(pieces)))
            pieces = []
        elif tag in {"p", "tc"} and in_row:
            pieces.append(" ")
        elif tag == "tr":
            in_row -= 1
            if not in_row:
                found.append(_Paragraph(" ".join("".join(pieces).split()), before="\n"))
                pieces = []
    return found


def _paragraph(element: Any, text: str) -> _Paragraph:
    style = element.find("pPr/pStyle")
    named = "" if style is None else next(iter(style.attrib.values()), "")
    if element.find("pPr/numPr") is not None:
        return _Paragraph(f"- {text}" if text.strip() else "", before="\n")
    return _Paragraph(text, is_title=_TITLE.fullmatch(named) is not None)


def _properties(data: bytes, *, place: Place) -> Metadata:
    if not data:
        return Metadata()
    root = _xml(data, place=place)
    try:
        published = parse_date(text_within(root.find("created")))
    except ValueError:
        published = None  # absent, or written by a program that got it wrong
    return Metadata(
        title=text_within(root.find("title")) or None,
        authors=author_names([text_within(root.find("creator"))]),
        published=published,
        language=language_code(text_within(root.find("language")) or None),
    )
