"""Which of many sentences support a statement, and how many of them are enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant.verifying.lexical import words_of
from assistant.verifying.sources import SourceSentence
from assistant.verifying.support_signs import WEIGHTS, Candidates, Ranked

__all__ = ["Ranked", "SupportSettings", "choose_support", "enough", "rank_support"]


@dataclass(frozen=True, slots=True)
class SupportSettings:
    """When enough sentences are chosen.

    At most ``most`` are; none that adds less than ``least`` of the statement's words; and none
    that adds less than ``much`` and whose score is more than ``behind`` below the first one's.
    Chosen like the ``weights``, which are by the names of ``SIGNS``.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    most: int = 4
    least: float = 0.02
    much: float = 0.1
    behind: float = 8.0


def rank_support(
    statement: str,
    candidates: Sequence[SourceSentence],
    *,
    statement_vector: NDArray[np.float32],
    candidate_vectors: NDArray[np.float32],
    settings: SupportSettings = SupportSettings(),
    depth: int = 5,
) -> tuple[Ranked, ...]:
    """All candidates, the best support first.

    The first ``depth`` are chosen one after another, each for what it adds; the others follow
    in the order of their worth beside these.

    Args:
        statement: one sentence.
        candidates: sentences of one or several articles, each once.
        statement_vector: the statement's unit vector, [dimension].
        candidate_vectors: theirs, in their context, [n, dimension].
        settings: the weights.
        depth: how many are chosen one after another.
    """
    field = Candidates(
        statement,
        candidates,
        statement_vector=statement_vector,
        candidate_vectors=candidate_vectors,
    )
    return field.ranked(settings.weights, depth=depth)


def choose_support(
    statement: str,
    candidates: Sequence[SourceSentence],
    *,
    statement_vector: NDArray[np.float32],
    candidate_vectors: NDArray[np.float32],
    settings: SupportSettings = SupportSettings(),
) -> tuple[int, ...]:
    """The few candidates that support ``statement`` best, by their places, the best first.

    Always one, if there is any and the statement has words: whether it does support the
    statement is not judged here. Arguments as for ``rank_support``.
    """
    if not words_of(statement).terms:
        return ()
    ranked = rank_support(
        statement,
        candidates,
        statement_vector=statement_vector,
        candidate_vectors=candidate_vectors,
        settings=settings,
        depth=settings.most,
    )
    return enough(ranked, settings=settings)


def enough(ranked: Sequence[Ranked], *, settings: SupportSettings) -> tuple[int, ...]:
    """The first of ``ranked`` up to where a further one adds nothing."""
    chosen: list[int] = []
    for place in ranked[: settings.most]:
        if chosen and _is_idle(place, best=ranked[0], settings=settings):
            break
        chosen.append(place.index)
    return tuple(chosen)


def _is_idle(place: Ranked, *, best: Ranked, settings: SupportSettings) -> bool:
    if place.added >= settings.much:
        return False
    return place.added < settings.least or place.score < best.score - settings.behind
