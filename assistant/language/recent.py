"""Finds the times that a question names from today on back: yesterday, last week."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from assistant.language.numerals_words import SMALL
from assistant.language.periods import Period, shifted
from assistant.language.word_lists import word_lists

_TWELVE: Final = SMALL["twelve"]
_NUMBERS: Final = {word: number for word, number in SMALL.items() if 1 <= number <= _TWELVE} | {
    "a couple of": 2,
    "couple of": 2,
    "few": 7,
    "several": 7,
}
"""Numbers as words; "few" and "several" are taken generously."""

_DAYS: Final = {"hour": 1, "day": 1, "week": 7, "month": 31, "year": 366}
_LONGEST_DAYS: Final = 2 * 366
"""Longer stretches ("in the past ten years") are trends and limit nothing."""

_WEEKDAYS: Final = tuple(name.lower() for name in calendar.day_name)
_NUMBER: Final = r"(?:\d{1,3}|" + "|".join(_NUMBERS) + ")"
_RECENT: Final = re.compile(
    r"(?<![\w’'-])"
    r"(?P<relation>(?:since|before|until|till|after|by|than|with|as|to|like|for|from) )?"
    r"(?:"
    r"(?:(?:in|over|during|within) )?the (?:past|last) "
    rf"(?:(?P<number>{_NUMBER}) )?(?P<unit>hour|day|week|month|year)s?"
    rf"|(?P<ago>{_NUMBER}) (?P<ago_unit>day|week)s? ago"
    r"|(?P<which>this|last) (?P<span>week|month|year)"
    r"|(?P<day>yesterday|today|this (?:morning|afternoon|evening))"
    rf"|(?P<last>last )?(?P<weekday>{'|'.join(_WEEKDAYS)})"
    r")(?![\w-])(?![’'](?!s (?:\w+ )?(?:coverage|news|headlines?|articles?|stories|reports?)\b))"
    r"(?! of\b)",
    re.IGNORECASE,
)
_TOLD: Final = re.compile(
    rf"\b(?:happen\w*|\w{{3,30}}ed|{word_lists('times.toml').pattern('told')})\b", re.IGNORECASE
)
"""Signs that "today" is the day of the news and not "nowadays"."""


@dataclass(frozen=True, slots=True)
class Recent:
    """A stretch of days up to now, as it is named at ``text[start:end]``.

    ``last`` is None after "since". ``to_date`` says that it reaches to today, so that
    nothing can be reported after it yet.
    """

    start: int
    end: int
    first: date
    last: date | None
    to_date: bool


def find_recent(text: str, *, today: date) -> Iterator[Recent]:
    """The recent times that ``text`` names, in order, seen from ``today``."""
    for match in _RECENT.finditer(text):
        relation = (match["relation"] or "").strip().lower()
        since = relation == "since"
        days = _days(match, text, today=today)
        if days is None or (relation and not since and not _is_stretch(match, relation)):
            continue
        if match["weekday"] and not since:
            continue
        yield Recent(
            start=match.start(),
            end=match.end(),
            first=days.first,
            last=None if since else days.last,
            to_date=days.last >= today,
        )


def _is_stretch(match: re.Match[str], relation: str) -> bool:
    """Whether this is "for the past three days" or "from last week"."""
    return relation == "from" or (relation == "for" and match["unit"] is not None)


def _days(match: re.Match[str], text: str, *, today: date) -> Period | None:
    if match["unit"]:
        length = _amount(match["number"]) * _DAYS[match["unit"].lower()]
        if match["unit"].lower() == "hour":
            length = -(-length // 24)
        return Period(shifted(today, days=-length), today) if length <= _LONGEST_DAYS else None
    if match["ago"]:
        return _ago(_amount(match["ago"]), match["ago_unit"].lower(), today=today)
    if match["span"]:
        return _span(match["which"].lower(), match["span"].lower(), today=today)
    if match["weekday"]:
        weekday = _WEEKDAYS.index(match["weekday"].lower())
        behind = (today.weekday() - weekday - 1) % 7 + 1
        return Period(shifted(today, days=-behind), today)
    return _day(match, text, today=today)


def _amount(words: str | None) -> int:
    if words is None:
        return 1
    return int(words) if words.isdecimal() else _NUMBERS[words.lower()]


def _ago(number: int, unit: str, *, today: date) -> Period:
    behind = number * _DAYS[unit]
    # "Two weeks ago" is said of any day thereabouts.
    loose = 0 if unit == "day" else 3
    return Period(shifted(today, days=-behind - loose), shifted(today, days=loose - behind))


def _span(which: str, span: str, *, today: date) -> Period:
    back = {"week": today.weekday(), "month": today.day - 1}
    if span == "year":
        begin = date(today.year, 1, 1)
        if which == "this":
            return Period(begin, today)
        return Period(date(max(1, today.year - 1), 1, 1), shifted(begin, days=-1))
    begin = shifted(today, days=-back[span])
    if which == "this":
        # On a Monday, "this week" still means the days before.
        return Period(shifted(today, days=-6) if span == "week" else begin, today)
    last = shifted(begin, days=-1)
    length = 7 if span == "week" else last.day
    return Period(shifted(last, days=1 - length), last)


def _day(match: re.Match[str], text: str, *, today: date) -> Period | None:
    name = match["day"]
    # "USA Today" and the song "Yesterday" are names.
    if name[0].isupper() and match.start("day") > 0:
        return None
    if name.lower() == "yesterday":
        yesterday = shifted(today, days=-1)
        return Period(yesterday, yesterday)
    return Period(today, today) if _TOLD.search(text) else None
