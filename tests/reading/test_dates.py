"""Dates of metadata in their many forms."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.dates import parse_date

DAY = date(2025, 3, 7)
MORNING = datetime(2025, 3, 7, 10, 15, tzinfo=UTC)
EAST = timezone(timedelta(hours=1))

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
DAYS = st.dates(date(1700, 1, 1), date(2199, 12, 31))
MOMENTS = st.datetimes(datetime(1700, 1, 2), datetime(2199, 12, 30), timezones=ZONES).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-07",
        "2025/03/07",
        "2025.3.7",
        "20250307",
        20250307,
        "2025-03-07T10:15:00",
        "2025-03-07 10:15",
        "2025-03-07 10:15:00 EST",
        " 7 March  2025 ",
        "7th of March 2025",
        "07-Mar-2025",
        "March 7, 2025",
        "MARCH 7TH 2025",
        "Mar. 7, 2025",
        "Friday, 7 March 2025",
        "Fri Mar 7, 2025 10:15 a.m. ET",
        "Published on March 7, 2025 | The Courier",
        "Fri, 07 Mar 2025 10:15:00 EST",
        datetime(2025, 3, 7, 10, 15),  # noqa: DTZ001
        DAY,
    ],
)
def test_days(written: object) -> None:
    found = parse_date(written)
    assert found == DAY
    assert not isinstance(found, datetime)


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-07T10:15:00Z",
        "2025-03-07T10:15:00.123Z",
        "2025-03-07T10:15Z",
        "2025-03-07 10:15:00 UTC",
        "2025-03-07 10:15:00 +0000",
        "2025-03-07T11:15:00+01:00",
        "2025-03-07T11:15:00+01",
        "2025-03-07T05:45:00-0430",
        "Fri, 07 Mar 2025 10:15:00 GMT",
        "Fri, 7 Mar 2025 11:15:00 +0100",
        "March 7, 2025 at 10:15 am UTC",
        "March 7, 2025, 10:15 UTC",
        "1741342500",
        1741342500,
        1741342500.0,
        1741342500000,
        "1741342500000",
        1741342500000000,
        datetime(2025, 3, 7, 11, 15, tzinfo=EAST),
    ],
)
def test_moments(written: object) -> None:
    found = parse_date(written)
    assert isinstance(found, datetime)
    assert found == MORNING


def test_the_zone_is_kept() -> None:
    assert parse_date("2025-03-07T11:15:00+01:00").isoformat() == "2025-03-07T11:15:00+01:00"


@pytest.mark.parametrize(
    ("hour", "expected"), [("12:05 am", 0), ("12:05 PM", 12), ("1:05 p.m.", 13)]
)
def test_twelve_hour_clocks(hour: str, expected: int) -> None:
    assert parse_date(f"March 7, 2025 {hour} GMT") == datetime(2025, 3, 7, expected, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "day"), [("25/03/2025", 25), ("03/25/2025", 25), ("3.3.2025", 3)]
)
def test_day_and_month_that_can_be_told_apart(written: str, day: int) -> None:
    assert parse_date(written) == date(2025, 3, day)


def test_a_time_may_follow_a_day_in_figures() -> None:
    assert parse_date("25.03.2025 10:15") == date(2025, 3, 25)
    assert parse_date("25/03/2025, 10:15 Uhr") == date(2025, 3, 25)
    assert parse_date("25.03.2025 10:15 +01:00") == datetime(2025, 3, 25, 10, 15, tzinfo=EAST)
    with pytest.raises(ValueError, match="cannot be told apart"):
        parse_date("03/07/2025 10:15")


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "yesterday", "03/07/2025", "2025-13-01", "2025-02-30", "31 June 2025"),
        *("0001-01-01", "0000-00-00", "9999-12-31", "2025-03-07T25:00:00Z", "2025-03-07-08"),
        *("2025-03/07", "12", "March 2025", "2025", 2025, 0, -1, True, math.nan, math.inf),
        *(10**30, None, [2025], "2025-03-07T10:15:00+99:00", "x" * 10_000, "1" * 5_000),
    ],
)
def test_what_is_no_date_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(written)


@given(DAYS)
def test_days_come_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%Y/%m/%d}") == day
    assert parse_date(f"{day:%d %B %Y}") == day
    assert parse_date(f"{day:%b %d, %Y}") == day


@given(MOMENTS)
def test_moments_come_back(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(format_datetime(moment)) == moment


@given(st.one_of(st.text(), st.text("0123456789-/:. TZ+apmMarch"), st.integers(), st.floats()))
def test_anything_is_a_date_or_refused(written: object) -> None:
    try:
        found = parse_date(written)
    except ValueError:
        return
    assert not isinstance(found, datetime) or found.tzinfo is not None
