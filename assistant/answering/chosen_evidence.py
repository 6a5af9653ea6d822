"""The evidence for a model that reads slowly: the best sentences with their neighbours.

Whole passages cost a model on a person's own machine most of its time. Of the sentences that
the reader ranks first as many are taken as a budget of tokens holds, each with the sentences
beside it, which say who "he" is and when it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from assistant.answering.copies import Place, Stories
from assistant.answering.data_block import head_of, numbered
from assistant.answering.sentences import RankedSentence
from assistant.answering.showable import showable
from assistant.types import Evidence, EvidenceSentence, Hit

_BESIDE: Final = (1, -1)
"""The neighbours that are taken along, by their distance, in the order they are taken in."""
_WIDEST: Final = 99
"""A number as wide as those that sentences have."""


def chosen_evidence(
    places: Sequence[Place],
    *,
    budget: int,
    count: Callable[[str], int],
) -> Evidence:
    """The first of ``places`` with their neighbours, as many as ``budget`` tokens hold.

    Articles stand in the order of their best sentence, the sentences of each in its own
    order, numbered from 1. What is larger than what is left of the budget is passed over.

    Args:
        places: sentences, best first.
        budget: tokens, the headings of the articles counted, each once.
        count: counts the tokens of a text.
    """
    known = {(one.article.id, one.index): one for one in reversed(places)}
    taken: dict[str, dict[int, Place]] = {}
    left = budget
    for place in places:
        for one in (place, *_beside(place, known)):
            own = taken.get(one.article.id, {})
            if one.index in own:
                continue
            (line,) = numbered([_sentence(one, _WIDEST)])
            cost = count(line.text) + (0 if own else count(head_of(one.article)))
            if cost <= left:
                left -= cost
                taken.setdefault(one.article.id, {})[one.index] = one
            elif one is place:
                break  # its neighbours mean nothing without it
    ordered = [one for own in taken.values() for _, one in sorted(own.items())]
    return Evidence(tuple(_sentence(one, number) for number, one in enumerate(ordered, start=1)))


def ranked_places(ranked: Iterable[RankedSentence]) -> tuple[Place, ...]:
    """Where the ranked sentences stand, in their order."""
    return tuple(Place(one.article, one.index, one.also_in, one.also_outlets) for one in ranked)


def places_in_turn(hits: Sequence[Hit], *, stories: Stories | None) -> tuple[Place, ...]:
    """The sentences of passages that each tell of the whole: all first ones, all second ones."""
    fit = [
        [
            index
            for index in range(hit.passage.first, hit.passage.last + 1)
            if index in showable(hit.article)
        ]
        for hit in hits
    ]
    return tuple(
        Place(hits[row].article, index, hits[row].also_in, hits[row].also_outlets)
        if stories is None
        else stories.place(hits[row].article, index, also_in=hits[row].also_in)
        for column in zip_longest(*fit)
        for row, index in enumerate(column)
        if index is not None
    )


def _beside(place: Place, known: Mapping[tuple[str, int], Place]) -> Iterator[Place]:
    fit = showable(place.article)
    for distance in _BESIDE:
        index = place.index + distance
        if index in fit:
            yield known.get((place.article.id, index)) or Place(place.article, index, (), ())


def _sentence(place: Place, number: int) -> EvidenceSentence:
    return EvidenceSentence(
        number,
        place.article,
        place.article.sentences[place.index],
        also_in=place.also_in,
        also_outlets=place.also_outlets,
    )
