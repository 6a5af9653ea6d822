"""How the shipped network was trained: what on, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tools.train_entailment.cases import SOURCES
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
    step. Of what is kept at last ``trained`` is the share of the weights that were trained, the
    rest of those that training began with (Wortsman et al., 2022): what was learned before is
    forgotten less.
    """

    rate: float = 1e-4
    tokens: int = 4096
    warmup: float = 0.05
    words: float = 0.5
    frozen: int = 2
    rounded: float = 0.15
    decay: float = 0.998
    trained: float = 1.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Edited:
    """Edited sentences of the news: of ``each`` article so many, ``held`` of the articles not."""

    seed: int
    each: int
    held: float = 0.0
    errors: Kinds = field(default_factory=lambda: ERRORS)
    rewordings: Kinds = field(default_factory=lambda: REWORDINGS)


@dataclass(frozen=True, slots=True)
class Mix:
    """What it is trained on: the training cases of all data sets, and made ones.

    ``questions`` is the seed of the statements made of questions, ``composed`` the number of
    composed pairs and their seed. Of the sources in ``shares`` each case is taken with that
    chance, drawn with ``seed``. ``told`` says it for the model card.
    """

    told: str
    seed: int
    questions: int
    news: Edited
    composed: tuple[int, int] = (0, 0)
    shares: Mapping[str, float] = field(default_factory=dict)


_NATURAL: Final = frozenset({"defacto", "bump", "fib", "factcg-docs", "summedits"})

MIX: Final = Mix(
    told="the data sets of natural errors, a quarter of the others, an eighth of the statements "
    "made of questions, up to 60 edited sentences of each article of the news, 12,000 claims "
    "about composed sentences",
    seed=41,
    questions=4,
    news=Edited(
        seed=4,
        each=60,
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
    composed=(6_000, 4),
    shares={
        QUESTIONS: 0.12,
        **{one.name: 0.25 for one in SOURCES if one.name not in _NATURAL},
    },
)  # fmt: skip

RECIPE: Final = Recipe(rate=1.2e-4, warmup=0.03, seed=4, trained=0.6)
