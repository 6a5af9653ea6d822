"""Which figures are of the same quantity of the same event: what is doubtful is not joined.

Figures of one key are compared in the order of their days with the last ones of each quantity
that is known so far, so that the work grows with their number and not with its square.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from assistant.stories.figure_mentions import FigureMention
from assistant.stories.figure_standing import alike
from assistant.types import Article
from assistant.verifying.figures_context import family, placed_figures

Group: TypeAlias = list[FigureMention]

_COMPARED: Final = 5
"""Figures of a quantity that another one is compared with: its last ones."""
_MOST_GROUPS: Final = 30
"""Quantities of one key that a figure is compared with: those that grew last."""
_APART: Final = 60
"""Days between two figures of a quantity at most."""
_SAME_EVENT: Final = 0.1
"""Similarity of two articles from which on they are about the same event."""
_MOST_FIGURES: Final = 12
"""Figures of a sentence that are looked at beside the one that is compared."""
_MOST_LOOKED_AT: Final = 50
"""Figures of a quantity among which another one of the same article is looked for."""
_NEARLY_ALIKE: Final = 0.4
"""The same for what became of people."""
_SURELY_SAME: Final = 0.2
"""The same for sizes of which an event has one."""
_ALIKE: Final = 0.5
"""Similarity of two sentences from which on they say the same but for the figures."""
_TIMES: Final = 12
"""How many times a figure may be another one of the same quantity."""
_SAME_WORDS: Final = 0.45
"""Similarity of two sentences from which on figures of one noun are of the same thing."""


class Similarity:
    """How similar articles are by their names: a sign that they are about the same event.

    The cosine of the names' counts, damped and weighed by how few of the articles have them
    (tf-idf; Salton and Buckley, 1988).
    """

    def __init__(self, mentions: Sequence[FigureMention]) -> None:
        articles = {one.article.id: one.around for one in mentions}
        self._total = len(articles)
        self._with_name = Counter(name for one in articles.values() for name in one.names)
        self._with_word = Counter(word for one in articles.values() for word in one.words)
        self._vectors = {key: self._vector(one.names) for key, one in articles.items()}
        self._known: dict[tuple[str, str], float] = {}

    def of(self, one: Article, other: Article) -> float:
        """The cosine of two articles, from 0 to 1."""
        key = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        if key not in self._known:
            fewer, more = sorted((self._vectors[one.id], self._vectors[other.id]), key=len)
            self._known[key] = sum(more.get(name, 0.0) * own for name, own in fewer.items())
        return self._known[key]

    def of_words(self, one: frozenset[str], two: frozenset[str]) -> float:
        """The share of two sentences' words that both have (Jaccard), by how few articles do."""
        if not one or not two:
            return 0.0
        shared = self._weight(one & two)
        return shared / (self._weight(one) + self._weight(two) - shared)

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self._rarity(self._with_word[word]) for word in words)

    def _rarity(self, articles: int) -> float:
        return math.log(1 + (1 + self._total) / (0.5 + articles))

    def _vector(self, names: Mapping[str, int]) -> Mapping[str, float]:
        sizes = {
            name: (1 + math.log(count)) * self._rarity(self._with_name[name])
            for name, count in names.items()
        }
        length = math.sqrt(sum(size * size for size in sizes.values())) or 1.0
        return {name: size / length for name, size in sizes.items()}


def grouped(mentions: Sequence[FigureMention], similarity: Similarity) -> list[Group]:
    """The quantities that ``mentions`` are of, each with its figures, oldest first."""
    by_key: dict[tuple[str, str], list[FigureMention]] = defaultdict(list)
    for one in sorted(mentions, key=lambda each: each.order):
        by_key[one.what.key, one.what.dimension].append(one)
    found: list[Group] = []
    for alike_keys in by_key.values():
        groups: list[Group] = []
        for one in alike_keys:
            best, most = -1, 0.0
            for place in range(max(0, len(groups) - _MOST_GROUPS), len(groups)):
                near = _nearness(one, groups[place], similarity)
                if near > most:
                    best, most = place, near
            # What grew last stands last.
            groups.append([*groups.pop(best), one] if most else [one])
        found += _merged(groups, similarity)
    return found


def _merged(groups: list[Group], similarity: Similarity) -> list[Group]:
    """``groups`` of one key, those joined that are plainly of one quantity after all."""
    kept = groups[:-_MOST_GROUPS]
    for group in groups[-_MOST_GROUPS:]:
        into = next((other for other in kept if _one_quantity(group, other, similarity)), None)
        if into is None:
            kept.append(group)
        else:
            into += group
            into.sort(key=lambda one: one.order)
    return kept


