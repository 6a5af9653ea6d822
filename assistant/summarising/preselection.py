"""Preselection: which sentences of a long text are worth the time of the embedder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.summarising.choosing import Allowance, in_allowance, lengths_in_reach

MOST_SENTENCES: Final = 200
"""Sentences that are embedded, at most; the rest is ranked by words and position alone."""

MOST_WORDS: Final = 5_000
"""Words that are embedded, at most; more where the summary is more than half as long."""


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
