from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given

from assistant import Assistant
from assistant.answering.made_questions import LONGEST, questions_in
from assistant.answering.story_names import short_name
from assistant.language.articles import make_article
from assistant.services.questions import Questions
from assistant.services.resources import Resources
from assistant.settings import load_settings
from assistant.telling import Story
from assistant.types import Article, ArticleSummary, Document
from tests.language.ugly import ugly_text

_ADDED = datetime(2031, 3, 3, tzinfo=UTC)


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
    assert questions[0] == "What is new on Judith Amaro?", "not of the newest story"
    titles = [story.title for story in samples.stories(limit=50)]
    assert not [one for one in questions if any(title[:20] in one for title in titles)]
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


def _story(
    *titles: str, texts: tuple[str, ...], named: bool = False
) -> tuple[Story, list[Article]]:
    articles = [_article(title, text) for title, text in zip(titles, texts, strict=True)]
    kept = tuple(
        ArticleSummary(str(n), one, "The Ledger", None, (), None, _ADDED, str(n), 1, 1)
        for n, one in enumerate(titles)
    )
    return Story("s", titles[0], kept, named=named), articles


@pytest.mark.parametrize(
    ("titles", "texts", "name"),
    [
        (
            ("First death in measles outbreak in Texas", "Measles outbreak grows to 99"),
            ("A child died in the measles outbreak.", "The measles outbreak has grown to 99."),
            "the measles outbreak",
        ),
        (
            ("Leaks: what Pete Hegseth warns of", "Pete Hegseth told to explain himself"),
            ("On Monday Pete Hegseth warned them.", "The aide of Pete Hegseth said nothing."),
            "Pete Hegseth",
        ),
        (
            ("Toll in ferry disaster rises", "Divers go on"),
            (
                "The ferry Saint Orla sank. Divers found the Saint Orla on Tuesday.",
                "They reached the Saint Orla at last.",
            ),
            "the Saint Orla",
        ),
        (("Toll rises again", "Divers go on"), ("The toll has risen.", "They go on."), ""),
        (("港口罢工进入第三周", "港口罢工"), ("港口罢工进入第三周。", "港口罢工。"), ""),
    ],
)
def test_a_story_is_called_by_a_few_words_that_its_articles_write(
    titles: tuple[str, ...], texts: tuple[str, ...], name: str
) -> None:
    assert short_name(*_story(*titles, texts=texts)) == name


def test_a_name_that_a_person_gave_is_what_a_story_is_called() -> None:
    story, articles = _story("Port strike", texts=("The dockers walk out.",), named=True)
    assert short_name(story, articles) == "Port strike"


def test_whoever_comes_while_questions_are_made_does_not_wait_for_them(samples: Assistant) -> None:
    questions = Questions(Resources(settings=samples.settings))
    with questions._suggesting:
        began = monotonic()
        assert questions.suggestions() == ()
        assert monotonic() - began < 10
    assert questions.suggestions()


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
