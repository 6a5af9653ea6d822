"""Where a name stands in a sentence, by the words around it.

A name that has taken the place of another is found by its neighbours: the statement has
them around the one name and the cited sentence around the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from assistant.language.mentions import ByText, Mentions, ReadText, mentions_of
from assistant.language.name_words import DIRECTED, SYMMETRIC, TITLES
from assistant.language.names import Name
from assistant.language.words import STOP_WORDS
from assistant.language.written_words import Word
from assistant.verifying.sources import SourceSentence

_REACH: Final = 3
"""Neighbours looked at on either side of a name."""

_MOST_BETWEEN: Final = 8
"""Words between two names up to which their order is looked at."""


@dataclass(frozen=True, slots=True)
class Place:
    """The words ``first`` to ``end`` (half-open) of a sentence, a name's title with it.

    ``left`` and ``right`` are the folded words before and after it, the nearest first.
    """

    first: int
    end: int
    left: tuple[str, ...]
    right: tuple[str, ...]


def place_at(words: Sequence[Word], first: int, end: int) -> Place:
    """The place of the words ``first`` to ``end`` among ``words``."""
    left = tuple(word.folded for word in words[max(0, first - _REACH) : first])[::-1]
    right = tuple(word.folded for word in words[end : end + _REACH])
    return Place(first, end, left, right)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many neighbours two places share, outwards from them; an edge counts as one.

    ``telling`` is how many of them are words that carry meaning.
    """

    left: int = 0
    right: int = 0
    telling: int = 0
    words: int = 0

    @property
    def total(self) -> int:
        """The shared neighbours on both sides."""
        return self.left + self.right

    @property
    def is_same_place(self) -> bool:
        """Whether one can stand for the other: shared neighbours on both sides, or many."""
        if self.left and self.right:
            return self.words > 0 and (self.telling > 0 or self.total > _REACH - 1)
        return self.telling > 0 and self.words > 1


