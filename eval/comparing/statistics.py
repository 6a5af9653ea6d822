"""The statistics of paired comparisons, cases of one article kept together.

Cases about one article are not independent: an article that is split otherwise changes all of
them. So articles are drawn, not cases (the cluster bootstrap; Field and Welsh, 2007), and the
percentiles are widened for few articles (Hesterberg, 2015, "What Teachers Should Know About
the Bootstrap", section 4.4).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

RESAMPLES: Final = 10_000
POWER: Final = 0.8
"""The chance with which a drop is to be seen, where the number of cases is told."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of paired differences (new less old) with its interval.

    ``low`` and ``high`` bound the mean at the level that was asked for; ``p`` is the chance of
    a mean as far from zero if nothing had changed. ``pairs`` and ``clusters`` are counts.
    """

    mean: float
    low: float
    high: float
    p: float
    pairs: int
    clusters: int


@dataclass(frozen=True, slots=True)
class _Sums:
    """The differences by cluster: their sums and how many they are, [clusters]."""

    sums: NDArray[np.float64]
    sizes: NDArray[np.float64]


def difference(
    differences: Sequence[float],
    clusters: Sequence[str],
    *,
    level: float,
    seed: int,
    resamples: int = RESAMPLES,
) -> Difference:
    """The mean of paired differences, its two-sided interval and a test that it is zero.

    The test flips the signs of whole clusters (a permutation test; exact where few changed).
    Where few changed, drawing clusters says too much: that three of three fell is no news. So
    an interval that does not hold zero although the test finds nothing is extended to zero.

    Args:
        differences: one a case.
        clusters: what each is about.
        level: of the interval, such as 0.95.
        seed: of the resampling: the same seed gives the same numbers.
        resamples: how often is drawn.
    """
    grouped = _by_cluster(differences, clusters)
    generator = np.random.default_rng(seed)
    low, high = _drawn(grouped, generator, level=level, resamples=resamples)
    p = _flipped(grouped, generator, resamples=resamples)
    if p > 1 - level:
        low, high = min(low, 0.0), max(high, 0.0)
    return Difference(
        mean=float(np.mean(differences)),
        low=low,
        high=high,
        p=p,
        pairs=len(differences),
        clusters=len(grouped.sums),
    )


def mean_interval(
    values: Sequence[float], clusters: Sequence[str], *, level: float, seed: int
) -> tuple[float, float]:
    """The interval of a mean of scores, likewise by drawing clusters: its low and high end."""
    generator = np.random.default_rng(seed)
    grouped = _by_cluster(values, clusters)
    return _drawn(grouped, generator, level=level, resamples=RESAMPLES)


def _drawn(
    grouped: _Sums, generator: np.random.Generator, *, level: float, resamples: int
) -> tuple[float, float]:
    """The widened percentiles of the means of drawn clusters."""
    count = len(grouped.sums)
    drawn = generator.integers(0, count, size=(resamples, count))
    means = grouped.sums[drawn].sum(axis=1) / grouped.sizes[drawn].sum(axis=1)
    tail = _widened((1 - level) / 2, count)
    low, high = (float(end) for end in np.quantile(means, [tail, 1 - tail]))
    return low, high


def _by_cluster(values: Sequence[float], clusters: Sequence[str]) -> _Sums:
    names = {name: place for place, name in enumerate(dict.fromkeys(clusters))}
    places = [names[name] for name in clusters]
    return _Sums(
        np.bincount(places, weights=values, minlength=len(names)).astype(np.float64),
        np.bincount(places, minlength=len(names)).astype(np.float64),
    )


def _widened(tail: float, count: int) -> float:
    """The share to cut off at each end so that few clusters do not give a narrow interval."""
    if count < 2:  # noqa: PLR2004 - one cluster says nothing about others
        return 0.0
    quantile = float(stats.t.ppf(tail, count - 1))
    return float(stats.norm.cdf(math.sqrt(count / (count - 1)) * quantile))


def _flipped(grouped: _Sums, generator: np.random.Generator, *, resamples: int) -> float:
    """The share of sign flips of the changed clusters whose sum is as far from zero."""
    changed = grouped.sums[grouped.sums != 0]
    if len(changed) == 0:
        return 1.0
    if 2 ** len(changed) <= resamples:
        bits = np.arange(2 ** len(changed))[:, None] >> np.arange(len(changed)) & 1
        signs = 1.0 - 2.0 * bits
        at_all = 0
    else:
        signs = generator.choice((-1.0, 1.0), size=(resamples, len(changed)))
        at_all = 1  # what was seen counts among what is drawn
    reached = np.abs(signs @ changed) >= abs(changed.sum()) - 1e-9
    return float((reached.sum() + at_all) / (len(signs) + at_all))


def mcnemar(lost: int, won: int) -> float:
    """The exact McNemar test: the chance that of the changed cases so many changed one way.

    Args:
        lost: cases that were right and are no longer.
        won: cases that were not and now are.
    """
    changed = lost + won
    return float(stats.binomtest(lost, changed, 0.5).pvalue) if changed else 1.0


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values, corrected for looking at all of them (Holm, 1979)."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    corrected = [1.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        corrected[place] = highest
    return corrected


def spread(differences: Sequence[float], clusters: Sequence[str]) -> float:
    """The standard deviation of a difference, a case; with what clusters add to it."""
    grouped = _by_cluster(differences, clusters)
    count = len(grouped.sums)
    if count < 2:  # noqa: PLR2004 - as above
        return float("nan")
    off = grouped.sums - float(np.mean(differences)) * grouped.sizes
    variance_of_mean = float((off**2).sum()) * count / (count - 1) / len(differences) ** 2
    return math.sqrt(variance_of_mean * len(differences))


def cases_needed(drop: float, deviation: float, *, level: float) -> int:
    """How many cases show a drop of ``drop`` with a chance of ``POWER``.

    Where the two runs hardly differ, a drop itself brings a spread: that of cases which lose
    everything, for as many as it takes. The larger of both is taken.

    Args:
        drop: in the mean, above zero.
        deviation: of a difference, a case (``spread``).
        level: of the two-sided interval that has to lie below zero.
    """
    least = math.sqrt(max(drop - drop**2, 0.0))
    wide = max(deviation, least)
    reach = stats.norm.ppf(1 - (1 - level) / 2) + stats.norm.ppf(POWER)
    return math.ceil(float((reach * wide / drop) ** 2))
