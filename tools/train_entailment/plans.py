"""How the shipped network was trained: in stages, the later ones on what it was bad at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tools.train_entailment.cases import SOURCES
from tools.train_entailment.edits import Kinds, weighted
from tools.train_entailment.errors import ERRORS
from tools.train_entailment.examples import NEWS, QUESTIONS, VERBATIM
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

FIRST: Final = Stage(
    Mix(
        told="all data sets (those of natural errors twice, fib once; half of conjnli and of "
        "factcheck-gpt), 38 % of the statements made of questions, half of the edited news",
        seed=11,
        questions=1,
        news=Edited(seed=1, each=40, held=0.03),
        shares={QUESTIONS: 0.38, NEWS: 0.5, "conjnli": 0.5, "factcheck-gpt": 0.5},
        again=_NATURAL - {"fib"},
    ),
    Recipe(rate=1.5e-4, seed=1, steps=600),
)
"""From the reader's weights, 2.4 million tokens: a linear schedule cut at 600 of 2,860 steps."""

SECOND: Final = Stage(
    Mix(
        told="the data sets of natural errors once, 14,000 cases of the others, 13,000 statements "
        "made of questions, 22,000 edited sentences of the news of the rarer kinds, 15,000 "
        "composed pairs",
        seed=21,
        questions=2,
        news=Edited(
            seed=2,
            each=30,
            errors=weighted(
                ERRORS,
                {
                    "roles": 4, "turned": 5, "owners": 5, "from_to": 5, "quantities": 2.5,
                    "causes": 4, "certainty": 3, "attributions": 4, "invented": 2.5,
                    "negations": 1, "opposites": 1.5, "words": 0.5, "numbers": 0.7,
                    "names": 0.8, "dates": 0.5,
                },
            ),
            rewordings=weighted(
                REWORDINGS,
                {"passive": 6, "said": 3, "figured": 2, "named": 1, "reworded": 1, "shortened": 1},
            ),
            left_out=frozenset({VERBATIM, "word", "number"}),
        ),
        composed=(15_000, 3),
        most=(
            (frozenset(one.name for one in SOURCES) - _NATURAL, 14_000),
            (frozenset({QUESTIONS}), 13_000),
            (frozenset({NEWS}), 22_000),
        ),
    ),
    Recipe(rate=1.3e-4, warmup=0.03, seed=2),
)  # fmt: skip
"""From there, 7.5 million tokens: the rarer kinds of errors and rewordings, and composed pairs."""

THIRD: Final = Stage(
    Mix(
        told="the data sets of natural errors once more, 7,000 cases of the others, 4,000 "
        "statements made of questions, 10,000 edited or verbatim sentences of the news, 20,000 "
        "claims about composed sentences",
        seed=31,
        questions=3,
        news=replace(
            SECOND.mix.news,
            seed=3,
            each=14,
            rewordings=weighted(
                REWORDINGS,
                {"passive": 5, "said": 2, "figured": 2, "named": 1, "reworded": 1, "shortened": 4},
            ),
            left_out=frozenset({"word", "number"}),
        ),
        composed=(10_000, 4),
        most=(
            (frozenset(one.name for one in SOURCES) - _NATURAL, 7_000),
            (frozenset({QUESTIONS}), 4_000),
            (frozenset({NEWS}), 10_000),
        ),
    ),
    Recipe(rate=1e-4, warmup=0.03, seed=3),
)
"""From there, 4.4 million tokens: composed sentences with more about them, natural errors again."""

PLAN: Final = (FIRST, SECOND, THIRD)
