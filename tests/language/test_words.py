from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.words import (
    STOP_WORDS,
    QuestionKind,
    answer_shape_score,
    content_terms,
    count_words,
    near_identical,
    question_kind,
    shingles,
)
from tests.language.ugly import ugly_text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("— – - … ... * •", 0),
        ("The ferry stopped.", 3),
        ("a well-known state-of-the-art ship", 4),
        ("It rose 3.5% to $1,200.", 5),
        ("He said — twice — no.", 4),
        ("the ship—old and slow–sank", 6),
        ("from 2019–20 on", 3),
        ("don’t won't O’Neil’s", 3),
        ("“Yes,” she said; (no)?", 4),
        ("café cafe\u0301 naïve", 3),
        ("write to desk.news@halden.example or https://news.example/a?b=c", 5),
        ("他来了", 3),
        ("one\ntwo\r\nthree\u00a0four", 4),
        ("😀 🎉", 0),
        ("either/or", 1),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@given(ugly_text, ugly_text)
def test_words_of_two_lines_add_up(first: str, second: str) -> None:
    assert count_words(f"{first}\n{second}") == count_words(first) + count_words(second)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("What did the Mayor of Córdoba say?", ("mayor", "cordoba", "say")),
        ("In 2024 1,200 well-known ships", ("2024", "1200", "well", "known", "ships")),
        ("Voss’s ship didn’t sink; it's 3.5 m", ("voss", "ship", "sink", "3.5", "m")),
        ("Straße ﬁre Ångström", ("strasse", "fire", "angstrom")),
        ("the of and", ()),
        ("", ()),
    ],
)
def test_content_terms(text: str, terms: tuple[str, ...]) -> None:
    assert content_terms(text) == terms


@given(ugly_text)
def test_content_terms_are_plain(text: str) -> None:
    for term in content_terms(text):
        assert term
        assert term == term.lower()
        assert term not in STOP_WORDS
        assert not any(character.isspace() for character in term)


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
def test_answer_shape_score(kind: QuestionKind, better: str, worse: str) -> None:
    assert answer_shape_score(better, kind) > answer_shape_score(worse, kind)


@given(ugly_text, st.sampled_from(QuestionKind))
def test_scores_are_shares(text: str, kind: QuestionKind) -> None:
    assert 0 <= answer_shape_score(text, kind) <= 1
    assert question_kind(text) in QuestionKind


def test_kinds_without_signs_order_nothing() -> None:
    for kind in (QuestionKind.WHAT, QuestionKind.YES_NO, QuestionKind.OTHER):
        assert answer_shape_score("Ada Merrin, 41, said so in 2025.", kind) == 0.5


WIRE = (
    "The harbour authority said on Tuesday that the ferry between Port Halven and Corrin would "
    "not run before Friday, after inspectors found cracks in the hull of the ship."
)


def test_copies_are_near_identical() -> None:
    copy = WIRE.replace("authority said", "AUTHORITY  said").replace("Corrin", "Córrin") + "”"
    assert shingles(copy) == shingles(WIRE)
    edited = shingles(WIRE + " More to follow.")
    assert near_identical(shingles(WIRE), edited)
    assert near_identical(edited, shingles(WIRE))


def test_other_texts_are_not() -> None:
    other = "Inspectors found no cracks in the hull, and the ferry runs again between the ports."
    assert not near_identical(shingles(WIRE), shingles(other))
    assert not near_identical(shingles(WIRE), shingles(WIRE[:90])), "a part is no copy"
    assert not near_identical(shingles("— …"), shingles("— …")), "no words are like nothing"


def test_short_texts_have_one_shingle() -> None:
    assert len(shingles("Ferry halted")) == 1
    assert shingles("Ferry halted") == shingles("ferry, halted!")
    assert shingles("Ferry halted") != shingles("halted ferry")
    assert shingles("") == frozenset()
    assert len(shingles("one two three four five six", n=5)) == 2


@given(ugly_text)
def test_shingles_hold_as_many_runs_as_there_are(text: str) -> None:
    own = shingles(text)
    assert near_identical(own, own) == bool(own)
    assert shingles(f"{text} ") == own


def test_shingles_are_the_same_in_every_process() -> None:
    code = "from assistant.language.words import shingles; print(sorted(shingles('Ferry halted')))"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == str(sorted(shingles("Ferry halted")))


@pytest.mark.parametrize(
    "unit", ["(Aa ", "A-", "1,", "1.", " in the ", "a ", "A. ", "A B", "'", "e\u0301"]
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    # With anything quadratic in it this would take minutes.
    text = (unit * 100_000)[:100_000]
    for kind in QuestionKind:
        assert 0 <= answer_shape_score(text, kind) <= 1
    assert count_words(text) <= len(text)
    assert len(shingles(text)) <= len(content_terms(text)) + len(text)
    assert question_kind(text) in QuestionKind
