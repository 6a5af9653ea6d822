"""Which articles tell one story, by their words and their days.

An article is the words of its headline and of its beginning, each weighed by how rare it is
(tf-idf); for telling stories of a news stream apart such words serve better than embeddings
(Miranda, Znotiņš, Cohen and Barzdins, 2018). Articles are joined from the bottom up by average
linkage: the two groups that are most alike first, as long as they are alike enough. What two
groups have in common counts the less the more days lie between them.

How the limits were chosen: docs/measurements/stories.md.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.language.words import content_terms
from assistant.language.written_words import is_common

RULE: Final = "1"
"""Raised with every change to the words that are kept or to what counts as a story."""


@dataclass(frozen=True, slots=True)
class GroupingSettings:
    """What counts as one story; the defaults are the measured ones.

    Of a text ``beginning`` characters are read, a word of the headline counts ``headline``
    times. ``kept`` is how many terms are kept of an article, the weightiest, and by
    ``looked_up`` of them it is found. Groups are joined that are at least ``alike``, from 0
    to 1: the mean cosine of their articles, halved when ``days`` lie between the nearest two of
    them and ever less with more, multiplied by ``undated`` where a day is not known. Nothing is
    compared that lies more than ``window`` days apart. ``prior`` articles are thought to be
    there before the first, with each of the frequent words of English in the share ``common``
    of them, every other word in ``rare``: in a small library words are as rare as elsewhere.
    ``rarity`` is the power of the inverse document frequency that a word weighs: what few
    articles have, names above all, holds a story together for weeks.
    """

    beginning: int = 1_000
    headline: int = 3
    kept: int = 64
    looked_up: int = 8
    alike: float = 0.14
    days: float = 7.0
    undated: float = 0.85
    window: int = 30
    prior: int = 2_000
    common: float = 0.02
    rare: float = 0.002
    rarity: float = 1.5


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of an article: their numbers, rising, each below 2**32.

    ``times`` is how often each stands there, ``common`` whether it is a frequent word.
    """

    ids: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    common: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The terms that are kept of an article, the weightiest first.

    ``ids`` are [terms] 32-bit hashes, ``weights`` [terms] make a vector of unit length.
    """

    ids: NDArray[np.uint32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """An article, as it is grouped; ``key`` is like no other's.

    ``day`` counts days from any fixed one, None where none is known. Units with the same
    ``place`` stay together, and are kept apart from those with another; of those without a
    place those with the same ``tie`` stay together. ``copies`` is how many of the units tell
    the same thing in the same words: together they count as one.
    """

    key: str
    terms: Terms
    day: int | None = None
    tie: str | None = None
    place: str | None = None
    copies: int = 1


def counted_terms(
    title: str, text: str, *, settings: GroupingSettings = GroupingSettings()
) -> Counted:
    """How often the words of a headline and of a text's beginning stand there."""
    counts = Counter(content_terms(text[: settings.beginning]))
    for term in content_terms(title[: settings.beginning]):
        counts[term] += settings.headline
    # The same number for a word in every process and on every machine.
    ids = {zlib.crc32(term.encode("utf-8", "surrogatepass")): term for term in counts}
    ordered = sorted(ids)
    return Counted(
        ids=tuple(ordered),
        times=tuple(counts[ids[number]] for number in ordered),
        common=tuple(is_common(ids[number]) for number in ordered),
    )


def weighed(
    counted: Counted,
    articles_with: Mapping[int, int],
    *,
    articles: int,
    settings: GroupingSettings = GroupingSettings(),
) -> Terms:
    """The terms of an article with their weights.

    Args:
        counted: its words.
        articles_with: in how many of the articles a word stands, by its number.
        articles: how many articles there are.
        settings: what is kept.
    """
    shares = np.where(counted.common, settings.common, settings.rare)
    known = np.array([articles_with.get(number, 0) for number in counted.ids], np.float64)
    held = known + shares * settings.prior
    rarity = np.log((np.maximum(articles, known) + settings.prior) / held) ** settings.rarity
    weights = (1 + np.log(np.array(counted.times, np.float64))) * rarity
    # Of equally weighty ones those with the lowest numbers, as they come.
    best = np.argsort(-weights, kind="stable")[: settings.kept]
    values = weights[best].astype(np.float32)
    length = np.linalg.norm(values)
    ids = np.array(counted.ids, np.uint32)[best]
    return Terms(ids, values / length if length else values)


