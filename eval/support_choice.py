"""Measures the choice of supporting sentences on WiCE, beside BM25 and plain embeddings.

Only claims that have an annotated set count. Top-1 hit: the first sentence is in one of the
sets. Top-3 F1: the first three against the set they fit best. Recall@5: how much of the set
that they fit best the first five hold. Set F1: the chosen small set against the set it fits
best.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from assistant.language.words import content_terms
from assistant.verifying.support import FEATURES, Candidates, Matrix, SupportSettings, enough
from eval.support_fitting import Choice, fit_choices
from eval.verification_data import Claim, Vectors

PENALTY: Final = 8.0
STEPS: Final = (1.0, 0.9, 0.8, 0.5, 0.4)
"""What the first, second, ... sentence to be chosen counts in fitting."""
ROUNDS: Final = 3
LEAST: Final = (0.02, 0.04, 0.06)
MUCH: Final = (0.1, 0.15, 0.2, 0.3)
BEHIND: Final = (4.0, 6.0, 8.0, 10.0)
START: Final = dict.fromkeys(FEATURES, 0.0)
_THREE: Final = 3
_FIVE: Final = 5


@dataclass(frozen=True, slots=True)
class ChoiceScores:
    """Means over claims of what the module says."""

    first: float
    three: float
    five: float
    chosen: float = math.nan

    def row(self) -> str:
        """The cells of a table."""
        return " | ".join("" if math.isnan(value) else f"{value:.3f}" for value in astuple(self))


Ranking = Callable[["ChoiceCase"], Sequence[int]]


class ChoiceCase:
    """A claim that has annotated sets, with its candidates made ready."""

    def __init__(self, claim: Claim, vectors: Vectors) -> None:
        self.claim = claim
        self._vectors = vectors

    @cached_property
    def field(self) -> Candidates:
        """The candidates: every sentence of the article."""
        return Candidates(
            self.claim.text,
            self.claim.sources,
            statement_vector=self._vectors.of_text(self.claim.text),
            candidate_vectors=self._vectors.of_sources(self.claim.sources),
        )

    def best(self, settings: SupportSettings, *, depth: int = _FIVE) -> list[int]:
        """The places of the first few under ``settings``."""
        ranked = self.field.ranked(settings.weights, depth=depth)
        return [place.index for place in ranked[:depth]]

    def chosen(self, settings: SupportSettings) -> tuple[int, ...]:
        """The small set under ``settings``."""
        return enough(self.field.ranked(settings.weights, depth=settings.most), settings=settings)

    def bm25(self) -> list[int]:
        """All places in the order of BM25 over the article's own sentences."""
        sentences = [content_terms(source.text) for source in self.claim.sources]
        scores = bm25_scores(content_terms(self.claim.text), sentences)
        return [int(place) for place in np.argsort(-scores, kind="stable")]

    def embeddings(self) -> list[int]:
        """All places in the order of the cosine of the sentences, each alone."""
        alone = self._vectors.of_texts([source.text for source in self.claim.sources])
        cosines = alone @ self._vectors.of_text(self.claim.text)
        return [int(place) for place in np.argsort(-cosines, kind="stable")]


def bm25_scores(
    query: Sequence[str], documents: Sequence[Sequence[str]], *, k1: float = 1.2, b: float = 0.75
) -> Matrix:
    """Plain BM25 (Robertson and Zaragoza, 2009) of each document, [n]; query words count once."""
    frequency = Counter(term for document in documents for term in set(document))
    mean = sum(map(len, documents)) / max(1, len(documents)) or 1.0
    scores = np.zeros(len(documents))
    for row, document in enumerate(documents):
        counts = Counter(document)
        for term in set(query) & counts.keys():
            rarity = math.log(
                1 + (len(documents) - frequency[term] + 0.5) / (frequency[term] + 0.5)
            )
            norm = counts[term] + k1 * (1 - b + b * len(document) / mean)
            scores[row] += rarity * counts[term] * (k1 + 1) / norm
    return scores


def choice_cases(claims: Sequence[Claim], vectors: Vectors) -> list[ChoiceCase]:
    """The claims that have a set at all."""
    return [ChoiceCase(claim, vectors) for claim in claims if claim.sets]


