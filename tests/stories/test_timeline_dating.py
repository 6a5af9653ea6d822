from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.stories.dating import When, on_publication, times_said
from assistant.telling import Dating, Precision
from assistant.types import day_of
from tests.fuzzing.values import days, texts

# A Wednesday.
PUBLISHED = date(2025, 3, 12)


def said(*sentences: str, published: date | None = PUBLISHED) -> tuple[When, ...]:
    """The times of the last of the sentences."""
    return times_said(sentences, published=published)[-1]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The dam broke on Tuesday.", date(2025, 3, 11)),
        ("The dam broke on Wednesday.", PUBLISHED),
        ("The dam broke yesterday.", date(2025, 3, 11)),
        ("The dam broke on March 3.", date(2025, 3, 3)),
        ("The dam broke on 30 December.", date(2024, 12, 30)),
        ("The dam broke on 4 May 2019.", date(2019, 5, 4)),
        ("The dam broke two days ago.", date(2025, 3, 10)),
        ("The dam broke late on Sunday night.", date(2025, 3, 9)),
        ("The dam broke last night.", date(2025, 3, 11)),
    ],
)
def test_a_day_is_seen_from_the_day_of_publication(sentence: str, day: date) -> None:
    assert said(sentence) == (When(day, day, Precision.DAY, Dating.SAID),)


@pytest.mark.parametrize(
    ("sentence", "first", "last", "precision"),
    [
        ("It broke last month.", date(2025, 2, 1), date(2025, 2, 28), Precision.MONTH),
        ("It broke in June 2019.", date(2019, 6, 1), date(2019, 6, 30), Precision.MONTH),
        ("It broke last week.", date(2025, 3, 3), date(2025, 3, 9), Precision.WEEK),
        ("It was built in 1968.", date(1968, 1, 1), date(1968, 12, 31), Precision.YEAR),
    ],
)
def test_what_is_no_day_keeps_its_precision(
    sentence: str, first: date, last: date, precision: Precision
) -> None:
    assert said(sentence) == (When(first, last, precision, Dating.SAID),)


@pytest.mark.parametrize(
    "sentence",
    [
        "The council will meet on Friday.",
        "The hearing resumes on Thursday with evidence from the port authority.",
        "The vote is scheduled for March 20.",
        "The gates are to be opened tomorrow.",
        "The duty on imported cars rises starting April 2.",
    ],
)
def test_what_is_to_come_is_planned(sentence: str) -> None:
    (when,) = said(sentence)
    assert when.planned
    assert when.first > PUBLISHED


@pytest.mark.parametrize(
    "sentence",
    [
        "No recount has changed a result since 1932.",
        "Turnout was the highest since March 3.",
        "The boats wait until Friday.",
        "The numbers go into a computer on Fridays.",
        "The crew waited.",
    ],
)
def test_a_bound_and_a_habit_are_no_time_of_what_happened(sentence: str) -> None:
    assert said(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Two days later it was closed.", date(2025, 3, 5)),
        ("A day earlier it had been inspected.", date(2025, 3, 2)),
        ("The next day it was closed.", date(2025, 3, 4)),
    ],
)
def test_a_time_may_be_told_from_another(sentence: str, day: date) -> None:
    times = said("The bridge cracked on March 3.", "Nobody was hurt.", sentence)
    assert [when.first for when in times] == [day]
    assert said(sentence) == ()
    far = ["Nobody was hurt."] * 5
    assert said("The bridge cracked on March 3.", *far, sentence) == ()


def test_without_a_day_of_publication_only_whole_dates_are_known() -> None:
    assert said("It broke on Tuesday.", published=None) == ()
    (when,) = said("It broke on 4 May 2019.", published=None)
    assert when.first == date(2019, 5, 4)
    assert not when.planned


@given(st.lists(texts, max_size=5), st.none() | days)
def test_times_are_days_of_the_calendar(sentences: list[str], published: date | None) -> None:
    found = times_said(sentences, published=published)
    assert len(found) == len(sentences)
    for whens in found:
        assert len(set(whens)) == len(whens)
        for when in whens:
            assert when.first <= when.last
            assert when.dating is Dating.SAID
            assert when.planned == (published is not None and when.first > day_of(published))


def test_publication_is_a_day() -> None:
    assert on_publication(PUBLISHED) == When(PUBLISHED, PUBLISHED, Precision.DAY, Dating.PUBLISHED)
