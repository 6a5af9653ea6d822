from __future__ import annotations

import pytest

from assistant.answering.followups import standing_alone
from assistant.types import Turn

HISTORY = [Turn("Who was the captain of the Saint Orla?", "Tomas Arlen was.")]


@pytest.mark.parametrize(
    "question",
    [
        "How old was he?",
        "And what did she say?",
        "Why?",
        "What about the union?",
        "Where is it now?",
        "When does the strike end?",
        "Where did Arlen say that?",
    ],
)
def test_a_question_that_leans_takes_the_earlier_ones_along(question: str) -> None:
    alone = standing_alone(question, HISTORY)
    assert "Saint Orla" in alone or "Tomas Arlen" in alone


@pytest.mark.parametrize(
    "question",
    [
        "How many votes separated Calloway and Harte after the machine recount in Marrin?",
        "Which outlets reported the corrected deficit figure for Thorrenia?",
        "Who chairs the inquiry?",
        "When did the coronation of King Charles take place?",
        "Where was Mara Calloway born?",
        "Why did Thorrenia correct the deficit figure?",
    ],
)
def test_a_question_of_its_own_stays_as_it_is(question: str) -> None:
    assert standing_alone(question, HISTORY) == question


def test_the_first_question_stays_as_it_is() -> None:
    assert standing_alone("How old was he?", []) == "How old was he?"
