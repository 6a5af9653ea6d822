from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.language.days import first_day, last_day


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
    assert first_day(words, label="--since") == first
    assert last_day(words, label="--until") == last


@given(st.dates())
def test_every_day_can_be_written(day: date) -> None:
    assert first_day(day.isoformat(), label="--since") == day
    assert last_day(day.isoformat(), label="--until") == day


@pytest.mark.parametrize(
    "words", ["yesterday", "2025-13", "2025-02-30", "0000", "25-03-01", "2025/03", "", "٢٠٢٥"]
)
def test_what_is_no_date_is_named(words: str) -> None:
    for read in (first_day, last_day):
        with pytest.raises(UsageError) as caught:
            read(words, label="--since")
        assert repr(words) in caught.value.message
        assert caught.value.hint is not None
        assert "2025-03-01" in caught.value.hint
