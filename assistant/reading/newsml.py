"""The XML of news agencies: NITF, and NewsML-G2, alone or in a message, with the story within."""

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
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.wire import (
    WireItem,
    WithdrawnError,
    is_withdrawn,
    version_number,
    wire_document,
)
from assistant.reading.xml import XML_LANGUAGE, attribute_at, parse_xml, text_at, text_within
from assistant.types import Document, day_of

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


def nitf_within(text: str, *, name: str) -> WireItem:
    """Returns the NITF story that is the text of a record.

    Raises:
        ReadingError: it is not well-formed, other XML, or has no ``body.content``.
    """
    root = parse_xml(text, name=name)
    if root.tag != "nitf":
        raise ReadingError(
            f"{name} holds XML of another kind than NITF: {root.tag[:40]}",
            hint="Put the text or the NITF of the story there",
        )
    return nitf_item(root, name=name)


def nitf_item(root: Any, *, name: str) -> WireItem:
    """Returns the story that an ``nitf`` element holds.

    Dates that are not understood are absent; an embargo that is not understood holds.

    Raises:
        ReadingError: it has no ``body.content``, and its provider did not withdraw it.
    """
    content = root.find("body/body.content")
    status = attribute_at(root, "head/docdata", "management-status")
    if content is None and not is_withdrawn(status):
        raise ReadingError(
            f"{name} is an NITF story without a body.content", hint="Export the story with its text"
        )
    identifier = attribute_at(root, "head/docdata/doc-id", "id-string")
    authority = attribute_at(root, "head/docdata/doc-id", "regsrc")
    distributor = text_at(root, "body/body.head/distributor")
    issued = (
        attribute_at(root, "head/docdata/date.issue", "norm"),
        attribute_at(root, "head/pubdata", "date.publication"),
        attribute_at(root, "body/body.head/dateline/story.date", "norm"),
        attribute_at(root, "head/docdata/date.release", "norm"),
    )
    published = next(filter(None, map(stated_date, issued)), None)
    revisions = (stated_date(one.get("norm")) for one in root.iterfind("head/revision-history"))
    dates = [*filter(None, revisions)]
    moments = [one for one in dates if isinstance(one, datetime)]
    updated = max(moments) if moments else max(dates, default=None)
    if updated is not None and published is not None and day_of(updated) < day_of(published):
        updated = None
    headlines = ("body/body.head/hedline/hl1", "body/body.head/hedline", "head/title")
    outlets = (
        attribute_at(root, "head/pubdata", "name"),
        distributor,
        attribute_at(root, "head/docdata/doc.copyright", "holder"),
        authority,
    )
    return WireItem(
        text="" if content is None else element_text(content),
        metadata=Metadata(
            title=next(filter(None, (text_at(root, path) for path in headlines)), None),
            source=next(filter(None, outlets), None),
            url=web_address(identifier),
            authors=_byline_authors(root),
            published=published,
            updated=updated,
            language=_language(root),
        ),
        dateline=text_at(root, "body/body.head/dateline"),
        identifier=identifier,
        authority=authority or distributor,
        status=status,
        embargoes=tuple(
            release.get("norm", "") for release in root.iterfind("head/docdata/date.release")
        ),
        number=version_number(attribute_at(root, "head/docdata/du-key", "version")),
        note=attribute_at(root, "head/docdata/ed-msg", "info"),
    )


def _byline_authors(root: Any) -> tuple[str, ...]:
    names: list[str] = []
    for byline in root.iterfind("body/body.head/byline"):
        people = [text_within(person) for person in byline.iter("person")]
        names.extend(people or [_without_title(byline)])
    return author_names(names)


def _without_title(byline: Any) -> str:
    pieces = [byline.text or ""]
    for child in byline:
        pieces.extend([" " if child.tag == "byttl" else text_within(child), child.tail or ""])
    return "".join(pieces).strip(" \n\t,")


def _language(root: Any) -> str | None:
    named = [root.get(XML_LANGUAGE), *(body.get(XML_LANGUAGE) for body in root.iter("body"))]
    named += (meta.get("content") for meta in root.iter("meta") if meta.get("name") == "language")
    return language_code(next(filter(None, named), None))


