"""NITF: the stories of the wire, with their metadata."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from assistant.errors import ReadingError
from assistant.reading.dates import stated_date
from assistant.reading.documents import Place
from assistant.reading.fragments import element_text
from assistant.reading.metadata import Metadata, author_names, language_code, web_address
from assistant.reading.wire import WireItem, is_withdrawn, number_of, wire_document
from assistant.reading.xml import XML_LANGUAGE, parse_xml, text_within
from assistant.types import Document, day_of


def read_nitf(root: Any, *, place: Place, now: datetime) -> Document:
    """A document of an NITF story.

    Raises:
        ReadingError: it may not be used (yet), or has no text.
    """
    return wire_document(nitf_item(root, name=place.name), place=place, name=place.name, now=now)


def nitf_within(text: str, *, name: str) -> WireItem:
    """The NITF story that is the text of a record.

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
    """The story that an ``nitf`` element holds.

    Dates that are not understood are absent; an embargo that is not understood holds.

    Raises:
        ReadingError: it has no ``body.content``, and its provider did not withdraw it.
    """
    content = root.find("body/body.content")
    status = _said(root, "head/docdata", "management-status")
    if content is None and not is_withdrawn(status):
        raise ReadingError(
            f"{name} is an NITF story without a body.content", hint="Export the story with its text"
        )
    identifier = _said(root, "head/docdata/doc-id", "id-string")
    authority = _said(root, "head/docdata/doc-id", "regsrc")
    distributor = _text(root, "body/body.head/distributor")
    issued = (
        _said(root, "head/docdata/date.issue", "norm"),
        _said(root, "head/pubdata", "date.publication"),
        _said(root, "body/body.head/dateline/story.date", "norm"),
        _said(root, "head/docdata/date.release", "norm"),
    )
    published = next(filter(None, map(stated_date, issued)), None)
    updated = _last_date(
        revision.get("norm") for revision in root.iterfind("head/revision-history")
    )
    if updated is not None and published is not None and day_of(updated) < day_of(published):
        updated = None
    headlines = ("body/body.head/hedline/hl1", "body/body.head/hedline", "head/title")
    outlets = (
        _said(root, "head/pubdata", "name"),
        distributor,
        _said(root, "head/docdata/doc.copyright", "holder"),
        authority,
    )
    return WireItem(
        text="" if content is None else element_text(content),
        metadata=Metadata(
            title=next(filter(None, (_text(root, path) for path in headlines)), None),
            source=next(filter(None, outlets), None),
            url=web_address(identifier),
            authors=_authors(root),
            published=published,
            updated=updated,
            language=_language(root),
        ),
        dateline=_text(root, "body/body.head/dateline"),
        identifier=identifier,
        authority=authority or distributor,
        status=status,
        embargoes=tuple(
            release.get("norm", "") for release in root.iterfind("head/docdata/date.release")
        ),
        number=number_of(_said(root, "head/docdata/du-key", "version")),
        note=_said(root, "head/docdata/ed-msg", "info"),
    )


def _text(root: Any, path: str) -> str:
    return text_within(root.find(path))


def _said(root: Any, path: str, attribute: str) -> str:
    element = root.find(path)
    return "" if element is None else (element.get(attribute) or "").strip()


def _authors(root: Any) -> tuple[str, ...]:
    names: list[str] = []
    for byline in root.iterfind("body/body.head/byline"):
        people = [text_within(person) for person in byline.iter("person")]
        names.extend(people or [_without_title(byline)])
    return author_names(names)


def _without_title(byline: Any) -> str:
    """The names in a byline, without what the writers are (``byttl``)."""
    pieces = [byline.text or ""]
    for child in byline:
        pieces.extend([" " if child.tag == "byttl" else text_within(child), child.tail or ""])
    return "".join(pieces).strip(" \n\t,")


def _language(root: Any) -> str | None:
    named = [root.get(XML_LANGUAGE), *(body.get(XML_LANGUAGE) for body in root.iter("body"))]
    named.extend(
        meta.get("content") for meta in root.iter("meta") if meta.get("name") == "language"
    )
    return language_code(next(filter(None, named), None))


def _last_date(values: Iterable[str | None]) -> date | None:
    found = [*filter(None, map(stated_date, values))]
    moments = [value for value in found if isinstance(value, datetime)]
    return max(moments) if moments else max(found, default=None)
