"""Whether one figure leaves room for another: "at least 19" for 27, "about 30" for 28."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from assistant.language.figures import Figure, FigureKind, Hedge
from assistant.language.figures_words import scale_of
from assistant.verifying.figures_matching import Agreement, agreement

_UP: Final = frozenset({Hedge.AT_LEAST, Hedge.MORE, Hedge.EITHER})
_DOWN: Final = frozenset({Hedge.AT_MOST, Hedge.LESS, Hedge.NEARLY})
_ROUND: Final = 10


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same, rounding and units understood: "more than 160" and 164."""
    return max(agreement(one, other), agreement(other, one)) is not Agreement.NONE


def covered(one: Figure, other: Figure) -> bool:
    """Whether either of two figures leaves room for the other, so that both may be true."""
    if alike(one, other):
        return True
    low, high = spans(one)
    least, most = spans(other)
    return (high is None or least is None or least <= high) and (
        most is None or low is None or low <= most
    )


def spans(figure: Figure) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most that the true value may be, None for no bound, in the base unit."""
    factor = scale_of(figure.unit).factor if figure.unit else Fraction(1)
    low, high = min(figure.values) * factor, max(figure.values) * factor
    if figure.kind is FigureKind.VAGUE:
        return low, high * _ROUND
    if figure.hedge in _UP:
        return low, None
    if figure.hedge in _DOWN:
        return None, high
    if figure.hedge is Hedge.ABOUT:
        return low * Fraction(9, 10), high * Fraction(11, 10)
    return low, high
