"""Whether sentences of articles say what another sentence says: by meaning and by words.

A sentence that stands for itself is embedded alone and compared with the others' vectors, which
are made within their articles, as a question is with passages; beside that counts which of its
words they share, weighed by how rare each is among all sentences read. How the two are weighed,
and from which sum on a sentence is said again: docs/measurements/coverage.md.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.examining import examined
from assistant.language.words import content_terms
from assistant.stories.figure_standing import compatible
from assistant.stories.quantities import measured
from assistant.telling import Carried
from assistant.types import Article
from assistant.verifying.figures_context import Placed, placed_figures
from assistant.verifying.lexical import PREFIX
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors

WHOLE: Final = 0.75
"""The score from which on an article is held to say all of it."""
PARTLY: Final = 0.55
"""The score from which on it is held to say some of it."""
NOTHING: Final = 0.5
"""The score below which it is held to say nothing like it."""
_WORDS: Final = 0.5
"""What likeness of words counts beside likeness of meaning."""
_FIGURES: Final = 0.5
"""The share of a sentence's figures that have to stand beside it where all of it is said."""
_MOST: Final = 200
"""Sentences of an article that are looked at."""
_MOST_IN_ALL: Final = 10_000
_FEWEST: Final = 20
"""Sentences of an article that are looked at however many articles there are."""

Scores = NDArray[np.float32]


class Likeness:
    """The sentences of articles, against which others are held.

    Args:
        articles: whose sentences they are; of each the first, fewer where there are many.
        vectors: their vectors.
    """

    def __init__(self, articles: Sequence[Article], *, vectors: SourceVectors) -> None:
        most = max(_FEWEST, min(_MOST, _MOST_IN_ALL // max(1, len(articles))))
        self.sentences = tuple(
            SourceSentence(article, sentence.index)
            for article in articles
            for sentence in article.sentences[:most]
        )
        counts = [min(most, len(article.sentences)) for article in articles]
        self._starts = np.cumsum([0, *counts])
        self.vectors = vectors.of_sources(self.sentences)
        self._bags = [_words(one.text) for one in self.sentences]
        self._rarity = self._rarities()
        self._holding = self._holders()
        self._lengths = np.array([self._length(bag) for bag in self._bags], np.float32)
        self._places = {(one.article.id, one.index): n for n, one in enumerate(self.sentences)}

    def place(self, article: Article, index: int) -> int | None:
        """The place of a sentence among ``sentences``; None where it is not among them."""
        return self._places.get((article.id, index))

    def of_own(self, places: Sequence[int]) -> Scores:
        """How much each sentence is like those at ``places``, by their vectors in the article.

        Returns [places, sentences]; it is good for a choice, and says not who carries what.
        """
        return self._scores([self._bags[n] for n in places], self.vectors[list(places)])

    def of_texts(self, texts: Sequence[str], vectors: Scores) -> Scores:
        """How much of ``texts`` each sentence says.

        Args:
            texts: sentences.
            vectors: their unit vectors, each embedded alone, [texts, dimension].

        Returns:
            [texts, sentences].
        """
        return self._scores([_words(text) for text in texts], vectors)

    def by_meaning(self, vectors: Scores) -> Scores:
        """The cosines of vectors, [n, dimension], and the sentences': [n, sentences]."""
        return np.asarray(vectors @ self.vectors.T, np.float32)

    def best(self, scores: Scores) -> tuple[Scores, NDArray[np.int64]]:
        """Of each article the highest of ``scores``, and the place of its sentence.

        Args:
            scores: [n, sentences].

        Returns:
            Both [n, articles]; an article without sentences has the score -1.
        """
        articles = len(self._starts) - 1
        highest = np.full((len(scores), articles), -1.0, np.float32)
        places = np.zeros((len(scores), articles), np.int64)
        for number in range(articles):
            first, last = self._starts[number], self._starts[number + 1]
            if first < last and len(scores):
                part = scores[:, first:last]
                places[:, number] = first + part.argmax(axis=1)
                highest[:, number] = part.max(axis=1)
        return highest, places

    def _scores(self, bags: Sequence[frozenset[str]], vectors: Scores) -> Scores:
        found = self.by_meaning(vectors)
        for number, bag in enumerate(bags):
            own = self._length(bag)
            shared = np.zeros(len(self.sentences), np.float32)
            for word in bag:
                if (holding := self._holding.get(word)) is not None:
                    shared[holding] += self._rarity[word] ** 2
            found[number] += _WORDS * shared / np.maximum(own * self._lengths, 1e-9)
        return found

    def _rarities(self) -> dict[str, float]:
        """The logarithm of how many sentences there are for one that has the word."""
        uses = Counter(word for bag in self._bags for word in bag)
        return {word: math.log((len(self._bags) + 1) / n) for word, n in uses.items()}

    def _holders(self) -> dict[str, NDArray[np.int64]]:
        found: dict[str, list[int]] = {}
        for number, bag in enumerate(self._bags):
            for word in bag:
                found.setdefault(word, []).append(number)
        return {word: np.array(numbers, np.int64) for word, numbers in found.items()}

    def _length(self, bag: frozenset[str]) -> float:
        return math.sqrt(sum(self._rarity.get(word, 0.0) ** 2 for word in bag))


def carried(score: float, one: SourceSentence, other: SourceSentence) -> Carried:
    """How much of ``one`` an article has whose nearest sentence is ``other``, by its score."""
    if score < PARTLY:
        return Carried.NOT
    return Carried.WHOLE if score >= WHOLE and has_figures(one, other) else Carried.PARTLY


def has_figures(one: SourceSentence, other: SourceSentence) -> bool:
    """Whether half of the figures of ``one`` stand in ``other`` or in a sentence beside it."""
    mine = _figures(one.text)
    if not mine:
        return True
    first, last = max(0, other.index - 1), min(len(other.article.sentences), other.index + 2)
    around = (other.article.sentence_text(index) for index in range(first, last))
    theirs = frozenset().union(*map(_figures, around))
    return len(mine & theirs) >= _FIGURES * len(mine)


def differing(one: SourceSentence, other: SourceSentence) -> tuple[str, str] | None:
    """The figures of two sentences that are of the same and not the same; None for none.

    A figure counts where its sentence says plainly what it is of (``quantities``); one that
    leaves room for the other does not differ.
    """
    return examined(
        one.article.id, "figures that differ", lambda: _differing(one, other), otherwise=None
    )


def _differing(one: SourceSentence, other: SourceSentence) -> tuple[str, str] | None:
    theirs = _measures(other.text)
    for what, mine in _measures(one.text).items():
        given = theirs.get(what, [])
        if given and not any(compatible(a.figure, b.figure) for a in mine for b in given):
            return _shown(mine[0]), _shown(given[0])
    return None


def _figures(text: str) -> frozenset[str]:
    return frozenset(word for word in content_terms(text) if word[0].isdigit())


def _measures(text: str) -> dict[tuple[str, str], list[Placed]]:
    """The figures of a sentence by what they are of."""
    found: dict[tuple[str, str], list[Placed]] = {}
    for placed in placed_figures(" ".join(text.split())):
        if (what := measured(placed)) is not None:
            found.setdefault((what.key, what.dimension), []).append(placed)
    return found


def _shown(placed: Placed) -> str:
    return placed.text[placed.figure.lead : placed.figure.end]


def _words(text: str) -> frozenset[str]:
    """The words of a sentence, those of one family alike: "vote", "voter"."""
    return frozenset(word[:PREFIX] for word in content_terms(text))
