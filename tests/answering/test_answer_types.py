from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.answer_types import answer_type_score
from assistant.answering.question_kinds import QuestionKind, question_kind
from tests.language.ugly import ugly_text

KINDS = {
    QuestionKind.WHO: [
        "Who resigned?",
        "Who won, and by how much?",
        "Whose ship is it?",
        "Which senator resigned?",
        "To whom did he write?",
        "What singer opened the show?",
    ],
    QuestionKind.WHEN: [
        "When did the ferry sink?",
        "In what year was it built?",
        "Which day is the vote?",
        "What was the date of the vote?",
        "The ferry sank when?",
    ],
    QuestionKind.WHERE: [
        "Where was he born?",
        "In which city is the summit held?",
        "What country does she come from?",
        "The rocket launched from where before crashing?",
        "A tanker collided with a ship in which British estuary?",
    ],
    QuestionKind.HOW_MANY: [
        "How many people died?",
        "When the ferry sank, how many people were on it?",
        "What was the death toll?",
        "What is the number of boats?",
        "How often does it run?",
    ],
    QuestionKind.HOW_MUCH: [
        "How much did it cost?",
        "What percentage voted yes?",
        "What was the price of oil?",
        "How long did the trial last?",
        "How high is the wall?",
    ],
    QuestionKind.AGE: ["How old is she?", "At what age did he die?", "What is her age?"],
    QuestionKind.WHY: [
        "Why did it stop?",
        "What caused the fire?",
        "For what reason did he resign?",
        "What was the cause of the fire?",
    ],
    QuestionKind.HOW: ["How did the fire start?", "He survived how?"],
    QuestionKind.NAME: [
        "Which company bought the line?",
        "Name the ship that sank.",
        "What is the name of the ship?",
        "What was the ship called?",
        "What film won?",
        "He felt hurt when papers revealed which secret?",
    ],
    QuestionKind.WHAT: [
        "What happened in Halven?",
        "He was fined for doing what?",
        "When the ferry sank, what did the crew do?",
        "Children who eat what are kinder?",
        "Which of the following is true?",
    ],
    QuestionKind.YES_NO: ["Is the ferry old?", "Did he say when it would run?", "“Has it sunk?”"],
    QuestionKind.OTHER: ["Tell me about the ferry", "ferry Halven", "", "؟"],
}


@pytest.mark.parametrize(
    ("question", "kind"), [(question, kind) for kind, group in KINDS.items() for question in group]
)
def test_question_kind(question: str, kind: QuestionKind) -> None:
    assert question_kind(question) is kind


def test_the_last_of_several_sentences_counts() -> None:
    question = "A ferry sank last week. Who owned it when it sank?"
    assert question_kind(question) is QuestionKind.WHO
    assert question_kind("Who owned the ferry? I want to know.") is QuestionKind.WHO


# A sentence that holds the kind of thing asked for, and one that does not.
PAIRS = [
    (QuestionKind.WHO, "The mayor, Ada Merrin, said no.", "It was cold and the sea was rough."),
    (QuestionKind.NAME, "They called it “Corrin Star” at once.", "It was cold on board."),
    (QuestionKind.WHEN, "It sank on 3 March 2025.", "It sank quickly."),
    (QuestionKind.WHEN, "It sank on Tuesday at noon.", "It sank near Halven."),
    (QuestionKind.WHERE, "It sank near Halven.", "It sank on Tuesday."),
    (QuestionKind.WHERE, "PORT HALVEN (MW) — The ship is lost.", "The ship is lost in March."),
    (QuestionKind.HOW_MANY, "There were 41 people on board.", "There were people on board."),
    (QuestionKind.HOW_MANY, "Twelve men and two women died.", "Men and women died."),
    (QuestionKind.HOW_MUCH, "It cost $4.5 million.", "It cost a lot."),
    (QuestionKind.HOW_MUCH, "Prices rose 3.5 percent.", "Prices rose in 2024."),
    (QuestionKind.AGE, "Merrin, 41, leads it.", "Merrin leads it."),
    (QuestionKind.AGE, "The 12-year-old ran.", "The 12 boats ran."),
    (QuestionKind.WHY, "It stopped because of cracks.", "It stopped at noon."),
    (QuestionKind.HOW, "They escaped by boat.", "They escaped."),
]


@pytest.mark.parametrize(("kind", "better", "worse"), PAIRS)
def test_answer_type_score(kind: QuestionKind, better: str, worse: str) -> None:
    assert answer_type_score(better, kind) > answer_type_score(worse, kind)


@given(ugly_text, st.sampled_from(QuestionKind))
def test_scores_are_shares(text: str, kind: QuestionKind) -> None:
    assert 0 <= answer_type_score(text, kind) <= 1
    assert question_kind(text) in QuestionKind


def test_kinds_without_signs_order_nothing() -> None:
    for kind in (QuestionKind.WHAT, QuestionKind.YES_NO, QuestionKind.OTHER):
        assert answer_type_score("Ada Merrin, 41, said so in 2025.", kind) == 0.5


@pytest.mark.parametrize("unit", ["(Aa ", "1,", " in the ", "A. ", "A B", "'", "e\u0301"])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    # With anything quadratic in it this would take minutes.
    text = (unit * 100_000)[:100_000]
    for kind in QuestionKind:
        assert 0 <= answer_type_score(text, kind) <= 1
    assert question_kind(text) in QuestionKind
