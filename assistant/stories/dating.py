"""Dating: when that happened which a sentence tells.

What a sentence says of time ("on Tuesday", "last March") is seen from the day its article was
published, or ("two days earlier") from the day that the sentences before it speak of. A time
since or until which something was says nothing of when it happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from assistant.language.numerals_words import SMALL
from assistant.language.periods import Mention, Period, period_of, shifted
from assistant.language.temporal import Precision as Said
from assistant.language.temporal import Timex, find_timexes
from assistant.language.word_lists import word_lists
from assistant.telling import Dating, Precision
from assistant.types import day_of

_PRECISIONS: Final = {
    Said.DAY: Precision.DAY,
    Said.WEEK: Precision.WEEK,
    Said.MONTH: Precision.MONTH,
    Said.YEAR: Precision.YEAR,
}
_LISTS: Final = word_lists("timelines.toml")
_TIMES: Final = word_lists("times.toml")
_PLANNED: Final = re.compile(
    rf"\b(?:{_LISTS.pattern('planned')}|(?:is|are) to [a-z]{{1,20}})\b|[’']ll\b", re.IGNORECASE
)
"""What shows, before a time that may be to come, that it is."""
_PAST: Final = re.compile(rf"\b(?:{_TIMES.pattern('behind')}|\w{{2,20}}+(?<=ed))\b", re.IGNORECASE)
"""What shows that a sentence is about what is over."""
_BOUND: Final = re.compile(rf"\b{_LISTS.pattern('bound')}(?: (?:the|early|mid|late))?\s$", re.I)
"""What makes a time a bound of something else: "the first since 1932"."""
_REACH: Final = 80
"""Characters before a time in which a word about it is looked for."""
_COUNT: Final = r"an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}"
_FROM_THEN: Final = re.compile(
    rf"(?<![\w-])(?:(?P<count>{_COUNT}) (?P<unit>day|week|month|year)s? (?P<way>earlier|later)"
    r"|the (?P<next>next|following|previous) (?P<span>day|week|month|year)"
    r"|the (?P<day>day) (?P<side>before|after)(?=[,.;]))(?![\w-])",
    re.IGNORECASE,
)
_DAYS: Final = {"day": 1, "week": 7}
_BACK: Final = frozenset({"earlier", "previous", "before"})
_REMEMBERED: Final = 3
"""Sentences for which the day that was spoken of is still meant by "two days later"."""
_LONG_AGO: Final = 300
"""Days after which a day without a year is rather one at hand."""
_AT_HAND: Final = 60
_MOST: Final = 8
"""Times of a sentence that are looked at."""
_STRETCH: Final = 2
"""Days of a night or the like, which counts as its first day."""


@dataclass(frozen=True, slots=True)
class When:
    """The days between which something happened, and what that rests on.

    ``planned`` is whether it was still to come when the article was published.
    """

    first: date
    last: date
    precision: Precision
    dating: Dating
    planned: bool = False


def times_said(texts: Sequence[str], *, published: date | None) -> list[tuple[When, ...]]:
    """The times that each sentence of an article names, in order, each once.

    Args:
        texts: the sentences, in their order.
        published: the day of the article; without it only whole dates are known.
    """
    published = None if published is None else day_of(published)
    found: list[tuple[When, ...]] = []
    spoken_of: date | None = None
    since = 0
    for text in texts:
        times = list(_named(text, published=published))
        since += 1
        if spoken_of is not None and since <= _REMEMBERED:
            times += _from(spoken_of, text, published=published)
        days = [one.first for one in times if one.precision is Precision.DAY and not one.planned]
        if days:
            spoken_of, since = days[0], 0
        found.append(tuple(dict.fromkeys(times)))
    return found


def tells_past(text: str) -> bool:
    """Whether a sentence has a word that shows that it is about what is over."""
    return _PAST.search(text) is not None


def on_publication(published: date) -> When:
    """The day of publication."""
    return When(published, published, Precision.DAY, Dating.PUBLISHED)


def _named(text: str, *, published: date | None) -> Iterator[When]:
    """The first times that a sentence names by themselves."""
    moments = find_timexes(text, published=published)[:_MOST]
    past = bool(moments) and tells_past(text)
    for moment in moments:
        when = _when(moment, text, published=published, past=past)
        if when is not None:
            yield when


def _when(moment: Timex, text: str, *, published: date | None, past: bool) -> When | None:
    precision = _PRECISIONS.get(moment.precision)
    if precision is None or not moment.spans:
        return None
    before = text[max(0, moment.start - _REACH) : moment.start]
    habit = moment.weekday is not None and moment.phrase.endswith("days")
    if habit or _BOUND.search(before):
        return None
    if published is None:
        return _made(moment.spans[0], precision, published=None)
    return _made(
        _meant(moment, before, published=published, past=past), precision, published=published
    )


def _made(span: Period, precision: Precision, *, published: date | None) -> When:
    last = span.last
    if precision is Precision.DAY and (span.last - span.first).days < _STRETCH:
        last = span.first
    planned = published is not None and span.first > published
    return When(span.first, last, precision, Dating.SAID, planned=planned)


def _meant(moment: Timex, before: str, *, published: date, past: bool) -> Period:
    """Of the stretches of days that may be meant the latest past one, unless plans are told."""
    behind = [one for one in moment.spans if one.first <= published]
    ahead = [one for one in moment.spans if one.first > published]
    if not behind or (ahead and (not past or _PLANNED.search(before))):
        return ahead[0]
    if moment.precision is Said.WEEK:
        return behind[0]
    # "Starting April 2" is said in March of the one that is near.
    long_ago = (published - behind[-1].last).days > _LONG_AGO
    near = bool(ahead) and (ahead[0].first - published).days < _AT_HAND
    return ahead[0] if long_ago and near else behind[-1]


def _from(day: date, text: str, *, published: date | None) -> Iterator[When]:
    """The times that are told from ``day`` on or back."""
    for match in islice(_FROM_THEN.finditer(text), _MOST):
        way = (match["way"] or match["next"] or match["side"]).lower()
        unit = (match["unit"] or match["span"] or match["day"]).lower()
        count = _number(match["count"]) if match["count"] else 1
        span = _moved(day, -count if way in _BACK else count, unit)
        if span is not None:
            yield _made(span, Precision(unit), published=published)


def _number(word: str) -> int:
    low = word.lower()
    return int(low) if low.isdecimal() else 1 if low in {"a", "an"} else int(SMALL[low])


def _moved(day: date, count: int, unit: str) -> Period | None:
    if unit == "day":
        moved = shifted(day, days=count)
        return Period(moved, moved)
    if unit == "week":
        middle = shifted(day, days=count * _DAYS[unit])
        return Period(shifted(middle, days=-3), shifted(middle, days=3))
    months = day.year * 12 + day.month - 1 + (count if unit == "month" else 12 * count)
    month = months % 12 + 1 if unit == "month" else None
    return period_of(Mention(0, 0, months // 12, month), today=date.max)
