"""Scores of retrieval: whether the passages that the engine was given hold the gold sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from eval.gold.loading import AskCase, SentenceKey
from eval.runs.outcomes import Found

Scored = tuple[str, float | None, str]
"""A metric's name, its value, the reason."""

DEPTH: Final = 10


def retrieval_scores(case: AskCase, found: Sequence[Found]) -> Iterator[Scored]:
    """Recall, nDCG and reciprocal rank over the case's gold sentences.

    Near copies of a gold sentence count as one. A passage that was folded into another
    article's counts as found with it, for any of its gold sentences.
    """
    news = list(_new_groups(case, found))
    for k in (5, DEPTH):
        held = sum(news[:k])
        yield (
            f"recall@{k}",
            held / len(case.groups),
            f"{held} of {len(case.groups)} gold sentences in the first {k} passages",
        )
    gained = sum(min(new, 1) / math.log2(rank + 1) for rank, new in enumerate(news[:DEPTH], 1))
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(case.groups), DEPTH) + 1))
    yield (
        "ndcg@10",
        min(gained / ideal, 1.0),
        "gain 1 for each passage with a gold sentence not seen before",
    )
    first = next((rank for rank, new in enumerate(news, start=1) if new), None)
    yield (
        "mrr",
        1 / first if first else 0.0,
        f"first gold sentence in passage {first}" if first else "no gold sentence was found",
    )


def _new_groups(case: AskCase, found: Sequence[Found]) -> Iterator[int]:
    """For each passage, how many groups of gold sentences it is the first to hold."""
    left = list(case.groups)
    for passage in found:
        held = [group for group in left if any(holds_sentence(passage, key) for key in group)]
        left = [group for group in left if group not in held]
        yield len(held)


def holds_sentence(passage: Found, key: SentenceKey) -> bool:
    """Whether a sentence stands in a passage, or in a copy that was folded into it."""
    article, index = key
    if article == passage.article:
        return passage.first <= index <= passage.last
    return article in passage.also_in
