"""NewsML-G2: news items alone or in a message, with the story within."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from assistant.errors import ReadingError
from assistant.reading.canonical import has_words
from assistant.reading.dates import stated_date
from assistant.reading.documents import Origins, Place
from assistant.reading.fragments import element_text, fragment_text, has_markup
from assistant.reading.metadata import Metadata, author_names, language_code, web_address
from assistant.reading.nitf import nitf_item, read_nitf
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.wire import (
    WireItem,
    WithdrawnError,
    is_withdrawn,
    number_of,
    wire_document,
)
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
    origins = Origins()
    for number, item in enumerate(items, 1):
        name = f"{place.name}, item {number}," if len(items) > 1 else place.name
        try:
            document = read_item(item, place=place, name=name, now=now)
            if len(items) > 1 and document.origin == place.origin(document.text):
                # An item without an id is told from the others of its message by its title.
                own = place.origin(document.text, key=document.title)
                document = origins.distinct(replace(document, origin=own))
        except WithdrawnError as error:
            nameless = len(items) > 1 and error.notice and error.notice.origin == place.origin("")
            yield Reading(name, WithdrawnError(error.message, notice=None) if nameless else error)
        except ReadingError as error:
            yield Reading(name, error)
        else:
            yield Reading(place.name, document)


def read_item(item: Any, *, place: Place, name: str, now: datetime) -> Document:
    """A document of a ``newsItem``.

    Raises:
        WithdrawnError: its provider withdrew it, or it is a notice that kills a story.
        ReadingError: it may not be used yet, or its story is not within it.
    """
    status = _class(item.find("itemMeta/pubStatus"))
    within = _story(item, name=name, needed=not is_withdrawn(status))
    guid = (item.get("guid") or "").strip()
    titles = ("contentMeta/headline", "itemMeta/title")
    dates = ("itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated")
    issued = (stated_date(_words(item, path)) for path in dates)
    published = next(filter(None, issued), within.metadata.published)
    updated = stated_date(_words(item, "itemMeta/versionCreated"))
    own = Metadata(
        title=next(filter(None, (_words(item, path) for path in titles)), within.metadata.title),
        source=_outlet(item) or within.metadata.source,
        url=web_address(guid) or within.metadata.url,
        authors=_authors(item) or within.metadata.authors,
        published=published,
        updated=None if updated == published else updated,
        language=_language(item),
    )
    return wire_document(
        replace(
            within,
            metadata=own,
            dateline=_words(item, "contentMeta/dateline") or within.dateline,
            identifier=guid or within.identifier,
            authority=own.source or within.authority,
            status=status or within.status,
            embargoes=(
                *(text_within(one) for one in item.iterfind("itemMeta/embargoed")),
                *within.embargoes,
            ),
            number=number_of(item.get("version")),
            note=_words(item, "itemMeta/edNote") or within.note,
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
            return WireItem(text=text)
    if not needed:
        return WireItem()
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


def _words(item: Any, path: str) -> str:
    return text_within(item.find(path))


def _outlet(item: Any) -> str | None:
    """The name of the provider, else of the source of the information, else of the owner."""
    for path in ("itemMeta/provider", "contentMeta/infoSource", "rightsInfo/copyrightHolder"):
        found = item.find(path)
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


def _authors(item: Any) -> tuple[str, ...]:
    bylines = [text_within(by) for by in item.iterfind("contentMeta/by")]
    makers = (_words(maker, "name") for maker in item.iterfind("contentMeta/creator"))
    return author_names(bylines or makers)


def _language(item: Any) -> str | None:
    stated = item.find("contentMeta/language")
    return language_code((None if stated is None else stated.get("tag")) or item.get(XML_LANGUAGE))
