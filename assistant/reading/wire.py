"""Wire copy: whether it may be used yet, and what its later versions are known by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from assistant.articles.kills import kill_words
from assistant.errors import ReadingError
from assistant.reading.canonical import canonical_text, has_words, single_line
from assistant.reading.dates import parse_date
from assistant.reading.documents import Place, make_document
from assistant.reading.metadata import Metadata, web_address
from assistant.reading.notices import (
    WithdrawnError,
    is_withdrawn,
    origin_of_notice,
    refuse_kill,
    withdrawn,
)
from assistant.types import Document

_EMBARGOED = re.compile(r"embargoed$", re.IGNORECASE)
_GLOBAL = re.compile(r"(?:urn|tag):\S", re.IGNORECASE)
_SCHEME = "wire:"
_WORLD_WIDE = timedelta(hours=12)
_DATELINE_END = " \t—–-"
_PLACE_END = re.compile(r"[,(;:]|\s[—–-]")
_WORD_GOES_ON = re.compile(r"['’-]?\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireItem:
    """A story as a wire service sends it.

    ``identifier`` is its own, the same in each of its versions, and ``authority`` who gave
    it. ``status`` is its publication status, ``embargoes`` the moments it is to be held
    until, as they are written; a blank one means: until further notice. ``number`` is how the
    service counts this version, ``note`` what it says to editors.
    """

    text: str
    metadata: Metadata
    dateline: str = ""
    identifier: str = ""
    authority: str = ""
    status: str = ""
    embargoes: tuple[str, ...] = ()
    number: int | None = None
    note: str = ""


def wire_document(item: WireItem, *, place: Place, name: str, now: datetime) -> Document:
    """The document of a story that may be used; its dateline stands at the head of the text.

    Raises:
        WithdrawnError: it was cancelled or withheld, or is a notice that kills a story.
        ReadingError: it is under embargo, or holds no text.
    """
    if is_withdrawn(item.status):
        raise _withdrawn(item, place=place, name=name)
    refuse_embargoed(item.status, item.embargoes, name=name, now=now)
    document = make_document(
        with_dateline(item.text, item.dateline),
        metadata=item.metadata,
        place=place,
        name=name,
        key=single_line(item.identifier) or None,
        origin=wire_origin(item.identifier, authority=item.authority),
        number=item.number,
    )
    refuse_kill(document, name=name, identifier=item.identifier, note=item.note)
    return document


def _withdrawn(item: WireItem, *, place: Place, name: str) -> WithdrawnError:
    said = kill_words(title=item.metadata.title or "", text=item.text)
    return withdrawn(
        item.status,
        name=name,
        origin=origin_of_notice(
            wire_origin(item.identifier, authority=item.authority),
            url=item.metadata.url,
            place=place,
            key=single_line(item.identifier) or None,
        ),
        identifier=item.identifier,
        words=item.note or said or "",
        number=item.number,
        stated=item.metadata.updated,
    )


def refuse_embargoed(status: str, embargoes: Iterable[str], *, name: str, now: datetime) -> None:
    """Goes on where a story is free at ``now``.

    Raises:
        ReadingError: it is under embargo.
    """
    dated = tuple(embargoes)
    for written in dated:
        _refuse_embargoed(written, name=name, now=now)
    if not dated and _EMBARGOED.search(status.strip()):
        _refuse_embargoed("", name=name, now=now)


def _refuse_embargoed(written: str, *, name: str, now: datetime) -> None:
    try:
        free = _free_from(parse_date(written)) if written.strip() else None
    except ValueError:
        free = None
    if free is not None and free <= now:
        return
    until = single_line(written, limit=60) or "further notice"
    raise ReadingError(
        f"{name} is under embargo until {until}", hint="Add it again when the embargo is over"
    )


def _free_from(moment: date) -> datetime:
    """When an embargo is over; one that gives a day alone, when that is over everywhere."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment + timedelta(days=1), time(), UTC) + _WORLD_WIDE


def wire_origin(identifier: str, *, authority: str = "") -> str | None:
    """What a later version of a story with this id would come from.

    None where the id says nothing beyond the file that it was read in: it is blank, a web
    address (which is an origin already), or a mere number of nobody knows whom.
    """
    known = "".join(identifier.split())
    if not known or web_address(known):
        return None
    if _GLOBAL.match(known):
        return f"{_SCHEME}{single_line(known)}"
    whose = " ".join(authority.split()).casefold()
    return single_line(f"{_SCHEME}{whose}:{known}") if whose else None


def is_wire_origin(origin: str) -> bool:
    """Whether an origin is an id of the wire's own."""
    return origin.startswith(_SCHEME)


def with_dateline(text: str, dateline: str) -> str:
    """``text`` after its dateline, unless it begins with the place already."""
    line = single_line(dateline).strip(_DATELINE_END)
    body = canonical_text(text)
    if not line or not has_words(body):
        return text
    opening = (_PLACE_END.split(line)[0].strip() or line).casefold()
    begun = body.casefold()
    if begun.startswith(opening) and not _WORD_GOES_ON.match(begun, len(opening)):
        return body
    return f"{line} — {body}"
