"""NewsML-G2: news items alone or in a message, with the story within."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from assistant.errors import ReadingError
from assistant.reading.canonical import has_words
from assistant.reading.dates import stated_date
from assistant.reading.documents import Place
from assistant.reading.fragments import element_text, fragment_text, has_markup
from assistant.reading.metadata import Metadata, author_names, language_code, web_address
from assistant.reading.nitf import nitf_item, read_nitf
from assistant.reading.notices import WithdrawnError, is_withdrawn, number_of
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.wire import WireItem, wire_document
from assistant.reading.xml import XML_LANGUAGE, parse_xml, text_within
from assistant.types import Document

_FEEDS = ("rss", "feed", "RDF")
_FEED_HINT = "Follow it by its web address: assistant follow https://…"
_OTHERS = {
    "packageItem": "a package of NewsML-G2, which only names other items",
    "knowledgeItem": "a list of concepts, not a story",
    "conceptItem": "a concept, not a story",
    "planningItem": "a plan of coverage, not a story",
    "NewsML": "NewsML of the first generation, which is not read",
    **dict.fromkeys(_FEEDS, "a feed, not a story"),
}


def read(part: Part, terms: Terms) -> Iterator[Reading]:
    """What comes of each story in an XML file of the wire: NITF or NewsML-G2.

    Raises (while read):
        ReadingError: it is no such file, or holds no story.
    """
    place, now = part.place, terms.now
    root = parse_xml(part.text, name=place.name)
    match root.tag:
        case "nitf":
            yield Reading(place.name, read_nitf(root, place=place, now=now))
        case "newsItem":
            yield Reading(place.name, read_item(root, place=place, name=place.name, now=now))
        case "newsMessage":
            yield from read_message(root, place=place, now=now)
        case _:
            what = _OTHERS.get(root.tag) or f"XML of another kind: {root.tag[:40]}"
            hint = _FEED_HINT if root.tag in _FEEDS else "NITF and news items of NewsML-G2 are read"
            raise ReadingError(f"{place.name} is {what}", hint=hint)


def read_message(root: Any, *, place: Place, now: datetime) -> Iterator[Reading]:
    """What comes of each news item of a ``newsMessage``, in their order.

    Raises (while read):
        ReadingError: it holds no news item at all.
    """
    items = root.findall("itemSet/newsItem")
    if not items:
        raise ReadingError(
            f"{place.name} is a NewsML message without a news item",
            hint="Add the news items that it names",
        )
    titles: Counter[str] = Counter()
    for number, item in enumerate(items, 1):
        name = f"{place.name}, item {number}," if len(items) > 1 else place.name
        try:
            document = read_item(item, place=place, name=name, now=now)
            if len(items) > 1:
                document = _apart(document, place=place, titles=titles)
        except WithdrawnError as error:
            nameless = len(items) > 1 and error.notice and error.notice.origin == place.origin("")
            yield Reading(name, WithdrawnError(error.message, notice=None) if nameless else error)
        except ReadingError as error:
            yield Reading(name, error)
        else:
            yield Reading(place.name, document)


def _apart(document: Document, *, place: Place, titles: Counter[str]) -> Document:
    """An item without an id, told from the others of its message by its title."""
    if document.origin != place.origin(document.text):
        return document
    titles[document.title] += 1
    repeated = titles[document.title]
    key = document.title if repeated == 1 else f"{document.title} ({repeated})"
    return replace(document, origin=place.origin(document.text, key=key))


def read_item(item: Any, *, place: Place, name: str, now: datetime) -> Document:
    """A document of a ``newsItem``.

    Raises:
        WithdrawnError: its provider withdrew it, or it is a notice that kills a story.
        ReadingError: it may not be used yet, or its story is not within it.
    """
    management, content = item.find("itemMeta"), item.find("contentMeta")
    status = _class(None if management is None else management.find("pubStatus"))
    within = _story(item, name=name, needed=not is_withdrawn(status))
    guid = (item.get("guid") or "").strip()
    own = Metadata(
        title=_words(content, "headline") or _words(management, "title") or within.metadata.title,
        source=_outlet(item, management, content) or within.metadata.source,
        url=web_address(guid) or within.metadata.url,
        authors=_authors(content) or within.metadata.authors,
        published=_date(management, "firstCreated")
        or _date(content, "contentCreated")
        or _date(management, "versionCreated")
        or within.metadata.published,
        updated=_date(management, "versionCreated"),
        language=_language(item, content),
    )
    if own.updated == own.published:
        own = replace(own, updated=None)
    embargoes = (
        ()
        if management is None
        else tuple(text_within(element) for element in management.findall("embargoed"))
    )
    return wire_document(
        replace(
            within,
            metadata=own,
            dateline=_words(content, "dateline") or within.dateline,
            identifier=guid or within.identifier,
            authority=own.source or within.authority,
            status=status or within.status,
            embargoes=(*embargoes, *within.embargoes),
            number=number_of(item.get("version")),
            note=_words(management, "edNote") or within.note,
        ),
        place=place,
        name=name,
        now=now,
    )


def _story(item: Any, *, name: str, needed: bool) -> WireItem:
    """The first text within an item: NITF, XHTML, or plain text.

    A notice that withdraws an item has none: it is not ``needed`` there.
    """
    for element in item.iterfind("contentSet/*"):
        nitf = element.find("nitf")
        if element.tag == "inlineXML" and nitf is not None:
            try:
                return nitf_item(nitf, name=name)
            except ReadingError:
                if needed:
                    raise
                continue
        text = _inline_text(element)
        if has_words(text):
            return WireItem(text=text, metadata=Metadata())
    if not needed:
        return WireItem(text="", metadata=Metadata())
    named = _class(item.find("itemMeta/itemClass"))
    raise ReadingError(
        f"{name} has no text within it" + (f": it is of the class {named}" if named else ""),
        hint="Content that lies elsewhere is not fetched: add the file that holds the story",
    )


def _inline_text(element: Any) -> str:
    if element.tag == "inlineXML":
        return element_text(element)
    if element.tag != "inlineData":
        return ""
    text = "".join(element.itertext())
    return fragment_text(text) if has_markup(text) else text


def _words(element: Any, path: str) -> str:
    return "" if element is None else text_within(element.find(path))


def _outlet(item: Any, management: Any, content: Any) -> str | None:
    """The name of the provider, else of the source of the information, else of the owner."""
    for element, path in (
        (management, "provider"),
        (content, "infoSource"),
        (item, "rightsInfo/copyrightHolder"),
    ):
        found = None if element is None else element.find(path)
        if found is not None:
            name = _words(found, "name") or found.get("literal") or _class(found)
            if name:
                return str(name)
    return None


def _class(element: Any) -> str:
    """The last part of a code such as ``stat:usable``, or of its web address."""
    if element is None:
        return ""
    code = str(element.get("qcode") or element.get("uri") or "")
    return code.rpartition(":")[2].rpartition("/")[2]


def _authors(content: Any) -> tuple[str, ...]:
    if content is None:
        return ()
    bylines = [text_within(by) for by in content.findall("by")]
    return author_names(bylines or [_words(maker, "name") for maker in content.findall("creator")])


def _date(element: Any, path: str) -> date | None:
    return stated_date(_words(element, path))


def _language(item: Any, content: Any) -> str | None:
    stated = None if content is None else content.find("language")
    return language_code((None if stated is None else stated.get("tag")) or item.get(XML_LANGUAGE))
