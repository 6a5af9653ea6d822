"""Cases of composed sentences, with true and false restatements of them.

What newswire seldom sets side by side in one sentence: who did what to whom in active and
passive, the converse of a verb (bought, sold), from and to, some and all, counts by kind,
causes, whose words, units, days that are the same. Every kind gives as many true claims as
false ones. The names and things are drawn from lists, so that no sentence is of the world.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from tools.train_entailment.cases import Case
from tools.train_entailment.composed_amounts import (
    counts,
    dates,
    direction,
    from_to,
    quantifier,
    score,
    units,
)
from tools.train_entailment.composed_events import (
    causes,
    converse,
    fates,
    not_done,
    owner,
    roles,
    routes,
    sides,
    speakers,
)
from tools.train_entailment.composed_parts import CLAUSES, PLACES, Maker
from tools.train_entailment.drawing import upper

SOURCE: Final = "composed"
"""The name of these cases."""

_MAKERS: Final[tuple[Maker, ...]] = (
    roles, roles, roles, routes, converse, score, owner, owner, direction, from_to, from_to, sides,
    quantifier, quantifier, counts, counts, not_done, not_done, causes, causes, speakers, speakers,
    units, units, dates, fates, fates, fates,
)  # fmt: skip
"""One of them makes a pair; the harder ones are there more than once."""


def composed(count: int, *, seed: int) -> Iterator[Case]:
    """``count`` pairs of a true and a false claim about composed sentences."""
    rng = random.Random(seed)
    for number in range(count):
        made = rng.choice(_MAKERS)(rng)
        others = [
            _sentence(rng.choice(_MAKERS)(rng).said) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))
        ]
        sentences = [_sentence(made.said), *others]
        rng.shuffle(sentences)
        headings = (
            "",
            "",
            f"News from {rng.choice(PLACES)}\n",
            f"{_sentence(rng.choice(CLAUSES))[:-1]}\n",
        )
        heading = rng.choice(headings)
        for claims, supported in ((made.true, True), (made.false, False)):
            claim = rng.choice(claims)
            yield Case(
                source=SOURCE,
                group=f"composed {number}",
                claim=_sentence(claim if claim.endswith(".") else f"{claim}."),
                sentences=tuple(sentences),
                chosen=tuple(range(len(sentences))),
                supported=supported,
                kind=made.kind,
                heading=heading,
            )


def _sentence(text: str) -> str:
    return upper(text if text.endswith((".", "”")) else f"{text}.")
