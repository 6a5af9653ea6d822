"""E-books (EPUB) to documents: one for each of their chapters, as e-papers have articles."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote

from assistant.errors import ReadingError
from assistant.language.words import count_words
from assistant.reading.canonical import single_line
from assistant.reading.dates import stated_date
from assistant.reading.decoding import declared_charset, decode
from assistant.reading.documents import Place, make_document
from assistant.reading.fragments import bounded, element_text, parsed_html
from assistant.reading.metadata import Metadata, author_names, language_code, unread_date
from assistant.reading.page_elements import names_of, still_attached
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.workers import in_worker
from assistant.reading.xml import text_within, xml_of
from assistant.reading.zips import member_of
from assistant.types import Document

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_CHAPTERS: Final = frozenset({"application/xhtml+xml", "text/html"})
_FONTS: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_HEADINGS: Final = ("h1", "h2", "h3")
_NAVIGATION: Final = re.compile(r"\b(?:calibre_)?nav(?:bar|igation)?\d*\b|\btoc\b")
_LEAST_WORDS: Final = 20
"""Words below which a chapter is a cover, a half-title or an imprint."""


def read(part: Part, terms: Terms) -> Iterator[Reading]:
    """Yields what comes of each chapter of a book.

    A chapter's title is its first heading, else that of its page; outlet, date and language are
    the book's: its title stands for the outlet, as of a newspaper's issue. Tables of contents,
    covers and other pages of a few words are passed over.

    Raises (while read):
        ReadingError: it is damaged, protected, or holds no chapter with text.
    """
    archive, name = part.members, part.name

    def member(path: str) -> bytes:
        return member_of(archive, path, name=name, budget=terms.budget)

    if _ENCRYPTION in archive.NameToInfo:
        ways = xml_of(member(_ENCRYPTION), name=name).iter("EncryptionMethod")
        if any((way.get("Algorithm") or "") not in _FONTS for way in ways):
            raise ReadingError(
                f"{name} is protected against copying", hint="Ask its publisher for the text"
            )
    metadata, chapters = _book(member, place=part.place)
    found = 0
    for number, path in enumerate(chapters, start=1):
        place = part.place if len(chapters) == 1 else part.place.within(path)
        outcome: Document | ReadingError | None
        try:
            data = member(path)
            size = len(data)
            outcome = in_worker(_chapter, data, metadata, place, name=place.name, size=size)
        except ReadingError as error:
            outcome = error
        if outcome is not None:
            found += 1
            yield Reading(place.name, outcome, number / len(chapters))
    if not found:
        raise ReadingError(
            f"{name} is an e-book without text, perhaps of pictures",
            hint="Run text recognition (OCR) on it first",
        )


def _book(member: Callable[[str], bytes], *, place: Place) -> tuple[Metadata, tuple[str, ...]]:
    container = member(_CONTAINER)
    roots = xml_of(container, name=place.name).iter("rootfile") if container.strip() else ()
    path = next((one.get("full-path") or "" for one in roots), "")
    if not path:
        raise ReadingError(
            f"{place.name} is an e-book that does not say where its chapters are",
            hint="Download or copy it again",
        )
    package = xml_of(member(path), name=place.name)
    folder = posixpath.dirname(path)
    items = {one.get("id"): one for one in package.iterfind("manifest/item")}
    spine = (items.get(one.get("idref")) for one in package.iterfind("spine/itemref"))
    chapters = (
        posixpath.normpath(posixpath.join(folder, unquote(one.get("href") or "")))
        for one in spine
        if one is not None
        and one.get("media-type") in _CHAPTERS
        and "nav" not in (one.get("properties") or "").split()
    )
    return _metadata(package), tuple(dict.fromkeys(chapters))


def _metadata(package: Any) -> Metadata:
    def stated(name: str) -> list[str]:
        return [text_within(one) for one in package.iterfind(f"metadata/{name}")]

    written = next(filter(None, stated("date")), "")
    published = stated_date(written)
    return Metadata(
        source=next(filter(None, stated("title")), None),
        authors=author_names(stated("creator")),
        published=published,
        language=language_code(next(filter(None, stated("language")), None)),
        left_out=(unread_date(written),) if written and published is None else (),
    )


def _chapter(data: bytes, metadata: Metadata, place: Place) -> Document | None:
    text = decode(data, name=place.name, declared=declared_charset(data))
    tree = parsed_html(bounded(text, name=place.name))
    if tree is None:
        return None
    for element in still_attached(tree, "div", "nav", "ol", "ul"):
        if element.tag == "nav" or _NAVIGATION.search(names_of(element).lower()):
            element.clear(keep_tail=True)
    headings = (one for tag in _HEADINGS for one in tree.iter(tag))
    title = next(filter(None, (single_line("".join(one.itertext())) for one in headings)), "")
    body = element_text(tree)
    if count_words(body) < _LEAST_WORDS:
        return None
    title = title or single_line(text_within(tree.find(".//title")))
    own = title if title != metadata.source else ""
    return make_document(body, metadata=replace(metadata, title=own or None), place=place)
