"""Days as people type them: a day, a month or a year, or an age."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from assistant.errors import UsageError
from assistant.language.periods import Period, find_recent
from assistant.types import Filters

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_SPAN: Final = re.compile(
    r"(\d{1,6}|an?) ?(m|min|minutes?|h|hours?|d|days?|w|weeks?)(?: ago)?", re.IGNORECASE | re.ASCII
)
_MINUTES: Final = {"m": 1, "h": 60, "d": 1_440, "w": 10_080}
_CLOCK: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII
)
_AGE: Final = re.compile(r"(\d{1,5})\s*(d|days?|w|weeks?)", re.IGNORECASE)


def limits(
    outlets: Sequence[str] | None,
    since: str | None,
    until: str | None,
    *,
    labels: tuple[str, str],
    as_of: str | None = None,
    taken_in: bool = False,
    collection: str = "",
) -> Filters:
    """The filters that a person asks for.

    Args:
        outlets: names of outlets.
        since: the first day, month or year: ``2025-03-01``, ``2025-03`` or ``2025``; None for
            no limit.
        until: the last one, likewise, included.
        labels: what the person knows the two dates as: ``("--since", "--until")``.
        as_of: the day that all is seen from, or the month or year whose last day it is.
        taken_in: whether what was taken in later is left out, too.
        collection: the name or the id of one; none means the whole library.

    Raises:
        UsageError: a date cannot be read, the dates leave no day, or ``taken_in`` has none.
    """
    first = None if since is None else days_of(since, label=labels[0]).first
    last = None if until is None else days_of(until, label=labels[1]).last
    seen = None if as_of is None else days_of(as_of, label="--as-of").last
    if taken_in and seen is None:
        raise UsageError("--taken-in needs --as-of", hint="Say of which day: --as-of 2025-03-06")
    if first is not None and seen is not None and first > seen:
        raise UsageError(
            f"No day is on or after {first} and on or before {seen}",
            hint=f"Give {labels[0]} a date before that of --as-of",
        )
    if first is not None and last is not None and first > last:
        raise UsageError(
            f"No day is on or after {first} and on or before {last}",
            hint=f"Give {labels[0]} a date before that of {labels[1]}",
        )
    return Filters(
        sources=tuple(outlets or ()),
        since=first,
        until=last,
        as_of=seen,
        taken_in=taken_in,
        collection=collection,
    )


def days_of(words: str, *, label: str) -> Period:
    """The days of the day, month or year that ``words`` name.

    Raises:
        UsageError: ``words`` are no date.
    """
    match = _DATE.fullmatch(words.strip())
    year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError as error:
        raise UsageError(
            f"{label} cannot read {words!r} as a date",
            hint="Write the day as 2025-03-01, the month as 2025-03 or the year as 2025",
        ) from error
    return Period(first, last)


def first_kept_day(words: str, *, today: date, label: str) -> date:
    """Returns the first day that is not older than ``words`` say: ``90d``, ``12w``, ``2024-01-01``.

    Raises:
        UsageError: they are neither an age nor a date, or name a time to come.
    """
    match = _AGE.fullmatch(words.strip())
    if match is None:
        try:
            day = days_of(words, label=label).first
        except UsageError as error:
            raise UsageError(
                f"{label} cannot read {words!r}",
                hint="Write an age as 90d or 12w, or a date as 2025-03-01, 2025-03 or 2025",
            ) from error
    else:
        days = int(match[1]) * (7 if match[2].lower().startswith("w") else 1)
        if days >= today.toordinal():
            raise UsageError(f"{label} names a time before all calendars: {words!r}")
        day = today - timedelta(days=days)
    if day > today:
        raise UsageError(
            f"{label} names a day to come, {day}", hint="Everything would be older than that"
        )
    return day


def moment_since(words: str, *, now: datetime, label: str) -> datetime:
    """The moment from which on ``words`` count.

    They are an age (``2h``, ``90 minutes ago``, ``3 days``), a moment (``2025-03-01 14:30``), a
    day, month or year, which begin it, or what a question may say (``yesterday``, ``last week``,
    ``Monday``).

    Args:
        words: what a person typed.
        now: the present, with its time zone, in which a moment without one is read.
        label: what the person knows the moment as: ``--since``.

    Raises:
        UsageError: ``words`` are nothing of that, or name a time to come.
    """
    said = " ".join(words.split())
    moment = _moment(said, now=now)
    if moment is None:
        raise UsageError(
            f"{label} cannot read {words[:60]!r} as a time",
            hint="Write an age (2h, 3 days), a day (2025-03-01), a moment (2025-03-01 14:30), or "
            "yesterday, Monday, last week",
        )
    if moment > now:
        raise UsageError(f"{label} names a time to come: {words[:60]!r}")
    return moment


def moment_of(day: date) -> datetime:
    """The beginning of a day in local time; a moment as it is, in local time without a zone."""
    if not isinstance(day, datetime):
        day = datetime.combine(day, time.min)
    if day.tzinfo is not None:
        return day
    try:
        return day.astimezone()
    except (OverflowError, ValueError, OSError):  # at the ends of the calendar
        return day.replace(tzinfo=UTC)


def _moment(said: str, *, now: datetime) -> datetime | None:
    if match := _SPAN.fullmatch(said):
        number = 1 if match[1].lower().startswith("a") else int(match[1])
        try:
            return now - timedelta(minutes=number * _MINUTES[match[2][0].lower()])
        except OverflowError:
            return None
    try:
        if _CLOCK.fullmatch(said):
            named = datetime.fromisoformat(said)
            return named if named.tzinfo else named.replace(tzinfo=now.tzinfo)
        named_day = _DATE.fullmatch(said) is not None
        day = days_of(said, label="").first if named_day else _recent_day(said, today=now.date())
    except (ValueError, UsageError):
        return None
    return None if day is None else datetime.combine(day, time.min, tzinfo=now.tzinfo)


def _recent_day(words: str, *, today: date) -> date | None:
    if words.lower() in {"today", "this morning"}:
        return today
    found = list(find_recent(f"since {words.lower()}", today=today))
    whole = len(found) == 1 and found[0].end == len(words) + len("since ")
    return found[0].first if whole else None
