"""Logistic regressions in a few lines of NumPy: what the verification's weights are made with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_RATE: Final = 0.05
_ROUNDS: Final = 400
_FORGET: Final = 0.9
_FORGET_SQUARES: Final = 0.999
_NEWTON: Final = 30
_BARELY: Final = 0.01


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice among candidates: their signs [n, signs], which were right [n], its weight."""

    signs: Matrix
    right: NDArray[np.bool_]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows of signs [n, signs] with their labels [n], 0 to 1, and weights [n].

    ``constants`` [n, constants] are what the row has of each constant: each set of data has
    one of its own, since the share of it that is supported says nothing about the signs.
    """

    signs: Matrix
    constants: Matrix
    labels: Matrix
    weights: Matrix


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of the signs, and the constants."""

    signs: Matrix
    constants: Matrix


def fit_choices(choices: Sequence[Choice], *, penalty: float) -> Matrix:
    """Weights [signs] under which the right candidates are chosen (softmax over each choice).

    ``penalty`` is that of the weights' squares, the signs being scaled to unit variance.
    """
    table = np.concatenate([choice.signs for choice in choices])
    spread = table.std(axis=0) + 1e-9
    table = table / spread
    right = np.concatenate([choice.right for choice in choices]).astype(np.float64)
    sizes = [len(choice.right) for choice in choices]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(choices)), sizes)
    weight = np.array([choice.weight for choice in choices])[owner]

    def gradient(weights: Matrix) -> Matrix:
        scores = table @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        among_all = powers / np.add.reduceat(powers, starts)[owner]
        rightly = powers * right
        among_right = rightly / np.maximum(np.add.reduceat(rightly, starts)[owner], 1e-300)
        return np.asarray(table.T @ ((among_all - among_right) * weight) + penalty * weights)

    return np.asarray(_descend(gradient, table.shape[1]) / spread)


def fit_examples(examples: Examples, *, penalty: float) -> Fitted:
    """A logistic regression by Newton's method.

    ``penalty`` as for ``fit_choices``; the constants are all but free of it.
    """
    spread = examples.signs.std(axis=0) + 1e-9
    table = np.hstack([examples.signs / spread, examples.constants])
    signs = examples.signs.shape[1]
    penalties = np.concatenate(
        [np.full(signs, penalty), np.full(examples.constants.shape[1], _BARELY)]
    )
    fitted = np.zeros(table.shape[1])
    for _ in range(_NEWTON):
        chances = 1.0 / (1.0 + np.exp(-(table @ fitted)))
        slope = table.T @ ((chances - examples.labels) * examples.weights) + penalties * fitted
        bend = (examples.weights * chances * (1.0 - chances))[:, np.newaxis]
        fitted = fitted - np.linalg.solve((table * bend).T @ table + np.diag(penalties), slope)
    return Fitted(np.asarray(fitted[:signs] / spread), np.asarray(fitted[signs:]))


def _descend(gradient: Callable[[Matrix], Matrix], size: int) -> Matrix:
    """Where the gradient leads from zero (Adam: Kingma and Ba, 2015), the same every time."""
    at = np.zeros(size)
    mean, square = np.zeros(size), np.zeros(size)
    for step in range(1, _ROUNDS + 1):
        slope = gradient(at)
        mean = _FORGET * mean + (1.0 - _FORGET) * slope
        square = _FORGET_SQUARES * square + (1.0 - _FORGET_SQUARES) * slope**2
        fair_mean = mean / (1.0 - _FORGET**step)
        fair_square = square / (1.0 - _FORGET_SQUARES**step)
        rate = _RATE * min(1.0, 2.0 * (1.0 - step / _ROUNDS) + 0.02)
        at = at - rate * fair_mean / (np.sqrt(fair_square) + 1e-9)
    return at