def read(part: Part, terms: Terms) -> Iterator[Reading]:
    """Yields what comes of each story in an XML file of the wire: NITF or NewsML-G2.

    Raises (while read):
        ReadingError: it is no such file, or holds no story.
    """
    place, now = part.place, terms.now
    name = place.name
    root = parse_xml(part.text, name=name)
    match root.tag:
        case "nitf":
            item = nitf_item(root, name=name)
            yield Reading(name, wire_document(item, place=place, name=name, now=now))
        case "newsItem":
            yield Reading(name, read_item(root, place=place, name=name, now=now))
        case "newsMessage":
            yield from read_message(root, place=place, now=now)
        case _:
            what = _OTHERS.get(root.tag) or f"XML of another kind: {root.tag[:40]}"
            hint = _FEED_HINT if root.tag in _FEEDS else "NITF and news items of NewsML-G2 are read"
            raise ReadingError(f"{name} is {what}", hint=hint)


def read_message(root: Any, *, place: Place, now: datetime) -> Iterator[Reading]:
    """Yields what comes of each news item of a ``newsMessage``, in their order.

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
                # The origin of an item without an id takes its title.
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
    """Returns a document of a ``newsItem``.

    Raises:
        WithdrawnError: its provider withdrew it, or it is a notice that kills a story.
        ReadingError: it may not be used yet, or its story is not within it.
    """
    status = _class(item.find("itemMeta/pubStatus"))
    within = _story(item, name=name, needed=not is_withdrawn(status))
    guid = (item.get("guid") or "").strip()
    titles = ("contentMeta/headline", "itemMeta/title")
    dates = ("itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated")
    issued = (stated_date(text_at(item, path)) for path in dates)
    published = next(filter(None, issued), within.metadata.published)
    updated = stated_date(text_at(item, "itemMeta/versionCreated"))
    bylines = [text_within(by) for by in item.iterfind("contentMeta/by")]
    makers = (text_at(maker, "name") for maker in item.iterfind("contentMeta/creator"))
    own = Metadata(
        title=next(filter(None, (text_at(item, path) for path in titles)), within.metadata.title),
        source=_outlet(item) or within.metadata.source,
        url=web_address(guid) or within.metadata.url,
        authors=author_names(bylines or makers) or within.metadata.authors,
        published=published,
        updated=None if updated == published else updated,
        language=language_code(
            attribute_at(item, "contentMeta/language", "tag") or item.get(XML_LANGUAGE)
        ),
    )
    return wire_document(
        replace(
            within,
            metadata=own,
            dateline=text_at(item, "contentMeta/dateline") or within.dateline,
            identifier=guid or within.identifier,
            authority=own.source or within.authority,
            status=status or within.status,
            embargoes=(
                *(text_within(one) for one in item.iterfind("itemMeta/embargoed")),
                *within.embargoes,
            ),
            number=version_number(item.get("version")),
            note=text_at(item, "itemMeta/edNote") or within.note,
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
        text = ""
        if element.tag == "inlineXML":
            text = element_text(element)
        elif element.tag == "inlineData":
            text = "".join(element.itertext())
            text = fragment_text(text) if has_markup(text) else text
        if has_words(text):
            return WireItem(text=text)
    if not needed:
        return WireItem()
    named = _class(item.find("itemMeta/itemClass"))
    raise ReadingError(
        f"{name} has no text within it" + (f": it is of the class {named}" if named else ""),
        hint="Content that lies elsewhere is not fetched: add the file that holds the story",
    )


def _outlet(item: Any) -> str | None:
    for path in ("itemMeta/provider", "contentMeta/infoSource", "rightsInfo/copyrightHolder"):
        found = item.find(path)
        if found is not None:
            name = text_at(found, "name") or found.get("literal") or _class(found)
            if name:
                return str(name)
    return None


def _class(element: Any) -> str:
    """The last part of a code such as ``stat:usable``, or of its web address."""
    if element is None:
        return ""
    code = str(element.get("qcode") or element.get("uri") or "")
    return code.rpartition(":")[2].rpartition("/")[2]
