"""The carriers of facts: outlets, or the articles where all are of one outlet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.articles.copies import stories_among
from assistant.stories.likeness import Likeness, Scores
from assistant.telling import Carrier
from assistant.types import Article, headline
from assistant.verifying.vectors import SourceVectors


@dataclass(frozen=True)
class Carriers:
    """Articles by their carriers, and the sentences of them to be held against each other.

    Attributes:
        articles: the articles.
        told: the carriers.
        of_articles: the carrier (its place in ``told``) of each article.
        likeness: the sentences of the articles.
    """

    articles: tuple[Article, ...]
    told: tuple[Carrier, ...]
    of_articles: tuple[int, ...]
    likeness: Likeness

    @cached_property
    def own(self) -> list[int]:
        """The carriers that are no copies."""
        return [n for n, one in enumerate(self.told) if one.copy_of is None]

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return {one.id: n for one, n in zip(self.articles, self.of_articles, strict=True)}

    def of(self, article: Article) -> int:
        """The carrier of an article."""
        return self._by_id[article.id]

    def best(self, scores: Scores) -> tuple[Scores, NDArray[np.int64]]:
        """Of each carrier the highest of [n, sentences] and its place; both [n, carriers]."""
        highest, places = self.likeness.best(scores)
        best = np.full((len(scores), len(self.told)), -1.0, np.float32)
        at = np.zeros((len(scores), len(self.told)), np.int64)
        for number, carrier in enumerate(self.of_articles):
            better = highest[:, number] > best[:, carrier]
            best[better, carrier] = highest[better, number]
            at[better, carrier] = places[better, number]
        return best, at


def carriers_of(articles: Sequence[Article], vectors: SourceVectors) -> Carriers:
    """The articles by outlet, or each for itself where all are of one."""
    outlets = sorted({one.source for one in articles if one.source}, key=str.casefold)
    if len(outlets) == 1 and all(one.source for one in articles):
        outlets = []
    numbers = {name: n for n, name in enumerate(outlets)}
    names = list(outlets)
    of_articles: list[int] = []
    for one in articles:
        if one.source in numbers:
            of_articles.append(numbers[one.source])
        else:
            of_articles.append(len(names))
            names.append(one.title or one.id)
    firsts = stories_among([one.text for one in articles])
    told = []
    for carrier, name in enumerate(names):
        own = [n for n, each in enumerate(of_articles) if each == carrier]
        # Of whose texts those of its articles are copies: none may be its own.
        others = [of_articles[firsts[n]] for n in own]
        copy_of = None if carrier in others else names[others[0]]
        told.append(Carrier(name, tuple(headline(articles[n]) for n in own), copy_of))
    likeness = Likeness(articles, vectors=vectors)
    return Carriers(tuple(articles), tuple(told), tuple(of_articles), likeness)
