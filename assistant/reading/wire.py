"""Wire copy: whether it may be used, what withdraws it, what its later versions are known by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final

from assistant.articles.kills import kill_words
from assistant.errors import ReadingError
from assistant.reading.canonical import canonical_text, has_words, single_line
from assistant.reading.dates import stated_date
from assistant.reading.documents import Place, make_document
from assistant.reading.metadata import NOTHING_KNOWN, Metadata, web_address
from assistant.types import Document, Notice

_WITHDRAWN: Final = re.compile(r"(?:cancell?ed|withheld|killed?)$", re.IGNORECASE)
_WORDS: Final = {"canceled": "cancelled", "kill": "killed"}
_HINT: Final = "Use the version that takes its place, if there is one"
_LONGEST_NOTE: Final = 400
_LARGEST_NUMBER: Final = 9
"""Digits of the number of a version, at most."""
_EMBARGOED: Final = re.compile(r"embargoed$", re.IGNORECASE)
_GLOBAL: Final = re.compile(r"(?:urn|tag):\S", re.IGNORECASE)
_SCHEME: Final = "wire:"
_WORLD_WIDE: Final = timedelta(hours=12)
_DATELINE_END: Final = " \t—–-"
_PLACE_END: Final = re.compile(r"[,(;:]|\s[—–-]")
_WORD_GOES_ON: Final = re.compile(r"['’-]?\w")


class WithdrawnError(ReadingError):
    """A story may not be used, because its provider withdrew it.

    Attributes:
        notice: what withdraws it; None where nothing says which story that is.
    """

    def __init__(self, message: str, *, notice: Notice | None = None) -> None:
        super().__init__(message, hint=_HINT)
        self.notice = notice


@dataclass(frozen=True, slots=True, kw_only=True)
class WireItem:
    """A story as a wire service sends it.

    ``identifier`` is its own, the same in each of its versions, and ``authority`` who gave
    it. ``status`` is its publication status, ``embargoes`` the moments it is to be held
    until, as they are written; a blank one means: until further notice. ``number`` is how the
    service counts this version, ``note`` what it says to editors.
    """

    text: str = ""
    metadata: Metadata = NOTHING_KNOWN
    dateline: str = ""
    identifier: str = ""
    authority: str = ""
    status: str = ""
    embargoes: tuple[str, ...] = ()
    number: int | None = None
    note: str = ""


def wire_document(item: WireItem, *, place: Place, name: str, now: datetime) -> Document:
    """Returns the document of a story that may be used, the dateline at the head of its text.

    Raises:
        WithdrawnError: it was cancelled or withheld, or is a notice that kills a story.
        ReadingError: it is under embargo, or holds no text.
    """
    origin = wire_origin(item.identifier, authority=item.authority)
    key = single_line(item.identifier) or None
    if is_withdrawn(item.status):
        found = origin_of_notice(origin, url=item.metadata.url, place=place, key=key)
        raise withdrawn(item, name=name, origin=found)
    refuse_embargoed(item.status, item.embargoes, name=name, now=now)
    document = make_document(
        with_dateline(item.text, item.dateline),
        metadata=item.metadata,
        place=place,
        name=name,
        key=key,
        origin=origin,
        number=item.number,
    )
    refuse_kill(item, document, name=name)
    return document


def is_withdrawn(status: str) -> bool:
    """Returns whether a publication status says that a story is not to be used (any more)."""
    return _WITHDRAWN.search(status.strip()) is not None


def withdrawn(item: WireItem, *, name: str, origin: str | None) -> WithdrawnError:
    """That a story was withdrawn by its status.

    Args:
        item: the notice, under the identifier of the story. When it was updated is held
            against the dates of stories, so that it must not be the date of the story itself.
        name: what people know the item as.
        origin: what versions of the story come from; None where that is not known.
    """
    last = re.split(r"[:/]", item.status.strip())[-1].lower()
    word = _WORDS.get(last, last)
    said = item.note or kill_words(title=item.metadata.title or "", text=item.text) or ""
    words = single_line(said, limit=_LONGEST_NOTE)
    message = f"{name} was {word} by its provider" + (f": “{words}”" if words else "")
    if origin is None:
        return WithdrawnError(message)
    known = single_line(item.identifier)
    if known and item.number is not None:
        known = f"{known}, version {item.number}"
    notice = Notice(
        origin=origin,
        item=known or name.rstrip(","),
        status=word,
        words=words,
        number=item.number,
        stated=item.metadata.updated,
    )
    return WithdrawnError(message, notice=notice)


def refuse_kill(item: WireItem, document: Document, *, name: str) -> None:
    """Returns where an item of the wire is a story, and no notice that kills one.

    Raises:
        WithdrawnError: it is a notice.
    """
    words = kill_words(title=document.title, text=document.text, note=item.note)
    if words is not None:
        notice = replace(item, status="killed", note=words)
        raise withdrawn(notice, name=name, origin=document.origin)


def origin_of_notice(
    origin: str | None, *, url: str | None, place: Place, key: str | None
) -> str | None:
    """Returns what versions of a withdrawn story come from, as ``make_document`` would have it.

    None where it was made from the text, which is missing.
    """
    found = origin or web_address(url)
    if found is None and place.path is not None:
        found = place.origin("", key=key)
    return found


def refuse_embargoed(status: str, embargoes: Iterable[str], *, name: str, now: datetime) -> None:
    """Returns where a story is free at ``now``.

    Raises:
        ReadingError: it is under embargo.
    """
    dated = tuple(embargoes) or (("",) if _EMBARGOED.search(status.strip()) else ())
    for written in dated:
        end = stated_date(written)
        if end is not None and not isinstance(end, datetime):
            # A day alone: until it is over everywhere.
            end = datetime.combine(end + timedelta(days=1), time(), UTC) + _WORLD_WIDE
        if end is None or end > now:
            until = single_line(written, limit=60) or "further notice"
            raise ReadingError(
                f"{name} is under embargo until {until}",
                hint="Add it again when the embargo is over",
            )


def version_number(written: object) -> int | None:
    """Returns the number of a version, as it is written; None where it is none."""
    if isinstance(written, bool) or not isinstance(written, str | int):
        return None
    text = str(written).strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= _LARGEST_NUMBER
    return int(text) if is_number else None


def wire_origin(identifier: str, *, authority: str = "") -> str | None:
    """Returns what a later version of a story with this id would come from.

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
    """Returns whether an origin is an id of the wire's own."""
    return origin.startswith(_SCHEME)


def with_dateline(text: str, dateline: str) -> str:
    """Returns ``text`` after its dateline, unless it begins with the place already."""
    line = single_line(dateline).strip(_DATELINE_END)
    body = canonical_text(text)
    if not line or not has_words(body):
        return text
    opening = (_PLACE_END.split(line)[0].strip() or line).casefold()
    begun = body.casefold()
    if begun.startswith(opening) and not _WORD_GOES_ON.match(begun, len(opening)):
        return body
    return f"{line} — {body}"
