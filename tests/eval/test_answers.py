"""What the ranking of sentences is measured with is the ranking that the program uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.retrieval import Retrieval
from assistant.library.preparation import PASSAGE_TOKENS
from assistant.models.embedder import Embedder
from assistant.models.reader import Reader
from eval.answers import WITH, WITHOUT, Case, cases, passages_found, shown
from eval.questions import library_of, sample_articles, sample_questions

QUESTIONS = [asked for asked in sample_questions() if asked.answerable][:4]


@pytest.fixture(scope="module")
def keep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libraries")


@pytest.fixture(scope="module")
def made(keep: Path) -> list[Case]:
    embedder = Embedder()
    library = library_of(
        [*sample_articles()], embedder=embedder, passage_tokens=PASSAGE_TOKENS, keep=keep
    )
    found = cases(QUESTIONS, library, embedder=embedder)
    library.close()
    return found


@pytest.mark.parametrize("reads", [False, True])
def test_the_order_is_the_programs_own(made: list[Case], keep: Path, *, reads: bool) -> None:
    embedder = Embedder()
    library = library_of(
        [*sample_articles()], embedder=embedder, passage_tokens=PASSAGE_TOKENS, keep=keep
    )
    retrieval = Retrieval(library, embedder=embedder, reader=Reader() if reads else None)
    for case in made:
        found = retrieval.search(case.asked.question, k=retrieval.settings.passages)
        # As ranked; what copies say with other figures is put beside it afterwards.
        ours = (
            (found.sentences or ())[:10] if reads else retrieval.sentences(found, read=False)[:10]
        )
        measured = (WITH if reads else WITHOUT).ranked(case)[:10]
        assert [(one.article.id, one.index) for one in measured] == [
            (one.article.id, one.index) for one in ours
        ]
    library.close()


def test_shares_are_of_all_questions(made: list[Case]) -> None:
    for way in (WITHOUT, WITH):
        found = shown(made, way)
        assert 0 <= found.first <= found.three <= found.five <= 1
        assert found.first <= found.mrr
        assert 0 <= passages_found(made, weight=0.5, way=way) <= 1
