from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from assistant import Assistant
from assistant.answering.made_questions import LONGEST, questions_in
from assistant.language.articles import make_article
from assistant.settings import load_settings
from assistant.types import Article, Document
from tests.language.ugly import ugly_text


def _article(title: str, text: str, *, language: str = "en") -> Article:
    return make_article(Document(title=title, text=text, origin="x", language=language))


def _asked(text: str, *, title: str = "Ferry sinks") -> list[str]:
    return [question.text for question in questions_in(_article(title, text))]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "At least 164 people were rescued from the Saint Orla on Monday, the coast guard said.",
            "How many people were rescued from the Saint Orla?",
        ),
        (
            "PORT HALVEN — Some 2,300 homes have been evacuated below the Karrow Dam after rain.",
            "How many homes have been evacuated below the Karrow Dam?",
        ),
        (
            "Two men were arrested in Vessmark while they slept.",
            "How many men were arrested in Vessmark?",
        ),
    ],
)
def test_how_many_is_asked_of_a_figure_that_is_the_subject(sentence: str, question: str) -> None:
    assert _asked(sentence) == [question]


@pytest.mark.parametrize(
    "sentence",
    [
        "He said 164 people were rescued from the Saint Orla.",
        "At least 164 people were rescued.",
        "164 people were rescued from it in Vessmark.",
        "Some 20 people were injured inside St. Wenna's Hospital in Vessmark.",
        "Two million people are employed last week in Vessmark.",
        "12 people were <b>rescued</b> from the Saint Orla.",
        "12 people were rescued from saint-orla.example in Vessmark.",
    ],
)
def test_what_leaves_a_doubt_is_not_asked(sentence: str) -> None:
    assert _asked(sentence) == []


def test_what_somebody_said_is_asked_of_people_named_in_full() -> None:
    text = (
        "The wreck lies in deep water, Leila Strand said on Tuesday. Strand spoke in the harbour. "
        "The wreck was found by divers. The wreck is upright. Port Halven said it was sorry. "
        "She said more. Strand said nothing else."
    )
    assert _asked(text, title="Divers reach wreck of ferry") == [
        "What did Leila Strand say about the wreck?"
    ]


def test_articles_in_other_languages_give_none() -> None:
    english = _article("Ferry", "At least 164 people were rescued from the Saint Orla.")
    assert len(list(questions_in(english))) == 1
    assert list(questions_in(replace(english, language="de"))) == []


@given(ugly_text, ugly_text)
def test_questions_are_plain_lines_whatever_the_article(title: str, text: str) -> None:
    for question in questions_in(_article(title or "x", text or "x")):
        assert question.text.isprintable()
        assert question.text.endswith("?")
        assert len(question.text) <= LONGEST
        assert not set(question.text) & set('<>[]{}`\\"\u202e')


def test_the_samples_suggestions_are_answered_from_different_articles(samples: Assistant) -> None:
    questions = samples.suggestions()
    assert len(questions) == len(set(questions)) == 5
    assert questions[0].startswith("What is the latest on Marrin"), "not of the newest story"
    for question in questions:
        answer = samples.ask(question)
        assert not answer.abstained, question
        assert answer.statements[0].citations
    *made, whole = questions
    assert whole.startswith("Timeline of ")
    days = {statement.heading for statement in samples.ask(whole).statements}
    assert len(days) >= 3
    assert len({question.split()[1] for question in made}) > 2, "all of one kind"
    assert not any(question.startswith("What did") for question in made), "of somebody unknown"


def test_suggestions_follow_the_library(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home", engine="extractive")
    with Assistant(settings=settings) as assistant:
        assert assistant.suggestions() == ()
        story = tmp_path / "story.txt"
        story.write_text(
            "Tramway to Ostrel reopens\n\nAbout 40 people were stranded on the Ostrel Tramway on "
            "Monday. The tramway was repaired.\n",
            encoding="utf-8",
        )
        assistant.add(story)
        questions = ("How many people were stranded on the Ostrel Tramway?",)
        assert assistant.suggestions() == questions
        assistant.remove(assistant.articles()[0].id)
        assert assistant.suggestions() == ()
