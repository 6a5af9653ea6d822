"""Figures that no cited sentence gives in so many words, but that follow from what they give.

The difference of two shares ("six percentage points" for 54 after 48 per cent), the sum of what
is counted by kind, other units of measure, a week that is called one by its article alone, and
a score told from the loser's side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from assistant.language.figures import FigureKind
from assistant.language.figures_words import POINTS, scale_of
from assistant.language.word_lists import word_set
from assistant.verifying.figures_context import Placed, family, placed_figures
from assistant.verifying.sources import SourceSentence

_MOST_COMPARED: Final = 12  # figures of a sentence that are put together

# How far a converted measure may be from the exact one, as a part of it: it is rounded.
_ROUNDED: Final = Fraction(3, 100)

# How many of the base unit of one dimension make one of the other's.
_METRIC: Final = {
    ("imperial length", "length"): Fraction("0.3048"),
    ("imperial mass", "mass"): Fraction("453.59237"),
    ("mile an hour", "kilometre an hour"): Fraction("1.609344"),
    ("acre", "hectare"): Fraction("0.404686"),
    ("gallon", "volume"): Fraction("3.785412"),
}
_ONE: Final = re.compile(r"\b(?:an?|one|the (?:next|following)) (?P<unit>[a-z]+)\b", re.IGNORECASE)
_TIMES: Final = word_set("second minute hour day week fortnight month quarter year decade century")
_HEAT: Final = re.compile(
    r"(?<![\w.])(?P<value>[-–−]?\d{1,3})(?:\s?°\s?|\s?degrees? |\s)?"
    r"(?P<scale>[CF]|[Cc]elsius|[Ff]ahrenheit)\b"
)
_SCORE: Final = re.compile(r"(?<![\w.,-])(\d{1,3})[-–](\d{1,3})(?![\w-])")


def follows(said: Placed, sources: Sequence[SourceSentence]) -> bool:
    """Whether a statement's figure follows from the figures of one of ``sources``."""
    figure = said.figure
    if any(_same_heat(said, one.text) for one in sources):
        return True
    if len(figure.values) == 1:
        return any(_from_sentence(said, source.text) for source in sources)
    scored = not figure.values or figure.kind is FigureKind.SCORE
    return scored and any(_scores(said.bare) & _scores(one.text) for one in sources)


def _from_sentence(said: Placed, text: str) -> bool:
    figure = said.figure
    value = figure.values[0]
    theirs = [one for one in placed_figures(text)[:_MOST_COMPARED] if len(one.figure.values) == 1]
    if figure.unit == POINTS:
        shares = [100 * one.figure.values[0] for one in theirs if family(one.figure) == "share"]
        return any(abs(a - b) in (value, 100 * value) for a, b in combinations(shares, 2))
    if figure.kind is FigureKind.COUNT:
        counts = [one.figure.values[0] for one in theirs if one.figure.kind is FigureKind.COUNT]
        return any(value == sum(some) for size in (2, 3) for some in combinations(counts, size))
    if figure.unit is None:
        return False
    return any(converted(said, one) for one in theirs) or _single(said, text) is not None


def phrase_for(said: Placed, text: str) -> tuple[int, str] | None:
    """A time or temperature as ``text`` tells it in other words, and where the statement's ends.

    "A fortnight" for "two weeks", "30C" for "86 degrees Fahrenheit". None where it tells of none.
    """
    heat = _same_heat(said, text)
    if heat is not None:
        return heat
    if len(said.figure.values) != 1 or said.figure.unit is None:
        return None
    single = _single(said, text)
    return None if single is None else (said.figure.end, single)


def converted(said: Placed, held: Placed) -> bool:
    """Whether a measure is another one in other units, rounded."""
    one, other = said.figure, held.figure
    if other.unit is None or one.unit is None:
        return False
    dimensions = scale_of(one.unit).dimension, scale_of(other.unit).dimension
    mine = one.values[0] * scale_of(one.unit).factor
    theirs = other.values[0] * scale_of(other.unit).factor
    if dimensions in _METRIC:
        mine *= _METRIC[dimensions]
    elif dimensions[::-1] in _METRIC:
        theirs *= _METRIC[dimensions[::-1]]
    else:
        return False
    return abs(mine - theirs) <= _ROUNDED * abs(theirs)


def _single(said: Placed, text: str) -> str | None:
    """The phrase of the sentence that gives the time as one: "a fortnight", "the next day"."""
    own = scale_of(said.figure.unit or "")
    for found in _ONE.finditer(text):
        unit = found["unit"].lower()
        scale = scale_of(unit) if unit in _TIMES else None
        value = said.figure.values[0] * own.factor
        if scale and scale.dimension == own.dimension and scale.factor == value:
            return found[0]
    return None


def _same_heat(said: Placed, text: str) -> tuple[int, str] | None:
    """Where the temperature at a figure ends, and the same one as ``text`` writes it."""
    start = said.figure.start
    own = _HEAT.match(said.text, start)
    if own is None:
        return None
    same = [held[0] for held in _HEAT.finditer(text) if _fahrenheit(held) == _fahrenheit(own)]
    return (own.end(), same[0]) if same else None


def _fahrenheit(heat: re.Match[str]) -> int:
    value = int(re.sub(r"\D", "", heat["value"])) * (-1 if heat["value"][0] in "-–−" else 1)
    return value if heat["scale"][0] in "Ff" else round(value * 9 / 5 + 32)


def _scores(text: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(found.groups()) for found in _SCORE.finditer(text))
