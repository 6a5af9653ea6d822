"""The news quiz of 2025: whether the answer's words are found, and said.

An article, a passage or a sentence counts where an answer's string stands in it as whole words:
150 questions over 941 noisy web pages; only those whose answer stands in some article count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from assistant.answering import extractive
from assistant.answering.retrieval import Retrieval, RetrievalSettings
from assistant.library.preparation import PASSAGE_TOKENS
from assistant.models.embedder import Embedder
from assistant.models.reader import Reader
from assistant.types import Article
from eval.comparing.statistics import difference
from eval.questions import Asked, library_of, quiz_articles, quiz_questions

_DEPTH: Final = 60
_PASSAGES: Final = 5
WITHOUT: Final = "the program without the reader"
_WAYS: Final = {
    "BM25 alone": RetrievalSettings(dense=0.0, depth=_DEPTH),
    "embeddings alone": RetrievalSettings(dense=1.0, depth=_DEPTH),
    WITHOUT: RetrievalSettings(),
    "the program": RetrievalSettings(),
}


@dataclass(frozen=True, slots=True)
class Found:
    """Whether the answer to each question stands in what one way found."""

    columns: dict[str, list[bool]]

    def row(self) -> str:
        """The cells of a table."""
        return " | ".join(f"{float(np.mean(values)):.3f}" for values in self.columns.values())


def table(data: Path, keep: Path) -> Iterator[str]:
    """The rows, in Markdown."""
    questions = quiz_questions(data)
    articles = [*quiz_articles(data)]
    embedder, reader = Embedder(), Reader()
    library = library_of(articles, embedder=embedder, passage_tokens=PASSAGE_TOKENS, keep=keep)
    yield f"{len(questions)} questions, {len(articles)} articles. The answer's string stands in:\n"
    found = {
        name: _found(
            questions,
            Retrieval(
                library,
                embedder=embedder,
                reader=reader if name == "the program" else None,
                settings=settings,
            ),
        )
        for name, settings in _WAYS.items()
    }
    columns = [*found[WITHOUT].columns]
    yield f"| way | {' | '.join(columns)} |"
    yield "|---" * (len(columns) + 1) + "|"
    for name, one in found.items():
        yield f"| {name} | {one.row()} |"
    yield (
        "\nSentences are those that the extractive engine ranks first, and what is shown is what "
        "it quotes of them, before it asks whether to answer; “BM25 alone” and “embeddings alone” "
        "find passages, and the program's other signs rank their sentences.\n"
    )
    yield "| the program, less | " + " | ".join(columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for name in ("BM25 alone", WITHOUT):
        cells = " | ".join(
            _less(found["the program"].columns[column], found[name].columns[column], questions)
            for column in columns
        )
        yield f"| {name} | {cells} |"
    library.close()


def _found(questions: Sequence[Asked], retrieval: Retrieval) -> Found:
    columns: dict[str, list[bool]] = {}

    def note(column: str, *, held: bool) -> None:
        columns.setdefault(column, []).append(held)

    for asked in questions:
        deep = _articles(asked, retrieval)
        for k in (1, 5, 10):
            held = any(asked.answered_by(article.text) for article in deep[:k])
            note("article 1" if k == 1 else f"articles 1–{k}", held=held)
        found = retrieval.search(asked.question, k=retrieval.settings.passages)
        passages = [hit.text for hit in found.hits[:_PASSAGES]]
        note(f"passages 1–{_PASSAGES}", held=any(map(asked.answered_by, passages)))
        ranked = retrieval.sentences(found)
        texts = [one.article.sentence_text(one.index) for one in ranked[:5]]
        for k in (1, 3, 5):
            held = any(map(asked.answered_by, texts[:k]))
            note("sentence 1" if k == 1 else f"sentences 1–{k}", held=held)
        shown = extractive.quote(ranked)
        note("what is shown", held=any(asked.answered_by(said.text) for said in shown))
    return Found(columns)


def _articles(asked: Asked, retrieval: Retrieval) -> list[Article]:
    """The articles in the order of their best passage."""
    hits = retrieval.search(asked.question, k=_DEPTH).hits
    return [*{hit.article.id: hit.article for hit in hits}.values()]


def _less(values: Sequence[bool], baseline: Sequence[bool], questions: Sequence[Asked]) -> str:
    changes = [float(new) - float(old) for new, old in zip(values, baseline, strict=True)]
    found = difference(changes, [asked.id for asked in questions], level=0.95, seed=0)
    return f"{found.mean:+.3f} ({found.low:+.3f} to {found.high:+.3f})"
