"""What is trained on, drawn by its plan."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.train_entailment.cases import Case, Parted
from tools.train_entailment.composed import composed
from tools.train_entailment.examples import Example, from_news, from_questions
from tools.train_entailment.plans import Mix

_HELD_QUESTIONS: Final = 0.02
"""Share of the texts with questions that are not trained on."""

_HELD_SEED: Final = 5
"""Of the drawing of the texts that are not trained on: the same ones in every run."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """What is trained on, and the made cases that are kept from it to choose by."""

    training: list[Case]
    held: list[Case]


def mixed(mix: Mix, sets: Parted, folder: Path) -> Mixed:
    """The cases of ``mix``.

    Args:
        mix: which.
        sets: the data sets.
        folder: where the texts are that cases are made of.
    """
    questions = list(from_questions(folder, seed=mix.questions))
    news = list(
        from_news(
            folder,
            seed=mix.news.seed,
            each=mix.news.each,
            errors=mix.news.errors,
            rewordings=mix.news.rewordings,
        )
    )
    rng = random.Random(_HELD_SEED)
    kept_back = _drawn(questions, _HELD_QUESTIONS, rng) | _drawn(news, mix.news.held, rng)
    made = [*questions, *news]
    count, seed = mix.composed
    return Mixed(
        training=[
            *_taken([*sets.training, *(one for one in made if one.group not in kept_back)], mix),
            *composed(count, seed=seed),
        ],
        held=[one for one in made if one.group in kept_back],
    )


def _drawn(cases: Iterable[Case], share: float, rng: random.Random) -> set[str]:
    """A share of the texts that the cases are about."""
    return {group for group in sorted({case.group for case in cases}) if rng.random() < share}


def _taken(cases: Sequence[Case], mix: Mix) -> list[Case]:
    """The share of the cases that the mix wants."""
    rng = random.Random(mix.seed)
    return [case for case in cases if rng.random() < mix.shares.get(case.source, 1.0)]


def cut(examples: Sequence[Example], tokens: int | None) -> Sequence[Example]:
    """Some of the examples that have ``tokens`` together, drawn: for a trial; None for all."""
    if tokens is None:
        return examples
    order = list(examples)
    random.Random(0).shuffle(order)
    made: list[Example] = []
    for one in order:
        tokens -= len(one.pair.ids)
        if tokens < 0:
            break
        made.append(one)
    return made
