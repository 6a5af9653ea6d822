"""Finds the days, months, years and relative periods ("last week") that a text names."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from assistant.language.numerals_words import SMALL
from assistant.language.word_lists import word_lists

# The names of the months and their short forms, in lower case, with their numbers.
MONTHS: Final = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
# Any of them in a regular expression, a short form with its full stop.
MONTH: Final = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
)
WEEKDAYS: Final = tuple(name.lower() for name in calendar.day_name)
WEEKDAY: Final = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"

_ALSO_VERBS: Final = frozenset({"may", "march", "mar"})  # months only with a capital, alone
_YEAR: Final = r"(?:19|20)\d\d(?!\d)"
_DAY: Final = r"\d{1,2}(?![\d:])"
_TH: Final = "(?:st|nd|rd|th)?"
_TO: Final = "(?: ?[-–—] ?| and | to | until | till | through )"
_MENTION: Final = re.compile(
    r"(?<![\w/.$€£-])(?:"
    r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    rf"|(?:{WEEKDAY},? )?(?:the )?(?P<d1>{_DAY}){_TH}(?:{_TO}(?:the )?(?P<e1>{_DAY}){_TH})?"
    rf"(?: of)? (?P<m1>{MONTH})(?:,? (?P<y1>{_YEAR}))?"
    rf"|(?:{WEEKDAY},? )?(?P<m2>{MONTH}) (?:the )?(?P<d2>{_DAY}){_TH}"
    rf"(?:{_TO}(?:the )?(?P<e2>{_DAY}){_TH})?(?:,? (?P<y2>{_YEAR}))?"
    rf"|(?:(?P<part>early|mid|late)[- ])?(?P<m3>{MONTH})(?:(?: of|,)? (?P<y3>{_YEAR}))?"
    rf"|(?P<y4>{_YEAR})"
    r")(?!\w|[-–/.,]\d)",
    re.IGNORECASE,
)
_PARTS: Final = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}

# Numbers as words; "few" and "several" are taken generously.
_TWELVE: Final = SMALL["twelve"]
_NUMBERS: Final = {word: number for word, number in SMALL.items() if 1 <= number <= _TWELVE} | {
    "a couple of": 2,
    "couple of": 2,
    "few": 7,
    "several": 7,
}
_DAYS: Final = {"hour": 1, "day": 1, "week": 7, "month": 31, "year": 366}
_LONGEST_DAYS: Final = (
    2 * 366
)  # longer ones ("in the past ten years") are trends, and limit nothing
# The days of a unit, and how far from the count "three weeks ago" is still said.
AGO: Final = {"day": (1, 0), "week": (7, 3), "month": (30, 14)}
_NUMBER: Final = r"(?:\d{1,3}|" + "|".join(_NUMBERS) + ")"
_RELATIVE: Final = re.compile(
    r"(?<![\w’'-])"
    r"(?P<relation>(?:since|before|until|till|after|by|than|with|as|to|like|for|from) )?"
    r"(?:"
    r"(?:(?:in|over|during|within) )?the (?:past|last) "
    rf"(?:(?P<number>{_NUMBER}) )?(?P<unit>hour|day|week|month|year)s?"
    rf"|(?P<ago>{_NUMBER}) (?P<ago_unit>day|week)s? ago"
    r"|(?P<which>this|last) (?P<span>week|month|year)"
    r"|(?P<day>yesterday|today|this (?:morning|afternoon|evening))"
    rf"|(?:last )?(?P<weekday>{WEEKDAY})"
    r")(?![\w-])(?![’'](?!s (?:\w+ )?(?:coverage|news|headlines?|articles?|stories|reports?)\b))"
    r"(?! of\b)",
    re.IGNORECASE,
)
# Signs that "today" is the day of the news and not "nowadays".
_REPORTED: Final = re.compile(
    rf"\b(?:happen\w*|\w{{3,30}}ed|{word_lists('times.toml').pattern('told')})\b", re.IGNORECASE
)


class Precision(StrEnum):
    """How exactly a time is said."""

    TIME = "time"
    PART = "part"
    DAY = "day"
    WEEK = "week"
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
    def precision(self) -> Precision:
        """Day, month or year."""
        if self.day is not None:
            return Precision.DAY
        return Precision.MONTH if self.month is not None else Precision.YEAR


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Recent:
    """A stretch of days up to now, named at ``text[start:end]``; ``last`` is None after "since"."""

    start: int
    end: int
    first: date
    last: date | None


def shifted(day: date, *, days: int) -> date:
    """``day`` moved by ``days``, held at the ends of the calendar."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def days_from(today: date, since: int, until: int) -> Period:
    """The days from ``since`` to ``until`` days after ``today``; negative ones lie before it."""
    return Period(shifted(today, days=since), shifted(today, days=until))


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
        year, month, day = map(int, match["iso"].split("-"))
        return Mention(start, end, year, month, day)
    name = match["m1"] or match["m2"] or match["m3"]
    said = match["y1"] or match["y2"] or match["y3"] or match["y4"]
    year_said = int(said) if said else None
    if name is None:
        return Mention(start, end, year_said)
    first, last = match["d1"] or match["d2"], match["e1"] or match["e2"]
    if first is None and said is None and name in _ALSO_VERBS:
        return None
    return Mention(
        start,
        end,
        year_said,
        MONTHS[name.lower().rstrip(".")],
        day=int(first) if first else None,
        last_day=int(last) if last else None,
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


def find_recent(text: str, *, today: date) -> Iterator[Recent]:
    """The periods up to now that ``text`` names, in order, seen from ``today``."""
    for match in _RELATIVE.finditer(text):
        relation = (match["relation"] or "").strip().lower()
        since = relation == "since"
        days = _recent_days(match, text, today=today)
        # "For the past three days" and "from last week" are stretches, "before Monday" is none.
        stretch = relation in {"", "since", "from"} or (relation == "for" and match["unit"])
        if days is not None and stretch and (since or not match["weekday"]):
            yield Recent(*match.span(), days.first, None if since else days.last)


def _recent_days(match: re.Match[str], text: str, *, today: date) -> Period | None:
    if match["unit"]:
        unit = match["unit"].lower()
        length = _amount(match["number"]) * _DAYS[unit]
        if unit == "hour":
            length = -(-length // 24)
        return days_from(today, -length, 0) if length <= _LONGEST_DAYS else None
    if match["ago"]:
        days, loose = AGO[match["ago_unit"].lower()]
        behind = _amount(match["ago"]) * days
        return days_from(today, -behind - loose, loose - behind)
    if match["span"]:
        return _calendar_span(match["which"].lower(), match["span"].lower(), today=today)
    if match["weekday"]:
        behind = (today.weekday() - WEEKDAYS.index(match["weekday"].lower()) - 1) % 7 + 1
        return days_from(today, -behind, 0)
    yesterday = match["day"].lower() == "yesterday"
    named = match["day"][0].isupper() and match.start("day") > 0  # "USA Today"
    if named or not (yesterday or _REPORTED.search(text)):
        return None
    return days_from(today, -yesterday, -yesterday)


def _amount(words: str | None) -> int:
    if words is None:
        return 1
    return int(words) if words.isdecimal() else _NUMBERS[words.lower()]


def _calendar_span(which: str, span: str, *, today: date) -> Period:
    back = {"week": today.weekday(), "month": today.day - 1, "year": today.timetuple().tm_yday - 1}
    begin = shifted(today, days=-back[span])
    if which == "this":
        # On a Monday, "this week" still means the days before.
        return Period(shifted(today, days=-6) if span == "week" else begin, today)
    last = shifted(begin, days=-1)
    first = {"month": last.replace(day=1), "year": last.replace(month=1, day=1)}
    return Period(first.get(span, shifted(last, days=-6)), last)
