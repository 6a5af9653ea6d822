"""Days, months, years and clock times in a sentence, resolved on the day it was published.

A moment is a set of possible times: on a Wednesday, "Tuesday" is yesterday, or next week's
where the sentence speaks of what is to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from assistant.language.moments_clock import find_clock_times
from assistant.language.moments_recent import recent_spans
from assistant.language.periods import Mention, Period, Unit, find_mentions, period_of, shifted

__all__ = ["Moment", "Precision", "find_moments", "implies", "without_moments"]


class Precision(StrEnum):
    """How exactly a time is said."""

    TIME = "time"
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
    are the possible minutes after midnight of a clock time. A ``loose`` moment ("last
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
_AHEAD: Final = re.compile(
    r"\b(?:will|would|next|coming|upcoming|scheduled|due|expected|plan(?:s|ned|ning)?|set|until|"
    r"till|deadline|tomorrow|before|by|going to|is|are|begins?|starts?|opens?|runs?|be|"
    r"may|could|should|through)\b|[’']ll\b",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"\b(?:was|were|had|did|said|told|made|won|lost|shot|hit|left|took|came|went|began|"
    r"shut|sank|rose|fell|met|held|gave|found|saw|sent|spoke|became|struck|ran|broke|brought|built|"
    r"paid|sold|bought|fought|caught|wrote|drove|flew|stood|led|beat|cut|quit|put|fled|drew|\w{2,20}+"
    r"(?<=ed))\b",
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
_SPACE: Final = re.compile(r"\s")
_FILLER: Final = "\x1a"
_YEAR_AHEAD: Final = 364
"""Days after the publication within which a day without a year is looked for."""


@lru_cache(maxsize=4096)
def find_moments(text: str, *, published: date | None) -> tuple[Moment, ...]:
    """The times that ``text`` names, in order, seen from the day of publication.

    Without ``published`` they keep what was said and, but for whole dates, have no spans.
    A weekday that stands before a date is a moment of its own.
    """
    if published is None:
        return _said(text)
    ahead = _AHEAD.search(text) is not None or _BEHIND.search(text) is None
    return tuple(_resolved(moment, published=published, ahead=ahead) for moment in _said(text))


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
    if Precision.TIME in (held.precision, said.precision):
        return not set(held.minutes).isdisjoint(said.minutes)
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
    found = [*dates, *_clock(flat), *_weekdays(flat), *_recent(flat)]
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
        yield Moment(time.start, time.end, Precision.TIME, phrase, minutes=time.minutes)


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
    if moment.spans or moment.precision is Precision.TIME:
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
    later = shifted(published, days=_YEAR_AHEAD)
    future = period_of(mention, today=later) if ahead else None
    return tuple(dict.fromkeys(period for period in (past, future) if period is not None))
