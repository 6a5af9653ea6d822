"""The training data, split and with hard negatives mined."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.train_reader.negatives import Sentence, mined, pool_of
from tools.train_reader.questions import (
    QAMR,
    SELQA,
    SQUAD2,
    XQUAD,
    Question,
    is_held_out,
    qamr,
    selqa,
    squad2,
    xquad,
)
from tools.train_reader.sets import SETS, drawn

MINED: Final = 12
"""Hard negatives kept for each question."""

HELD: Final = 250
"""Held-out questions of each data set, at most."""

SOURCES: Final = (SELQA, XQUAD, QAMR, SQUAD2, *(one.source for one in SETS))
"""All data sets, in the order of the card."""

_QAMR: Final = 2_500
_ALL: Final = 10**9
_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Material:
    """What is trained on and what is held out.

    ``hard`` are places in ``pool`` for each training question, ``held_hard`` sentences for
    each held-out one.
    """

    questions: Sequence[Question]
    pool: Sequence[Sentence]
    hard: Sequence[Sequence[int]]
    held: Sequence[Question]
    held_hard: Sequence[Sequence[str]]


def material(data: Path, *, most: int | None = None) -> Material:
    """The material from the folder ``data``; reading them takes some minutes.

    With ``most`` there are so many questions of each data set alone, for a trial.
    """
    questions, held = _split(data, most=most)
    pool, others = pool_of(questions), pool_of(held)
    hard = mined(questions, pool, most=MINED)
    held_hard = mined(held, others, most=MINED)
    return Material(
        questions, pool, hard, held, [[others[place].text for place in one] for one in held_hard]
    )


def _split(data: Path, *, most: int | None) -> tuple[list[Question], list[Question]]:
    """The questions to train on and the held-out ones, of these so many of each source.

    What SQuAD 2.0's reporting half asks about is left out everywhere: XQuAD and SQuAD's
    development set have paragraphs of the same articles.
    """
    choosing, reporting = squad2(data)
    kept_away = {question.group for question in reporting}
    squad = [question for question in (*xquad(data), *choosing) if question.group not in kept_away]
    questions: list[Question] = []
    held: list[Question] = []
    rng = random.Random(_SEED)
    for found, times, wanted in ((selqa(data), 1, _ALL), (squad, 1, _ALL), (qamr(data), 1, _QAMR)):
        parts: tuple[list[Question], list[Question]] = ([], [])
        for question in found:
            parts[is_held_out(question.source, question.group)].append(question)
        training, out = parts
        count = min(wanted, len(training), most or _ALL)
        questions += rng.sample(training, count) * times
        held += rng.sample(out, min(HELD, len(out)))
    for one in SETS:
        training, out = drawn(data, one, kept_away=kept_away, most=most)
        questions += training
        held += rng.sample(out, min(HELD, len(out)))
    return questions, held
