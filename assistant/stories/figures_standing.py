"""What became of each figure of a quantity: newest, earlier, disputed or corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from assistant.stories.figures_covering import covered
from assistant.stories.figures_mentions import Mention
from assistant.telling import Standing

_CLOSE: Final = 1
"""Days within which two outlets that give other figures disagree."""
_LATER: Final = timedelta(hours=1)
"""What of two figures of a day that only rise the later one is later by, at least."""
_RISING: Final = frozenset({"killed", "hurt", "rescued", "arrested"})


def standings(
    group: Sequence[Mention], *, corrected: frozenset[int] = frozenset()
) -> tuple[Standing, ...]:
    """What became of each figure of a quantity, in their order.

    Args:
        group: the figures, oldest first.
        corrected: the places of those that an article says were wrong.
    """
    standing = [n for n in range(len(group)) if n not in corrected]
    newest = group[standing[-1]] if standing else None
    found: list[Standing] = []
    for place, one in enumerate(group):
        if place in corrected:
            found.append(Standing.CORRECTED)
        elif any(disagree(one, group[other]) for other in standing if other != place):
            found.append(Standing.DISPUTED)
        elif newest is not None and _stands(one, newest):
            found.append(Standing.NEWEST)
        else:
            found.append(Standing.EARLIER)
    return tuple(found)


def _stands(one: Mention, newest: Mention) -> bool:
    return one is newest or one.figure.values == newest.figure.values


def disagree(one: Mention, other: Mention) -> bool:
    """Whether two outlets give, close in time, figures of which neither leaves room for the other.

    What became of people changes from day to day: the next day's figure disputes none, nor
    does a higher one that is told later the same day of what only rises.
    """
    outlets = one.article.source, other.article.source
    if None in outlets or outlets[0] == outlets[1] or one.day is None or other.day is None:
        return False
    if abs((one.day - other.day).days) > _CLOSE or covered(one.figure, other.figure):
        return False
    return not (_superseded(one, other) or _superseded(other, one))


def _superseded(old: Mention, new: Mention) -> bool:
    """Whether ``new`` is what ``old`` has grown to, or shrunk."""
    if not new.what.bare or old.day is None or new.day is None:
        return False
    if new.day != old.day:
        return new.day > old.day
    if old.moment is None or new.moment is None or new.value <= old.value:
        return False
    known = old.moment.tzinfo is not None and new.moment.tzinfo is not None
    return old.what.key.split(" ")[0] in _RISING and known and new.moment - old.moment >= _LATER
