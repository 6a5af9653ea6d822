"""Reads what the name of a chat model tells: its price, its size, whether it reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

SMALL: Final = 10.0
"""Billions of weights below which a model is small: it is asked otherwise."""

_PRICES: Final = Path(__file__).parent.parent / "data" / "chat-prices.txt"
# What may follow a model's name without making it another model: a date, or "latest".
_VERSION: Final = re.compile(r"(?:-(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}|latest))?")
# "0.5b", "7B", "8x7b", "360m"; not "q4_k_m", nor the active weights of "30b-a3b" alone.
_SIZE: Final = re.compile(
    r"(?<![a-z0-9.])(?:(?P<experts>\d{1,3})x)?(?P<size>\d{1,4}(?:[.]\d{1,3})?)(?P<unit>[bm])(?![a-z0-9])"
)
_REASONING: Final = re.compile(r"(?:ft:)?(?:o[1-9]|gpt-[5-9]|gpt-oss)(?:[.:-]|$)")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens."""

    input: float
    output: float

    def cost(self, *, input_tokens: int, output_tokens: int) -> float:
        """US dollars for so many tokens. Rebates (cached input) are not counted: an upper bound."""
        return (input_tokens * self.input + output_tokens * self.output) / 1_000_000


@cache
def _prices() -> dict[str, Price]:
    lines = _PRICES.read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {name: Price(float(read), float(written)) for name, read, written in rows}


def price_of(model: str) -> Price | None:
    """The price of one of OpenAI's models, by the longest name that ``model`` is a version of.

    ``gpt-4o-mini-2024-07-18`` is a version of ``gpt-4o-mini``; ``gpt-4o-audio`` is none of
    ``gpt-4o``. None where the price is not known.
    """
    names = [
        name
        for name in _prices()
        if model.startswith(name) and _VERSION.fullmatch(model.removeprefix(name))
    ]
    return _prices()[max(names, key=len)] if names else None


def billions_in(name: str) -> float | None:
    """The billions of weights that the name of a model tells; None where it tells none."""
    found = [
        int(one["experts"] or 1) * float(one["size"]) / (1.0 if one["unit"] == "b" else 1000.0)
        for one in _SIZE.finditer(name.lower())
    ]
    return max(found, default=None)


def is_small(name: str) -> bool:
    """Whether the name of a model tells that it is small."""
    size = billions_in(name)
    return size is not None and size < SMALL


def reasons(name: str) -> bool:
    """Whether one of OpenAI's models thinks before it writes: that counts as output."""
    return _REASONING.match(name) is not None
