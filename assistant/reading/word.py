"""Word documents (.docx) to documents, from the parts of the file that matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from zipfile import ZipFile

from assistant.reading.canonical import single_line
from assistant.reading.dates import stated_date
from assistant.reading.decoding import declared_charset, decode
from assistant.reading.documents import Place
from assistant.reading.metadata import Metadata, author_names, language_code
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.plain import read_plain
from assistant.reading.streams import Budget
from assistant.reading.word_story import notes_in, paragraphs_of, unread_styles
from assistant.reading.workers import apart
from assistant.reading.xml import parse_xml, text_within
from assistant.reading.zips import member_of
from assistant.types import Document

_STORY: Final = "word/document.xml"
_PROPERTIES: Final = "docProps/core.xml"
_STYLES: Final = "word/styles.xml"


def read(part: Part, terms: Terms) -> Iterator[Reading]:
    """What comes of a Word document."""
    yield Reading(part.name, read_word(part.members, place=part.place, budget=terms.budget))


def read_word(archive: ZipFile, *, place: Place, budget: Budget) -> Document:
    """A document of a Word document, as it reads with all its changes accepted.

    A first paragraph in the style of a title is the title, else that of the properties. The
    date is when the file was made: it states no other.

    Raises:
        ReadingError: it is damaged, too large, or holds no text.
    """
    story = member_of(archive, _STORY, name=place.name, budget=budget)
    properties, styles = (
        member_of(archive, member, name=place.name, budget=budget)
        if member in archive.NameToInfo
        else b""
        for member in (_PROPERTIES, _STYLES)
    )
    size = len(story) + len(styles)
    return apart(_document, story, properties, styles, place, name=place.name, size=size)


def _document(story: bytes, properties: bytes, styles: bytes, place: Place) -> Document:
    root = _xml(story, place=place)
    unread = unread_styles(_xml(styles, place=place)) if styles else frozenset[str]()
    paragraphs = [one for one in paragraphs_of(root, unread=unread) if one.text.strip()]
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
    document = read_plain(text, place=place, metadata=metadata)
    notes = notes_in(root)
    if not notes:
        return document
    return replace(document, left_out=(f"{notes} notes" if notes > 1 else "a note",))


def _xml(data: bytes, *, place: Place) -> Any:
    return parse_xml(
        decode(data, name=place.name, declared=declared_charset(data)), name=place.name
    )


def _properties(data: bytes, *, place: Place) -> Metadata:
    if not data:
        return Metadata()
    root = _xml(data, place=place)
    return Metadata(
        title=text_within(root.find("title")) or None,
        authors=author_names([text_within(root.find("creator"))]),
        published=stated_date(text_within(root.find("created"))),
        language=language_code(text_within(root.find("language")) or None),
    )
