"""Worth: how much a sentence is worth to a summary, word for word.

Two things make a sentence worth quoting, each between 0 and 1: its position in its article
(news tells the most important thing first) and its centrality (the likeness of its vector
to the mean of all). Where there are too many sentences to embed them all, frequency stands
in for centrality: whether a sentence's words are those that the articles keep using (after
SumBasic, Nenkova and Vanderwende 2005). The weights are measured:
docs/measurements/summaries.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

SHORT: Final = 10
"""Words below which a sentence is short."""

LONG: Final = 50
"""Sentences beyond which an article is long."""

_PRIOR: Final = 5
"""Ordinary terms that every sentence is taken to have besides its own."""

_ROUNDING: Final = 1e-9
"""Numbers that differ by less are alike."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for how much when sentences are chosen.

    Attributes:
        position: worth of standing first; it falls to a half after ``half_way`` sentences.
        half_way: see ``position``.
        centrality: worth of being most like the articles as a whole.
        novelty: what is taken off for likeness to a sentence chosen already, per unit of
            cosine beyond ``familiar``.
        familiar: cosine up to which two sentences of one story count as saying new things.
        anaphora: what is taken off a sentence that is understood only with the one before
            it, where that is not chosen.
        brevity: what is taken off a sentence of few words, for each share of ``SHORT``
            words that it is short of.
        entry: what is taken off the first sentence quoted of an article where it is not
            the article's lead.
        newest: worth of standing in the newest article of several, falling to 0 for the
            oldest: a running story is told by its last state.
        length: what is taken off a summary for being wide of the length asked for, per
            unit of relative difference.
    """

    position: float = 1.0
    half_way: float = 3.0
    centrality: float = 0.3
    novelty: float = 0.3
    familiar: float = 0.5
    anaphora: float = 0.2
    brevity: float = 0.3
    entry: float = 0.1
    newest: float = 0.5
    length: float = 0.03


def position(
    ranks: Sequence[int], *, sizes: Sequence[int], weights: Weights
) -> NDArray[np.float64]:
    """Nearness to the beginning of an article: 1 for a lead, falling to 0, [n].

    Articles of more than ``LONG`` sentences begin with a scene as often as with the news,
    so a beginning counts for less there, the less the longer they are.

    Args:
        ranks: how far from the beginning of its article each sentence stands; 0 is first.
        sizes: how many sentences the article of each has.
        weights: what counts for how much.
    """
    near = 1.0 / (1.0 + np.array(ranks, np.float64) / weights.half_way)
    return near * np.minimum(1.0, LONG / np.array(sizes, np.float64))


def recency(orders: Sequence[int]) -> NDArray[np.float64]:
    """How new the article of each sentence is among all: 1 for the newest, 0 for the oldest, [n].

    Args:
        orders: the place of each sentence's article, from the oldest at 0; of a single
            article nothing is newer.
    """
    places = np.array(orders, np.float64)
    last = places.max(initial=0.0)
    return places / last if last else places


def brevity(words: Sequence[int]) -> NDArray[np.float64]:
    """How far sentences are below ``SHORT`` words: 0 where not at all, up to 1, [n]."""
    return np.maximum(0.0, 1.0 - np.array(words, np.float64) / SHORT)


def centrality(vectors: NDArray[np.float32], *, copies: Sequence[int]) -> NDArray[np.float64]:
    """Likeness of each sentence to the mean of all, stretched to 0 … 1, [n].

    Args:
        vectors: unit vectors of the sentences, [n, dimension].
        copies: how many sentences of the articles say the same, each itself included.
    """
    exact = vectors.astype(np.float64)
    counted = exact * np.array(copies, np.float64)[:, None]
    return _stretched(exact @ counted.sum(axis=0) / max(1, sum(copies)))


def frequency(terms: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """How often the sentences use a sentence's terms, in the mean over these, [n].

    The mean is stretched to 0 … 1. A few terms are no sample: each sentence counts as
    having ``_PRIOR`` ordinary ones more.

    Args:
        terms: the content terms of each sentence.
    """
    distinct = [set(sentence) for sentence in terms]
    uses = Counter(term for sentence in distinct for term in sentence)
    total = sum(len(sentence) for sentence in distinct)
    ordinary = sum(count * count for count in uses.values()) / max(1, total)
    means = np.array(
        [
            (sum(uses[term] for term in sentence) + _PRIOR * ordinary) / (len(sentence) + _PRIOR)
            for sentence in distinct
        ],
        np.float64,
    )
    return _stretched(means)


def _stretched(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """``values`` moved and scaled to reach from 0 to 1; all 0 where they are all alike."""
    if not len(values):
        return values
    low, high = float(values.min()), float(values.max())
    return (values - low) / (high - low) if high - low > _ROUNDING else np.zeros_like(values)
