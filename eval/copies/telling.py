"""How well copies are told: all the texts of the pairs are kept in one catalogue, then asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from assistant.language.articles import make_article
from assistant.library.catalogue import Catalogue
from assistant.library.schema import PreparedArticle
from assistant.types import Article, Document, Filters
from eval.copies.pairs import COPIES, OTHERS, Pair, pair_key

_STEP: Final = 50


@dataclass(slots=True)
class Told:
    """What was told of the pairs: how many of each kind, how many of them as copies.

    ``mixed`` are pairs of original articles that came into one cluster.
    """

    pairs: Counter[str] = field(default_factory=Counter)
    as_copies: Counter[str] = field(default_factory=Counter)
    mixed: dict[str, tuple[Document, Document]] = field(default_factory=dict)

    def __add__(self, other: Told) -> Told:
        return Told(
            self.pairs + other.pairs,
            self.as_copies + other.as_copies,
            {**self.mixed, **other.mixed},
        )

    def recall(self, kinds: Iterable[str] = COPIES) -> float:
        """Share of the copies that were told as such."""
        named = tuple(kinds)
        return sum(self.as_copies[kind] for kind in named) / max(
            1, sum(self.pairs[kind] for kind in named)
        )

    def precision(self) -> float:
        """Share of what was told as copies that are copies."""
        right = sum(self.as_copies[kind] for kind in COPIES)
        wrong = sum(self.as_copies[kind] for kind in OTHERS)
        return right / max(1, right + wrong)


def tell(pairs: Sequence[Pair], documents: Sequence[Document], *, folder: Path) -> Told:
    """Keeps all texts of ``pairs`` in a catalogue in ``folder``, and asks for the clusters.

    Args:
        pairs: the pairs.
        documents: the articles that they were made from.
        folder: where the catalogue is made; empty.
    """
    catalogue = Catalogue.in_file(folder / "catalogue.sqlite")
    catalogue.create({})
    texts = {each.origin: each for pair in pairs for each in (pair.first, pair.second)}
    ids = dict(keep(catalogue, texts.values()))
    cluster = {
        each.id: found.head.id
        for found in catalogue.clusters.within(Filters())
        for each in (found.head, *found.copies)
    }
    catalogue.close()

    def together(first: Document, second: Document) -> bool:
        known = cluster.get(ids[first.origin])
        return known is not None and known == cluster.get(ids[second.origin])

    told = Told()
    for pair in pairs:
        told.pairs[pair.kind] += 1
        told.as_copies[pair.kind] += together(pair.first, pair.second)
    for place, first in enumerate(documents):
        for second in documents[:place]:
            if together(first, second):
                told.mixed[pair_key(first, second)] = (first, second)
    return told


def keep(catalogue: Catalogue, documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
    """Keeps ``documents``, with neither passages nor vectors; their origins and ids."""
    waiting: list[Article] = []
    for document in documents:
        waiting.append(make_article(document))
        yield document.origin, waiting[-1].id
        if len(waiting) == _STEP:
            _keep(catalogue, waiting)
            waiting = []
    _keep(catalogue, waiting)


def _keep(catalogue: Catalogue, articles: Sequence[Article]) -> None:
    none = np.zeros((0, 1), np.float32)
    prepared = [PreparedArticle(article, (), none, ()) for article in articles]
    catalogue.upsert(prepared, added=datetime.now(UTC))
