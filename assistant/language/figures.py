"""The figures of a sentence: what they are worth, in what unit, how exactly, and of what.

Days and times are left to ``moments``: what is one is no figure, but for "three years
ago", which is both, and "2000 tickets", which may be either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

from assistant.language.figures_reading import Figure, FigureKind, Placed, placed_figure
from assistant.language.figures_words import Hedge, is_plural
from assistant.language.numerals import numerals_of
from assistant.language.numerals_words import (
    SCALES,
    SHORT_SCALES,
    Token,
    glued,
    low_at,
    may_hold_numbers,
    tokenised,
    word_after,
)
from assistant.language.temporal import mask_timexes
from assistant.language.word_lists import word_set

_DASHES: Final = frozenset("-‑–—−")
_LARGEST_SCORE: Final = 250
_CENTURY: Final = 100
_JOINABLE: Final = frozenset(map(FigureKind, word_set("count percent money measure age year")))
__all__ = ["Figure", "FigureKind", "Hedge", "find_figures"]


@lru_cache(maxsize=4096)
def find_figures(text: str) -> tuple[Figure, ...]:
    """The figures of ``text``, in order, none inside another. Time is linear in ``text``."""
    if not may_hold_numbers(text):
        return ()
    tokens = tokenised(mask_timexes(text))
    waiting: Placed | None = None
    found: list[Figure] = []
    for numeral in numerals_of(tokens):
        placed = placed_figure(text, tokens, numeral)
        joined = None if waiting is None else _joined(text, tokens, waiting, placed)
        if joined is not None:
            found.append(joined)
        elif waiting is not None:
            found.append(_shared(tokens, waiting, placed))
        waiting = placed if joined is None else None
    return tuple(found if waiting is None else [*found, waiting.figure])


def _joined(text: str, tokens: Sequence[Token], one: Placed, two: Placed) -> Figure | None:
    first, second = one.figure, two.figure
    if not {first.kind, second.kind} <= _JOINABLE or len(first.values) != len(second.values):
        return None
    if first.unit and second.unit and first.unit != second.unit:
        return None
    dash = two.first == one.last + 1 and low_at(tokens, one.last) in _DASHES
    tight = dash and (glued(tokens, one.last) == glued(tokens, two.first))
    if not tight and not _ranging(tokens, one, two):
        return None
    start, end = first.start, second.end
    bare = first.unit is None and second.unit is None and not two.numeral.scaled
    values = (*_scaled(tokens, one, two), *second.values)
    kind = second.kind if second.unit else first.kind
    if tight and kind is FigureKind.YEAR and 0 <= values[1] < _CENTURY:
        # "2018-19" is "2018-2019".
        values = (values[0], values[0] // _CENTURY * _CENTURY + values[1])
    falling = first.values > second.values or not is_plural(word_after(tokens, two.last))
    small = all(value.denominator == 1 and 0 <= value <= _LARGEST_SCORE for value in values)
    if tight and bare and small and falling:
        kind = FigureKind.SCORE
    return replace(
        second,
        kind=kind,
        values=values,
        others=(),
        start=start,
        end=end,
        lead=first.lead,
        hedge=first.hedge if first.hedge is not Hedge.EXACT else second.hedge,
        phrase=text[start:end].lower(),
        unit=second.unit or first.unit,
        soft=False,
    )


def _ranging(tokens: Sequence[Token], one: Placed, two: Placed) -> bool:
    """Whether "to" or "between … and" makes a range of two figures, and not a change."""
    if two.first != one.last + 1:
        return False
    word, lead = low_at(tokens, one.last), low_at(tokens, one.first - 1)
    if word == "and":
        return lead == "between"
    alike = one.figure.unit in (None, two.figure.unit)
    rising = one.figure.values < two.figure.values
    return word == "to" and lead != "from" and alike and rising


def _scaled(tokens: Sequence[Token], one: Placed, two: Placed) -> tuple[Fraction, ...]:
    """The value of ``one``, in the magnitude of ``two`` where it has none: "5 to 6 million"."""
    values = one.figure.values
    word = tokens[two.numeral.last - 1].low
    factor = SCALES.get(word) or SHORT_SCALES.get(word)
    if word in {"m", "b"} and two.numeral.scaled:
        factor = 10**6 if word == "m" else 10**9
    if factor is None or one.numeral.scaled or values >= two.figure.values:
        return values
    return tuple(value * factor for value in values)


def _shared(tokens: Sequence[Token], one: Placed, two: Placed) -> Figure:
    """``one``, with the unit of ``two`` in "from 10 to 12 percent" and "10 or 12 percent"."""
    figure = one.figure
    linked = two.first == one.last + 1 and low_at(tokens, one.last) in {"to", "or", "and"}
    if not linked or figure.kind is not FigureKind.COUNT or figure.noun is not None:
        return figure
    values = _scaled(tokens, one, two)
    if two.figure.unit is None:
        return replace(figure, values=values)
    return replace(figure, kind=two.figure.kind, unit=two.figure.unit, values=values)
