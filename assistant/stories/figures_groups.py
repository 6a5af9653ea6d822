"""Which figures are of the same quantity of the same event: what is doubtful is not joined.

Figures of one key are compared in the order of their days with the last ones of each quantity
that is known so far, so that the work grows with their number and not with its square.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from assistant.articles.copies import newness
from assistant.stories.figures_covering import alike
from assistant.stories.figures_mentions import Event, Mention
from assistant.types import Article

Group: TypeAlias = list[Mention]

_COMPARED: Final = 5
"""Figures of a quantity that another one is compared with: its last ones."""
_MOST_GROUPS: Final = 30
"""Quantities of one key that a figure is compared with: those that grew last."""
_APART: Final = 45
"""Days between two figures of a quantity at most."""
_SAME_EVENT: Final = 0.15
"""Likeness of two articles from which on they are about the same event."""
_ALIKE: Final = 0.5
"""Likeness of two sentences from which on they say the same but for the figures."""
_TIMES: Final = 12
"""How many times a figure may be another one of the same quantity."""
_SAME_WORDS: Final = 0.45
"""Likeness of two sentences from which on figures of one noun are of the same thing."""

Weigh: TypeAlias = Callable[[str], float]
Profile: TypeAlias = Mapping[str, float]


class Events:
    """How like the events are that articles are about: by the names in them.

    The cosine of their names' counts, damped and weighed by how few of the articles have them
    (tf-idf; Salton and Buckley, 1988).
    """

    def __init__(self, mentions: Sequence[Mention]) -> None:
        events = {one.article.id: one.event for one in mentions}
        held = Counter(name for one in events.values() for name in one.names)
        spoken = Counter(word for one in events.values() for word in one.words)
        self._total = len(events)
        self._spoken = spoken
        self._profiles = {key: self._profile(one, held) for key, one in events.items()}
        self._known: dict[tuple[str, str], float] = {}

    def weight(self, word: str) -> float:
        """How much a word of a sentence tells, by how few of the articles have it."""
        return math.log(1 + (1 + self._total) / (0.5 + self._spoken[word]))

    def likeness(self, one: Article, other: Article) -> float:
        """The cosine of two articles, from 0 to 1."""
        key = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        if key not in self._known:
            fewer, more = sorted((self._profiles[one.id], self._profiles[other.id]), key=len)
            self._known[key] = sum(more.get(name, 0.0) * own for name, own in fewer.items())
        return self._known[key]

    def _profile(self, event: Event, held: Mapping[str, int]) -> Profile:
        sizes = {
            name: (1 + math.log(count)) * math.log(1 + (1 + self._total) / (0.5 + held[name]))
            for name, count in event.names.items()
        }
        length = math.sqrt(sum(size * size for size in sizes.values())) or 1.0
        return {name: size / length for name, size in sizes.items()}


def grouped(mentions: Sequence[Mention]) -> list[Group]:
    """The quantities that ``mentions`` are of, each with its figures, oldest first."""
    events = Events(mentions)
    by_key: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for one in sorted(mentions, key=lambda each: (newness(each.article), each.index)):
        by_key[one.what.key, one.what.dimension].append(one)
    found: list[Group] = []
    for alike in by_key.values():
        groups: list[Group] = []
        for one in alike:
            best, most = None, 0.0
            for group in groups[-_MOST_GROUPS:]:
                likeness = _likeness_to(one, group, events)
                if likeness > most:
                    best, most = group, likeness
            if best is None:
                groups.append([one])
            else:
                best.append(one)
                groups.remove(best)
                groups.append(best)
        found += groups
    return found


def _likeness_to(one: Mention, group: Group, events: Events) -> float:
    """How like a figure is to those of a quantity; 0 where it is not of it."""
    others = group[-_COMPARED:]
    for other in group:
        if other.article.id == one.article.id and not alike(one.figure, other.figure):
            return 0.0
    found = [likeness(one, other, events) for other in others]
    return sum(found) / len(found) if sum(each > 0 for each in found) * 2 > len(found) else 0.0


def likeness(one: Mention, other: Mention, events: Events) -> float:
    """How like two figures of one key are, from 0 (not of the same quantity) to 1."""
    apart = _APART
    if one.day and other.day:
        apart = abs((one.day - other.day).days)
    if apart > _APART or one.status != other.status or _far(one.value, other.value):
        return 0.0
    event = events.likeness(one.article, other.article)
    if event < _SAME_EVENT or not _same_days(one, other) or not _same_names(one, other):
        return 0.0
    words = _overlap(one.words, other.words, events.weight)
    if words >= _ALIKE:
        return event + words
    if not _same_places(one, other):
        return 0.0
    if one.what.bare:
        return event + words if _same_event(one, other) else 0.0
    own, theirs = one.what.modifiers, other.what.modifiers
    if own and theirs and not own & theirs:
        return 0.0
    return event + words if words >= _SAME_WORDS else 0.0


def _far(one: Fraction, other: Fraction) -> bool:
    """Whether two values differ so much that they can hardly be of the same quantity."""
    low, high = sorted((abs(one), abs(other)))
    return high > _TIMES * low


def _same_event(one: Mention, other: Mention) -> bool:
    """Whether what became of people is of one event, as far as the kind of event tells."""
    if one.recurring or other.recurring:
        return (
            one.days is not None
            and other.days is not None
            and bool(one.places & other.places)
        )
    return (one.leading or one.what.growing) and (other.leading or other.what.growing)


def _same_days(one: Mention, other: Mention) -> bool:
    """Whether two figures may be of one day; a toll is of the day on which it is told."""
    if one.days is None or other.days is None or one.what.growing or other.what.growing:
        return True
    return one.days[0] <= other.days[1] and other.days[0] <= one.days[1]


def _same_places(one: Mention, other: Mention) -> bool:
    """Whether two figures may be of one place."""
    if one.places and other.places:
        return bool(one.places & other.places)
    if one.spreading or other.spreading:
        return not one.places and not other.places
    return True


def _same_names(one: Mention, other: Mention) -> bool:
    """Whether the names in either sentence are known to the other's article, most of them."""
    for own, text in ((one.names, other.event.words), (other.names, one.event.words)):
        if own and sum(name in text for name in own) * 2 < len(own):
            return False
    return True


def _overlap(one: frozenset[str], two: frozenset[str], weigh: Weigh) -> float:
    """The share of two sets of words that both have, by their weights (Jaccard)."""
    if not one or not two:
        return 0.0
    shared = sum(map(weigh, one & two))
    return shared / (sum(map(weigh, one)) + sum(map(weigh, two)) - shared)
