"""What figures are measured in: units, currencies, and how they convert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from assistant.language.numerals_tokens import Token, after_hyphen, low_at
from assistant.language.word_lists import word_lists

PERCENT: Final = "percent"
POINTS: Final = "percentage point"
TIMES: Final = "times"


@dataclass(frozen=True, slots=True)
class Scale:
    """What kind of size a unit measures, and how many of its base unit one of it is."""

    dimension: str
    factor: Fraction


class FoundUnit(NamedTuple):
    """A unit by its canonical name, and the index of the token after it."""

    name: str
    last: int


_LISTS: Final = word_lists("figures.toml")
_SIZES: Final = _LISTS.table("sizes")
_SCALES: Final = {
    unit: Scale(dimension, Fraction(factor))
    for dimension in _SIZES.names
    for unit, factor in _SIZES.keys(dimension).items()
}
_UNITS: Final = _LISTS.keys("units")
_POWERS: Final = frozenset({"square", "sq", "cubic"})
_CURRENCIES: Final = _LISTS.keys("currencies")
_DOLLARS: Final = _LISTS.keys("dollars")
_ANY_DOLLARS: Final = frozenset(["dollar", *_DOLLARS.values()])
_SMALL_MONEY: Final = frozenset({"cent", "penny"})


def scale_of(unit: str) -> Scale:
    """How ``unit`` converts; a unit that is not known is a dimension of its own."""
    return _SCALES.get(unit) or Scale(unit, Fraction(1))


def currency_before(tokens: Sequence[Token], index: int) -> str | None:
    """The currency whose sign stands directly before token ``index``."""
    if index == 0 or tokens[index - 1].kind != "currency":
        return None
    return _CURRENCIES.get(tokens[index - 1].low)


def currency_after(tokens: Sequence[Token], index: int) -> FoundUnit | None:
    """The currency named at token ``index``: "dollars", "Canadian dollars", "€"."""
    at = after_hyphen(tokens, index)
    for ahead in range(3):
        word = low_at(tokens, at + ahead)
        name = _CURRENCIES.get(word)
        if name is not None and not (name == "pound" and ahead):
            of = _DOLLARS.get(low_at(tokens, at + ahead - 1)) if ahead else None
            return FoundUnit((of or name) if name == "dollar" else name, at + ahead + 1)
        if word not in _DOLLARS and word not in {"new", "hong"}:
            return None
    return None


def unit_after(tokens: Sequence[Token], index: int) -> FoundUnit | None:
    """The unit at token ``index``, which a hyphen may join to the number before it."""
    at = after_hyphen(tokens, index)
    word = low_at(tokens, at)
    second = after_hyphen(tokens, at + 1)
    pair = _UNITS.get(f"{word} {low_at(tokens, second)}")
    if pair is not None:
        return FoundUnit(pair, second + 1)
    if word in _POWERS:
        unit = _UNITS.get(low_at(tokens, second))
        power = "cubic" if word == "cubic" else "square"
        return FoundUnit(f"{power} {unit}", second + 1) if unit else None
    unit = _UNITS.get(word)
    if unit is None or (
        word in {"m", "mi", "g", "sec", "min", "pc", "ha"} and tokens[at].text != word
    ):
        return None
    return _longer(tokens, FoundUnit(unit, at + 1))


def _longer(tokens: Sequence[Token], unit: FoundUnit) -> FoundUnit:
    """A unit with what belongs to it: "miles per hour", "km/h", "°C"."""
    first, second = low_at(tokens, unit.last), low_at(tokens, unit.last + 1)
    hourly = (first, second) in {("per", "hour"), ("an", "hour"), ("/", "h")}
    if hourly and unit.name in {"mile", "kilometre"}:
        return FoundUnit(f"{unit.name} an hour", unit.last + 2)
    if unit.name == "degree" and first in {"c", "f", "celsius", "fahrenheit"}:
        return FoundUnit("celsius" if first[0] == "c" else "fahrenheit", unit.last + 1)
    return unit


def same_currency(first: str, second: str) -> bool:
    """Whether two currencies can be one: "$" may be any dollar, cents are of several."""
    if first == second or first in _SMALL_MONEY or second in _SMALL_MONEY:
        return True
    return "dollar" in (first, second) and first in _ANY_DOLLARS and second in _ANY_DOLLARS


def same_dimension(first: str, second: str) -> bool:
    """Whether two units measure the same kind of size, so that one converts to the other."""
    if "degree" in (first, second):
        return {first, second} <= {"degree", "celsius", "fahrenheit"}
    return scale_of(first).dimension == scale_of(second).dimension
