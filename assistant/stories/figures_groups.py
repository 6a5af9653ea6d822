"""Which figures are of the same quantity of the same event: what is doubtful is not joined.

Figures of one key are compared in the order of their days with the last ones of each quantity
that is known so far, so that the work grows with their number and not with its square.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from assistant.articles.copies import newness
from assistant.stories.figures_covering import covered
from assistant.stories.figures_mentions import Mention

Group: TypeAlias = list[Mention]

_COMPARED: Final = 5
"""Figures of a quantity that another one is compared with: its last ones."""
_MOST_GROUPS: Final = 30
"""Quantities of one key that a figure is compared with: those that grew last."""
_APART: Final = 45
"""Days between two figures of a quantity at most."""
_SAME_EVENT: Final = 0.22
"""Likeness of two articles' heads from which on they are about the same event."""
_SAME_WORDS: Final = 0.45
"""Likeness of two sentences from which on figures of one noun are of the same thing."""

Weigh: TypeAlias = Callable[[str], float]


def weights(mentions: Sequence[Mention]) -> Weigh:
    """How much a word tells of which event it is, by how many of the articles have it."""
    texts = {one.article.id: one.event.text for one in mentions}
    held = Counter(word for words in texts.values() for word in words)
    total = len(texts)
    return lambda word: math.log(1 + total / (1 + held[word])) + 0.1


def grouped(mentions: Sequence[Mention]) -> list[Group]:
    """The quantities that ``mentions`` are of, each with its figures, oldest first."""
    weigh = weights(mentions)
    by_key: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for one in sorted(mentions, key=lambda each: (newness(each.article), each.index)):
        by_key[one.what.key, one.what.dimension].append(one)
    found: list[Group] = []
    for alike in by_key.values():
        groups: list[Group] = []
        for one in alike:
            best, most = None, 0.0
            for group in groups[-_MOST_GROUPS:]:
                likeness = _likeness_to(one, group, weigh)
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


def _likeness_to(one: Mention, group: Group, weigh: Weigh) -> float:
    """How like a figure is to those of a quantity; 0 where it is not of it."""
    others = group[-_COMPARED:]
    for other in group:
        if other.article.id == one.article.id and not covered(one.figure, other.figure):
            return 0.0
    found = [likeness(one, other, weigh) for other in others]
    return sum(found) / len(found) if sum(each > 0 for each in found) * 2 > len(found) else 0.0


def likeness(one: Mention, other: Mention, weigh: Weigh) -> float:
    """How like two figures of one key are, from 0 (not of the same quantity) to 1."""
    if one.day and other.day and abs((one.day - other.day).days) > _APART:
        return 0.0
    if not _same_days(one, other) or not _same_names(one, other):
        return 0.0
    event = _overlap(one.event.words, other.event.words, weigh)
    words = _overlap(one.words, other.words, weigh)
    if one.what.bare:
        return event + words if event >= _SAME_EVENT else 0.0
    own, theirs = one.what.modifiers, other.what.modifiers
    if own and theirs and not own & theirs:
        return 0.0
    return event + words if event >= _SAME_EVENT / 2 and words >= _SAME_WORDS else 0.0


def _same_days(one: Mention, other: Mention) -> bool:
    """Whether two figures may be of one day; a toll is of the day on which it is told."""
    if one.days is None or other.days is None or one.what.growing or other.what.growing:
        return True
    return one.days[0] <= other.days[1] and other.days[0] <= one.days[1]


def _same_names(one: Mention, other: Mention) -> bool:
    """Whether the names in either sentence are known to the other's article, most of them."""
    for own, text in ((one.names, other.event.text), (other.names, one.event.text)):
        if own and sum(name in text for name in own) * 2 < len(own):
            return False
    return True


def _overlap(one: frozenset[str], two: frozenset[str], weigh: Weigh) -> float:
    """The share of two sets of words that both have, by their weights (Jaccard)."""
    if not one or not two:
        return 0.0
    shared = sum(map(weigh, one & two))
    return shared / (sum(map(weigh, one)) + sum(map(weigh, two)) - shared)
