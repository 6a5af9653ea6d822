"""Whether one figure says what another does, hedges and units understood."""

from __future__ import annotations

from enum import IntEnum
from fractions import Fraction
from typing import Final

from assistant.language.figures import Figure, FigureKind, Hedge
from assistant.language.figures_words import (
    PERCENT,
    POINTS,
    same_currency,
    same_dimension,
    scale_of,
)


class Agreement(IntEnum):
    """How a figure of a statement stands to a figure of a source, the better the larger."""

    NONE = 0
    TURNS = 1
    ADDS = 2
    DROPS = 3
    END_OF_RANGE = 4
    MATCHED = 5


# How far "about" and "nearly" may be from the true value, as a part of it.
_TOLERANCE: Final = Fraction(1, 10)
_TENTHS: Final = 10
_FIVE: Final = 5
_PLACES: Final = 12  # decimal places that are looked at
_UPWARD: Final = frozenset({Hedge.MORE, Hedge.AT_LEAST, Hedge.EITHER})
_DOWNWARD: Final = frozenset({Hedge.LESS, Hedge.AT_MOST, Hedge.NEARLY})
_STRICT: Final = frozenset({Hedge.MORE, Hedge.LESS, Hedge.NEARLY})
_AS_SAID: Final = frozenset({Hedge.EXACT, Hedge.EITHER})
_SIZED: Final = frozenset({FigureKind.MEASURE, FigureKind.AGE, FigureKind.MONEY})
_NUMBERED: Final = frozenset({FigureKind.COUNT, FigureKind.YEAR})
_NAMELIKE: Final = frozenset({FigureKind.CODE, FigureKind.SCORE})
_SCORED: Final = frozenset({"goal", "vote", "run", "try", "set", "game", "wicket", "seat", None})
_SHARES: Final = frozenset({FigureKind.PERCENT, FigureKind.FRACTION})


_PLACES_IN_ROW: Final = frozenset({FigureKind.CODE, FigureKind.ORDINAL})


_Factors = tuple[Fraction, Fraction]
_ALIKE: Final = (Fraction(1), Fraction(1))


def agreement(said: Figure, held: Figure) -> Agreement:
    """How far the statement's figure ``said`` is what the source's figure ``held`` says.

    Rounding is allowed behind a hedge alone, where it is true: "about" and "nearly" within
    a tenth of the value; "more than" and "less than" within a tenth, or within one of the
    last place that is not zero ("more than 40" up to 50), at most a half of it upward and a
    quarter downward. The rounded figure must be the rounder one: "about 42" is no rounding
    of 41.
    """
    if FigureKind.VAGUE in (said.kind, held.kind):
        return _vague(said, held)
    if not said.values or not held.values:
        return Agreement.MATCHED if _spelling(said) == _spelling(held) else Agreement.NONE
    factors = _factors(said, held)
    if factors is None:
        return Agreement.NONE
    best = Agreement.NONE
    for said_values in filter(None, (said.values, said.others)):
        for held_values in filter(None, (held.values, held.others)):
            one = tuple(value * factors[0] for value in said_values)
            two = tuple(value * factors[1] for value in held_values)
            best = max(best, _valued(said, held, one, two))
    return best


def _spelling(figure: Figure) -> str:
    """The characters that a code is compared by: "Covid-19" and "Covid 19" as "covid19"."""
    name = figure.noun or "" if figure.kind is FigureKind.CODE else ""
    return name + "".join(filter(str.isalnum, figure.phrase))


def _is_bare(figure: Figure) -> bool:
    """Whether a figure stands without any word of what it is of."""
    return figure.unit is None and figure.noun is None and figure.kind in _NUMBERED


def _vague(said: Figure, held: Figure) -> Agreement:
    """Vague words: "hundreds" are held by "hundreds" and by 340, 340 by no such word."""
    if said.kind is not FigureKind.VAGUE or not held.values:
        return Agreement.NONE
    least, value = said.values[0], max(held.values)
    same = held.kind is FigureKind.VAGUE and least == value
    within = held.kind is FigureKind.COUNT and least <= value < least * _TENTHS
    return Agreement.MATCHED if same or within else Agreement.NONE


def _factors(said: Figure, held: Figure) -> _Factors | None:
    """What to multiply the values with to compare them; None where they are of other things."""
    kinds = {said.kind, held.kind}
    if kinds <= _SIZED and said.unit and held.unit:
        money = said.kind is held.kind is FigureKind.MONEY
        alike = same_currency if money else same_dimension
        if said.unit == held.unit or not alike(said.unit, held.unit):
            return _ALIKE if said.unit == held.unit else None
        return scale_of(said.unit).factor, scale_of(held.unit).factor
    if kinds <= _SHARES:
        if not same_dimension(said.unit or PERCENT, held.unit or PERCENT):
            return None
        one, two = (
            scale_of(unit).factor if unit else Fraction(1) for unit in (said.unit, held.unit)
        )
        return one, two
    points = {said.unit, held.unit} == {"point", POINTS}
    return _ALIKE if points or _same_numbers(said, held) else None


