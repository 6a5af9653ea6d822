"""How the shipped network was trained: in stages, the later ones on what it was bad at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tools.train_entailment.edits import Kinds, weighted
from tools.train_entailment.errors import ERRORS
from tools.train_entailment.examples import QUESTIONS
from tools.train_entailment.rewordings import REWORDINGS


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is trained.

    ``tokens`` a batch, padding included; ``warmup`` is the share of the steps in which the
    learning rate rises; ``words`` is the weight of the loss of single words; the
    embeddings and the ``frozen`` lowest layers stay as they are; ``rounded`` is the share of
    the steps, the last ones, in which weights and activations are rounded as the exported
    file's are; the weights that are kept are an exponential moving average with ``decay`` a
    step. With ``steps`` it is cut after so many, the rate falling as if it were not.
    """

    rate: float = 1e-4
    tokens: int = 4096
    warmup: float = 0.05
    words: float = 0.5
    frozen: int = 2
    rounded: float = 0.15
    decay: float = 0.998
    seed: int = 1
    steps: int | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """Edited sentences of the news: of ``each`` article so many, ``held`` of the articles not.

    Sentences of the kinds ``left_out`` are dropped after they were made.
    """

    seed: int
    each: int
    held: float = 0.0
    errors: Kinds = field(default_factory=lambda: ERRORS)
    rewordings: Kinds = field(default_factory=lambda: REWORDINGS)
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mix:
    """What a stage is trained on: the training cases of all data sets, and made ones.

    ``questions`` is the seed of the statements made of questions, ``composed`` the number of
    composed pairs and their seed. Of the sources in ``shares`` each case is taken with that
    chance, those in ``again`` are there twice, and of the sources of each entry of ``most``
    there are so many together, drawn with ``seed``. ``told`` says it for the model card.
    """

    told: str
    seed: int
    questions: int
    news: Edited
    composed: tuple[int, int] = (0, 0)
    shares: Mapping[str, float] = field(default_factory=dict)
    again: frozenset[str] = frozenset()
    most: tuple[tuple[frozenset[str], int], ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """What the network is trained on at a time, and how."""

    mix: Mix
    recipe: Recipe


_NATURAL: Final = frozenset({"defacto", "bump", "fib", "factcg-docs", "summedits"})

PLAN: Final = (
    Stage(
        Mix(
            told="all data sets, those of natural errors twice; two thirds of the statements made "
            "of questions; up to 150 edited sentences of each article of the news; 24,000 claims "
            "about composed sentences",
            seed=41,
            questions=4,
            news=Edited(
                seed=4,
                each=150,
                held=0.03,
                errors=weighted(
                    ERRORS,
                    {
                        "roles": 2, "turned": 5, "owners": 5, "from_to": 5, "quantities": 2,
                        "causes": 4, "hedges": 2, "attributions": 4, "words": 0.5,
                    },
                ),
                rewordings=weighted(
                    REWORDINGS, {"passive": 6, "said": 2, "figured": 2, "named": 1, "shortened": 2}
                ),
            ),
            composed=(12_000, 4),
            shares={QUESTIONS: 0.67, "conjnli": 0.5, "factcheck-gpt": 0.7},
            again=_NATURAL,
        ),
        Recipe(rate=1.5e-4, seed=4),
    ),
)  # fmt: skip
"""From the reader's weights, in one pass."""
