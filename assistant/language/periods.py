"""Finds the days, months and years that a text names in so many words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

MONTHS: Final = (
    {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
    | {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
    | {"sept": 9}
)
"""The names of the months and their short forms, in lower case."""

_ALSO_VERBS: Final = frozenset({"may", "march", "mar"})
"""Names of months that count alone only where they are written with a capital."""

MONTH: Final = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
)
"""Any of them in a regular expression, a short form with its full stop."""
_WEEKDAY: Final = "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_YEAR: Final = r"(?:19|20)\d\d(?!\d)"
_DAY: Final = r"\d{1,2}(?![\d:])"
_TH: Final = "(?:st|nd|rd|th)?"
_TO: Final = "(?: ?[-–—] ?| and | to | until | till | through )"
_MENTION: Final = re.compile(
    r"(?<![\w/.$€£-])(?:"
    r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    rf"|{_WEEKDAY}(?:the )?(?P<d1>{_DAY}){_TH}(?:{_TO}(?:the )?(?P<e1>{_DAY}){_TH})?"
    rf"(?: of)? (?P<m1>{MONTH})(?:,? (?P<y1>{_YEAR}))?"
    rf"|{_WEEKDAY}(?P<m2>{MONTH}) (?:the )?(?P<d2>{_DAY}){_TH}"
    rf"(?:{_TO}(?:the )?(?P<e2>{_DAY}){_TH})?(?:,? (?P<y2>{_YEAR}))?"
    rf"|(?:(?P<part>early|mid|late)[- ])?(?P<m3>{MONTH})(?:(?: of|,)? (?P<y3>{_YEAR}))?"
    rf"|(?P<y4>{_YEAR})"
    r")(?!\w|[-–/.,]\d)",
    re.IGNORECASE,
)

_PARTS: Final = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


class Unit(StrEnum):
    """How exactly a time is named."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Mention:
    """A time as it is named at ``text[start:end]``; what is not named is None.

    ``last_day`` is the second day of "1 to 5 March"; ``part`` is early, mid or late.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    part: str | None = None

    @property
    def unit(self) -> Unit:
        """Day, month or year."""
        if self.day is not None:
            return Unit.DAY
        return Unit.MONTH if self.month is not None else Unit.YEAR


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days, both included."""

    first: date
    last: date


def shifted(day: date, *, days: int) -> date:
    """``day`` moved by ``days``, held at the ends of the calendar."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def find_mentions(text: str) -> Iterator[Mention]:
    """The times named in ``text``, in order; days that no calendar has are left out.

    Runs of white space must have been made single spaces. Time is linear in ``text``.
    """
    for match in _MENTION.finditer(text):
        mention = _read(match)
        if mention is not None and period_of(mention, today=date(2000, 12, 31)) is not None:
            yield mention


def _read(match: re.Match[str]) -> Mention | None:
    start, end = match.span()
    if match["iso"]:
        numbers = [int(part) for part in match["iso"].split("-")]
        return Mention(start, end, numbers[0], numbers[1], numbers[2])
    name = match["m1"] or match["m2"] or match["m3"]
    year_text = match["y1"] or match["y2"] or match["y3"] or match["y4"]
    year = int(year_text) if year_text else None
    if name is None:
        return Mention(start, end, year)
    month = MONTHS[name.lower().rstrip(".")]
    day_text, last_text = match["d1"] or match["d2"], match["e1"] or match["e2"]
    if day_text is None and year is None and name in _ALSO_VERBS:
        return None
    return Mention(
        start,
        end,
        year,
        month,
        day=int(day_text) if day_text else None,
        last_day=int(last_text) if last_text else None,
        part=match["part"].lower() if match["part"] else None,
    )


def period_of(mention: Mention, *, today: date) -> Period | None:
    """The days that ``mention`` names, or None where no calendar has them.

    Without a year it is the latest such period that has begun by ``today``.
    """
    if mention.year is not None:
        return _period_in(mention, mention.year)
    # Nine years hold a 29 February whatever the century.
    for year in range(today.year, max(today.year - 9, date.min.year), -1):
        period = _period_in(mention, year)
        if period is not None and period.first <= today:
            return period
    return None


def spanning(first: Mention, last: Mention, *, today: date) -> Period | None:
    """From ``first`` to ``last``; without a year of its own ``first`` is the one before it."""
    end = period_of(last, today=today)
    if end is None:
        return None
    years = (end.last.year, end.last.year - 1) if first.year is None else (first.year,)
    for year in years:
        begin = _period_in(first, year)
        if begin is not None and begin.first <= end.last:
            return Period(begin.first, end.last)
    return None


def _period_in(mention: Mention, year: int) -> Period | None:
    if not date.min.year <= year <= date.max.year:
        return None
    if mention.month is None:
        return Period(date(year, 1, 1), date(year, 12, 31))
    if not 1 <= mention.month < len(calendar.month_name):
        return None
    length = calendar.monthrange(year, mention.month)[1]
    if mention.day is None:
        first, last = _PARTS.get(mention.part or "", (1, 31))
    else:
        first, last = mention.day, mention.last_day or mention.day
        if not 1 <= first <= last <= length:
            return None
    begin = date(year, mention.month, first)
    return Period(begin, begin + timedelta(days=min(last, length) - first))
