"""Reads from a question the days of publication that it plainly asks for.

A date in a question is part of what is asked: when something happened, not when it was
written about. It limits nothing, but is held against what the sentences say (``said_on``).
Only where a question speaks of articles themselves ("published in March 2025", "this week's
coverage", "news from the past three days") do its dates limit, and exactly.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from assistant.language.periods import find_mentions, find_recent, period_of, spanning
from assistant.language.temporal import Precision, Timex, find_timexes
from assistant.language.word_lists import word_lists

_READ_CHARACTERS: Final = 2000
_WINDOW: Final = 80

_QUOTED: Final = re.compile(r"“[^”]{0,200}”|\"[^\"]{0,200}\"|‘[^’]{0,200}’(?!\w)")
_LISTS: Final = word_lists("times.toml")
_WRITING: Final = r"(?:articles?|stories|reports|reporting|coverage|news|headlines?|pieces?)"
_WRITTEN: Final = r"(?:published|posted|written|printed|dated)"
_PUBLISHED: Final = re.compile(
    rf"\b{_WRITING}(?: (?:that |which )?(?:was |were )?{_WRITTEN})?"
    r"(?: (?:in|on|from|of|between|during|since|after|before|until|over|within|for|dated))? $"
    r"|\b(?:was|were|been|is) (?:published|posted|reported|printed)"
    r" (?:in|on|between|during|since|after|before|until)? ?$"
    r"|^(?:published|posted|reported|printed) (?:in|on|between|during|from|since|after|before)? ?$",
    re.IGNORECASE,
)
_ITS_COVERAGE: Final = re.compile(rf"['’]s? (?:\w+ )?{_WRITING}\b| {_WRITING}\b", re.IGNORECASE)
_JOIN: Final = re.compile(r" ?[-–—] ?| (?:and|to|until|till|through) ", re.IGNORECASE)
_FOLLOWED: Final = re.compile(rf"$| ?[?!.,;:)\]…]| {_LISTS.pattern('followed')}\b", re.IGNORECASE)
_SINCE: Final = re.compile(r"\b(?:since|after) $", re.IGNORECASE)
_UNTIL: Final = re.compile(r"\b(?:until|before) $", re.IGNORECASE)
_NAMED: Final = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})


@dataclass(frozen=True, slots=True)
class DateLimits:
    """Days of publication, both included, and the words of the question that set them."""

    since: date | None
    until: date | None
    phrase: str | None


NO_LIMITS: Final = DateLimits(since=None, until=None, phrase=None)


def limits_in_question(question: str, *, today: date, everything: bool = False) -> DateLimits:
    """The days of publication that ``question`` plainly asks for; ``NO_LIMITS`` in doubt.

    "articles published in March 2025" gives the month, "this week's news" the seven days to
    ``today``. Where the year is missing it is the latest such day not after ``today``. Only the
    first 2,000 characters are read. Never raises.

    Args:
        question: what is asked.
        today: the day it is asked on.
        everything: whether it asks for all that there is ("What happened this week?"), so that
            any day that it names is one of publication.
    """
    text = " ".join(question[:_READ_CHARACTERS].split())
    masked = _QUOTED.sub(lambda match: "_" * len(match[0]), text)
    found = [
        *_named_limits(masked, today=today, everything=everything),
        *_recent_limits(masked, today=today, everything=everything),
    ]
    if len(found) != 1:
        return NO_LIMITS
    start, end, since, until = found[0]
    return DateLimits(since=since, until=until, phrase=text[start:end])


def _named_limits(
    text: str, *, today: date, everything: bool
) -> list[tuple[int, int, date | None, date | None]]:
    """Where the days, months and years stand that articles are asked for of, and their limits."""
    found = []
    mentions = list(find_mentions(text))
    at = 0
    while at < len(mentions):
        first = last = mentions[at]
        if at + 1 < len(mentions) and _JOIN.fullmatch(text, first.end, mentions[at + 1].start):
            last = mentions[at + 1]
        at += 1 if last is first else 2
        before = _before(text, first.start)
        words = _PUBLISHED.search(before)
        alone = first is last
        period = period_of(first, today=today) if alone else spanning(first, last, today=today)
        if period is None or period.first > today or not _FOLLOWED.match(text, last.end):
            continue
        if not (words or everything):
            continue
        start = first.start - len(before) + words.start() if words else first.start
        since = None if _UNTIL.search(before) else period.first
        until = None if _SINCE.search(before) else period.last
        found.append((start, last.end, since, until))
    return found


def _recent_limits(
    text: str, *, today: date, everything: bool
) -> list[tuple[int, int, date | None, date | None]]:
    """The same for "yesterday", "last week", "in the past three days", "since Monday"."""
    mentions = list(find_mentions(text))
    return [
        (recent.start, recent.end, recent.first, recent.last)
        for recent in find_recent(text, today=today)
        if not any(m.start < recent.end and recent.start < m.end for m in mentions)
        and (
            everything
            or _PUBLISHED.search(_before(text, recent.start))
            or _ITS_COVERAGE.match(text, recent.end)
        )
    ]


def _before(text: str, place: int) -> str:
    return text[max(0, place - _WINDOW) : place]


def dates_in(question: str) -> tuple[Timex, ...]:
    """The days, months and years that ``question`` names in so many words."""
    text = _QUOTED.sub(lambda match: "_" * len(match[0]), question[:_READ_CHARACTERS])
    return tuple(
        one
        for one in find_timexes(text, published=None)
        if one.precision in _NAMED and (one.year is not None or one.month is not None)
    )


def said_on(asked: Timex, text: str, *, published: date | None) -> bool:
    """Whether ``text`` names the day, month or year ``asked``; seen from ``published``.

    A day without a year is the one nearest to the publication, whichever day it is today.
    """
    return any(_is_same(asked, held) for held in find_timexes(text, published=published))


def _is_same(asked: Timex, held: Timex) -> bool:
    if asked.year is not None:
        years = {held.year} if held.year is not None else {one.first.year for one in held.spans}
        if years and asked.year not in years:
            return False
    if asked.month is None:
        return held.year is not None or bool(held.spans)
    day = asked.day
    if held.month is not None:
        return held.month == asked.month and (day is None or day in {held.day, held.last_day})
    return any(
        period.first.month == asked.month
        and (day is None or period.first.day <= day <= period.last.day)
        for period in held.spans
        if (period.last - period.first).days < _MOST_DAYS
    )


# Days of a stretch of time ("on Monday", "last week") that a day asked for can be one of.
_MOST_DAYS: Final = 7


def format_day(day: date) -> str:
    """A day for people: ``3 March 2025``."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def format_range(since: date | None, until: date | None) -> str:
    """Limits for people, to follow "articles": ``from 3 to 5 March 2025``, ``on any day``."""
    if since is None:
        return "on any day" if until is None else f"until {format_day(until)}"
    if until is None:
        return f"since {format_day(since)}"
    if since == until:
        return f"on {format_day(since)}"
    begin = format_day(since)
    if since.year == until.year:
        begin = begin.removesuffix(f" {since.year}")
        begin = str(since.day) if since.month == until.month else begin
    return f"from {begin} to {format_day(until)}"
