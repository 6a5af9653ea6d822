"""Temporal expressions, and those for parts of the day: "Monday morning", "late on Sunday"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assistant.language.periods import WEEKDAY, Period, Precision
from assistant.language.word_lists import WordLists, word_lists


class DayPart(StrEnum):
    """A part of the day; those that people take for one another are neighbours."""

    EARLY = "early"
    DAWN = "dawn"
    MORNING = "morning"
    BREAKFAST = "breakfast"
    NOON = "noon"
    LUNCH = "lunch"
    AFTERNOON = "afternoon"
    DUSK = "dusk"
    EVENING = "evening"
    LATE = "late"
    NIGHT = "night"
    MIDNIGHT = "midnight"
    EARLIER = "early in a part"
    LATER = "late in a part"


@dataclass(frozen=True, slots=True)
class Timex:
    """A temporal expression (TimeML's TIMEX) at ``text[start:end]``.

    ``spans`` are the stretches of days of which one is meant; none for clock times and
    where the day of publication would be needed and is not known. ``year``, ``month``,
    ``day`` and ``weekday`` (Monday is 0) are what was said in so many words. ``minutes``
    are the possible minutes after midnight of a clock time, ``parts`` the parts of the day
    of which one is meant. A ``loose`` one ("last week") has no sharp ends. One that is not
    ``firm`` ("today", which may mean nowadays; "three years ago", which is a figure, too) can
    support and is not asked for.
    ``phrase`` is what was said, in lower case.
    """

    start: int
    end: int
    precision: Precision
    phrase: str
    spans: tuple[Period, ...] = ()
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    minutes: tuple[int, ...] = ()
    parts: tuple[DayPart, ...] = ()
    loose: bool = False
    firm: bool = True


_LISTS: Final = word_lists("times.toml")
_TABLE: Final = _LISTS.table("parts")
_PARTS: Final = {DayPart[name.upper()]: _TABLE.table(name) for name in _TABLE.names}
_NAMES: Final = {name: part for part, lists in _PARTS.items() for name in lists.in_order("names")}
# Without any of these words (in lower case) a text names no part of the day.
PART_WORDS: Final = frozenset(word for name in _NAMES for word in re.split("[ -]", name)) | {"late"}
_MONTH: Final = f"(?:{'|'.join(calendar.month_abbr[1:])})"
_DAY: Final = (
    rf"(?:{WEEKDAY}s?|yesterday|today|tomorrow"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}|{_MONTH}[a-z]{{0,6}}\.? \d)"
)
_PART: Final = re.compile(
    r"(?<![\w-])(?:(?:(?P<how>early|late|mid)[ -])?"
    rf"(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))})(?![\w-])"
    rf"|(?P<edge>early|late)(?= (?:on )?{_DAY}))",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    rf"(?:day|\b{_LISTS.pattern('part_lead')}(?: the)?(?: early| late)?|[a-z] \d{{1,2}},?)\s$",
    re.IGNORECASE,
)
_MEAL_LEAD: Final = re.compile(
    r"\b(?:by|before|after|until|till|around|since|at)\s$", re.IGNORECASE
)
_FOLLOWED: Final = re.compile(
    rf"\s?+(?:$|[.,;:!?)—–”\"’]|{_LISTS.pattern('part_followed')}\b|of (?:the )?{_DAY})"
)
_DAY_AND_PART: Final = re.compile(
    r" (?:on )?\w{5,9} (?:morning|afternoon|evening|night)(?!\w)", re.IGNORECASE
)
_OF_DAY: Final = re.compile(r" of (?:the )?" + _DAY, re.IGNORECASE)
_LEAD_REACH: Final = 24

_P = DayPart


def _named(lists: WordLists, name: str) -> frozenset[DayPart]:
    words = lists.words(name) if lists.has(name) else ()
    return frozenset(DayPart[word.upper()] for word in words)


# What may be said for a part; "late" for "late in the afternoon", but not the other way.
_NEIGHBOURS: Final = {part: _named(lists, "alike") for part, lists in _PARTS.items()}
# The minutes after midnight that a part can be said of; beyond 1440 those of the next day.
_CLOCK: Final = {part: tuple(map(int, lists.in_order("clock"))) for part, lists in _PARTS.items()}
_WHOLE_DAY: Final = 1440
# What may be said for "before noon" and the like.
_BESIDE: Final = {
    (word, part): tuple(_named(lists, word))
    for part, lists in _PARTS.items()
    for word in ("before", "after")
}


def find_parts(text: str) -> Iterator[Timex]:
    """The parts of the day in ``text``, in order, but for noon and midnight.

    One is firm where it says when something was, and not what sort of thing it is ("a night
    shift"), nor merely whereabouts in the part that follows ("late Monday afternoon"). Runs of
    white space must have been made single spaces.
    """
    for match in _PART.finditer(text):
        start, end = match.span()
        if match["edge"]:
            early = match["edge"].lower() == "early"
            # Of "late Monday afternoon" the afternoon is what is asked for.
            alone = _DAY_AND_PART.match(text, end) is None
            part = (_P.EARLY if early else _P.LATE) if alone else _P.EARLIER if early else _P.LATER
            yield _part(match, (part,), firm=alone)
            continue
        name, how = match["name"].lower(), (match["how"] or "").lower()
        part = _NAMES[name]
        if how == "early" and part is _P.MORNING:
            part = _P.EARLY
        yield _part(match, _beside(text, start, part), firm=_says_when(text, match))


def _part(match: re.Match[str], parts: tuple[DayPart, ...], *, firm: bool) -> Timex:
    return Timex(*match.span(), Precision.PART, match[0].lower(), parts=parts, firm=firm)


def _says_when(text: str, match: re.Match[str]) -> bool:
    start, name = match.start(), match["name"]
    # "Saturday Night Live" and "The Morning Show" are names; plurals count or are habits.
    named = start and name[0].isupper()
    if named or (name.lower().endswith("s") and "hours" not in name.lower()):
        return False
    low = name.lower()
    if low in {"tonight", "overnight"}:
        return low == "tonight" or _FOLLOWED.match(text, match.end()) is not None
    lead = text[max(0, start - _LEAD_REACH) : start]
    if _NAMES[low] in {_P.BREAKFAST, _P.LUNCH}:
        return _MEAL_LEAD.search(lead) is not None
    return _LEAD.search(lead) is not None or _OF_DAY.match(text, match.end()) is not None


def _beside(text: str, start: int, part: DayPart) -> tuple[DayPart, ...]:
    words = text[max(0, start - len("before ")) : start].lower().split()
    return (part, *_BESIDE.get((words[-1], part), ())) if words else (part,)


def parts_at_hour(text: str, start: int, *, name: str) -> tuple[DayPart, ...]:
    """The parts of the day that noon or midnight at ``text[start:]`` stands for; else none."""
    part = {"noon": _P.NOON, "midday": _P.NOON, "midnight": _P.MIDNIGHT}.get(name)
    return _beside(text, start, part) if part else ()


def parts_agree(said: Iterable[DayPart], held: Iterable[DayPart]) -> bool:
    """Whether one who has any of ``held`` may say any of ``said``: "night" for "evening"."""
    theirs = set(held)
    return any(part in theirs or not theirs.isdisjoint(_NEIGHBOURS[part]) for part in said)


def fits_clock(parts: Iterable[DayPart], minutes: Iterable[int]) -> bool:
    """Whether any of ``minutes`` after midnight is in any of ``parts``."""
    bounds = [_CLOCK[part] for part in parts]
    return any(
        first <= minute + turn <= last
        for minute in minutes
        for first, last in bounds
        for turn in (0, _WHOLE_DAY)
    )
