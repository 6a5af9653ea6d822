"""Finds the temporal expressions of a sentence and resolves them on its day of publication.

What they mean is a set of possible times: on a Wednesday, "Tuesday" is yesterday, or next
week's where the sentence speaks of what is to come.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from assistant.language.numerals import find_numerals
from assistant.language.periods import (
    AGO,
    Mention,
    Period,
    Precision,
    days_from,
    period_of,
    shifted,
)
from assistant.language.temporal_parts import Timex, fits_clock, parts_agree
from assistant.language.temporal_patterns import unresolved_timexes
from assistant.language.word_lists import word_lists
from assistant.types import day_of

__all__ = ["Precision", "Timex", "find_timexes", "implies", "mask_timexes", "turned"]

_OF_DAY: Final = frozenset({Precision.TIME, Precision.PART})
_WHICH: Final = frozenset({"last", "this", "next"})
_SPANS: Final = frozenset({"week", "weekend", "month", "year"})
_FILLER: Final = "\x1a"
# Days after the publication within which a day without a year is looked for.
_YEAR_AHEAD: Final = 364
_NEAR: Final = 120  # the same where the sentence is in the past
_LISTS: Final = word_lists("times.toml")
# Words of the future, and those that leave open when it is: “Friday's ballot”.
_AHEAD: Final = re.compile(
    rf"\b(?:{_LISTS.pattern('ahead')}"
    r"|to (?!the\b|an?\b|his\b|her\b|its\b|their\b|this\b|that\b)[a-z]{1,20}+)\b"
    r"|[’']ll\b|day[’']s(?!\w)",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    rf"\b(?:{_LISTS.pattern('behind')}|\w{{2,20}}+(?<=ed))\b", re.IGNORECASE
)
_DAY_OFFSETS: Final = {
    "yesterday": (-1, -1),
    "today": (0, 0),
    "tonight": (0, 0),
    "tomorrow": (1, 1),
    "last night": (-1, 0),
}


@lru_cache(maxsize=4096)
def find_timexes(text: str, *, published: date | None) -> tuple[Timex, ...]:
    """The temporal expressions of ``text``, in order, seen from the day of publication.

    Without ``published`` they keep what was said and, but for whole dates, have no spans.
    A weekday that stands before a date is an expression of its own.
    """
    said = unresolved_timexes(text)
    if published is None or not said:
        return said
    ahead = _AHEAD.search(text) is not None or _BEHIND.search(text) is None
    return tuple(_resolved(timex, published=day_of(published), ahead=ahead) for timex in said)


def mask_timexes(text: str) -> str:
    """``text`` with the times it names blanked out, offsets kept: what is left for figures.

    What is, or may be, a figure as well ("three years ago", "2000 tickets") stays.
    """
    pieces, at = [], 0
    for timex in unresolved_timexes(text):
        counted = timex.precision is not Precision.TIME and not timex.firm
        if counted or timex.start < at or not any(map(str.isdigit, timex.phrase)):
            continue
        pieces += [text[at : timex.start], _FILLER * (timex.end - timex.start)]
        at = timex.end
    return "".join([*pieces, text[at:]]) if pieces else text


def implies(held: Timex, said: Timex) -> bool:
    """Whether one who says ``held`` has said ``said`` as well: "4 March 2025", "in 2025"."""
    if held.precision in _OF_DAY or said.precision in _OF_DAY:
        return _same_hours(held, said)
    if turned(held, said):
        return False
    if None not in (said.weekday, held.weekday) and said.weekday != held.weekday:
        return False
    if said.spans and held.spans:
        told = _same_days(held, said)
        if told is not None:
            return told
    return said.phrase == held.phrase or _says_as_much(held, said)


def _same_days(held: Timex, said: Timex) -> bool | None:
    """Whether the days of ``held`` are among those of ``said``; None leaves it to the words."""
    if said.last_day is not None and held.day is not None:
        return not set(said.spans).isdisjoint(held.spans) or _says_as_much(held, said)
    loose = said.loose or (held.loose and said.precision is not Precision.DAY)
    if any(_within(one, other, loose=loose) for one in held.spans for other in said.spans):
        return True
    if said.weekday is not None or held.weekday is not None:
        # "Last" and "next" Tuesday are not the same, "Tuesday" without more may be.
        return said.phrase == held.phrase
    return None


def _same_hours(held: Timex, said: Timex) -> bool:
    if not set(held.minutes).isdisjoint(said.minutes) or parts_agree(said.parts, held.parts):
        return True
    # Who says "9 a.m." has said "in the morning", but not the other way round.
    return not said.minutes and fits_clock(said.parts, held.minutes)


def turned(held: Timex, said: Timex) -> bool:
    """Whether one is "last week" and the other "this week": loose as they are, they differ."""
    one, two = held.phrase.split(" "), said.phrase.split(" ")
    return (
        len(one) == len(two) == len(("last", "week"))
        and one[0] != two[0]
        and {one[0], two[0]} <= _WHICH
        and one[1] == two[1] in _SPANS
    )


def _within(inner: Period, outer: Period, *, loose: bool) -> bool:
    if loose:
        return inner.first <= outer.last and outer.first <= inner.last
    return outer.first <= inner.first and inner.last <= outer.last


def _says_as_much(held: Timex, said: Timex) -> bool:
    """Whether every part of ``said`` (year, month, day, weekday) was said in ``held``."""
    if said.weekday is not None:
        return said.weekday == held.weekday
    if said.year is None and said.month is None:
        return False
    days = (None, held.day, held.last_day)
    return (
        said.year in (None, held.year)
        and said.month in (None, held.month)
        and said.day in days
        and said.last_day in days
    )


def _resolved(timex: Timex, *, published: date, ahead: bool) -> Timex:
    if timex.spans or timex.precision in _OF_DAY:
        return timex
    if timex.weekday is not None:
        spans = _weekday_spans(timex, published=published, ahead=ahead)
    elif timex.month is not None:
        spans = _yearless_spans(timex, published=published, ahead=ahead)
    else:
        spans = _recent_spans(timex.phrase, today=published)
    return replace(timex, spans=spans)


def _weekday_spans(timex: Timex, *, published: date, ahead: bool) -> tuple[Period, ...]:
    behind = (published.weekday() - (timex.weekday or 0)) % 7
    which = timex.phrase.split(" ")[0]
    offsets = {-behind, 7 - behind} if ahead else {-behind}
    if which == "last":
        offsets = {-behind - 7, -behind} if behind else {-7}
    elif which in {"next", "coming"}:
        offsets = {7 - behind, 14 - behind}
    elif which == "this":
        offsets = {-behind, 7 - behind}
    elif behind == 0:
        offsets |= {-7}
    days = [shifted(published, days=offset) for offset in sorted(offsets)]
    return tuple(Period(day, day) for day in days)


def _yearless_spans(timex: Timex, *, published: date, ahead: bool) -> tuple[Period, ...]:
    mention = Mention(0, 0, None, timex.month, timex.day, timex.last_day)
    past = period_of(mention, today=published)
    # What is near at hand is meant whatever the tense: "to begin on March 7".
    reach = _YEAR_AHEAD if ahead else _NEAR if timex.day is not None else 0
    future = period_of(mention, today=shifted(published, days=reach))
    return tuple(dict.fromkeys(period for period in (past, future) if period is not None))


def _recent_spans(phrase: str, *, today: date) -> tuple[Period, ...]:
    """The stretches of days that ``phrase`` (in lower case) may mean; none if it is no such.

    "Last week" is the calendar's last week or the seven days before ``today``.
    """
    words = phrase.split()
    if phrase in _DAY_OFFSETS:
        return (days_from(today, *_DAY_OFFSETS[phrase]),)
    if words[-1:] == ["ago"]:
        return _ago(words, today=today)
    if len(words) != len(("last", "week")):
        return ()
    which, span = words
    step = {"last": -1, "this": 0, "next": 1}.get(which, 0)
    monday = 7 * step - today.weekday()
    match span:
        case "year":
            return _calendar(today.year + step)
        case "month":
            return _calendar(today.year, today.month + step)
        case "week":
            days = [(monday, monday + 6)]
            days += [(1, 7) if step > 0 else (7 * step - 6, min(7 * step, -1))]
        case "weekend":
            days = [(monday + more + 5, monday + more + 6) for more in {0, 7 * step}]
        case _:  # morning, afternoon, evening
            days = [(0, 0)]
    return tuple(days_from(today, first, last) for first, last in days)


def _calendar(year: int, month: int | None = None) -> tuple[Period, ...]:
    if month is not None:
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    period = period_of(Mention(0, 0, year, month), today=date.max)
    return (period,) if period else ()


def _ago(words: list[str], *, today: date) -> tuple[Period, ...]:
    numerals = find_numerals(" ".join(words[:-2]))
    unit = words[-2].removesuffix("s")
    if words[:-2] in (["a"], ["an"]):
        number = 1
    elif len(numerals) == 1:
        number = int(numerals[0].value)
    else:
        return ()
    if unit == "year":
        return _calendar(today.year - number)
    days, loose = AGO[unit]
    return (days_from(today, -number * days - loose, loose - number * days),)
