"""Reads from a question the dates that plainly limit when the articles were published.

A date in a question is more often part of what is asked ("the 2019 attack") than a wish
about articles, and a limit that nobody meant hides the answer. So a date limits only where

- a preposition says so ("in March 2025", "since 1 March", "between 1 and 5 March"), no noun
  follows ("in the March 2025 report") and no event comes just before ("the fire on 3 March");
- it is the only date of the question, is not in the future and not long past;
- the question compares nothing ("later", "anniversary") and does not look ahead ("will").

What happened on a day is reported on that day and the next ones, so the limits of an event
end some days later (``SLACK_DAYS``); those of "articles published on …" are exact.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from assistant.language.periods import (
    Mention,
    Period,
    Unit,
    find_mentions,
    period_of,
    shifted,
    spanning,
)
from assistant.language.recent import Recent, find_recent
from assistant.language.word_lists import word_lists

SLACK_DAYS: Final = 3
"""Days after an event's day, week or month in which articles still report it."""

YEAR_SLACK_DAYS: Final = 31
"""The same for an event's year: the year's figures come out in January."""

OLDEST_YEARS: Final = 5
"""Events further back are history that later articles tell of, and limit nothing."""

OLDEST_BARE_YEARS: Final = 2
"""The same for a year named without day or month."""

_READ_CHARACTERS: Final = 2000
_WINDOW: Final = 80
_YEAR_DAYS: Final = 366

