"""How well sentences carry the meaning of a statement: signs of it, and one score."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.verifying.alignment import align
from assistant.verifying.lexical import PREFIX, Words, words_of
from assistant.verifying.sources import SourceSentence

_FAMILY: Final = 0.6
"""What a word of the same family counts, where the very word would count 1."""

_MOST_SPANNED: Final = 12
"""Sources beyond which the nearest alone span a space to project the statement on."""

_MANY: Final = 3.0
"""Where counts stop: the fourth cut says no more than the third."""


@dataclass(frozen=True, slots=True)
class MeaningSigns:
    """What speaks for and against a statement being carried by its sources.

    What a statement joins wrongly shows only where it copies. So the signs from ``repeated``
    to ``dangling`` are multiplied by the share of it that is copied, and counts stop at three.

    Attributes:
        cosine: cosine with the nearest source.
        joint: how much of the statement's vector the sources span together.
        contained: share of its words that the sources have.
        single: the same of the best source alone.
        pairs: share of its pairs of words that stand together in a source.
        figures: share of its numbers that no source has.
        names: share of its capitalised words that no source has.
        absent: logarithm of the number of words that no source has.
        cost: what it costs to lay it along the sources, a word (``Alignment``).
        new: words that have no place in the sources in that order.
        length: logarithm of its number of words.
        repeated: words used more often than in the sources.
        backward: jumps back.
        cuts: places where something is left out.
        beheaded: cuts that took a noun from what describes it.
        reattached: cuts after which a small word governs something else.
        negations: cuts that left out a "not".
        mid_phrase: whether it begins in the middle of a phrase.
        broken_off: whether it ends in one.
        dangling: whether it ends with a small word.
    """

    cosine: float
    joint: float
    contained: float
    single: float
    pairs: float
    figures: float
    names: float
    absent: float
    cost: float
    new: float
    length: float
    repeated: float
    backward: float
    cuts: float
    beheaded: float
    reattached: float
    negations: float
    mid_phrase: float
    broken_off: float
    dangling: float


SIGNS: Final = tuple(field.name for field in fields(MeaningSigns))
_VALUES: Final[Callable[[MeaningSigns], tuple[float, ...]]] = attrgetter(*SIGNS)


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a statement's vector is to its sources': the two signs that need vectors.

    ``cosine`` is that with the nearest source, ``joint`` the length of its projection on the
    space that the sources span.
    """

    cosine: float
    joint: float


LEAST_NEARNESS: Final = Nearness(0.1, 0.1)
"""Nearer than this is every statement whose words alone already make it supported
(docs/measurements/verification.md)."""


@dataclass(frozen=True, slots=True)
class MeaningWeights:
    """A logistic regression over ``MeaningSigns``.

    Source: the choosing halves of WiCE's development claims, Rank19 and SummEval together,
    each counting the same (``python -m eval.support --fit``;
    docs/measurements/verification.md).
    """

    signs: MeaningSigns
    constant: float

    def score(self, signs: MeaningSigns) -> float:
        """The probability that a statement with these signs is supported, 0 to 1."""
        total = self.constant + sum(
            weight * sign for weight, sign in zip(_VALUES(self.signs), _VALUES(signs), strict=True)
        )
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Meaning:
    """How well the sources carry the statement: ``score`` is a probability, 0 to 1."""

    signs: MeaningSigns
    score: float


NOTHING: Final = MeaningSigns(*([0.0] * len(SIGNS)))
WEIGHTS: Final = MeaningWeights(
    signs=MeaningSigns(
        cosine=3.052,
        joint=0.987,
        contained=0.231,
        single=1.126,
        pairs=2.037,
        figures=-1.175,
        names=-0.68,
        absent=-0.15,
        cost=-3.252,
        new=0.029,
        length=0.309,
        repeated=-0.524,
        backward=0.347,
        cuts=0.173,
        beheaded=-0.444,
        reattached=-0.738,
        negations=-0.902,
        mid_phrase=-0.608,
        broken_off=-0.541,
        dangling=0.572,
    ),
    constant=-1.393,
)


