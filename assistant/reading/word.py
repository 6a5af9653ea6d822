"""Word documents (.docx) to documents, as they read with all their changes accepted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from assistant.reading.canonical import single_line
from assistant.reading.dates import stated_date
from assistant.reading.documents import Place
from assistant.reading.metadata import NOTHING_KNOWN, Metadata, author_names, language_code
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.plain import read_plain
from assistant.reading.workers import in_worker
from assistant.reading.xml import text_within, xml_of
from assistant.reading.zips import member_of
from assistant.types import Document

_STORY: Final = "word/document.xml"
_PROPERTIES: Final = "docProps/core.xml"
_STYLES: Final = "word/styles.xml"
_TITLE = re.compile(r"title|heading ?1|titel|titre|título|titolo", re.IGNORECASE)
# What was taken out, what fields are made by, what is said twice, readings set over words,
# settings.
_NOT_TEXT = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "rt", "pPr", "rPr", "tblPr", "trPr"}
    | {"tcPr", "sectPr", "sdtPr"}
)
_PICTURES = frozenset({"drawing", "pict", "object"})
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF: Final = frozenset({"0", "false", "off", "none"})
_UNREAD: Final = ("strike", "dstrike", "vanish")


def read(part: Part, terms: Terms) -> Iterator[Reading]:
    """Yields the document of a Word document, as it reads with all its changes accepted.

    A first paragraph in the style of a title is the title, else that of the properties. The
    date is when the file was made: it states no other.

    Raises (while read):
        ReadingError: it is damaged, too large, or holds no text.
    """
    archive, place, name = part.members, part.place, part.place.name
    story = member_of(archive, _STORY, name=name, budget=terms.budget)
    properties, styles = (
        member_of(archive, member, name=name, budget=terms.budget)
        if member in archive.NameToInfo
        else b""
        for member in (_PROPERTIES, _STYLES)
    )
    size = len(story) + len(styles)
    made = in_worker(_document, story, properties, styles, place, name=name, size=size)
    yield Reading(part.name, made)


def _document(story: bytes, properties: bytes, styles: bytes, place: Place) -> Document:
    root = xml_of(story, name=place.name)
    unread = {
        str(identity)
        for style in (xml_of(styles, name=place.name).iter("style") if styles else ())
        for key, identity in style.attrib.items()
        if key.endswith("styleId") and identity and _is_unread(style.find("rPr"), ())
    }
    paragraphs = [one for one in _Story(unread).read(root) if one.text.strip()]
    metadata = _properties(properties, place=place)
    if len(paragraphs) > 1 and paragraphs[0].is_title:
        metadata = replace(metadata, title=single_line(paragraphs.pop(0).text))
    text = "".join(paragraph.before + paragraph.text for paragraph in paragraphs)
    document = read_plain(text, place=place, metadata=metadata)
    notes = sum(1 for _ in root.iter("footnoteReference", "endnoteReference"))
    if not notes:
        return document
    return replace(document, left_out=(f"{notes} notes" if notes > 1 else "a note",))


def _properties(data: bytes, *, place: Place) -> Metadata:
    if not data:
        return NOTHING_KNOWN
    root = xml_of(data, name=place.name)
    return Metadata(
        title=text_within(root.find("title")) or None,
        authors=author_names([text_within(root.find("creator"))]),
        published=stated_date(text_within(root.find("created"))),
        language=language_code(text_within(root.find("language"))),
    )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    before: str = "\n\n"
    is_title: bool = False


class _Story:
    """Writes down the paragraphs of a story, text boxes after the one that they stand at.

    What is struck through or hidden, by itself or by one of the styles ``unread``, is left
    out; so are prompts that nobody has put anything in the place of.
    """

    def __init__(self, unread: Collection[str]) -> None:
        self._unread = unread
        self._found: list[_Paragraph] = []
        self._boxed: list[_Paragraph] = []
        self._pieces: list[str] = []
        self._rows = 0

    def read(self, root: Any) -> list[_Paragraph]:
        from lxml import etree  # type: ignore[import-untyped]

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element)
            elif not self._start(element):
                walk.skip_subtree()
        if "".join(self._pieces).strip():
            self._found.append(_Paragraph("".join(self._pieces)))
        return self._found + self._boxed

    def _start(self, element: Any) -> bool:
        """Takes what an element begins with; whether what it holds is text, too."""
        tag = element.tag
        if tag in _PICTURES:
            for box in _boxes(element):
                self._boxed += _Story(self._unread).read(box)
            return False
        if tag in _NOT_TEXT or _is_left_out(element, tag, self._unread):
            return False
        if tag == "t":
            self._pieces.append(element.text or "")
        elif tag in _MARKS:
            self._pieces.append(_MARKS[tag])
        elif tag == "tr":
            self._rows += 1
        return True

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag in {"p", "tc"} and self._rows:
            self._pieces.append(" ")
        # Where the end of a paragraph was taken out, the next one goes on.
        elif tag == "p" and element.find("pPr/rPr/del") is None:
            self._ended(_paragraph(element, "".join(self._pieces)))
        elif tag == "tr" and self._rows and not _is_left_out(element, tag, self._unread):
            self._rows -= 1
            if not self._rows:
                self._ended(_Paragraph(" ".join("".join(self._pieces).split()), before="\n"))

    def _ended(self, paragraph: _Paragraph) -> None:
        self._found += [paragraph, *self._boxed]
        self._pieces, self._boxed = [], []


def _boxes(picture: Any) -> Iterator[Any]:
    """The text boxes of a picture, but for those within one and those said again."""
    for box in picture.iter("txbxContent"):
        within = {parent.tag for parent in box.iterancestors() if parent is not picture}
        inner = {parent.tag for parent in picture.iterancestors()}
        if "txbxContent" not in within - inner and "Fallback" not in within - inner:
            yield box


def _is_left_out(element: Any, tag: str, unread: Collection[str]) -> bool:
    if tag == "r":
        return _is_unread(element.find("rPr"), unread)
    if tag == "p":
        return _value(element.find("pPr/pStyle")) in unread
    if tag == "tr":
        return element.find("trPr/del") is not None
    return tag == "sdt" and element.find("sdtPr/showingPlcHdr") is not None


def _is_unread(settings: Any, unread: Collection[str]) -> bool:
    if settings is None:
        return False
    if _value(settings.find("rStyle")) in unread:
        marked = [settings.find(name) for name in _UNREAD]
        return all(mark is None or not _is_off(mark) for mark in marked)
    return any(mark is not None and not _is_off(mark) for mark in map(settings.find, _UNREAD))


def _is_off(mark: Any) -> bool:
    return _value(mark).lower() in _OFF


def _value(named: Any) -> str:
    """The only attribute of an element; empty where there is none."""
    return "" if named is None else next((str(v) for v in named.attrib.values()), "")


def _paragraph(element: Any, text: str) -> _Paragraph:
    if element.find("pPr/numPr") is not None:
        return _Paragraph(f"- {text}" if text.strip() else "", before="\n")
    is_title = _TITLE.fullmatch(_value(element.find("pPr/pStyle"))) is not None
    return _Paragraph(text, is_title=is_title)
