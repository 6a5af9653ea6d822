"""Choosing: the sentences that are worth most together and fit the length.

A knapsack by dynamic programming over the number of words. Redundancy makes the worth of a
sentence depend on what else is chosen, so each length keeps its best choice so far, with
what the next sentences need to know of it (after McDonald 2007, "A Study of Global
Inference Algorithms in Multi-Document Summarization"). That is not always the best of all
choices, but every length that can be reached at all is reached.

Among the lengths allowed, the choice with the greatest worth *per word* wins: a sum would
always fill the allowance to the brim with second-rate sentences.

Of a long text only the sentences that are worth the time of the embedder are offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.summarising.salience import Weights

MOST_SENTENCES: Final = 200
"""Sentences that are embedded, at most; the rest is ranked by words and position alone."""

MOST_WORDS: Final = 5_000
"""Words that are embedded, at most; more where the summary is more than half as long."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long a summary may be, in words: from ``low`` to ``high``, best ``aim``."""

    aim: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Sentences to choose from, in the order in which they would be read.

    Attributes:
        words: how many words each has, [n]; at least 1.
        salience: what each is worth, word for word, [n].
        alike: cosines between them, [n, n].
        needs: for each, the number of the sentence without which it is hard to
            understand; -1 where there is no such sentence to be had; None where it stands
            alone.
        leads: whether each is the first of its article.
        articles: the number of the article of each.
    """

    words: Sequence[int]
    salience: NDArray[np.float64]
    alike: NDArray[np.float32]
    needs: Sequence[int | None]
    leads: Sequence[bool]
    articles: Sequence[int]


def lengths_in_reach(words: Iterable[int], *, high: int) -> int:
    """Which lengths some choice of sentences adds up to: bit k is set for k words."""
    within = (1 << (high + 1)) - 1
    reached = 1
    for count in words:
        if count <= high:
            reached |= (reached << count) & within
    return reached


def in_allowance(reached: int, allowance: Allowance) -> bool:
    """Whether a length from ``low`` to ``high`` is among those reached."""
    return bool((reached & ((1 << (allowance.high + 1)) - 1)) >> allowance.low)


def nearest_allowance(words: Sequence[int], allowance: Allowance) -> Allowance:
    """``allowance``, or the reachable length nearest to it where it cannot be met.

    Nothing at all is no summary: of sentences that are all too long, the shortest is near.
    """
    total = sum(words)
    if not words or total <= allowance.low:
        return Allowance(aim=allowance.aim, low=total, high=max(total, allowance.high))
    reached = lengths_in_reach(words, high=allowance.high)
    if in_allowance(reached, allowance):
        return allowance
    # One more sentence than fits: nothing nearer lies beyond that.
    reached = lengths_in_reach(words, high=allowance.high + max(words))
    below = (reached & ((1 << allowance.low) - 1)).bit_length() - 1
    beyond = reached >> (allowance.high + 1)
    above = allowance.high + (beyond & -beyond).bit_length() if beyond else None
    near_below = below > 0 and (above is None or allowance.low - below <= above - allowance.high)
    nearest = below if near_below or above is None else above
    return Allowance(aim=allowance.aim, low=nearest, high=nearest)


def worth_embedding(
    words: Sequence[int], rough: NDArray[np.float64], allowance: Allowance
) -> list[int]:
    """Numbers of the sentences whose vectors are worth their time, rising.

    Those of the greatest rough worth, and any without which ``allowance`` is out of reach.
    """
    most_words = max(MOST_WORDS, 2 * allowance.high)
    kept: list[int] = []
    left: list[int] = []
    taken = 0
    for number in np.argsort(-rough, kind="stable").tolist():
        few = len(kept) < MOST_SENTENCES or taken < 2 * allowance.high
        if few and taken + words[number] <= most_words:
            kept.append(number)
            taken += words[number]
        else:
            left.append(number)
    return sorted([*kept, *_missing(words, kept, left, allowance)])


def _missing(
    words: Sequence[int], kept: Sequence[int], left: Sequence[int], allowance: Allowance
) -> list[int]:
    """Which of ``left`` bring ``allowance`` into reach of ``kept``; none if it is already."""
    reached = lengths_in_reach((words[n] for n in kept), high=allowance.high)
    before: list[int] = []
    for number in left:
        if in_allowance(reached, allowance):
            break
        before.append(reached)
        reached |= reached << words[number]
    within = (reached & ((1 << (allowance.high + 1)) - 1)) >> allowance.low
    length = allowance.low + (within & -within).bit_length() - 1
    needed: list[int] = []
    for number, earlier in reversed(list(zip(left, before, strict=False))):
        if not earlier >> length & 1:
            needed.append(number)
            length -= words[number]
    return needed


def choose(offer: Offer, *, allowance: Allowance, weights: Weights) -> tuple[int, ...]:
    """The numbers of the sentences chosen, rising.

    Their words add up to within ``allowance`` wherever some choice does; otherwise
    nothing is chosen (``nearest_allowance`` gives one that can be met).
    """
    count, size = len(offer.words), allowance.high + 1
    score = np.full(size, -np.inf)
    score[0] = 0.0
    last = np.full(size, -1)
    # The greatest cosine between what is chosen at each length and each sentence.
    nearness = np.zeros((size, count), np.float32)
    taken = np.zeros((count, size), np.bool_)
    articles = np.array([*offer.articles, -1])
    for number, words in enumerate(offer.words):
        if words >= size:
            continue
        known = nearness[: size - words, number]
        value = offer.salience[number] - weights.novelty * np.maximum(known - weights.familiar, 0)
        before = last[: size - words]
        needed = offer.needs[number]
        if needed is not None:
            value = value - weights.anaphora * ((before != needed) | (needed < 0))
        if not offer.leads[number]:
            value = value - weights.entry * (articles[before] != offer.articles[number])
        offered = score[: size - words] + words * value
        better = np.flatnonzero(offered > score[words:])
        score[better + words] = offered[better]
        last[better + words] = number
        nearness[better + words] = np.maximum(nearness[better], offer.alike[number])
        taken[number, better + words] = True
    return _traced(offer.words, taken, length=_best_length(score, allowance, weights))


def _best_length(score: NDArray[np.float64], allowance: Allowance, weights: Weights) -> int:
    """The length whose choice has the greatest worth per word; 0 where none is in reach."""
    lengths = np.arange(max(allowance.low, 1), allowance.high + 1)
    if not len(lengths):
        return 0
    wide = np.abs(lengths / allowance.aim - 1.0)
    merit = score[lengths] / lengths - weights.length * wide
    best = int(np.argmax(merit))
    return int(lengths[best]) if np.isfinite(merit[best]) else 0


def _traced(words: Sequence[int], taken: NDArray[np.bool_], *, length: int) -> tuple[int, ...]:
    chosen: list[int] = []
    for number in range(len(words) - 1, -1, -1):
        if taken[number, length]:
            chosen.append(number)
            length -= words[number]
    return tuple(reversed(chosen))
