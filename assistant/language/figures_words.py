"""What stands around a number: its unit or currency, the noun that it counts, its hedge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from assistant.language.numerals_words import Token, after_hyphen, low_at
from assistant.language.word_lists import word_lists, word_set

_LISTS: Final = word_lists("figures.toml")
FUNCTION_WORDS: Final = _LISTS.words("function_words")  # words that end what is counted
_IRREGULAR: Final = _LISTS.keys("irregular")
# Counted where nothing else follows: "14 injured", but "14 injured passengers".
_STATES: Final = _LISTS.words("states")
_DETERMINERS: Final = word_set("the its their his her our my these those all")
_REACH: Final = 4  # words after a figure among which the noun is looked for


def singular(word: str) -> str:
    """``word`` (in lower case) as one of it, near enough to compare nouns."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1] if is_plural(word) else word


def is_plural(word: str) -> bool:
    """Whether ``word`` looks like more than one of something."""
    return word in _IRREGULAR or (
        word.endswith("s") and len(word) > len("its") and not word.endswith(("ss", "us", "is"))
    )


class Found(NamedTuple):
    """A noun in the singular or a unit by its canonical name; the index of the token after it."""

    name: str
    last: int


def noun_after(
    tokens: Sequence[Token], index: int, *, only_of: bool = False, one: bool = False
) -> Found | None:
    """What the figure that ends before token ``index`` counts, or None.

    The first plural among the next words: "14 injured passengers", "14 of the passengers";
    behind a hyphen ("a 14-seat bus") and where ``one`` thing is counted, the next word.
    After a unit (``only_of``) it is what follows "of": "40 percent of voters".
    """
    at = after_hyphen(tokens, index)
    one = one or at > index
    if low_at(tokens, at) == "of":
        at += 1
        while low_at(tokens, at) in _DETERMINERS:
            at += 1
    elif only_of:
        return None
    first: Found | None = None
    for place in range(at, min(at + _REACH, len(tokens))):
        token = tokens[place]
        if token.kind != "word" or (token.low in FUNCTION_WORDS and not token.text.isupper()):
            break
        word, state = token.low, token.low in _STATES
        if is_plural(word) and not state:
            return Found(singular(word), place + 1)
        if first is None and (one or state):
            first = Found(singular(word), place + 1)
    return first


class Hedge(StrEnum):
    """What the words around a figure say of the true one.

    ``NEARLY`` is a little less, ``EITHER`` is "over" before a duration, which may mean
    "more than" and may mean "in the course of".
    """

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    MORE = "more than"
    AT_LEAST = "at least"
    LESS = "less than"
    AT_MOST = "at most"
    EITHER = "either"


class FoundHedge(NamedTuple):
    """A hedge and the index of its first token (of the figure itself where there is none)."""

    hedge: Hedge
    first: int


_BEFORE: Final = {words: Hedge[key.upper()] for words, key in _LISTS.keys("hedges").items()}
_AFTER: Final = {words: Hedge[key.upper()] for words, key in _LISTS.keys("hedges_after").items()}
_LONGEST: Final = 4
# The last words of the hedges that stand before figures.
HEDGING_WORDS: Final = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in _BEFORE)


def hedge_before(tokens: Sequence[Token], index: int) -> FoundHedge:
    """The hedge whose last word stands directly before token ``index``."""
    if low_at(tokens, index - 1) in HEDGING_WORDS:
        for length in range(min(_LONGEST, index), 0, -1):
            phrase = " ".join(token.low for token in tokens[index - length : index])
            hedge = _BEFORE.get(phrase)
            if hedge is not None:
                return FoundHedge(hedge, index - length)
    return FoundHedge(Hedge.EXACT, index)


def hedge_after(tokens: Sequence[Token], index: int) -> Hedge | None:
    """The hedge at token ``index``: "40 or more", "40-odd", "40+"."""
    at = after_hyphen(tokens, index)
    word = low_at(tokens, at)
    joined = {"plus": Hedge.AT_LEAST, "odd": Hedge.ABOUT}.get(word) if at > index else None
    more = Hedge.AT_LEAST if word == "+" else joined
    return more or _AFTER.get(f"{word} {low_at(tokens, at + 1)}")


PERCENT: Final = "percent"
POINTS: Final = "percentage point"
TIMES: Final = "times"


@dataclass(frozen=True, slots=True)
class Scale:
    """What kind of size a unit measures, and how many of its base unit one of it is."""

    dimension: str
    factor: Fraction


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
    signed = index > 0 and tokens[index - 1].kind == "currency"
    return _CURRENCIES.get(tokens[index - 1].low) if signed else None


def currency_after(tokens: Sequence[Token], index: int) -> Found | None:
    """The currency named at token ``index``: "dollars", "Canadian dollars", "€"."""
    at = after_hyphen(tokens, index)
    for ahead in range(3):
        word = low_at(tokens, at + ahead)
        name = _CURRENCIES.get(word)
        if name is not None and not (name == "pound" and ahead):
            of = _DOLLARS.get(low_at(tokens, at + ahead - 1)) if ahead else None
            return Found((of or name) if name == "dollar" else name, at + ahead + 1)
        if word not in _DOLLARS and word not in {"new", "hong"}:
            return None
    return None


def unit_after(tokens: Sequence[Token], index: int) -> Found | None:
    """The unit at token ``index``, which a hyphen may join to the number before it."""
    at = after_hyphen(tokens, index)
    word = low_at(tokens, at)
    second = after_hyphen(tokens, at + 1)
    pair = _UNITS.get(f"{word} {low_at(tokens, second)}")
    if pair is not None:
        return Found(pair, second + 1)
    if word in _POWERS:
        unit = _UNITS.get(low_at(tokens, second))
        power = "cubic" if word == "cubic" else "square"
        return Found(f"{power} {unit}", second + 1) if unit else None
    unit = _UNITS.get(word)
    if unit is None or (
        word in {"m", "mi", "g", "sec", "min", "pc", "ha"} and tokens[at].text != word
    ):
        return None
    return _longer(tokens, Found(unit, at + 1))


def _longer(tokens: Sequence[Token], unit: Found) -> Found:
    """A unit with what belongs to it: "miles per hour", "km/h", "°C"."""
    first, second = low_at(tokens, unit.last), low_at(tokens, unit.last + 1)
    hourly = (first, second) in {("per", "hour"), ("an", "hour"), ("/", "h")}
    if hourly and unit.name in {"mile", "kilometre"}:
        return Found(f"{unit.name} an hour", unit.last + 2)
    if unit.name == "degree" and first in {"c", "f", "celsius", "fahrenheit"}:
        return Found("celsius" if first[0] == "c" else "fahrenheit", unit.last + 1)
    return unit


def same_currency(first: str, second: str) -> bool:
    """Whether two currencies can be one: "$" may be any dollar, cents are of several."""
    dollars = "dollar" in (first, second) and {first, second} <= _ANY_DOLLARS
    return first == second or dollars or not _SMALL_MONEY.isdisjoint((first, second))


def same_dimension(first: str, second: str) -> bool:
    """Whether two units measure the same kind of size, so that one converts to the other."""
    if "degree" in (first, second):
        return {first, second} <= {"degree", "celsius", "fahrenheit"}
    return scale_of(first).dimension == scale_of(second).dimension
