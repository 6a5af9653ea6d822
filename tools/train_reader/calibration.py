"""Makes a probability of the two outputs, on questions that were not trained on.

The probability is that the sentence ranked first answers. Held-out questions are asked as
they are, those without an answer among them; without their answering sentences; and with
one detail changed, so that the sentence answers no more (where one can be changed).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.models.reader import Calibration
from tools.train_reader.judging import Asked, Read, Reading
from tools.train_reader.negatives import Changer
from tools.train_reader.questions import Question


@dataclass(frozen=True, slots=True)
class First:
    """What the reader said of the sentence it ranks first, and whether that answers."""

    reading: Reading
    right: bool


def firsts(
    read: Read, questions: Sequence[Question], hard: Sequence[Sequence[str]], *, seed: int = 11
) -> Iterator[First]:
    """The cases that calibration goes by."""
    rng = random.Random(seed)
    changer = Changer(questions)
    for place, one in enumerate(questions):
        texts = [*one.sentences, *hard[place][:8]]
        readings = read([(one.text, one.heading, text) for text in texts])
        yield _first(readings, [index in one.right for index in range(len(texts))])
        if not one.right:
            continue
        rest = [reading for index, reading in enumerate(readings) if index not in one.right]
        if rest:
            yield _first(rest, [False] * len(rest))
        other = changer.changed(one.text, one.sentences[min(one.right)], rng=rng)
        if other is not None:
            asked: list[Asked] = [(other, one.heading, text) for text in texts]
            yield _first(read(asked), [False] * len(texts))


def _first(readings: Sequence[Reading], right: Sequence[bool]) -> First:
    best = max(range(len(readings)), key=lambda place: readings[place].relevance)
    return First(readings[best], right[best])


def fitted(cases: Sequence[First], *, steps: int = 50, ridge: float = 1e-3) -> Calibration:
    """The logistic model of the two outputs with the greatest likelihood (Newton's method)."""
    signs, right = _arrays(cases)
    weights = np.zeros(3)
    for _ in range(steps):
        chance = _sigmoid(signs @ weights)
        slope = signs.T @ (right - chance) - ridge * weights
        bend = (signs * (chance * (1 - chance))[:, None]).T @ signs + ridge * np.eye(3)
        weights = weights + np.linalg.solve(bend, slope)
    relevance, margin, bias = (round(float(weight), 4) for weight in weights)
    return Calibration(relevance=relevance, margin=margin, bias=bias)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a calibration fits.

    Brier score, expected calibration error (ten bins of equal number), AUC of right against
    wrong, and the share that is right.
    """

    brier: float
    error: float
    auc: float
    right: float


def fit(cases: Sequence[First], calibration: Calibration) -> Fit:
    """How well ``calibration`` fits ``cases``."""
    signs, right = _arrays(cases)
    chance = _sigmoid(signs @ [calibration.relevance, calibration.margin, calibration.bias])
    bins = np.array_split(np.argsort(chance), 10)
    error = sum(len(part) * abs(chance[part].mean() - right[part].mean()) for part in bins)
    high, low = chance[right == 1], chance[right == 0]
    return Fit(
        brier=float(np.mean((chance - right) ** 2)),
        error=float(error / len(right)),
        auc=float(np.mean(high[:, None] > low[None])),
        right=float(right.mean()),
    )


def _arrays(cases: Sequence[First]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    signs = np.array([[case.reading.relevance, case.reading.margin, 1.0] for case in cases])
    return signs, np.array([float(case.right) for case in cases])


def _sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))