def _same_numbers(said: Figure, held: Figure) -> bool:
    kinds = {said.kind, held.kind}
    if "decade" in (said.unit, held.unit):
        return said.unit == held.unit
    if kinds <= _NUMBERED | _NAMELIKE and not kinds <= _NUMBERED:
        other = held if said.kind in _NAMELIKE else said
        return len(kinds) == 1 or other.noun in _SCORED
    if kinds == _PLACES_IN_ROW:
        # "No. 3", "Game 3" and "the third game".
        return said.noun == held.noun or not {"no", "number"}.isdisjoint([said.noun, held.noun])
    same = len(kinds) == 1 and said.unit == held.unit
    return same or kinds <= _NUMBERED or _is_bare(said) or _is_bare(held)


def _valued(
    said: Figure, held: Figure, one: tuple[Fraction, ...], two: tuple[Fraction, ...]
) -> Agreement:
    if len(one) == len(two) == 1:
        return _single(said, held, one[0], two[0])
    if sorted(one) == sorted(two):
        return _hedged_alike(said.hedge, held.hedge)
    if len(one) >= len(two):
        return Agreement.NONE
    low, high = min(two), max(two)
    lower = said.hedge in {Hedge.AT_LEAST, Hedge.MORE} and one[0] == low
    upper = said.hedge in _DOWNWARD and one[0] == high
    within = said.hedge is Hedge.ABOUT and low <= one[0] <= high
    end = one[0] in two
    if lower or upper or within or (end and held.kind in {FigureKind.SCORE, FigureKind.YEAR}):
        return Agreement.MATCHED
    return Agreement.END_OF_RANGE if end else Agreement.NONE


def _single(said: Figure, held: Figure, one: Fraction, two: Fraction) -> Agreement:
    if one == two:
        return _hedged_alike(said.hedge, held.hedge)
    if {said.kind, held.kind} == {FigureKind.FRACTION, FigureKind.PERCENT}:
        percent = said if said.kind is FigureKind.PERCENT else held
        # A third is 33 % and 33.3 %.
        if abs(one - two) <= _last_place(percent.values[0]) / 200:
            return _hedged_alike(said.hedge, held.hedge)
    rounded = said.hedge is not Hedge.EXACT and _rounder(said, held)
    return Agreement.MATCHED if rounded and _true_rounding(said, one, two) else Agreement.NONE


def _hedged_alike(said: Hedge, held: Hedge) -> Agreement:
    if Hedge.EITHER in (said, held):
        return Agreement.MATCHED
    if held is Hedge.EXACT:
        return Agreement.ADDS if said in _STRICT else Agreement.MATCHED
    if said is Hedge.EXACT:
        return Agreement.DROPS
    turned = (said in _UPWARD and held in _DOWNWARD) or (said in _DOWNWARD and held in _UPWARD)
    return Agreement.TURNS if turned else Agreement.MATCHED


def _true_rounding(said: Figure, one: Fraction, two: Fraction) -> bool:
    unit = one / said.values[0] if said.values[0] else Fraction(1)
    step = _last_place(said.values[0]) * abs(unit)
    if said.hedge is Hedge.ABOUT:
        return abs(one - two) <= _TOLERANCE * abs(two)
    if said.hedge is Hedge.NEARLY:
        return 0 < one - two <= _TOLERANCE * abs(one)
    upward = said.hedge in _UPWARD
    limit = Fraction(0) if said.kind is FigureKind.FRACTION else abs(one) / (2 if upward else 4)
    reach = max(_TOLERANCE * abs(one), min(step, limit))
    return 0 < (two - one if upward else one - two) <= reach


def _rounder(said: Figure, held: Figure) -> bool:
    """Whether ``said`` is given less exactly than ``held``; simple fractions always are.

    What is hedged already must be rounded by a whole place: "about 4,500" is no rounding
    of "about 4,700".
    """
    if said.kind is FigureKind.FRACTION:
        return True
    place, finer = _last_place(said.values[0]), _last_place(held.values[0])
    return place > finer if held.hedge in _AS_SAID else place >= _TENTHS * finer


def _last_place(value: Fraction) -> Fraction:
    """The place of the last digit that is not zero: 10 for 40, 5 for 15, 1/10 for 19.4."""
    if not value:
        return Fraction(1)
    place = Fraction(1)
    scaled = abs(value)
    for _ in range(_PLACES):
        if scaled.denominator == 1:
            break
        scaled, place = scaled * 10, place / 10
    whole = scaled.numerator // scaled.denominator
    while whole and whole % 10 == 0:
        whole, place = whole // 10, place * 10
    return place * _FIVE if whole > _FIVE and whole % _FIVE == 0 else place
