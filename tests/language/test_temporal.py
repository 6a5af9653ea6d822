from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.temporal import (
    Precision,
    Timex,
    find_timexes,
    implies,
    mask_timexes,
)
from tests.language.ugly import ugly_text

WEDNESDAY = date(2025, 3, 5)


def only(text: str, published: date | None = WEDNESDAY) -> Timex:
    (moment,) = find_timexes(text, published=published)
    return moment


def days(text: str) -> list[date]:
    return [span.first for span in only(text).spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opened Tuesday.", [date(2025, 3, 4)]),
        ("It opened on Wednesday.", [date(2025, 2, 26), date(2025, 3, 5)]),
        ("It will open on Tuesday.", [date(2025, 3, 4), date(2025, 3, 11)]),
        ("It shut last Tuesday.", [date(2025, 2, 25), date(2025, 3, 4)]),
        ("It opens next Tuesday.", [date(2025, 3, 11), date(2025, 3, 18)]),
        ("It shut yesterday.", [date(2025, 3, 4)]),
        ("It opens tomorrow.", [date(2025, 3, 6)]),
        ("It shut on 4 March.", [date(2025, 3, 4)]),
        ("It shut on March 4, 2019.", [date(2019, 3, 4)]),
        ("It will open on 10 March.", [date(2024, 3, 10), date(2025, 3, 10)]),
        ("It shut on December 30.", [date(2024, 12, 30)]),
    ],
)
def test_days_are_resolved_on_the_day_of_publication(text: str, expected: list[date]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("It shut in 2019.", Precision.YEAR, date(2019, 1, 1), date(2019, 12, 31)),
        ("It shut in March 2019.", Precision.MONTH, date(2019, 3, 1), date(2019, 3, 31)),
        ("It shut last year.", Precision.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ("It shut last month.", Precision.MONTH, date(2025, 2, 1), date(2025, 2, 28)),
        ("It shut three years ago.", Precision.YEAR, date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_longer_times(text: str, precision: Precision, first: date, last: date) -> None:
    moment = only(text)
    assert moment.precision is precision
    assert (moment.spans[0].first, moment.spans[0].last) == (first, last)


def test_last_month_in_january_is_the_december_before() -> None:
    (span,) = only("It shut last month.", date(2025, 1, 15)).spans
    assert (span.first, span.last) == (date(2024, 12, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("at 6:30 a.m. sharp", (390,)),
        ("at 6.30pm", (1110,)),
        ("at 18:30", (1110,)),
        ("at 6:30", (390, 1110)),
        ("at noon", (720,)),
        ("at midnight", (0,)),
        ("at 12 a.m.", (0,)),
        ("at 7 o'clock", (420, 1140)),
        ("at 6 in the morning", (360,)),
        ("at 1600 GMT", (960,)),
    ],
)
def test_clock_times(text: str, minutes: tuple[int, ...]) -> None:
    assert only(text).minutes == minutes


def test_both_ends_of_a_stretch_of_hours() -> None:
    found = find_timexes("open 11 to 2 p.m.", published=None)
    assert [moment.minutes for moment in found] == [(660,), (840,)]


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("in the early hours", True),
        ("It rose overnight.", True),
        ("an overnight train", False),
        ("the night shift", False),
        ("the cast of Good Morning", False),
        ("three nights", False),
        ("by breakfast", True),
        ("a breakfast of eggs", False),
    ],
)
def test_parts_of_the_day_are_asked_for_as_times(text: str, firm: bool) -> None:
    moment = only(text)
    assert (moment.precision, moment.firm) == (Precision.PART, firm)


@pytest.mark.parametrize(
    ("held", "said", "expected"),
    [
        ("in the evening", "at night", True),
        ("at dawn", "in the morning", True),
        ("in the morning", "in the afternoon", False),
        ("at noon", "before breakfast", False),
        ("at noon", "by lunchtime", True),
        ("after noon", "in the afternoon", True),
        ("at 9 p.m.", "in the evening", True),
        ("at 9 p.m.", "in the morning", False),
        ("in the evening", "at 9 p.m.", False),
        ("this week", "last week", False),
        ("this week", "this week", True),
    ],
)
def test_parts_of_the_day_and_weeks(held: str, said: str, expected: bool) -> None:
    assert implies(only(held), only(said)) is expected


@pytest.mark.parametrize(
    ("text", "firm"),
    [("They sold 1900 tickets", False), ("The 2024 protests", True), ("in 1900 fires", True)],
)
def test_four_digits_before_a_noun_may_be_a_count(text: str, firm: bool) -> None:
    assert only(text).firm is firm
    assert ("00" in mask_timexes(text)) is not firm


@pytest.mark.parametrize("text", ["at 25:30", "at 20 p.m.", "USA Today", "he may march", "The sun"])
def test_what_is_no_time(text: str) -> None:
    assert find_timexes(text, published=WEDNESDAY) == ()


def test_namesakes_of_months_are_not_asked_for() -> None:
    assert not only("Then April found a key").firm
    assert only("It rained in April").firm
    assert only("A February meeting").firm


@pytest.mark.parametrize(
    ("held", "said", "expected"),
    [
        ("It shut on Tuesday", "It shut on 4 March 2025", True),
        ("It shut on Tuesday", "It shut on 5 March 2025", False),
        ("It shut on Tuesday", "It shut in March 2025", True),
        ("It shut on Tuesday", "It shut in 2025", True),
        ("It shut in March", "It shut on 4 March", False),
        ("It shut on Tuesday", "It shut on Wednesday", False),
        ("It shut last Tuesday", "It shut next Tuesday", False),
        ("It shut yesterday", "It shut on Tuesday", True),
        ("It shut on 4 March 2019", "It shut on March 4", True),
        ("It shut on March 4-6", "It shut on March 4", True),
        ("It shut on March 4-6", "It shut on March 3-6", False),
        ("It shut last year", "It shut in 2024", True),
        ("It shut last week", "It shut on 26 February", False),
        ("It shut at 6:30 p.m.", "It shut at 18:30", True),
        ("It shut at 6:30 p.m.", "It shut at 6:30 a.m.", False),
    ],
)
def test_what_a_time_implies(held: str, said: str, expected: bool) -> None:
    assert implies(only(held), only(said)) is expected


def test_without_the_day_of_publication_words_are_compared() -> None:
    assert implies(only("on Tuesday", None), only("last Tuesday", None))
    assert implies(only("on 4 March 2025", None), only("in March 2025", None))
    assert not implies(only("on 4 March", None), only("on 4 March 2025", None))


def test_blanking_keeps_offsets_and_counts_of_years() -> None:
    text = "On 4 March 200 people marked what began three years ago"
    blanked = mask_timexes(text)
    assert len(blanked) == len(text)
    assert "4" not in blanked
    assert "200 people" in blanked
    assert "three years ago" in blanked


@given(ugly_text, st.dates() | st.none())
def test_any_text_on_any_day(text: str, published: date | None) -> None:
    for moment in find_timexes(text, published=published):
        assert 0 <= moment.start < moment.end <= len(text)
        assert implies(moment, moment) or not (moment.spans or moment.minutes)


@given(
    st.sampled_from(["Tuesday", "last week", "next month", "4 March", "9 years ago"]), st.dates()
)
def test_the_ends_of_the_calendar_are_survived(text: str, published: date) -> None:
    find_timexes(f"It will be {text}.", published=published)


@pytest.mark.parametrize(
    "piece", ["6 to ", "12:30 ", "Tuesday ", "1 March ", "twenty ", "ed ", "late ", "before "]
)
def test_time_is_linear(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    begun = time.process_time()
    find_timexes(text, published=WEDNESDAY)
    assert time.process_time() - begun < 3
