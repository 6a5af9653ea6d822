"""The news quiz of 2025: whether the answer's words are found, and said.

An article counts where an answer's string stands in it as whole words: 150 questions over 941
noisy web pages; only those whose answer stands in some article count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from assistant.answering import extractive
from assistant.answering.pipeline import asked_of, ranked_sentences
from assistant.answering.retrieval import Retrieval, RetrievalSettings
from assistant.library.library import Library
from assistant.library.preparation import PASSAGE_TOKENS
from assistant.models.embedder import Embedder
from assistant.types import Article
from eval.comparing.statistics import difference
from eval.questions import Asked, library_of, quiz_articles, quiz_questions

FIRST: Final = (1, 5, 10)
_DEPTH: Final = 60
_SENTENCES: Final = 3
_WAYS: Final = {
    "BM25 alone": RetrievalSettings(dense=0.0, depth=_DEPTH),
    "embeddings alone": RetrievalSettings(dense=1.0, depth=_DEPTH),
    "the program": RetrievalSettings(),
}


def table(data: Path, keep: Path) -> Iterator[str]:
    """The rows, in Markdown."""
    questions = quiz_questions(data)
    articles = [*quiz_articles(data)]
    embedder = Embedder()
    library = library_of(articles, embedder=embedder, passage_tokens=PASSAGE_TOKENS, keep=keep)
    yield f"{len(questions)} questions, {len(articles)} articles. The answer's string stands in:\n"
    yield (
        "| way | the first article | the first 5 | the first 10 | what is shown "
        "| first 5, less BM25 alone (95 % interval) |"
    )
    yield "|---|---|---|---|---|---|"
    baseline: list[bool] | None = None
    for name, settings in _WAYS.items():
        retrieval = Retrieval(library, embedder=embedder, settings=settings)
        ranked = [_articles(asked, retrieval) for asked in questions]
        at = {
            k: [
                any(asked.answered_by(article.text) for article in found[:k])
                for asked, found in zip(questions, ranked, strict=True)
            ]
            for k in FIRST
        }
        if name == "the program":
            shown = [_answered(asked, retrieval, library) for asked in questions]
        else:
            shown = [
                asked.answered_by(_lead(found[0])) if found else False
                for asked, found in zip(questions, ranked, strict=True)
            ]
        baseline = baseline or at[5]
        shares = " | ".join(f"{float(np.mean(values)):.3f}" for values in (*at.values(), shown))
        yield f"| {name} | {shares} | {_less(at[5], baseline, questions)} |"
    yield (
        "\nWhat is shown is, for the program, the sentences that the extractive engine ranks "
        f"first, before it asks whether to answer; for the others the first {_SENTENCES} "
        "sentences of the first article."
    )
    library.close()


def _articles(asked: Asked, retrieval: Retrieval) -> list[Article]:
    """The articles in the order of their best passage."""
    hits = retrieval.search(asked.question, k=_DEPTH).hits
    return [*{hit.article.id: hit.article for hit in hits}.values()]


def _lead(article: Article) -> str:
    sentences = article.sentences[:_SENTENCES]
    return article.text[sentences[0].start : sentences[-1].end] if sentences else ""


def _answered(asked: Asked, retrieval: Retrieval, library: Library) -> bool:
    found = retrieval.search(asked.question, k=retrieval.settings.passages)
    question = asked_of(asked.question, found, library=library)
    settings = extractive.ExtractiveSettings()
    ranked = ranked_sentences(question, found, library=library, settings=settings)
    shown = extractive.quote(ranked, settings=settings) if ranked else ()
    return any(asked.answered_by(statement.text) for statement in shown)


def _less(values: Sequence[bool], baseline: Sequence[bool], questions: Sequence[Asked]) -> str:
    if values is baseline:
        return ""
    changes = [float(new) - float(old) for new, old in zip(values, baseline, strict=True)]
    found = difference(changes, [asked.id for asked in questions], level=0.95, seed=0)
    return f"{found.mean:+.3f} ({found.low:+.3f} to {found.high:+.3f})"
