from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli.options import filters, first_day, last_day, text_form
from assistant.errors import UsageError


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
    assert first_day(words, option="--since") == first
    assert last_day(words, option="--until") == last


@given(st.dates())
def test_every_day_can_be_written(day: date) -> None:
    assert first_day(day.isoformat(), option="--since") == day
    assert last_day(day.isoformat(), option="--until") == day


@pytest.mark.parametrize(
    "words", ["yesterday", "2025-13", "2025-02-30", "0000", "25-03-01", "2025/03", "", "٢٠٢٥"]
)
def test_what_is_no_date_is_named(words: str) -> None:
    for read in (first_day, last_day):
        with pytest.raises(UsageError) as caught:
            read(words, option="--since")
        assert repr(words) in caught.value.message
        assert caught.value.hint is not None
        assert "2025-03-01" in caught.value.hint


def test_filters_take_all_three() -> None:
    wanted = filters(["A", "B"], "2025-03", "2025")
    assert wanted.sources == ("A", "B")
    assert (wanted.since, wanted.until) == (date(2025, 3, 1), date(2025, 12, 31))
    assert not filters(None, None, None).active


def test_dates_that_leave_no_day_are_refused() -> None:
    with pytest.raises(UsageError, match="No day"):
        filters(None, "2025-03-02", "2025-03-01")


def test_one_form_at_a_time() -> None:
    assert text_form(as_json=False, markdown=True) == "markdown"
    with pytest.raises(UsageError):
        text_form(as_json=True, markdown=True)
