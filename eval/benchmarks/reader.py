"""The reader on labelled candidate sentences: TREC QA and WikiQA, never trained on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from assistant.language.words import content_terms
from assistant.models.embedder import Embedder
from assistant.models.reader import Reader, Sentence
from eval.support_choice import bm25_scores
from tools.train_reader.judging import ranked
from tools.train_reader.questions import labelled

SETS: Final = {"TREC QA, development": "trecqa", "WikiQA, development": "wikiqa"}


def table(data: Path, keep: Path) -> Iterator[str]:
    """The rows, in Markdown."""
    del keep  # no library is made
    embedder, reader = Embedder(), Reader()

    def by_words(question: str, sentences: Sequence[str]) -> list[float]:
        terms = [content_terms(sentence) for sentence in sentences]
        return [float(score) for score in bm25_scores(content_terms(question), terms)]

    def by_meaning(question: str, sentences: Sequence[str]) -> list[float]:
        vectors = embedder.embed(sentences)
        cosines: list[float] = (vectors @ embedder.embed([question])[0]).tolist()
        return cosines

    def read(question: str, sentences: Sequence[str]) -> list[float]:
        readings = reader.read(question, [Sentence(text, "") for text in sentences])
        return [reading.log_odds for reading in readings]

    ways: dict[str, Callable[[str, Sequence[str]], Sequence[float]]] = {
        "BM25": by_words,
        "embeddings": by_meaning,
        "the reader": read,
    }
    yield (
        "Questions that have both kinds of candidates; the reader was neither trained nor chosen "
        "on them.\n"
    )
    yield "| set | questions | candidates | way | MAP | MRR |"
    yield "|---|---|---|---|---|---|"
    for name, short in SETS.items():
        asked = labelled(data, short)
        count = sum(len(candidates) for _, candidates in asked)
        for way, score in ways.items():
            found = ranked(asked, score)
            yield f"| {name} | {len(asked)} | {count} | {way} | {found.map:.3f} | {found.mrr:.3f} |"
