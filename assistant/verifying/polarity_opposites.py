"""Whether a statement says the opposite of its sources in a word: "rose" for "fell"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.language.polarity_words import CONVERSES, NEGATIVE, OPPOSITES, words_of
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.polarity_sides import Side, overlap

_LEAST_SHARE: Final = 0.65
_LEAST_SHARED: Final = 2
_FAR: Final = 40
"""Words on either side that belong to what a word like "before" puts in order."""

_TIMES: Final = words_of(
    "week month year night season summer winter spring autumn decade century monday tuesday "
    "wednesday thursday friday saturday sunday minute time"
)


def opposite_reasons(said: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A reason for each word of ``said`` that the sources know by its opposite alone."""
    for stem, places in said.places.items():
        opposites = OPPOSITES.get(stem)
        if opposites is None or not opposites.isdisjoint(said.places):
            continue
        if any(stem in source.places for source in sources):
            continue
        for place in places:
            yield from _reason(said, place, sources, opposites)


def _reason(
    said: Side, place: int, sources: Sequence[Side], opposites: frozenset[str]
) -> Iterator[Reason]:
    for source in sources:
        found = _opposite(said, place, source, opposites)
        if found is not None:
            yield Reason(
                ReasonCode.NEGATION_ADDED,
                f"says “{said.written(place)}” where the source says “{source.written(found)}”",
                VerdictKind.UNSUPPORTED,
                said.words[place].start,
                said.words[place].end,
            )
            return


def _opposite(said: Side, place: int, source: Side, opposites: frozenset[str]) -> int | None:
    """Where ``source`` has the opposite of a word in a clause that is otherwise the same."""
    if _is_time(said, place):
        return None
    for stem in sorted(opposites):
        for other in source.places.get(stem, ()):
            shared = overlap(said, place, source, other)
            if (
                shared.near >= _LEAST_SHARED
                and shared.share >= _LEAST_SHARE
                and not _is_time(source, other)
                and (place in said.denied) == (other in source.denied)
                and not _denies_more(said, place, source)
                and not _denies_more(source, other, said)
                and not (
                    said.words[place].stem in CONVERSES and _swapped(said, place, source, other)
                )
            ):
                return other
    return None


def _is_time(text: Side, place: int) -> bool:
    """Whether this is "last" of "last week"."""
    following = text.words[place + 1].stem if place + 1 < len(text.words) else ""
    return text.words[place].word == "last" and following in _TIMES


def _denies_more(text: Side, place: int, other: Side) -> bool:
    """Whether the clause has a word of denial that the other text has not."""
    clause = text.words[place].clause
    return any(
        word.stem in NEGATIVE and word.stem not in other.places and word.stem not in OPPOSITES
        for word in text.clause_words(clause, around=place)
    )


def _swapped(said: Side, place: int, source: Side, other: int) -> bool:
    """Whether what stands before one word stands after the other: then both may be true."""
    kept = swapped = 0
    for at in range(max(0, place - _FAR), min(len(said.words), place + _FAR)):
        word = said.words[at]
        if at == place or not word.content:
            continue
        for there in source.places.get(word.stem, ())[:1]:
            if (at < place) == (there < other):
                kept += 1
            else:
                swapped += 1
    return swapped >= max(1, kept)
