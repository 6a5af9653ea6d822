"""How well scores agree with human judgements."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Correlations:
    """Pearson's r, Spearman's rho and Kendall's tau-b."""

    pearson: float
    spearman: float
    kendall: float

    def row(self) -> str:
        """The cells of a table."""
        return " | ".join(f"{value:.3f}" for value in astuple(self))


def correlations(scores: Matrix, judgements: Matrix) -> Correlations:
    """All three between ``scores`` [n] and ``judgements`` [n]; 0 where one is constant."""
    return Correlations(
        pearson=_pearson(scores, judgements),
        spearman=spearman(scores, judgements),
        kendall=_kendall(scores, judgements),
    )


def spearman(scores: Matrix, judgements: Matrix) -> float:
    """Spearman's rank correlation between two [n]; 0 where one is constant."""
    return _pearson(ranks(scores), ranks(judgements))


def area(positive: Matrix, negative: Matrix) -> float:
    """Area under the curve: how often a positive scores above a negative, ties half."""
    joined = ranks(np.concatenate([positive, negative]))[: len(positive)]
    above = float(joined.sum()) - len(positive) * (len(positive) - 1) / 2
    return above / (len(positive) * len(negative))


def balanced_accuracy(positive: Matrix, negative: Matrix, *, threshold: float) -> float:
    """Mean of the shares that are on their side of ``threshold`` (positive: at or above)."""
    return (float((positive >= threshold).mean()) + float((negative < threshold).mean())) / 2


def best_threshold(positive: Matrix, negative: Matrix) -> float:
    """The threshold of the best balanced accuracy."""
    tried = sorted({float(score) for score in (*positive, *negative)})
    return max(tried, key=lambda one: balanced_accuracy(positive, negative, threshold=one))


def ranks(values: Matrix) -> Matrix:
    """Ranks from 0, ties at their mean."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - counts + ends - 1) / 2, np.float64)[places]


def _pearson(a: Matrix, b: Matrix) -> float:
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _kendall(a: Matrix, b: Matrix) -> float:
    """Tau-b (Kendall, 1945)."""
    first = np.sign(a[:, np.newaxis] - a[np.newaxis])
    second = np.sign(b[:, np.newaxis] - b[np.newaxis])
    untied = float(np.abs(first).sum()) * float(np.abs(second).sum())
    return float((first * second).sum()) / untied**0.5 if untied else 0.0