@dataclass(frozen=True, eq=False)
class Cited:
    """A cited sentence with its words, its names and the article's names."""

    source: SourceSentence
    mentions: Mentions
    read: ReadText

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places of its names, in their order."""
        return tuple(place_of(name, self.read) for name in self.read.names)

    @cached_property
    def before(self) -> tuple[ReadText, ...]:
        """The sentences before it, the nearest first."""
        return self.mentions.sentences[max(0, self.source.index - 4) : self.source.index][::-1]

    def holds(self, name: Name) -> bool:
        """Whether it has the name itself, in whatever case or spelling."""
        if not self.read.says(name.words):
            return len(name.words) == 1 and self._holds_other_number(name.words[0])
        if len(name.words) > 1 or name.words[0] not in self.mentions.personal:
            return True
        # "Cook" is not named by a sentence about a cook.
        word = name.words[0]
        return any(w.folded == word and w.capital for w in self.read.words)

    def _holds_other_number(self, word: str) -> bool:
        single = word.removesuffix("s")
        return len(single) > _REACH and (
            self.read.says((single,)) or self.read.says((f"{single}s",))
        )

    def names(self, name: Name) -> bool:
        """Whether it has the name, or another name of the same one."""
        return self.holds(name) or any(
            self.mentions.same(name.words, other.words) for other in self.read.names
        )


def cited_sentence(source: SourceSentence) -> Cited:
    """A cited sentence, read together with its article."""
    return _cited(ByText(source.article), source.index)


@lru_cache(maxsize=4096)
def _cited(key: ByText, index: int) -> Cited:
    mentions = mentions_of(key.article)
    return Cited(SourceSentence(key.article, index), mentions, mentions.sentences[index])


def place_of(name: Name, read: ReadText) -> Place:
    """Where ``name`` stands in the text that it was found in."""
    first = bisect_left(read.words, name.start, key=lambda word: word.start)
    end = bisect_left(read.words, name.end, key=lambda word: word.start)
    while first > 0 and read.words[first - 1].folded in TITLES:
        first -= 1
    return place_at(read.words, first, end)


def agreement(place: Place, other: Place) -> Agreement:
    """What two places have in common."""
    left = _shared(place.left, other.left)
    right = _shared(place.right, other.right)
    words = (*place.left[:left], *place.right[:right])
    telling = sum(word not in STOP_WORDS and word not in SYMMETRIC for word in words)
    return Agreement(
        left + _at_edge(place.left, other.left, left),
        right + _at_edge(place.right, other.right, right),
        telling,
        len(words),
    )


def _at_edge(words: Sequence[str], others: Sequence[str], shared: int) -> int:
    """1 where both run out at the edge of their sentence after the shared words."""
    return int(len(words) == len(others) == shared < _REACH)


def _shared(words: Sequence[str], others: Sequence[str]) -> int:
    count = 0
    for word, other in zip(words, others, strict=False):
        if word != other:
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Replaced:
    """The name whose place another has taken, where it stood, and how well the places agree."""

    name: Name
    place: Place
    agreement: Agreement


def replaced_name(place: Place, name: Name, cited: Cited) -> Replaced | None:
    """The name of the cited sentence whose place ``name`` has taken; None in doubt."""
    best: Replaced | None = None
    for other, where in zip(cited.read.names, cited.places, strict=True):
        shared = agreement(place, where)
        if shared.is_same_place and (best is None or shared.total > best.agreement.total):
            best = Replaced(other, where, shared)
    if best is None or cited.mentions.same(name.words, best.name.words):
        return None
    return None if cited.mentions.same(best.name.words, name.words) else best


def moved_onto(
    place: Place, name: Name, cited: Cited, *, stated: Sequence[Name]
) -> Replaced | None:
    """As ``replaced_name``, for a name that stands elsewhere in the cited sentence, too.

    None where it keeps its own neighbours as well, or is only listed in another order.

    Args:
        place: where the name stands in the statement.
        name: the name.
        cited: the sentence.
        stated: all names of the statement.
    """
    own = [
        where
        for other, where in zip(cited.read.names, cited.places, strict=True)
        if cited.mentions.same(name.words, other.words) or _within(name.words, other.words)
    ]
    kept = max((agreement(place, where).total for where in own), default=_REACH)
    if kept >= _REACH:
        return None
    rival = replaced_name(place, name, cited)
    if rival is None or _within(name.words, rival.name.words):
        return None
    shared = rival.agreement
    if not (shared.left and shared.right and shared.total > kept + 1 + (not shared.telling)):
        return None
    reordered = any(cited.mentions.same(one.words, rival.name.words) for one in stated)
    if reordered and any(_listed(cited.read, rival.place, where) for where in own):
        return None
    return rival


def _within(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return f" {' '.join(words)} " in f" {' '.join(others)} "


def _listed(read: ReadText, place: Place, other: Place) -> bool:
    """Whether two places of a sentence are neighbours in a list."""
    first, second = sorted((place, other), key=lambda where: where.first)
    between = read.words[first.end : second.first]
    if not between:
        gap = read.text[read.words[first.end - 1].end : read.words[second.first].start]
        return gap.strip() == ","
    return all(word.folded in SYMMETRIC or word.capital for word in between)


@dataclass(frozen=True, slots=True)
class Order:
    """Whether two names stand in a statement's order, in the other, or in both."""

    straight: bool
    turned: bool


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two names of a statement that stand the other way round in the cited sentence."""

    first: Name
    second: Name

    def order_in(self, cited: Cited, between: tuple[str, ...]) -> Order:
        """In which orders a sentence has the two with just these words between them."""
        names, places = cited.read.names, cited.places
        same, a, b = cited.mentions.same, self.first.words, self.second.words
        pairs = [
            (names[at].words, names[at + 1].words)
            for at in range(len(names) - 1)
            if _between(cited.read, places[at], places[at + 1]) == between
        ]
        return Order(
            straight=any(same(a, one) and same(b, other) for one, other in pairs),
            turned=any(same(a, other) and same(b, one) for one, other in pairs),
        )


def find_exchange(read: ReadText, cited: Sequence[Cited]) -> Exchange | None:
    """Two names with the same words between them as in a cited sentence, the other way round.

    None where any of the sentences has them in the statement's order, too.
    """
    for first, second in pairwise(read.names):
        between = _between(read, place_of(first, read), place_of(second, read))
        if "by" in between or not any(map(_orders, between)):
            continue
        exchange = Exchange(first, second)
        found = [exchange.order_in(one, between) for one in cited]
        if any(order.turned for order in found) and not any(order.straight for order in found):
            return exchange
    return None


def _orders(word: str) -> bool:
    """Whether it matters which names stand before and after the word."""
    return word in DIRECTED or not (word in STOP_WORDS or word in SYMMETRIC)


def _between(read: ReadText, first: Place, second: Place) -> tuple[str, ...]:
    if second.first - first.end > _MOST_BETWEEN:
        return ()
    return tuple(word.folded for word in read.words[first.end : second.first])
