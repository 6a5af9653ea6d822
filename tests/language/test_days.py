from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.language.days import days_of, moment_of, moment_since


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2025-03-01", date(2025, 3, 1), date(2025, 3, 1)),
        ("2025-03", date(2025, 3, 1), date(2025, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-2", date(2025, 2, 1), date(2025, 2, 28)),
        (" 2025 ", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_days_months_and_years(words: str, first: date, last: date) -> None:
    assert days_of(words, label="--since").first == first
    assert days_of(words, label="--until").last == last


NOW = datetime(2026, 12, 1, 10, 30, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2h", "2026-12-01T08:30"),
        ("2 hours ago", "2026-12-01T08:30"),
        ("90 minutes", "2026-12-01T09:00"),
        ("an hour ago", "2026-12-01T09:30"),
        ("3 days", "2026-11-28T10:30"),
        ("1w", "2026-11-24T10:30"),
        ("today", "2026-12-01T00:00"),
        ("Yesterday", "2026-11-30T00:00"),
        ("last week", "2026-11-23T00:00"),
        ("Monday", "2026-11-30T00:00"),
        ("two  days ago", "2026-11-29T00:00"),
        ("2025-03", "2025-03-01T00:00"),
        ("2025-03-01 14:30", "2025-03-01T14:30"),
        ("2025-03-01T14:30+02:00", "2025-03-01T12:30"),
    ],
)
def test_moments_and_ages(words: str, moment: str) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert moment_since(words, now=NOW, label="--since") == expected


@given(st.one_of(st.text(), st.from_regex(r"\d{1,9} ?(m|h|days|weeks)( ago)?", fullmatch=True)))
def test_a_moment_lies_in_the_past_or_is_refused(words: str) -> None:
    with suppress(UsageError):
        assert moment_since(words, now=NOW, label="--since") <= NOW


@given(st.dates())
def test_a_day_begins_in_local_time(day: date) -> None:
    moment = moment_of(day)
    assert moment.tzinfo is not None
    assert abs((moment.replace(tzinfo=None) - datetime.combine(day, time.min)).days) <= 1


@given(st.dates())
def test_every_day_can_be_written(day: date) -> None:
    assert days_of(day.isoformat(), label="--since").first == day
    assert days_of(day.isoformat(), label="--until").last == day


@pytest.mark.parametrize(
    "words", ["yesterday", "2025-13", "2025-02-30", "0000", "25-03-01", "2025/03", "", "٢٠٢٥"]
)
def test_what_is_no_date_is_named(words: str) -> None:
    with pytest.raises(UsageError) as caught:
        days_of(words, label="--since")
    assert repr(words) in caught.value.message
    assert caught.value.hint is not None
    assert "2025-03-01" in caught.value.hint