def likeness(own: Terms, others: Sequence[Terms]) -> NDArray[np.float32]:
    """The cosine [others] of an article with each of the others."""
    if not others or not len(own.ids):
        return np.zeros(len(others), np.float32)
    order = np.argsort(own.ids)
    ids, weights = own.ids[order], own.weights[order]
    asked = np.concatenate([one.ids for one in others])
    places = np.minimum(np.searchsorted(ids, asked), len(ids) - 1)
    shared = np.where(ids[places] == asked, weights[places], np.float32(0))
    products = shared * np.concatenate([one.weights for one in others])
    owners = np.repeat(np.arange(len(others)), [len(one.ids) for one in others])
    return np.bincount(owners, products, len(others)).astype(np.float32)


def nearness(
    gaps: NDArray[np.float64], *, settings: GroupingSettings = GroupingSettings()
) -> NDArray[np.float64]:
    """What likeness is multiplied by, for days between two articles; inf where not known."""
    fallen = np.where(gaps > settings.window, 0.0, 1 / (1 + gaps / settings.days))
    return np.where(np.isinf(gaps), settings.undated, fallen)


def grouped(
    units: Sequence[Unit], *, settings: GroupingSettings = GroupingSettings()
) -> list[list[int]]:
    """The places of the units, group by group.

    The order of the units does not matter: of pairs that are alike to the same degree the one
    with the first keys is joined first. Takes time with the square of their number.
    """
    order = sorted(range(len(units)), key=lambda place: units[place].key)
    groups = _tied([units[place] for place in order])
    if len(groups) > 1:
        groups = _joined([units[place] for place in order], groups, settings)
    return [[order[place] for place in group] for group in groups]


def _tied(units: Sequence[Unit]) -> list[list[int]]:
    """The units that have to be in one group, by the ties and places that they share."""
    group_of: dict[tuple[str, str], int] = {}
    groups: list[list[int]] = []
    for place, unit in enumerate(units):
        # What a person has placed is not moved by what ties it to others.
        key = ("tie", unit.tie or "") if unit.place is None else ("place", unit.place)
        if unit.place is None and unit.tie is None:
            groups.append([place])
        elif key in group_of:
            groups[group_of[key]].append(place)
        else:
            group_of[key] = len(groups)
            groups.append([place])
    return groups


def _joined(
    units: Sequence[Unit], groups: list[list[int]], settings: GroupingSettings
) -> list[list[int]]:
    """Average linkage over ``groups`` of units."""
    alike = _cosines([unit.terms for unit in units])
    number = len(groups)
    member = np.zeros((number, len(units)))
    for row, group in enumerate(groups):
        member[row, group] = [1 / units[place].copies for place in group]
    sums = member @ alike @ member.T
    sizes = member.sum(axis=1)
    gaps = _gaps(units, groups)
    places = [units[group[0]].place for group in groups]
    score = np.full((number, number), -1.0)
    left = np.ones(number, bool)

    def rate(row: int) -> None:
        means = sums[row] / (sizes[row] * sizes) * nearness(gaps[row], settings=settings)
        apart = [
            places[row] is not None and other is not None and other != places[row]
            for other in places
        ]
        means[np.array(apart) | ~left] = -1
        means[row] = -1
        score[row], score[:, row] = means, means

    for row in range(number):
        rate(row)
    while True:
        first, then = sorted(divmod(int(np.argmax(score)), number))
        if score[first, then] < settings.alike:
            break
        groups[first] = groups[first] + groups[then]
        sums[first] += sums[then]
        sums[:, first] += sums[:, then]
        sizes[first] += sizes[then]
        gaps[first] = np.minimum(gaps[first], gaps[then])
        gaps[:, first] = gaps[first]
        if places[first] is None:
            places[first] = places[then]
        left[then] = False
        score[then], score[:, then] = -1, -1
        rate(first)
    return [group for row, group in enumerate(groups) if left[row]]


def _cosines(terms: Sequence[Terms]) -> NDArray[np.float64]:
    """The cosine [units, units] of each with each."""
    ids, columns = np.unique(np.concatenate([one.ids for one in terms]), return_inverse=True)
    rows = np.repeat(np.arange(len(terms)), [len(one.ids) for one in terms])
    table = np.zeros((len(terms), len(ids)), np.float32)
    table[rows, columns] = np.concatenate([one.weights for one in terms])
    return np.asarray(table @ table.T, np.float64)


def _gaps(units: Sequence[Unit], groups: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """Days [groups, groups] between the nearest dated units of each two; inf without any."""
    days = np.array([math.nan if unit.day is None else unit.day for unit in units], np.float64)
    between = np.abs(days[:, None] - days[None])
    between[np.isnan(between)] = math.inf
    ends = [between[list(group)].min(axis=0) for group in groups]
    return np.stack([[row[list(group)].min() for group in groups] for row in ends])
