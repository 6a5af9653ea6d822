"""What was retracted, or corrected elsewhere, comes after what stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answering.penalties import penalised, penalties
from assistant.language.articles import make_article
from assistant.settings import load_settings
from assistant.types import Article, CorrectionKind, Document, Hit, Passage

STORY = (
    "The ferry Saint Orla sank off Skarn on Tuesday with {number} people on board, police said.\n\n"
    "Divers found the bow ramp of the ferry open, and it had been repaired twice this year.\n\n"
    "The ministry in Corvenne ordered an inquiry, which begins on Monday under a judge.\n\n"
    "Families waited at the quay all night, and some had come from the mainland to look.\n\n"
    "The operator of the ferry closed its offices and did not answer any questions."
)
CORRECTS = "(Corrects number on board to 212 in paragraph 1)\n\n"
RETRACTED = "Editor's note: The Courier has retracted this article, whose sources were made up.\n\n"


def _hit(
    text: str, *, published: date | None = date(2025, 3, 5), source: str = "A", title: str = "Ferry"
) -> Hit:
    article = make_article(
        Document(title=title, text=text, origin=source, source=source, published=published)
    )
    return Hit(article, Passage(0, 0, 0, 0, article.sentences[0].end), 1.0)


def _lowered(*hits: Hit) -> list[bool]:
    found = penalties({hit.article.id: hit.article for hit in hits}, factor=0.5)
    return [penalised(hit.article, 1.0, found) == 0.5 for hit in hits]


def test_a_retracted_article_goes_down() -> None:
    assert _lowered(_hit(RETRACTED + STORY), _hit("Other news of the day.")) == [True, False]


def test_an_older_copy_of_a_corrected_story_goes_down() -> None:
    right = _hit(CORRECTS + STORY.format(number=212), source="Wire", published=date(2025, 3, 6))
    older = _hit(STORY.format(number=300), source="Ledger")
    undated = _hit(STORY.format(number=300), source="Post", published=None)
    newer = _hit(STORY.format(number=300), source="Late", published=date(2025, 3, 7))
    other = _hit("The mayor of Skarn resigned on Monday over a row about the budget of schools.")
    assert _lowered(older, right, undated, newer, other) == [True, False, True, False, False]
    assert _lowered(older, undated, newer, other) == [False] * 4


def test_scores_below_nothing_are_not_raised() -> None:
    hit = _hit(RETRACTED + STORY)
    found = penalties({hit.article.id: hit.article}, factor=0.5)
    assert found
    assert penalised(hit.article, -1.0, found) == -1.0


@pytest.fixture
def asking(tmp_path: Path) -> Callable[..., Assistant]:
    def filled(*, rerank: bool, **stories: str) -> Assistant:
        for name, text in stories.items():
            (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        chosen = load_settings(home=tmp_path / "home", engine="extractive", rerank=rerank)
        assistant = Assistant(settings=chosen)
        assistant.add(tmp_path)
        return assistant

    return filled


def _story(text: str, *, day: int, outlet: str) -> str:
    head = f"---\ntitle: Ferry sinks off Skarn\nsource: {outlet}\npublished: 2025-03-0{day}\n---\n"
    return head + text


@pytest.mark.parametrize("rerank", [True, False])
def test_answers_quote_what_stands(asking: Callable[..., Assistant], rerank: bool) -> None:
    with asking(
        rerank=rerank,
        old=_story(STORY.format(number=300), day=5, outlet="Ledger"),
        right=_story(CORRECTS + STORY.format(number=212), day=6, outlet="Wire"),
        made_up=_story(
            RETRACTED + "The ferry that sank off Skarn had 400 people on board, a sailor said.",
            day=7,
            outlet="Courier",
        ),
    ) as assistant:
        question = "How many people were on board the ferry that sank off Skarn?"
        hits = assistant.search(question)
        assert hits[0].article.source == "Wire"
        answer = assistant.ask(question)
        assert "212 people" in answer.statements[0].text
        quoted: list[Article] = [assistant.article(one.article_id) for one in answer.sources]
        assert quoted[0].source == "Wire"
        kinds = {note.article_id: note.kind for note in answer.corrections}
        assert kinds[quoted[0].id] is CorrectionKind.CORRECTION