def meaning_of(
    statement: str,
    sources: Sequence[SourceSentence],
    *,
    nearness: Callable[[], Nearness],
    enough: float = math.inf,
    weights: MeaningWeights = WEIGHTS,
) -> Meaning:
    """How well ``sources`` together carry the meaning of ``statement``.

    A statement without a word that means anything, or without sources, scores 0. Where the
    words alone bring the score to ``enough``, nearness is not asked for, and the score is what
    it is at least.

    Args:
        statement: one sentence.
        sources: the sentences it cites.
        nearness: gives how near its vector is to theirs.
        enough: the score from which on nothing more is to be known.
        weights: of the signs.
    """
    if not sources or not words_of(statement).terms:
        return Meaning(NOTHING, 0.0)
    known = _signs_of_words(statement, sources)
    signs = _with(known, LEAST_NEARNESS)
    score = weights.score(signs)
    if score < enough:
        signs = _with(known, nearness())
        score = weights.score(signs)
    return Meaning(signs, score)


def signs_of(
    statement: str,
    sources: Sequence[SourceSentence],
    *,
    statement_vector: NDArray[np.float32],
    source_vectors: NDArray[np.float32],
) -> MeaningSigns:
    """What speaks for and against it; at least one source and one word are needed."""
    return _with(_signs_of_words(statement, sources), nearness_of(statement_vector, source_vectors))


def _with(signs: MeaningSigns, nearness: Nearness) -> MeaningSigns:
    return replace(signs, cosine=nearness.cosine, joint=nearness.joint)


def _signs_of_words(statement: str, sources: Sequence[SourceSentence]) -> MeaningSigns:
    """The signs that need no vectors; the two others are 0."""
    own = words_of(statement)
    theirs = [words_of(source.text) for source in sources]
    terms = sorted(own.bag)
    held = np.array([_held(terms, words) for words in theirs])
    union = held.max(axis=0)
    pairs = frozenset().union(*(words.pairs for words in theirs))
    aligned = align(statement, [source.text for source in sources])
    cost = aligned.cost / max(1, aligned.words)
    copied = max(0.0, 1.0 - cost)
    return MeaningSigns(
        cosine=0.0,
        joint=0.0,
        contained=float(union.mean()),
        single=float(held.mean(axis=1).max()),
        pairs=len(own.pairs & pairs) / len(own.pairs) if own.pairs else float(union.min()),
        figures=_absent(own.figures, theirs),
        names=_absent(own.names & own.bag, theirs),
        absent=math.log1p(float((1.0 - union).sum())),
        cost=cost,
        new=_few(aligned.new),
        length=math.log1p(aligned.words),
        repeated=copied * _few(aligned.repeated),
        backward=copied * _few(aligned.backward),
        cuts=copied * _few(aligned.cuts),
        beheaded=copied * _few(aligned.beheaded),
        reattached=copied * _few(aligned.reattached),
        negations=copied * _few(aligned.negations),
        mid_phrase=copied * aligned.mid_phrase,
        broken_off=copied * aligned.broken_off,
        dangling=copied * aligned.dangling,
    )


def _held(terms: Sequence[str], words: Words) -> list[float]:
    return [
        1.0 if term in words.bag else _FAMILY * (term[:PREFIX] in words.prefixes) for term in terms
    ]


def _absent(wanted: frozenset[str], theirs: Sequence[Words]) -> float:
    missing = wanted.difference(*(words.bag for words in theirs))
    return len(missing) / len(wanted) if wanted else 0.0


def _few(count: int) -> float:
    return min(float(count), _MANY)


def nearness_of(statement: NDArray[np.float32], sources: NDArray[np.float32]) -> Nearness:
    """How near a unit vector [dimension] is to those of its sources, [n, dimension]."""
    cosines = sources @ statement
    nearest = sources[np.argsort(-cosines, kind="stable")[:_MOST_SPANNED]]
    basis, _ = np.linalg.qr(np.asarray(nearest, np.float64).T)
    return Nearness(float(cosines.max()), float(np.linalg.norm(basis.T @ statement)))
