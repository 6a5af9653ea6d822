"""Which words are of the kind that is asked for."""

from __future__ import annotations

import pytest

from assistant.answering.answer_spans import plain_words, span_fits


@pytest.mark.parametrize(
    ("words", "after", "fits"),
    [
        ("34", ", of Skarn", True),
        ("78", ".", True),
        ("19 years old", "", True),
        ("19", " years in prison", False),
        ("1987", " in Orm", False),
        ("41%", " of the votes", False),
    ],
)
def test_an_age_is_no_other_number(words: str, after: str, fits: bool) -> None:
    assert span_fits("How old is Bo Lind?", words, after=after) is fits


def test_a_day_is_no_name() -> None:
    assert span_fits("From which airport do they fly?", "May 12") is False
    assert span_fits("From which airport do they fly?", "Skarn Field") is not False


def test_the_capital_of_a_sentence_proves_no_name() -> None:
    text = "“Person-to-person transmission is rare.”"
    words = plain_words(text, 1, 17)
    assert words == "person-to-person"
    assert span_fits("What was the name of the donor?", words) is False
    assert plain_words("Unilever removed him.", 0, 8) == "Unilever"