_QUOTED: Final = re.compile(r"“[^”]{0,200}”|\"[^\"]{0,200}\"|‘[^’]{0,200}’(?!\w)")
_LISTS: Final = word_lists("times.toml")
_COMPARING: Final = re.compile(rf"\b{_LISTS.pattern('comparing')}\b", re.IGNORECASE)
_LOOKING_AHEAD: Final = re.compile(rf"\b{_LISTS.pattern('looking_ahead')}\b", re.IGNORECASE)
_PUBLISHED: Final = re.compile(
    r"\b(?:articles?|stories|reports|reporting|coverage|news|headlines)"
    r"(?: (?:that |which )?(?:was |were )?(?:published|posted|written|printed|dated))?"
    r"(?: (?:in|on|from|of|between|during))? $"
    r"|\b(?:was|were|been|is) (?:published|posted|reported|printed) (?:in|on|between|during) $"
    r"|^(?:published|posted|reported|printed) (?:in|on|between|during|from) $",
    re.IGNORECASE,
)
_PREPOSITION: Final = re.compile(
    r"(?<![\w’'-])(?:in|on|during|between|from|since|after|before|until|till|up to) $",
    re.IGNORECASE,
)
_JOIN: Final = re.compile(r" ?[-–—] ?| (?:and|to|until|till|through) ", re.IGNORECASE)
_EVENT: Final = re.compile(
    rf"\b{_LISTS.pattern('event')}s?"
    r"(?: (?:at|in|on|of|near|outside|off)(?: [\w’'-]{1,30}){1,3})?"
    r"(?: (?:in|on|during|of|from))? $",
    re.IGNORECASE,
)
_FOLLOWED: Final = re.compile(rf"$| ?[?!.,;:)\]…]| {_LISTS.pattern('followed')}\b", re.IGNORECASE)
_ONWARDS: Final = re.compile(r" (?:on|onwards?)(?=$|[?!.,;:]| \w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateLimits:
    """Days of publication, both included, and the words of the question that set them."""

    since: date | None
    until: date | None
    phrase: str | None


NO_LIMITS: Final = DateLimits(since=None, until=None, phrase=None)


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit and where its words stand; ``published`` where it names articles outright."""

    start: int
    end: int
    since: date | None
    until: date | None
    published: bool = False


def limits_in_question(question: str, *, today: date) -> DateLimits:
    """The days of publication that ``question`` plainly asks for; ``NO_LIMITS`` in doubt.

    "on 3 May 2025" gives that day and ``SLACK_DAYS`` more, "in March 2025" the month and
    as many; "since" and "until" include the day they name, "after" and "before" do not.
    Where the year is missing it is the latest such day not after ``today``; "this week" is
    the seven days to ``today``. Weekdays count after "since" alone: "on Tuesday" is mostly
    when something happened. Only the first 2,000 characters are read. Never raises.
    """
    text = " ".join(question[:_READ_CHARACTERS].split())
    masked = _QUOTED.sub(lambda match: "_" * len(match[0]), text)
    if _COMPARING.search(masked):
        return NO_LIMITS
    mentions = list(find_mentions(masked))
    limits = [
        *_named_limits(masked, mentions, today=today),
        *_recent_limits(masked, mentions, today=today),
    ]
    limits.sort(key=lambda limit: limit.start)
    if not _make_one(limits):
        return NO_LIMITS
    since, until = limits[0].since, limits[-1].until
    if since is not None and until is not None and since > until:
        return NO_LIMITS
    phrase = ", ".join(text[limit.start : limit.end] for limit in limits)
    return DateLimits(since=since, until=until, phrase=phrase)


def _make_one(limits: list[_Limit]) -> bool:
    """Whether there is one limit, or a beginning and an end that make one."""
    if len(limits) <= 1:
        return len(limits) == 1
    first, *others = limits
    return len(others) == 1 and first.until is None and others[0].since is None


def _named_limits(text: str, mentions: list[Mention], *, today: date) -> list[_Limit]:
    """Limits from named days, months and years; none where another date limits nothing."""
    limits: list[_Limit] = []
    others = False
    at = 0
    while at < len(mentions):
        first = last = mentions[at]
        if at + 1 < len(mentions) and _JOIN.fullmatch(text, first.end, mentions[at + 1].start):
            last = mentions[at + 1]
        limit = _named_limit(text, first, last, today=today)
        if limit is not None:
            limits.append(limit)
        elif first.year is not None or first.day is not None:
            others = True
        at += 1 if last is first else 2
    return limits if not others else [limit for limit in limits if limit.published]


def _before(text: str, place: int) -> str:
    return text[max(0, place - _WINDOW) : place]


def _period(first: Mention, last: Mention, *, today: date) -> Period | None:
    """The period named, unless it lies in the future."""
    alone = first is last
    period = period_of(first, today=today) if alone else spanning(first, last, today=today)
    return period if period is not None and period.first <= today else None


def _named_limit(text: str, first: Mention, last: Mention, *, today: date) -> _Limit | None:
    """The limit of "articles published in …", which is exact, or of a preposition and a date."""
    before = _before(text, first.start)
    published = _PUBLISHED.search(before)
    words = published or _PREPOSITION.search(before)
    period = _period(first, last, today=today)
    if words is None or period is None or not _FOLLOWED.match(text, last.end):
        return None
    start = first.start - len(before) + words.start()
    if published:
        return _Limit(start, last.end, period.first, period.last, published=True)
    oldest = OLDEST_BARE_YEARS if first.unit is Unit.YEAR else OLDEST_YEARS
    if period.last.year < today.year - oldest or _EVENT.search(before):
        return None
    word = words[0].strip().lower()
    if word == "from" and first is last and first.last_day is None:
        word = "since" if _ONWARDS.match(text, last.end) else ""
    if first is last and word in {"since", "after", "before", "until", "till", "up to"}:
        return _one_sided(text, first, period, word=word, start=start)
    if not _fits(word, first, last) or _LOOKING_AHEAD.search(text):
        return None
    slack = YEAR_SLACK_DAYS if first.unit is Unit.YEAR else SLACK_DAYS
    return _Limit(start, last.end, period.first, shifted(period.last, days=slack))


def _fits(word: str, first: Mention, last: Mention) -> bool:
    """Whether the preposition goes with what it stands before."""
    several = first is not last or first.last_day is not None
    if several:
        return first.unit is not Unit.YEAR and word in {"between", "from", "during", "on", "in"}
    if first.unit is Unit.DAY:
        return word == "on"
    return word in {"in", "during"}


def _one_sided(
    text: str, mention: Mention, period: Period, *, word: str, start: int
) -> _Limit | None:
    end = mention.end
    if word == "since":
        return _Limit(start, end, since=period.first, until=None)
    if word == "after":
        return _Limit(start, end, since=shifted(period.last, days=1), until=None)
    if mention.unit is Unit.YEAR or _LOOKING_AHEAD.search(text):
        return None
    if word == "before":
        return _Limit(start, end, since=None, until=shifted(period.first, days=-1))
    return _Limit(start, end, since=None, until=period.last)


def _recent_limits(text: str, mentions: list[Mention], *, today: date) -> list[_Limit]:
    """Limits from "yesterday", "last week", "in the past three days", "since Monday"."""
    if _LOOKING_AHEAD.search(text):
        return []
    return [
        _recent_limit(recent)
        for recent in find_recent(text, today=today)
        if not _EVENT.search(_before(text, recent.start))
        and not any(m.start < recent.end and recent.start < m.end for m in mentions)
    ]


def _recent_limit(recent: Recent) -> _Limit:
    until = recent.last
    if until is not None and not recent.to_date:
        year = (until - recent.first).days + 1 >= _YEAR_DAYS - 1
        until = shifted(until, days=YEAR_SLACK_DAYS if year else SLACK_DAYS)
    return _Limit(recent.start, recent.end, recent.first, until)


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
        same_month = since.month == until.month
        begin = str(since.day) if same_month else begin.removesuffix(f" {since.year}")
    return f"from {begin} to {format_day(until)}"
