"""Days, months, years, clock times and parts of the day in a sentence, resolved on the day it was published.

A moment is a set of possible times: on a Wednesday, "Tuesday" is yesterday, or next week's
where the sentence speaks of what is to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from assistant.language.moments_clock import find_clock_times
from assistant.language.moments_parts import (
    DayPart,
    find_parts,
    fits_clock,
    parts_agree,
    parts_at_hour,
)
from assistant.language.moments_recent import recent_spans
from assistant.language.moments_tense import may_look_ahead
from assistant.language.periods import Mention, Period, Unit, find_mentions, period_of, shifted

__all__ = ["Moment", "Precision", "find_moments", "implies", "without_moments"]


class Precision(StrEnum):
    """How exactly a time is said."""

    TIME = "time"
    PART = "part"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it is said at ``text[start:end]``.

    ``spans`` are the stretches of days of which one is meant; none for clock times and
    where the day of publication would be needed and is not known. ``year``, ``month``,
    ``day`` and ``weekday`` (Monday is 0) are what was said in so many words. ``minutes``
    are the possible minutes after midnight of a clock time, ``parts`` the parts of the day
    of which one is meant. A ``loose`` moment ("last
    week") has no sharp ends. One that is not ``firm`` ("today", which may mean nowadays;
    "three years ago", which is a figure, too) can support and is not asked for.
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


_WEEKDAYS: Final = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_WEEKDAY: Final = re.compile(
    r"(?<![\w-])(?P<which>[Ll]ast |[Nn]ext |[Tt]his |coming )?"
    r"(?P<name>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)"
    r"(?:day|DAY)s?(?!\w)"
)
_RECENT: Final = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<day>yesterday|today|tonight|tomorrow|last night|this (?:morning|afternoon|evening))"
    r"|(?<!the )(?P<which>last|this|next) (?P<span>week|weekend|month|year)"
    r"|(?P<number>\d{1,3}|an?|(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty[- ]?)?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{2,5}teen)?)"
    r" (?P<unit>day|week|month|year)s? ago"
    r")(?![\w-])",
    re.IGNORECASE,
)
_MONTH_LEAD: Final = re.compile(
    r"\b(?:in|since|by|until|till|of|from|to|last|next|this|late|early|mid|through|during|and|"
    r"between|for|before|after|every|each|or|through|throughout|past|the|an?|his|her|"
    r"their|its)[ -]$",
    re.IGNORECASE,
)
_NAMESAKES: Final = frozenset({3, 4, 5, 6, 8})
"""Months that are no month in every place: March, April, May, June and August."""
_DATE_SIGN: Final = re.compile(
    r"\b(?:(?:19|20)\d\d|[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Mm]ay|[Jj]u[nl]|[Aa]ug|[Ss]ep|[Oo]ct|[Nn]ov|"
    r"[Dd]ec|JA|FE|MA|AP|JU|AU|SE|OC|NO|DE)"
)
"""Without one of these there is no date; to look for them first saves most of the time."""
_OF_DAY: Final = frozenset({Precision.TIME, Precision.PART})
_WHICH: Final = frozenset({"last", "this", "next"})
_SPACE: Final = re.compile(r"\s")
_FILLER: Final = "\x1a"
_YEAR_AHEAD: Final = 364
"""Days after the publication within which a day without a year is looked for."""
_NEAR: Final = 120
"""The same where the sentence is in the past."""


@lru_cache(maxsize=4096)
def find_moments(text: str, *, published: date | None) -> tuple[Moment, ...]:
    """The times that ``text`` names, in order, seen from the day of publication.

    Without ``published`` they keep what was said and, but for whole dates, have no spans.
    A weekday that stands before a date is a moment of its own.
    """
    if published is None:
        return _said(text)
    said = _said(text)
    if not said:
        return ()
    ahead = may_look_ahead(text)
    return tuple(_resolved(moment, published=published, ahead=ahead) for moment in said)


def without_moments(text: str) -> str:
    """``text`` with the times it names blanked out, offsets kept: what is left for figures.

    What is a figure as well ("three years ago") stays.
    """
    pieces, at = [], 0
    for moment in _said(text):
        counted = moment.precision is not Precision.TIME and not moment.firm
        if counted or moment.start < at or not any(map(str.isdigit, moment.phrase)):
            continue
        pieces += [text[at : moment.start], _FILLER * (moment.end - moment.start)]
        at = moment.end
    return "".join([*pieces, text[at:]]) if pieces else text


def implies(held: Moment, said: Moment) -> bool:
    """Whether one who says ``held`` has said ``said`` as well: "4 March 2025", "in 2025"."""
    if held.precision in _OF_DAY or said.precision in _OF_DAY:
        return _same_hours(held, said)
    if _turned(held.phrase, said.phrase):
        return False
    if _bare_weekday(said) and _bare_weekday(held) and said.weekday != held.weekday:
        return False
    if said.spans and held.spans:
        if said.last_day is not None and held.day is not None:
            return not set(said.spans).isdisjoint(held.spans) or _says_as_much(held, said)
        loose = said.loose or (held.loose and said.precision is not Precision.DAY)
        if any(_within(one, other, loose=loose) for one in held.spans for other in said.spans):
            return True
        if _bare_weekday(said) or _bare_weekday(held):
            # "Last" and "next" Tuesday are not the same, "Tuesday" without more may be.
            return said.phrase == held.phrase
    return said.phrase == held.phrase or _says_as_much(held, said)


def _same_hours(held: Moment, said: Moment) -> bool:
    if not set(held.minutes).isdisjoint(said.minutes) or parts_agree(said.parts, held.parts):
        return True
    # Who says "9 a.m." has said "in the morning", but not the other way round.
    return not said.minutes and fits_clock(said.parts, held.minutes)


def _turned(held: str, said: str) -> bool:
    """Whether one is "last week" and the other "this week": loose as they are, they differ."""
    one, two = held.split(" "), said.split(" ")
    return (
        len(one) == len(two) == len(("last", "week"))
        and one[0] != two[0]
        and {one[0], two[0]} <= _WHICH
        and one[1] == two[1]
    )


def _bare_weekday(moment: Moment) -> bool:
    return moment.weekday is not None


def _within(inner: Period, outer: Period, *, loose: bool) -> bool:
    if loose:
        return inner.first <= outer.last and outer.first <= inner.last
    return outer.first <= inner.first and inner.last <= outer.last


def _says_as_much(held: Moment, said: Moment) -> bool:
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


@lru_cache(maxsize=4096)
def _said(text: str) -> tuple[Moment, ...]:
    flat = _SPACE.sub(" ", text)
    dates = _dates(flat) if _DATE_SIGN.search(flat) else ()
    clock = tuple(_clock(flat))
    found = [*dates, *clock, *_parts(flat, clock), *_weekdays(flat), *_recent(flat)]
    return tuple(sorted(found, key=lambda moment: (moment.start, -moment.end)))


def _dates(flat: str) -> Iterator[Moment]:
    for mention in find_mentions(flat):
        alone = mention.unit is Unit.MONTH and mention.year is None
        lead = flat[max(0, mention.start - 12) : mention.start]
        yield Moment(
            mention.start,
            mention.end,
            Precision(mention.unit.value),
            flat[mention.start : mention.end].lower(),
            year=mention.year,
            month=mention.month,
            day=mention.day,
            last_day=mention.last_day,
            firm=not alone or mention.month not in _NAMESAKES or bool(_MONTH_LEAD.search(lead)),
            spans=_whole(mention),
        )


def _whole(mention: Mention) -> tuple[Period, ...]:
    if mention.year is None:
        return ()
    period = period_of(mention, today=date.max)
    return (period,) if period else ()


def _clock(flat: str) -> Iterator[Moment]:
    for time in find_clock_times(flat):
        phrase = flat[time.start : time.end].lower()
        parts = parts_at_hour(flat, time.start, name=phrase)
        yield Moment(
            time.start, time.end, Precision.TIME, phrase, minutes=time.minutes, parts=parts
        )


def _parts(flat: str, clock: Sequence[Moment]) -> Iterator[Moment]:
    for part in find_parts(flat):
        # "6 in the morning" is a clock time and no more.
        if not any(time.start <= part.start < time.end for time in clock):
            phrase = flat[part.start : part.end].lower()
            yield Moment(
                part.start, part.end, Precision.PART, phrase, parts=part.parts, firm=part.firm
            )


def _weekdays(flat: str) -> Iterator[Moment]:
    for match in _WEEKDAY.finditer(flat):
        weekday = _WEEKDAYS.index(match["name"].lower())
        phrase = match[0].lower()
        yield Moment(match.start(), match.end(), Precision.DAY, phrase, weekday=weekday)


def _recent(flat: str) -> Iterator[Moment]:
    for match in _RECENT.finditer(flat):
        phrase = match[0].lower()
        if match["day"]:
            # "USA Today" and the song "Yesterday" are names.
            if match.start() and match[0][0].isupper():
                continue
            firm, precision = phrase in {"yesterday", "tomorrow", "last night"}, Precision.DAY
        elif match["span"]:
            span = match["span"].lower().removesuffix("end")
            firm, precision = True, Precision(span)
        else:
            firm, precision = False, Precision(match["unit"].lower())
        yield Moment(
            match.start(),
            match.end(),
            precision,
            phrase,
            loose=precision is Precision.WEEK or phrase.endswith("ago"),
            firm=firm,
        )


def _resolved(moment: Moment, *, published: date, ahead: bool) -> Moment:
    if moment.spans or moment.precision in _OF_DAY:
        return moment
    if moment.weekday is not None:
        spans = _weekday_spans(moment, published=published, ahead=ahead)
    elif moment.month is not None:
        spans = _yearless_spans(moment, published=published, ahead=ahead)
    else:
        spans = recent_spans(moment.phrase, today=published)
    return replace(moment, spans=spans)


def _weekday_spans(moment: Moment, *, published: date, ahead: bool) -> tuple[Period, ...]:
    behind = (published.weekday() - (moment.weekday or 0)) % 7
    which = moment.phrase.split(" ")[0]
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


def _yearless_spans(moment: Moment, *, published: date, ahead: bool) -> tuple[Period, ...]:
    mention = Mention(0, 0, None, moment.month, moment.day, moment.last_day)
    past = period_of(mention, today=published)
    # What is near at hand is meant whatever the tense: "to begin on March 7".
    later = shifted(published, days=_YEAR_AHEAD if ahead else _NEAR)
    future = period_of(mention, today=later)
    return tuple(dict.fromkeys(period for period in (past, future) if period is not None))
