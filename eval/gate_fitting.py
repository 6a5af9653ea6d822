"""Logistic regression with weights that are all positive, by Newton's method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_STEPS: Final = 50
_SETTLED: Final = 1e-9
_FARTHEST: Final = 30.0

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of the features that are kept, by name, and what is added to their sum."""

    weights: dict[str, float]
    bias: float


def fit_positive(
    features: Array, labels: Array, *, names: Sequence[str], weights: Array, ridge: float = 10.0
) -> Fitted:
    """The logistic model of ``labels`` in which every feature speaks for the label.

    While any feature has a weight of nought or below, the one with the lowest goes: features are
    made so that more of them speaks for the label, and a weight against that is chance.

    Args:
        features: [cases, features].
        labels: [cases], 0 or 1.
        names: of the features.
        weights: [cases], how much each counts.
        ridge: strength of the squared penalty on the weights of the features, which are
            scaled to unit variance for it.
    """
    kept = list(range(len(names)))
    while True:
        mean = np.average(features[:, kept], axis=0, weights=weights)
        spread = np.sqrt(np.average((features[:, kept] - mean) ** 2, axis=0, weights=weights))
        scale = np.where(spread > 0, spread, 1.0)
        solved = _newton((features[:, kept] - mean) / scale, labels, weights=weights, ridge=ridge)
        if not kept or solved[:-1].min() > 0:
            break
        del kept[int(np.argmin(solved[:-1]))]
    found = solved[:-1] / scale
    return Fitted(
        {names[place]: float(weight) for place, weight in zip(kept, found, strict=True)},
        float(solved[-1] - found @ mean),
    )


def _newton(features: Array, labels: Array, *, weights: Array, ridge: float) -> Array:
    """The weights [features + 1] of the penalised likelihood's maximum, the bias last."""
    design = np.column_stack([features, np.ones(len(features))])
    # A trace of penalty on the bias, too, so that labels that are all alike have a maximum.
    penalty = np.diag([*[ridge] * features.shape[1], 1e-6])
    solved = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ solved, -_FARTHEST, _FARTHEST)))
        gradient = design.T @ (weights * (chance - labels)) + penalty @ solved
        curvature = (design.T * (weights * chance * (1 - chance))) @ design + penalty
        step = np.linalg.solve(curvature, gradient)
        solved = solved - step
        if np.abs(step).max() < _SETTLED:
            break
    return solved
