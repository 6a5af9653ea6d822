"""How well a reader ranks, finds short answers, and sees that there is none."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.train_reader.negatives import Changer
from tools.train_reader.questions import Labelled, Question

Asked = tuple[str, str, str]
"""Question, heading, sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader says of a pair.

    Relevance, the margin of the best short answer over "no answer", and that answer's
    half-open character range in the sentence.
    """

    relevance: float
    margin: float
    start: int
    end: int


Read = Callable[[Sequence[Asked]], list[Reading]]
"""A reader: of each pair what it says."""


def average_precision(scores: Sequence[float], right: Sequence[bool]) -> float:
    """Of one question; ties are broken by place, as the sentences were given."""
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    found, total = 0, 0.0
    for rank, place in enumerate(order, start=1):
        if right[place]:
            found += 1
            total += found / rank
    return total / max(found, 1)


def reciprocal_rank(scores: Sequence[float], right: Sequence[bool]) -> float:
    """1 over the place of the first right one."""
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    return next((1 / rank for rank, place in enumerate(order, start=1) if right[place]), 0.0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Mean average precision and mean reciprocal rank over questions."""

    map: float
    mrr: float


def ranked(asked: Sequence[Labelled], score: Callable[[Labelled], Sequence[float]]) -> Ranked:
    """How well ``score`` ranks the candidates of each question."""
    aps, rrs = [], []
    for one in asked:
        scores = score(one)
        aps.append(average_precision(scores, one.right))
        rrs.append(reciprocal_rank(scores, one.right))
    return Ranked(float(np.mean(aps)), float(np.mean(rrs)))


@dataclass(frozen=True, slots=True)
class Held:
    """Figures on the held-out part: the choice of a recipe goes by these alone.

    MAP by source among the sentences of the question's own text and mined ones, and the share
    of its questions for which one that answers is first in its own text; the short
    answers' exact match and token F1 by source, where they are known; how often the margin
    is higher for a true question than for one with a detail changed (AUC), and how often the
    best margin of a question's sentences is higher where one answers than for a question to
    which there is no answer. Sources of few questions are left out.
    """

    map: dict[str, float]
    first: dict[str, float]
    exact: dict[str, float]
    f1: dict[str, float]
    changed: float
    none: float

    @property
    def mean_map(self) -> float:
        """The mean over the sources."""
        return float(np.mean(list(self.map.values())))

    def row(self) -> str:
        """In one line."""
        maps = ", ".join(
            f"{name} {value:.3f}/{self.first[name]:.3f}" for name, value in self.map.items()
        )
        short = ", ".join(
            f"{name} {self.exact[name]:.3f}/{value:.3f}" for name, value in self.f1.items()
        )
        return (
            f"MAP {self.mean_map:.4f} (MAP/first in its text: {maps}); "
            f"short answers, exact/F1: {short}; "
            f"changed AUC {self.changed:.3f}; without an answer AUC {self.none:.3f}"
        )


def held_out(
    read: Read,
    questions: Sequence[Question],
    hard: Sequence[Sequence[str]],
    *,
    seed: int = 7,
    mined: int = 8,
    fewest: int = 50,
) -> Held:
    """Judges ``read`` on held-out questions, each with ``mined`` sentences besides its own."""
    rng = random.Random(seed)
    changer = Changer(questions)
    maps: dict[str, list[float]] = {}
    first: dict[str, list[float]] = {}
    exact: dict[str, list[float]] = {}
    f1: dict[str, list[float]] = {}
    true, false = [], []
    margins: dict[bool, list[float]] = {True: [], False: []}
    for place, one in enumerate(questions):
        texts = [*one.sentences, *hard[place][:mined]]
        readings = read([(one.text, one.heading, text) for text in texts])
        margins[bool(one.right)].append(max(reading.margin for reading in readings))
        if not one.right:
            continue
        right = [index in one.right for index in range(len(texts))]
        maps.setdefault(one.source, []).append(
            average_precision([reading.relevance for reading in readings], right)
        )
        own = max(range(len(one.sentences)), key=lambda index: readings[index].relevance)
        first.setdefault(one.source, []).append(float(own in one.right))
        for index, spans in one.spans.items():
            text = one.sentences[index]
            given = text[readings[index].start : readings[index].end]
            known = [text[span.start : span.end] for span in spans]
            exact.setdefault(one.source, []).append(
                float(any(_words(given) == _words(answer) for answer in known))
            )
            f1.setdefault(one.source, []).append(
                max(_f1(_words(given), _words(answer)) for answer in known)
            )
        index = min(one.right)
        other = changer.changed(one.text, one.sentences[index], rng=rng)
        if other is not None:
            (reading,) = read([(other, one.heading, one.sentences[index])])
            true.append(readings[index].margin)
            false.append(reading.margin)
    enough = [name for name, values in maps.items() if len(values) >= fewest]
    return Held(
        {name: float(np.mean(maps[name])) for name in enough},
        first={name: float(np.mean(first[name])) for name in enough},
        exact={name: float(np.mean(exact[name])) for name in enough if name in exact},
        f1={name: float(np.mean(f1[name])) for name in enough if name in f1},
        changed=auc(np.array(true), np.array(false)),
        none=auc(np.array(margins[True]), np.array(margins[False])),
    )


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()


def _f1(given: Sequence[str], known: Sequence[str]) -> float:
    shared = sum(min(given.count(word), known.count(word)) for word in set(given))
    return 2 * shared / (len(given) + len(known)) if shared else 0.0


def auc(high: NDArray[np.float64], low: NDArray[np.float64]) -> float:
    """How often one of ``high`` is above one of ``low``, like ones half; NaN without both."""
    if not len(high) or not len(low):
        return float("nan")
    return float(np.mean(high[:, None] > low[None]) + np.mean(high[:, None] == low[None]) / 2)