def _one_quantity(one: Group, other: Group, similarity: Similarity) -> bool:
    """Whether most figures of one group are like those of the other, and hardly any apart."""
    found = [_likeness(a, b, similarity) for a in one[-_COMPARED:] for b in other[-_COMPARED:]]
    near = sum(each is not None and each > 0 for each in found)
    apart = sum(each is None for each in found)
    if near * 2 < len(found) or apart * 5 > len(found):
        return False
    told: dict[str, list[FigureMention]] = defaultdict(list)
    for each in other[-_MOST_LOOKED_AT:]:
        told[each.article.id].append(each)
    return all(
        alike(each.figure, known.figure)
        for each in one[-_MOST_LOOKED_AT:]
        for known in told.get(each.article.id, ())
    )


def _nearness(one: FigureMention, group: Group, similarity: Similarity) -> float:
    """How near a figure is to those of a quantity; 0 where it is not of it.

    It has to be like one of them, and none of its own article may differ from it; of the
    others at most a third may be told apart from it.
    """
    if any(
        other.article.id == one.article.id and not alike(one.figure, other.figure)
        for other in group[-_MOST_LOOKED_AT:]
    ):
        return 0.0
    found = [_likeness(one, other, similarity) for other in group[-_COMPARED:]]
    apart = sum(each is None for each in found)
    if apart * 3 > len(found):
        return 0.0
    return max((each for each in found if each is not None), default=0.0)


def _likeness(one: FigureMention, other: FigureMention, similarity: Similarity) -> float | None:
    """How like two figures of one key are.

    Returns:
        None where something tells them apart, 0 where nothing shows that they are of the same
        quantity, else the more the larger.
    """
    apart = abs((one.day - other.day).days) if one.day and other.day else 0
    if apart > _APART or one.status != other.status or _far(one.value, other.value):
        return None
    own, theirs = one.what.modifiers, other.what.modifiers
    if (own and theirs and not own & theirs) or _told_apart(one, other):
        return None
    if not _same_days(one, other):
        return None
    event = similarity.of(one.article, other.article)
    if event < _SAME_EVENT or not _same_names(one, other):
        return 0.0
    words = similarity.of_words(one.words, other.words)
    if not _same_places(one, other):
        return event + words if words >= _ALIKE else None
    if one.what.bare:
        least = 0.0 if _same_event(one, other) else _NEARLY_ALIKE
    elif one.what.single and one.leading and other.leading and event >= _SURELY_SAME:
        least = 0.0
    else:
        least = _SAME_WORDS
    return event + words if words >= least else 0.0


def _told_apart(one: FigureMention, other: FigureMention) -> bool:
    """Whether either sentence has the other's figure as well, for something else.

    What is compared with a figure, or was it before, may be its earlier value.
    """
    if alike(one.figure, other.figure):
        return False
    return any(
        each.figure is not own.figure
        and family(each.figure) == family(theirs.figure)
        and each.figure.values == theirs.figure.values
        and each.text[: each.figure.lead].split()[-1:] != ["from"]
        for own, theirs in ((one, other), (other, one))
        for each in placed_figures(own.placed.text)[:_MOST_FIGURES]
    )


def _far(one: Fraction, other: Fraction) -> bool:
    """Whether two values differ so much that they can hardly be of the same quantity."""
    low, high = sorted((abs(one), abs(other)))
    return high > _TIMES * low


def _same_event(one: FigureMention, other: FigureMention) -> bool:
    """Whether what became of people is of one event, as far as the kind of event tells."""
    shared_place = not one.places.isdisjoint(other.places)
    if one.recurring or other.recurring:
        both = one.days is not None and other.days is not None
        return both and shared_place and _overlapping_days(one, other)
    told = [each.leading or (each.what.growing and bool(each.names)) for each in (one, other)]
    return all(told) or (any(told) and shared_place)


def _same_days(one: FigureMention, other: FigureMention) -> bool:
    """Whether two figures may be of one day; a toll is of the day on which it is told."""
    standing = one.what.single or one.what.so_far or other.what.so_far
    return standing or _overlapping_days(one, other)


def _overlapping_days(one: FigureMention, other: FigureMention) -> bool:
    """Whether the days that two figures are of may be the same ones."""
    if one.days is None or other.days is None:
        return True
    return one.days[0] <= other.days[1] and other.days[0] <= one.days[1]


def _same_places(one: FigureMention, other: FigureMention) -> bool:
    """Whether two figures may be of one place."""
    if one.spreading or other.spreading:
        return one.places == other.places
    return not one.places or not other.places or bool(one.places & other.places)


def _same_names(one: FigureMention, other: FigureMention) -> bool:
    """Whether the names in either sentence are known to the other's article, most of them."""
    return all(
        2 * len(own & known) >= len(own)
        for own, known in ((one.names, other.around.words), (other.names, one.around.words))
    )
