"""What became of each figure of a quantity: newest, earlier, disputed or corrected.

One figure leaves room for another where both may be true: "at least 19" for 27, "about 30" for 28.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from assistant.language.figures import Figure, FigureKind, Hedge
from assistant.language.figures_words import scale_of
from assistant.stories.figure_mentions import FigureMention
from assistant.telling import Standing
from assistant.verifying.figures_matching import Agreement, agreement

_UP: Final = frozenset({Hedge.AT_LEAST, Hedge.MORE, Hedge.EITHER})
_DOWN: Final = frozenset({Hedge.AT_MOST, Hedge.LESS, Hedge.NEARLY})
_ROUND: Final = 10
_CLOSE: Final = 1
"""Days within which two outlets that give other figures disagree."""
_LATER: Final = timedelta(hours=1)
"""What of two figures of a day that only rise the later one is later by, at least."""
_RISING: Final = frozenset({"killed", "hurt", "rescued", "arrested"})


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same, rounding and units understood: "more than 160" and 164."""
    return max(agreement(one, other), agreement(other, one)) is not Agreement.NONE


def compatible(one: Figure, other: Figure) -> bool:
    """Whether either of two figures leaves room for the other, so that both may be true."""
    if alike(one, other):
        return True
    low, high = _bounds(one)
    least, most = _bounds(other)
    return (high is None or least is None or least <= high) and (
        most is None or low is None or low <= most
    )


def _bounds(figure: Figure) -> tuple[Fraction | None, Fraction | None]:
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


def standings(
    group: Sequence[FigureMention], *, corrected: frozenset[int] = frozenset()
) -> tuple[Standing, ...]:
    """What became of each figure of a quantity, in their order.

    Args:
        group: the figures, oldest first.
        corrected: the places of those that an article says were wrong.
    """
    standing = [one for n, one in enumerate(group) if n not in corrected]
    newest = standing[-1].figure.values if standing else None
    found: list[Standing] = []
    for place, one in enumerate(group):
        if place in corrected:
            found.append(Standing.CORRECTED)
        elif any(_disagree(one, other) for other in standing):
            found.append(Standing.DISPUTED)
        elif one.figure.values == newest:
            found.append(Standing.NEWEST)
        else:
            found.append(Standing.EARLIER)
    return tuple(found)


def _disagree(one: FigureMention, other: FigureMention) -> bool:
    """Whether two outlets give, close in time, figures of which neither leaves room for the other.

    What became of people changes from day to day: the next day's figure disputes none, nor
    does a higher one that is told later the same day of what only rises.
    """
    outlets = one.article.source, other.article.source
    if None in outlets or outlets[0] == outlets[1] or one.day is None or other.day is None:
        return False
    if abs((one.day - other.day).days) > _CLOSE or compatible(one.figure, other.figure):
        return False
    return not (_superseded(one, other) or _superseded(other, one))


def _superseded(old: FigureMention, new: FigureMention) -> bool:
    """Whether ``new`` is what ``old`` has grown to, or shrunk."""
    if not new.what.bare or old.day is None or new.day is None:
        return False
    if new.day != old.day:
        return new.day > old.day
    moments = _zoned(old), _zoned(new)
    rises = new.value > old.value and old.what.key.split(" ")[0] in _RISING
    if not rises or moments[0] is None or moments[1] is None:
        return False
    return moments[1] - moments[0] >= _LATER


def _zoned(one: FigureMention) -> datetime | None:
    """The moment of publication, where it and its zone are known."""
    moment = one.article.published
    return moment if isinstance(moment, datetime) and moment.tzinfo is not None else None
