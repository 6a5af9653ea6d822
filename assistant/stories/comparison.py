"""How the statements of one speaker compare: which are the same, which contradict earlier ones.

Two are the same where their words are, but for few, or where one is a part of the other: outlets
cut what they quote. A later one contradicts an earlier one, by clear signs alone, where it denies
or takes back what that claimed, or makes the same claim turned round ("will not close" after
"will close", "fell" after "rose"). Both have to share most of their content words: what is merely
about the same thing contradicts nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.language.antonyms import antonyms_of, says_opposite
from assistant.language.cues import CueKind
from assistant.language.word_lists import word_lists
from assistant.language.words import content_terms, near_identical, shingles, words_in
from assistant.stories.utterances import Utterance
from assistant.types import day_of

_LISTS: Final = word_lists("speech.toml")
_NEGATING: Final = _LISTS.words("negating")
_RETRACTING: Final = _LISTS.words("retracting")
_NOT: Final = re.compile(r"n[’']t\b")

_SHINGLE: Final = 3
"""Words of the shingles by which statements are looked up that may be the same."""
_FEWEST_PART: Final = 5
"""Words of a quotation that is known again inside a longer one."""
_MOST_ALIKE: Final = 8
"""Earlier statements that one is compared with: those that share most with it."""

_SHARED: Final = 0.75
"""Share of the content words of the shorter of two statements that both have."""
_OF_LONGER: Final = 0.5
"""The same of the longer one: of a long statement a short one may touch but a part."""
_FEWEST: Final = 3
_MOST_EARLIER: Final = 12
"""Earlier statements that one may contradict: the latest that share a rare word."""


def deduplicated(said: Sequence[Utterance]) -> tuple[tuple[Utterance, ...], ...]:
    """The statements of one speaker, each with its repetitions, in the order of the first."""
    told: list[list[Utterance]] = []
    words: list[tuple[str, ...]] = []
    exact: dict[tuple[str, ...], int] = {}
    by_shingle: dict[tuple[str, ...], list[int]] = {}
    for one in said:
        own = words_in(_NOT.sub(" not", one.words))
        own_shingles = shingles(one.words, _SHINGLE)
        place = exact.get(own)
        if place is None:
            shared = Counter(
                other for each in own_shingles for other in by_shingle.get(each, ())[-_MOST_ALIKE:]
            )
            nearest = sorted(shared, key=lambda other: (-shared[other], other))[:_MOST_ALIKE]
            place = next((near for near in nearest if _same(own, words[near])), None)
        if place is None:
            place = len(told)
            told.append([])
            words.append(own)
            for each in own_shingles:
                by_shingle.setdefault(each, []).append(place)
        exact.setdefault(own, place)
        told[place].append(one)
    return tuple(map(tuple, told))


def _same(mine: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if _telling(mine) == _telling(other) and near_identical(set(mine), set(other)):
        return True
    short, long = sorted((mine, other), key=len)
    if len(short) < _FEWEST_PART:
        return False
    return f" {' '.join(short)} " in f" {' '.join(long)} "


def _telling(words: tuple[str, ...]) -> list[str]:
    """The words by which two statements of the same words differ: figures and negations."""
    return sorted(word for word in words if word[0].isdigit() or word in _NEGATING)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a statement claims: its content words, and whether it is turned round."""

    terms: frozenset[str]
    negated: bool
    denied: bool


def contradictions(
    said: Sequence[Utterance], *, analyse: Callable[[str], Sequence[str]] = content_terms
) -> tuple[tuple[int, ...], ...]:
    """For each statement of one speaker, oldest first, the places of those it contradicts.

    Args:
        said: the statements.
        analyse: gives the words of a text by which two of them are compared.
    """
    negations = {next(iter(analyse(word)), word) for word in _NEGATING} | _NEGATING
    claims: list[_Claim] = []
    by_term: dict[str, list[int]] = {}
    found: list[tuple[int, ...]] = []
    for place, one in enumerate(said):
        words = words_in(_NOT.sub(" not", one.words))
        claim = _Claim(
            terms=frozenset(analyse(one.words)) - negations,
            # "not … without" denies nothing.
            negated=sum(word in _NEGATING for word in words) % 2 == 1,
            denied=one.kind is CueKind.DENIED or not _RETRACTING.isdisjoint(words),
        )
        near = {other for term in claim.terms for other in by_term.get(term, ())[-_MOST_EARLIER:]}
        found.append(
            tuple(
                other
                for other in sorted(near)[-_MOST_EARLIER:]
                if _is_later(one, said[other]) and _contradicts(claims[other], claim, analyse)
            )
        )
        claims.append(claim)
        for term in claim.terms:
            by_term.setdefault(term, []).append(place)
    return tuple(found)


def _is_later(later: Utterance, earlier: Utterance) -> bool:
    """Whether one was said on a later day: of two of one day, or one article, nobody knows."""
    days = earlier.article.published, later.article.published
    if earlier.article.id == later.article.id or days[0] is None or days[1] is None:
        return False
    return day_of(days[0]) < day_of(days[1])


def _contradicts(earlier: _Claim, later: _Claim, analyse: Callable[[str], Sequence[str]]) -> bool:
    shorter, longer = sorted((len(earlier.terms), len(later.terms)))
    shared = len(earlier.terms & later.terms)
    if shared < _FEWEST or shared + 1 < _SHARED * shorter or shared < _OF_LONGER * longer:
        return False
    if earlier.denied == later.denied and earlier.negated == later.negated:
        if earlier.terms == later.terms:
            return False
        return says_opposite(antonyms_of(earlier.terms, analyse=analyse), later.terms)
    turned = (earlier.denied != later.denied) != (earlier.negated != later.negated)
    return turned and shared >= _SHARED * shorter
