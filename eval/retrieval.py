"""Chooses passage size, fusion and weights: ``python -m eval.retrieval --data FOLDER``.

Prints the tables of docs/measurements/retrieval.md. Half of the questions (those whose
place in the list is even) choose, the other half report.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.answering.duplicates import collapse
from assistant.answering.retrieval import RetrievalSettings, fuse, rank
from assistant.library.library import Library
from assistant.library.words import Found
from assistant.models.embedder import Embedder
from assistant.types import Filters, Hit
from eval.questions import (
    Asked,
    library_of,
    quiz_articles,
    quiz_questions,
    sample_articles,
    sample_questions,
)

DEPTH: Final = 50
SIZES: Final = (100, 150, 200, 300)

Fusion = Callable[[Sequence[Found], Sequence[Found]], dict[str, float]]


def reciprocal_ranks(
    nearest: Sequence[Found], matching: Sequence[Found], *, constant: int
) -> dict[str, float]:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009), by passage id."""
    scores: dict[str, float] = {}
    for found_list in (nearest, matching):
        for place, found in enumerate(found_list, start=1):
            scores[found.id] = scores.get(found.id, 0.0) + 1 / (constant + place)
    return scores


FUSIONS: Final[dict[str, Fusion]] = {
    "BM25 alone": partial(fuse, dense=0.0),
    "dense alone": partial(fuse, dense=1.0),
    "ranks (RRF, 60)": partial(reciprocal_ranks, constant=60),
    "ranks (RRF, 10)": partial(reciprocal_ranks, constant=10),
    **{
        f"scores, dense {weight:.1f}": partial(fuse, dense=weight)
        for weight in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
    },
}


@dataclass(frozen=True, slots=True)
class Lists:
    """What the two indexes find for one question."""

    asked: Asked
    nearest: list[Found]
    matching: list[Found]


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of the questions whose answer (or gold sentence) is in the first k passages."""

    at1: float
    at3: float
    at5: float
    at10: float
    mrr: float

    def row(self) -> str:
        """The cells of a table."""
        return (
            f"{self.at1:.3f} | {self.at3:.3f} | {self.at5:.3f} | {self.at10:.3f} | {self.mrr:.3f}"
        )


def lists_for(questions: Sequence[Asked], library: Library, *, embedder: Embedder) -> list[Lists]:
    """Both lists for every question."""
    library.indexes.sync()
    vectors = embedder.embed([asked.question for asked in questions])
    return [
        Lists(
            asked,
            library.vectors.search(vector, k=DEPTH, filters=Filters()),
            library.words.search(asked.question, k=DEPTH, filters=Filters()),
        )
        for asked, vector in zip(questions, vectors, strict=True)
    ]


def scored(lists: Sequence[Lists], library: Library, fusion: Fusion) -> Scores:
    """How well ``fusion`` does, near-identical passages counted once."""
    ranks = [_rank(item, library, fusion) for item in lists]

    def share(k: int) -> float:
        return float(np.mean([rank is not None and rank <= k for rank in ranks]))

    mrr = float(np.mean([1 / rank if rank else 0.0 for rank in ranks]))
    return Scores(share(1), share(3), share(5), share(10), mrr)


def _rank(item: Lists, library: Library, fusion: Fusion) -> int | None:
    hits = rank(
        library,
        fusion(item.nearest, item.matching),
        nearest=item.nearest,
        matching=item.matching,
        most=40,
    )
    for place, hit in enumerate(
        collapse(hits, k=10, threshold=RetrievalSettings().identical), start=1
    ):
        if _answers(item.asked, hit):
            return place
    return None


def _answers(asked: Asked, hit: Hit) -> bool:
    if asked.gold:
        return any(sentence in hit.text for sentence in asked.gold)
    return asked.answered_by(hit.text)


def exact_recall(library: Library, vectors: NDArray[np.float32]) -> float:
    """Share of the exact nearest 50 passages that Chroma's 50 hold, over all questions."""
    ids: list[str] = []
    rows: list[NDArray[np.float32]] = []
    for article in library.catalogue.articles.by_id(library.catalogue.articles.ids()).values():
        for stored in library.catalogue.passages.of(article):
            ids.append(stored.id)
            rows.append(stored.vector)
    cosines = vectors @ np.stack(rows).T
    shares = []
    for vector, row in zip(vectors, cosines, strict=True):
        wanted = {ids[place] for place in np.argsort(-row)[:DEPTH]}
        found = {hit.id for hit in library.vectors.search(vector, k=DEPTH, filters=Filters())}
        shares.append(len(wanted & found) / DEPTH)
    return float(np.mean(shares))


def _halves(lists: Sequence[Lists]) -> tuple[list[Lists], list[Lists]]:
    return list(lists[::2]), list(lists[1::2])


def _tables(data: Path, keep: Path, sizes: Sequence[int]) -> Iterator[str]:
    embedder = Embedder()
    sets = {"samples": ([*sample_articles()], [q for q in sample_questions() if q.answerable])}
    if (data / "news-quiz-2025").is_dir():
        sets["news quiz"] = ([*quiz_articles(data)], [*quiz_questions(data)])
    for name, (articles, questions) in sets.items():
        yield f"\n### {name}: {len(articles)} articles, {len(questions)} questions\n"
        yield "| passages | fusion | half | @1 | @3 | @5 | @10 | MRR |"
        yield "|---|---|---|---|---|---|---|---|"
        for size in sizes:
            library = library_of(articles, embedder=embedder, passage_tokens=size, keep=keep)
            lists = lists_for(questions, library, embedder=embedder)
            choosing, reporting = _halves(lists)
            for fusion_name, fusion in FUSIONS.items():
                for half, part in (("choose", choosing), ("report", reporting)):
                    row = scored(part, library, fusion).row()
                    yield f"| {size} | {fusion_name} | {half} | {row} |"
            vectors = embedder.embed([item.asked.question for item in lists])
            recall = exact_recall(library, vectors)
            count = library.catalogue.passages.count()
            yield f"| {size} | Chroma: {recall:.4f} of the exact top 50 of {count} | | | | | | |"
            library.close()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of news-quiz-2025")
    parser.add_argument("--keep", type=Path, default=Path(".bench/retrieval"), help="for libraries")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="tokens of a passage")
    given = parser.parse_args()
    for line in _tables(given.data, given.keep, given.sizes):
        print(line, flush=True)


if __name__ == "__main__":
    main()
