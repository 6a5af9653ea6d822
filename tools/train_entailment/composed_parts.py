"""What composed sentences have in common: their parts, drawn from lists."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tools.train_entailment.drawing import couples, phrases, words

Draw = random.Random

FIRST_NAMES: Final = words("first_names")
SURNAMES: Final = words("surnames")
PLACES: Final = words("places")
OFFICES: Final = phrases("offices")
MEASURES: Final = phrases("measures")
GROUPS: Final = words("groups")
OUTCOMES: Final = phrases("outcomes")
CLAUSES: Final = phrases("clauses")
UP_DOWN: Final = couples("up_down")
DAYS: Final = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
MONTHS: Final = tuple(
    "January February March April May June July August September October November December".split()
)
NUMBERS: Final = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve".split()
)
"""Numbers in words, each at its place."""

_BODY_NAMES: Final = words("body_names")
_BODY_KINDS: Final = words("body_kinds")


@dataclass(frozen=True, slots=True)
class Composed:
    """A sentence, and claims that it bears out and that it does not."""

    said: str
    true: tuple[str, ...]
    false: tuple[str, ...]
    kind: str


Maker = Callable[[Draw], Composed]


def person(rng: Draw) -> str:
    """A first name and a surname."""
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(SURNAMES)}"


def body(rng: Draw) -> str:
    """A company."""
    return f"{rng.choice(_BODY_NAMES)} {rng.choice(_BODY_KINDS)}"


def somebody(rng: Draw) -> str:
    """A person, by name or office, a company or a place."""
    pick = rng.random()
    for share, draw in ((0.35, person), (0.65, body), (0.8, _office)):
        if pick < share:
            return draw(rng)
    return rng.choice(PLACES)


def _office(rng: Draw) -> str:
    return f"the {rng.choice(OFFICES)}"


def two(rng: Draw) -> tuple[str, str]:
    """Two of them, who share no word."""
    one, other = somebody(rng), somebody(rng)
    while other == one or set(other.split()) & set(one.split()) - {"the"}:
        other = somebody(rng)
    return one, other


def when(rng: Draw) -> str:
    """When or where it was, with a blank before it, or nothing."""
    day, month, place = rng.choice(DAYS), rng.choice(MONTHS), rng.choice(PLACES)
    return rng.choice(
        ("", "", f" on {day}", " last week", f" in {month}", " this year", f" in {place}",
         " on Tuesday night", " again")
    )  # fmt: skip


def number(value: int) -> str:
    """A number as newswire writes it."""
    return NUMBERS[value] if 1 <= value < len(NUMBERS) else str(value)
