"""The days meant by "yesterday", "last month", "three weeks ago", seen from a day."""

from __future__ import annotations

from datetime import date
from typing import Final

from assistant.language.numerals import find_numerals
from assistant.language.periods import Mention, Period, period_of, shifted

_DAY_OFFSETS: Final = {
    "yesterday": (-1, -1),
    "today": (0, 0),
    "tonight": (0, 0),
    "tomorrow": (1, 1),
    "last night": (-1, 0),
}
_UNIT_DAYS: Final = {"day": 1, "week": 7, "month": 30}
_LOOSE_DAYS: Final = {"day": 0, "week": 3, "month": 14}
"""How far from the count of days "three weeks ago" is still said."""


def recent_spans(phrase: str, *, today: date) -> tuple[Period, ...]:
    """The stretches of days that ``phrase`` (in lower case) may mean; none if it is no such.

    "Last week" is the calendar's last week or the seven days before ``today``.
    """
    words = phrase.split()
    if phrase in _DAY_OFFSETS:
        return (_days(today, *_DAY_OFFSETS[phrase]),)
    if words[-1:] == ["ago"]:
        return _ago(words, today=today)
    if len(words) != len(("last", "week")):
        return ()
    which, span = words
    step = {"last": -1, "this": 0, "next": 1}.get(which, 0)
    if span in {"morning", "afternoon", "evening"}:
        return (_days(today, 0, 0),)
    if span in {"month", "year"}:
        month = today.month + step if span == "month" else None
        return _month(today.year + (0 if month else step), month)
    return _weeks(today, step=step, weekend=span == "weekend")


def _weeks(today: date, *, step: int, weekend: bool) -> tuple[Period, ...]:
    if weekend:
        saturday = 5 - today.weekday() + 7 * step
        return tuple(_days(today, saturday + more, saturday + more + 1) for more in {0, 7 * step})
    monday = 7 * step - today.weekday()
    rolling = _days(today, 1, 7) if step > 0 else _days(today, 7 * step - 6, min(7 * step, -1))
    return (_days(today, monday, monday + 6), rolling)


def _days(today: date, first: int, last: int) -> Period:
    return Period(shifted(today, days=first), shifted(today, days=last))


def _month(year: int, month: int | None) -> tuple[Period, ...]:
    if month is not None:
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    period = period_of(Mention(0, 0, year, month), today=date.max)
    return (period,) if period else ()


def _ago(words: list[str], *, today: date) -> tuple[Period, ...]:
    number = _number(" ".join(words[:-2]))
    unit = words[-2].removesuffix("s")
    if number is None:
        return ()
    if unit == "year":
        return _month(today.year - number, None)
    back, loose = number * _UNIT_DAYS[unit], _LOOSE_DAYS[unit]
    return (_days(today, -back - loose, loose - back),)


def _number(words: str) -> int | None:
    if words in {"a", "an"}:
        return 1
    numerals = find_numerals(words)
    return int(numerals[0].value) if len(numerals) == 1 else None
