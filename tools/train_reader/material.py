"""The training data, split and with hard negatives mined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.models.embedder import Embedder
from tools.train_reader.negatives import Sentence, mined, pool_of
from tools.train_reader.questions import Question, is_held_out, qamr, selqa, squad2, xquad

MINED = 16
"""Hard negatives kept for each question."""


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


def material(data: Path, *, threads: int) -> Material:
    """The material from the folder ``data``; mining takes a few minutes."""
    questions, held = _split(data)
    embedder = Embedder(threads=threads)
    pool, others = pool_of(questions), pool_of(held)
    hard = mined(questions, pool, embedder=embedder, most=MINED)
    held_hard = mined(held, others, embedder=embedder, most=MINED)
    return Material(
        questions, pool, hard, held, [[others[place].text for place in one] for one in held_hard]
    )


def _split(data: Path) -> tuple[list[Question], list[Question]]:
    """The questions to train on and the held-out ones.

    What SQuAD 2.0's reporting half asks about is left out, in SQuAD 2.0 and in XQuAD, which
    has paragraphs of the same articles.
    """
    choosing, reporting = squad2(data)
    kept_away = {question.group for question in reporting}
    squad = [question for question in (*xquad(data), *choosing) if question.group not in kept_away]
    questions = [*selqa(data), *squad, *qamr(data)]
    return (
        [question for question in questions if not is_held_out(question.source, question.group)],
        [question for question in questions if is_held_out(question.source, question.group)],
    )