def scored(cases: Sequence[ChoiceCase], ranking: Ranking) -> ChoiceScores:
    """How well ``ranking`` orders the sentences."""
    rows = [(case.claim, list(ranking(case))) for case in cases]
    return ChoiceScores(
        first=float(np.mean([order[0] in claim.annotated for claim, order in rows])),
        three=float(np.mean([set_f1(order[:_THREE], claim.sets) for claim, order in rows])),
        five=float(np.mean([recall(order[:_FIVE], claim.sets) for claim, order in rows])),
    )


def ours(cases: Sequence[ChoiceCase], settings: SupportSettings) -> ChoiceScores:
    """How well ``settings`` order and choose."""
    chosen = [set_f1(case.chosen(settings), case.claim.sets) for case in cases]
    ranked = scored(cases, lambda case: case.best(settings))
    return replace(ranked, chosen=float(np.mean(chosen)))


def set_f1(found: Sequence[int], sets: Sequence[frozenset[int]]) -> float:
    """F1 of ``found`` against the set that it fits best."""
    return max(2 * len(one.intersection(found)) / (len(one) + len(found)) for one in sets)


def recall(found: Sequence[int], sets: Sequence[frozenset[int]]) -> float:
    """How much of the set that it fits best ``found`` holds."""
    return max(len(one.intersection(found)) / len(one) for one in sets)


def fit_support(cases: Sequence[ChoiceCase]) -> dict[str, float]:
    """Weights fitted on ``cases``.

    The choices to learn from are those that the weights of the round before lead to: after
    each wrong sentence, too, the right next one is one that completes a set.
    """
    weights = START | {"bm25": 1.0, "cosine": 1.0}
    for _ in range(ROUNDS):
        choices = [choice for case in cases for choice in _choices(case, weights)]
        weights = dict(zip(FEATURES, fit_choices(choices, penalty=PENALTY).tolist(), strict=True))
    return {name: round(value, 3) for name, value in weights.items()}


def _choices(case: ChoiceCase, weights: Mapping[str, float]) -> Iterator[Choice]:
    order = case.best(SupportSettings(weights=weights), depth=len(STEPS))
    for step, weight in enumerate(STEPS[: len(order)]):
        before = order[:step]
        most = max(len(one.intersection(before)) for one in case.claim.sets)
        wanted: set[int] = set()
        for one in case.claim.sets:
            if len(one.intersection(before)) == most:
                wanted |= one
        table = case.field.features(before)
        left = np.ones(len(table), bool)
        left[before] = False
        right = np.array([place in wanted for place in range(len(table))]) & left
        if right.any():
            yield Choice(table[left], right[left], weight)


def fit_stopping(cases: Sequence[ChoiceCase], weights: Mapping[str, float]) -> SupportSettings:
    """The settings whose chosen sets fit best on ``cases``; of equals, those that find more."""
    grid = [
        SupportSettings(weights=weights, least=least, much=much, behind=behind)
        for least in LEAST
        for much in MUCH
        for behind in BEHIND
    ]
    most = grid[0].most
    ranked = [(case.claim, case.field.ranked(weights, depth=most)) for case in cases]

    def worth(settings: SupportSettings) -> tuple[float, float]:
        chosen = [(enough(places, settings=settings), claim.sets) for claim, places in ranked]
        f1 = float(np.mean([set_f1(found, sets) for found, sets in chosen]))
        # A sentence too many costs less than one that is missing: it is dropped later.
        return round(f1, 2), float(np.mean([recall(found, sets) for found, sets in chosen]))

    return max(grid, key=worth)


def choice_table(cases: Sequence[ChoiceCase], *, settings: SupportSettings) -> Iterator[str]:
    """The rows of Markdown for both halves and all."""
    halves = {
        "choose": [case for case in cases if case.claim.choosing],
        "report": [case for case in cases if not case.claim.choosing],
        "both": list(cases),
    }
    yield "| way | half | claims | top-1 hit | top-3 F1 | recall@5 | set F1 |"
    yield "|---|---|---|---|---|---|---|"
    for half, part in halves.items():
        rows = {
            "BM25": scored(part, ChoiceCase.bm25),
            "embeddings": scored(part, ChoiceCase.embeddings),
            "ours": ours(part, settings),
        }
        for name, scores in rows.items():
            yield f"| {name} | {half} | {len(part)} | {scores.row()} |"
