"""Dates as metadata and pages give them: ISO, RFC 2822, written out, epochs; zones by letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone

from assistant.language.periods import MONTH, MONTHS
from assistant.language.word_lists import word_lists

_EARLIEST_YEAR = 1600
_LATEST_YEAR = 2200
_SECONDS_FROM = 10**8
_MILLISECONDS_FROM = 10**11
_MICROSECONDS_FROM = 10**14
_MICROSECONDS_TO = 10**16
_NOON = _LAST_MONTH = 12
_LEAD = (
    r"^(?:(?:published|updated|posted)(?:\s+on)?:?\s+)?(?:(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+)?"
)
_TIME = (
    r"(?:(?:T|,?\s+(?:at\s+)?)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
# What follows a date is its time of day, in too many forms to trust: only the forms of
# _TIME give a time, with others (a zone that is a mere abbreviation) the day alone is taken.
_NUMERIC = re.compile(
    rf"^(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})"
    rf"(?:{_TIME}|(?:T|,?\s).*\d:\d\d.*)$",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?:[.,]\d+)?"
    r"(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?$",
    re.IGNORECASE,
)
_DAY_OR_MONTH_FIRST = re.compile(
    rf"^(?P<one>\d{{1,2}})(?P<mark>[-/.])(?P<other>\d{{1,2}})(?P=mark)(?P<year>\d{{4}})"
    rf"(?:{_TIME}|,?\s.*\d:\d\d.*)$",
    re.IGNORECASE,
)
_REST = rf"(?:{_TIME}|[\s,|–—-].*)$"
_DAY_FIRST = re.compile(
    rf"{_LEAD}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<name>{MONTH})"
    rf"[,\s-]+(?P<year>\d{{4}}){_REST}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"{_LEAD}(?P<name>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_REST}",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"^\d{9,16}(?:\.\d+)?$")
_TIME_FIRST = re.compile(
    r"^(?P<time>\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\b\.?)?(?:\s*[A-Z]{1,5}\b)?),?\s+(?:on\s+)?(?P<day>.+)$",
    re.IGNORECASE,
)
_DOTTED_TIME = re.compile(r"\b(\d{1,2})\.(\d{2})(?=\s*(?:[ap]\.?m\b|[A-Z]{2,5}\b))", re.I)
# What English-language outlets mean by them; one that is as likely to mean another zone (IST)
# is left out, and the day alone is taken.
_ZONES = word_lists("times.toml").numbers("zones")
_ZONE = re.compile(rf"(?<=[\dmM.])\s*\b(?P<zone>{'|'.join(_ZONES)})\b")
_AMERICAN = word_lists("times.toml").numbers("zones_by_season")
_AMERICAN_ZONE = re.compile(rf"(?<=[\dmM.])\s*\b(?P<zone>{'|'.join(_AMERICAN)})\b")


def parse_date(value: object) -> date:
    """Returns the date that ``value`` states: a datetime where it gives both time and zone.

    Of a time without a zone the day alone is taken. Numbers are seconds, milliseconds or
    microseconds since 1970, or ``yyyymmdd``.

    Raises:
        ValueError: it states no date, or one that can be read in two ways (03/07/2025).
    """
    if isinstance(value, date):
        found = value
        if isinstance(value, datetime) and value.tzinfo is None:
            found = value.date()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = _of_number(value)
    elif isinstance(value, str):
        found = _of_text(" ".join(value.split()))
    else:
        raise ValueError(f"{type(value).__name__} is no date")  # noqa: TRY004 - as for other values
    if not _EARLIEST_YEAR <= found.year <= _LATEST_YEAR:
        raise ValueError(f"the year {found.year} is not plausible")
    return found


def stated_date(value: object) -> date | None:
    """Returns the same; None where ``value`` states no date that is understood."""
    try:
        return parse_date(value)
    except ValueError:
        return None


def date_in_words(text: str) -> date | None:
    """Returns the date that words state, also with the time before it and a zone by its letters."""
    plain = " ".join(text.split()).strip(" ,.;|·•/–—-")
    plain = _DOTTED_TIME.sub(r"\1:\2", plain)
    swapped = _TIME_FIRST.match(plain)
    if swapped is not None:
        plain = f"{swapped['day'].rstrip(' ,.')} {swapped['time']}"
    plain = _ZONE.sub(lambda found: f" {_ZONES[found['zone']]:+03d}:00", plain)
    american = _AMERICAN_ZONE.search(plain)
    if american is None:
        return stated_date(plain)
    hours = _AMERICAN[american["zone"]]
    stated = stated_date(f"{plain[: american.start()]} {hours:+03d}:00")
    # In the United States summer time is from the second Sunday of March to the first of
    # November, at two o'clock (Energy Policy Act of 2005).
    if isinstance(stated, datetime):
        begin, end = _sunday(stated.year, 3, 8), _sunday(stated.year, 11, 1)
        if begin <= stated.replace(tzinfo=None) < end:
            return stated.replace(tzinfo=timezone(timedelta(hours=hours + 1)))
    return stated


def _sunday(year: int, month: int, first: int) -> datetime:
    day = datetime(year, month, first, 2)  # noqa: DTZ001 - of a wall clock
    return day + timedelta(days=6 - day.weekday())


def _of_number(value: float) -> date:
    compact = _COMPACT.match(str(value))
    if compact is not None:
        return date(*(int(part) for part in compact.group("year", "month", "day")))
    if not _SECONDS_FROM <= value < _MICROSECONDS_TO:  # NaN is refused, too
        raise ValueError("the number is no moment")
    if value >= _MICROSECONDS_FROM:
        value /= 1_000_000
    elif value >= _MILLISECONDS_FROM:
        value /= 1000
    return datetime.fromtimestamp(value, tz=UTC)


def _of_text(text: str) -> date:
    for pattern in (_NUMERIC, _COMPACT, _DAY_FIRST, _MONTH_FIRST):
        match = pattern.match(text)
        if match is not None:
            given = match.groupdict()
            month = given.get("month") or MONTHS[given["name"].lower().rstrip(".")]
            return _with_time(date(int(given["year"]), int(month), int(given["day"])), given)
    if _EPOCH.match(text):
        return _of_number(float(text))
    match = _DAY_OR_MONTH_FIRST.match(text)
    if match is None:
        raise ValueError("no date is understood")
    first, second, year = map(int, match.group("one", "other", "year"))
    if max(first, second) <= _LAST_MONTH and first != second:
        raise ValueError("day and month cannot be told apart")
    day, month = (first, second) if first > _LAST_MONTH else (second, first)
    return _with_time(date(year, month, day), match.groupdict())


def _with_time(day: date, given: Mapping[str, str | None]) -> date:
    zone = given.get("zone")
    if not zone:
        return day
    hour, minute, second = (int(given[part] or 0) for part in ("hour", "minute", "second"))
    if half := given.get("half"):
        hour = hour % _NOON + (_NOON if half in "pP" else 0)
    offset = timedelta()
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    zoned = timezone(-offset if zone[0] == "-" else offset) if offset else UTC
    return datetime.combine(day, time(hour, minute, second, tzinfo=zoned))
