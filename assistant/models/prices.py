"""What well-known chat models cost."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens."""

    input: float
    output: float

    def cost(self, *, input_tokens: int, output_tokens: int) -> float:
        """US dollars for so many tokens. Rebates (cached input) are not counted: an upper bound."""
        return (input_tokens * self.input + output_tokens * self.output) / 1_000_000


# OpenAI's list prices for text, standard tier, as published in June 2026. Models that have left
# the list keep the last price they had there.
_PRICES = {
    "gpt-5.5": Price(5.00, 30.00),
    "gpt-5.5-pro": Price(30.00, 180.00),
    "gpt-5.4": Price(2.50, 15.00),
    "gpt-5.4-mini": Price(0.75, 4.50),
    "gpt-5.4-nano": Price(0.20, 1.25),
    "gpt-5.4-pro": Price(30.00, 180.00),
    "gpt-5.2": Price(1.75, 14.00),
    "gpt-5.1": Price(1.25, 10.00),
    "gpt-5": Price(1.25, 10.00),
    "gpt-5-mini": Price(0.25, 2.00),
    "gpt-5-nano": Price(0.05, 0.40),
    "gpt-5-pro": Price(15.00, 120.00),
    "gpt-4.1": Price(2.00, 8.00),
    "gpt-4.1-mini": Price(0.40, 1.60),
    "gpt-4.1-nano": Price(0.10, 0.40),
    "gpt-4o": Price(2.50, 10.00),
    "gpt-4o-2024-05-13": Price(5.00, 15.00),
    "gpt-4o-mini": Price(0.15, 0.60),
    "gpt-4-turbo": Price(10.00, 30.00),
    "gpt-4": Price(30.00, 60.00),
    "gpt-3.5-turbo": Price(0.50, 1.50),
    "o1": Price(15.00, 60.00),
    "o3": Price(2.00, 8.00),
    "o3-mini": Price(1.10, 4.40),
    "o4-mini": Price(1.10, 4.40),
}

# What may follow a model's name without making it another model: a date, or "latest".
_VERSION = re.compile(r"(?:-(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}|latest))?")


def price_of(model: str) -> Price | None:
    """The price of one of OpenAI's models, by the longest name that ``model`` is a version of.

    ``gpt-4o-mini-2024-07-18`` is a version of ``gpt-4o-mini``; ``gpt-4o-audio`` is none of
    ``gpt-4o``. None where the price is not known.
    """
    names = [
        name
        for name in _PRICES
        if model.startswith(name) and _VERSION.fullmatch(model.removeprefix(name))
    ]
    return _PRICES[max(names, key=len)] if names else None
