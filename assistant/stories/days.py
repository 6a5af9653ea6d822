"""Days: which of the times that articles speak of a timeline tells.

A time matters that many articles speak of, in sentences that are worth much to the topic; later
ones count as those of the day do. And one on which what is reported is one thing: its sentences
share their words. Both are plain sums; weights that logistic regression learned for a dozen
counts (after Tran et al., "Predicting Relevant News Events for Timeline Summaries", 2013) chose
worse: docs/measurements/timelines.md.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import fmean, pstdev
from typing import Final, TypeAlias

from assistant.stories.happenings import Happening
from assistant.telling import Precision

Time: TypeAlias = tuple[date, date, Precision]
"""A time: its first and last day, and how exactly it is known."""

_REPORTED: Final = 0.3
"""What a sentence counts that names no time, beside one that does."""
_SHORT: Final = 5
"""Words that every sentence is taken to have besides its own."""
_SCALE: Final = 10.0
_FEW: Final = 20
"""Words that every day is taken to have besides those of its sentences."""
_SMALL: Final = 1e-6


class Worth:
    """What the words of the sentences are worth to the topic.

    A word is worth the more the larger the share of its sentences is that are about the topic,
    and the more there are of these.

    Args:
        happenings: what the articles tell.
    """

    def __init__(self, happenings: Sequence[Happening]) -> None:
        uses: Counter[str] = Counter()
        about: Counter[str] = Counter()
        for one in happenings:
            if one.place:
                continue
            uses.update(one.terms)
            if one.about:
                about.update(one.terms)
        self._worth = {term: n / uses[term] * math.log1p(n) for term, n in about.items()}
        self._all = math.hypot(*self._worth.values()) or 1.0

    def of(self, terms: frozenset[str]) -> float:
        """What a sentence with these terms is worth; 0 for one without any."""
        own = sum(self._worth.get(term, 0.0) for term in terms)
        return own / self._all / math.sqrt(len(terms) + _SHORT)


def time_of(happening: Happening) -> Time:
    """When it happened, without what that rests on."""
    when = happening.when
    return when.first, when.last, when.precision


def by_time(happenings: Sequence[Happening]) -> dict[Time, list[Happening]]:
    """What is told of each time, in the order given."""
    found: dict[Time, list[Happening]] = defaultdict(list)
    for one in happenings:
        found[time_of(one)].append(one)
    return dict(found)


def scores_of(told: Mapping[Time, Sequence[Happening]], worth: Worth) -> dict[Time, float]:
    """How much each time matters among those of ``told``: 0 in the mean.

    What was planned counts for nothing.
    """
    if not told:
        return {}
    heard = _standardised([_heard(own, worth) for own in told.values()])
    agreed = _standardised([_agreed(own) for own in told.values()])
    return {time: a + b for time, a, b in zip(told, heard, agreed, strict=True)}


def _heard(happenings: Sequence[Happening], worth: Worth) -> float:
    """How much is said of a time: of each article its best sentence counts."""
    best: dict[int, float] = {}
    for one in happenings:
        if not one.reported:
            continue
        own = worth.of(one.terms) * (1.0 if one.said else _REPORTED)
        best[one.material.order] = max(own, best.get(one.material.order, 0.0))
    return math.log1p(_SCALE * sum(best.values()))


def _agreed(happenings: Sequence[Happening]) -> float:
    """How much the sentences about the topic share their words."""
    uses = Counter(
        term for one in happenings if one.about and not one.when.planned for term in one.terms
    )
    return math.log1p(sum(n * n for n in uses.values()) / (uses.total() + _FEW))


def _standardised(values: Sequence[float]) -> list[float]:
    """The values with mean 0 and standard deviation 1; all 0 where they are alike."""
    mean, spread = fmean(values), pstdev(values)
    return [(value - mean) / (spread + _SMALL) for value in values]
