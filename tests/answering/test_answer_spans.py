"""Which words are of the kind that is asked for."""

from __future__ import annotations

import pytest

from assistant.answering.answer_spans import plain_words, short_answer, span_fits
from assistant.models.reader import Reading


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


_BLAMED = "The minister on Thursday blamed the operator and the captain."


@pytest.mark.parametrize(
    ("question", "text", "words", "answers"),
    [
        ("Who is blamed for the sinking?", _BLAMED, "The minister", False),
        ("Who is blamed for the sinking?", _BLAMED, "the operator", True),
        ("Who blamed the operator?", _BLAMED, "The minister", True),
        ("Who was killed?", "Ann Lee had been badly killed on Monday.", "Ann Lee", True),
        ("Who was shot in Ostrel?", "Tom Berg shot the mayor.", "Tom Berg", False),
    ],
)
def test_who_did_it_is_not_to_whom_it_was_done(
    question: str,
    text: str,
    words: str,
    answers: bool,
) -> None:
    start = text.index(words)
    reading = Reading(9.0, 9.0, 9.0, start, start + len(words))
    assert (short_answer(question, text, reading, margin=0, share=1) is not None) is answers
