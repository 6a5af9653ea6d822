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
from assistant.reading.notices import is_withdrawn, number_of
from assistant.reading.wire import WireItem, wire_document
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
    status = _attribute(root.find("head/docdata"), "management-status")
    if content is None and not is_withdrawn(status):
        raise ReadingError(
            f"{name} is an NITF story without a body.content", hint="Export the story with its text"
        )
    head = root.find("body/body.head")
    document = root.find("head/docdata")
    identity = _first(document, "doc-id")
    identifier = _attribute(identity, "id-string")
    address = web_address(identifier)
    published = _first_date(_published(root, document, head))
    updated = _last_date(
        revision.get("norm", "") for revision in root.iterfind("head/revision-history")
    )
    if updated is not None and published is not None and day_of(updated) < day_of(published):
        updated = None
    return WireItem(
        text="" if content is None else element_text(content),
        metadata=Metadata(
            title=_title(root, head),
            source=_outlet(root, document, head, identity),
            url=address,
            authors=_authors(head),
            published=published,
            updated=updated,
            language=_language(root),
        ),
        dateline=text_within(_first(head, "dateline")),
        identifier=identifier,
        authority=_attribute(identity, "regsrc") or text_within(_first(head, "distributor")),
        status=status,
        embargoes=tuple(release.get("norm", "") for release in (_all(document, "date.release"))),
        number=number_of(_attribute(_first(document, "du-key"), "version")),
        note=_attribute(_first(document, "ed-msg"), "info"),
    )


def _first(element: Any, path: str) -> Any:
    return None if element is None else element.find(path)


def _all(element: Any, path: str) -> list[Any]:
    return [] if element is None else element.findall(path)


def _attribute(element: Any, name: str) -> str:
    return "" if element is None else (element.get(name) or "").strip()


def _title(root: Any, head: Any) -> str | None:
    headlines = (_first(head, "hedline/hl1"), _first(head, "hedline"), root.find("head/title"))
    return next(filter(None, map(text_within, headlines)), None)


def _outlet(root: Any, document: Any, head: Any, identity: Any) -> str | None:
    found = (
        _attribute(root.find("head/pubdata"), "name"),
        text_within(_first(head, "distributor")),
        _attribute(_first(document, "doc.copyright"), "holder"),
        _attribute(identity, "regsrc"),
    )
    return next(filter(None, found), None)


def _authors(head: Any) -> tuple[str, ...]:
    names: list[str] = []
    for byline in _all(head, "byline"):
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


def _published(root: Any, document: Any, head: Any) -> Iterable[str]:
    yield _attribute(_first(document, "date.issue"), "norm")
    yield _attribute(root.find("head/pubdata"), "date.publication")
    yield _attribute(_first(head, "dateline/story.date"), "norm")
    yield _attribute(_first(document, "date.release"), "norm")


def _first_date(values: Iterable[str]) -> date | None:
    return next(filter(None, map(stated_date, values)), None)


def _last_date(values: Iterable[str]) -> date | None:
    found = [*filter(None, map(stated_date, values))]
    moments = [value for value in found if isinstance(value, datetime)]
    return max(moments) if moments else max(found, default=None)
