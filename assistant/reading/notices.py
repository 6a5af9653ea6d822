"""Notices of the wire: what a provider withdraws, and by what a library knows the story."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from assistant.articles.kills import kill_words
from assistant.errors import ReadingError
from assistant.reading.canonical import single_line
from assistant.reading.documents import Place
from assistant.reading.metadata import web_address
from assistant.types import Document, Notice

_WITHDRAWN: Final = re.compile(r"(?:cancell?ed|withheld|killed?)$", re.IGNORECASE)
_WORDS: Final = {"canceled": "cancelled", "kill": "killed"}
_HINT: Final = "Use the version that takes its place, if there is one"
_LONGEST_NOTE: Final = 400
_LARGEST_NUMBER: Final = 9
"""Digits of the number of a version, at most."""


class WithdrawnError(ReadingError):
    """A story may not be used, because its provider withdrew it.

    Attributes:
        notice: what withdraws it; None where nothing says which story that is.
    """

    def __init__(self, message: str, *, notice: Notice | None = None) -> None:
        super().__init__(message, hint=_HINT)
        self.notice = notice


def is_withdrawn(status: str) -> bool:
    """Whether a publication status says that a story is not to be used (any more)."""
    return _WITHDRAWN.search(status.strip()) is not None


def withdrawn(
    status: str,
    *,
    name: str,
    origin: str | None,
    identifier: str = "",
    words: str = "",
    number: int | None = None,
    stated: date | None = None,
) -> WithdrawnError:
    """That a story was withdrawn by its status.

    Args:
        status: ``stat:canceled``, ``withheld``, ``killed``.
        name: what people know the item as.
        origin: what versions of the story come from; None where that is not known.
        identifier: the id of the story, which is the notice's as well.
        words: what is said to editors.
        number: how the provider counts this version.
        stated: when this version was made. It is held against the dates of stories, so that it
            must not be that of the story itself.
    """
    last = re.split(r"[:/]", status.strip())[-1].lower()
    word = _WORDS.get(last, last)
    told = single_line(words, limit=_LONGEST_NOTE)
    message = f"{name} was {word} by its provider" + (f": “{told}”" if told else "")
    if origin is None:
        return WithdrawnError(message, notice=None)
    notice = Notice(
        origin=origin,
        item=_item(identifier, number) or name.rstrip(","),
        status=word,
        words=told,
        number=number,
        stated=stated,
    )
    return WithdrawnError(message, notice=notice)


def refuse_kill(document: Document, *, name: str, identifier: str, note: str = "") -> None:
    """Goes on where an item of the wire is a story, and no notice that kills one.

    Raises:
        WithdrawnError: it is a notice.
    """
    words = kill_words(title=document.title, text=document.text, note=note)
    if words is None:
        return
    raise withdrawn(
        "killed",
        name=name,
        origin=document.origin,
        identifier=identifier,
        words=words,
        number=document.number,
        stated=document.updated,
    )


def origin_of_notice(
    origin: str | None, *, url: str | None, place: Place, key: str | None
) -> str | None:
    """What versions of a withdrawn story come from, as ``make_document`` would have it.

    None where that was told from the text, which is not there.
    """
    found = origin or web_address(url)
    if found is None and place.path is not None:
        found = place.origin("", key=key)
    return found


def number_of(written: object) -> int | None:
    """The number of a version, as it is written; None where it is none."""
    if isinstance(written, bool) or not isinstance(written, str | int):
        return None
    text = str(written).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _LARGEST_NUMBER):
        return None
    return int(text)


def _item(identifier: str, number: int | None) -> str:
    known = single_line(identifier)
    return f"{known}, version {number}" if known and number is not None else known
