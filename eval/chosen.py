"""Searching among chosen articles, as a collection is: what is found, and how long it takes.

``python -m eval chosen --data ../shared/data --keep FOLDER`` makes a library of 10,000 articles
in the folder, the beginnings of real ones with their vectors moved a little (a folder that has
one already is used), and prints a table for collections of several sizes: taken at random, and
those that are farthest from each question, of which a search of everything finds none.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import process_time
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.answering.retriever import ShippedEmbeddings
from assistant.language.articles import make_article, make_document
from assistant.library.library import Library
from assistant.library.nearest import nearest
from assistant.library.preparation import prepare
from assistant.models.embedder import Embedder
from assistant.types import Filters, article_of
from eval.bench import resampled
from eval.questions import quiz_articles, quiz_questions

_Given = TypeVar("_Given")

SIZES: Final = (1, 100, 1_000, 5_000)
DEPTH: Final = 50
_CHARACTERS: Final = 2_500
_REAL: Final = 250
_QUESTIONS: Final = 20
_WINDOW: Final = 200


def made(home: Path, data: Path, *, articles: int) -> Library:
    """A library of so many articles in ``home``, made where there is none."""
    library = Library(home, model=Embedder.name, dimension=Embedder.dimension)
    if library.catalogue.articles.ids():
        return library
    real = [
        make_article(replace(make_document(one), text=one.text[:_CHARACTERS]))
        for one, _ in zip(quiz_articles(data), range(_REAL), strict=False)
    ]
    prepared = list(prepare(real, embedder=Embedder()))
    passages = articles * sum(len(one.passages) for one in prepared) // len(prepared)
    several = list(resampled(prepared, passages=passages))
    with library.writing("making a library to measure on"):
        for start in range(0, len(several), _WINDOW):
            library.upsert(several[start : start + _WINDOW])
    return library


def _table(library: Library, questions: Sequence[str]) -> Iterator[str]:
    library.indexes.sync()
    embedder = Embedder()
    asked = embedder.embed(questions)
    store = library.vectors.store(ShippedEmbeddings(embedder))
    every = library.catalogue.articles.ids()
    ids, rows = library.catalogue.passages.vectors(every)
    owners = np.array([article_of(key) for key in ids])
    order = np.random.default_rng(1).permutation(every).tolist()
    yield f"{len(every):,} articles, {len(ids):,} passages, {len(questions)} questions"
    yield "\n| chosen | recall | nearest | BM25 | Chroma's `$in` |\n|---|---|---|---|---|"
    for size in (one for one in SIZES if one <= len(every)):
        for kind in ("at random", "farthest"):
            shares, times = [], []
            for question, vector in zip(questions, asked, strict=True):
                cosines = rows @ vector
                chosen = order[:size] if kind == "at random" else _farthest(owners, cosines, size)
                wanted = _exact(ids, cosines, np.isin(owners, chosen))
                only = Filters(articles=tuple(chosen))
                near = partial(nearest, library.vectors, library.catalogue.passages, vector)
                found, first = _timed(partial(near, k=DEPTH, filters=only))
                words = partial(library.words.search, question, k=DEPTH, filters=only)
                inside = partial(store.similarity_search_by_vector, vector.tolist(), k=DEPTH)
                within = {"article_id": {"$in": chosen}}
                shares.append(len(wanted & {one.id for one in found}) / len(wanted))
                times.append((first, _timed(words)[1], _timed(partial(inside, filter=within))[1]))
            shown = " | ".join(f"{one:.0f} ms" for one in np.median(times, axis=0))
            yield f"| {size:,} {kind} | {np.mean(shares):.4f} | {shown} |"


def _farthest(owners: NDArray[np.str_], cosines: NDArray[np.float32], size: int) -> list[str]:
    """The articles whose passages are all farther from a question than those of others."""
    best: dict[str, float] = {}
    for owner, cosine in zip(owners.tolist(), cosines.tolist(), strict=True):
        best[owner] = max(best.get(owner, -1.0), cosine)
    return sorted(best, key=best.__getitem__)[:size]


def _exact(ids: Sequence[str], cosines: NDArray[np.float32], within: NDArray[np.bool_]) -> set[str]:
    places = np.flatnonzero(within)
    return {ids[place] for place in places[np.argsort(-cosines[places])[:DEPTH]]}


def _timed(call: Callable[[], _Given]) -> tuple[_Given, float]:
    """What a call gives, and the milliseconds of the processor that it takes."""
    started = process_time()
    given = call()
    return given, 1_000 * (process_time() - started)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with news-quiz-2025")
    parser.add_argument("--keep", type=Path, required=True, help="folder of the library")
    parser.add_argument("--articles", type=int, default=10_000)
    given = parser.parse_args()
    library = made(given.keep, given.data, articles=given.articles)
    questions = [one.question for one in quiz_questions(given.data)][:_QUESTIONS]
    for line in _table(library, questions):
        print(line, flush=True)
    library.close()


if __name__ == "__main__":
    main()
