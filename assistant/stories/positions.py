"""Which statement of a speaker contradicts an earlier one, by clear signs alone.

A later statement is against an earlier one where it denies or takes back what that claimed,
or makes the same claim turned round ("will not close" after "will close", "fell" after
"rose"). Both have to share most of their content words: what is merely about the same thing
contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Final

from assistant.language.antonyms import antonyms_of, says_opposite
from assistant.language.cues import CueKind
from assistant.language.word_lists import word_lists
from assistant.language.words import content_terms, words_in
from assistant.stories.utterances import Uttered

_LISTS: Final = word_lists("speech.toml")
_NEGATING: Final = _LISTS.words("negating")
_RETRACTING: Final = _LISTS.words("retracting")
_SHARED: Final = 0.75
"""Share of the content words of the shorter of two statements that both have."""
_OF_LONGER: Final = 0.5
"""The same of the longer one: of a long statement a short one may touch but a part."""
_FEWEST: Final = 3
_MOST: Final = 12
"""Earlier statements that one is compared with: the latest that share a rare word."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a statement claims: its content words, and whether it is turned round."""

    terms: frozenset[str]
    negated: bool
    denied: bool


def against(
    said: Sequence[Uttered], *, analyse: Callable[[str], Sequence[str]] = content_terms
) -> tuple[tuple[int, ...], ...]:
    """For each statement of one speaker, oldest first, the places of those it contradicts.

    Args:
        said: the statements.
        analyse: gives the words of a text by which two of them are compared.
    """
    negations = {_first(analyse)(word) for word in _NEGATING} | _NEGATING
    claims = [_claim(one, analyse, negations) for one in said]
    by_term: dict[str, list[int]] = {}
    found: list[tuple[int, ...]] = []
    for place, claim in enumerate(claims):
        near = {other for term in claim.terms for other in by_term.get(term, ())[-_MOST:]}
        found.append(
            tuple(
                other
                for other in sorted(near)[-_MOST:]
                if _later(said[other], said[place]) and _contradicts(claims[other], claim, analyse)
            )
        )
        for term in claim.terms:
            by_term.setdefault(term, []).append(place)
    return tuple(found)


def _claim(one: Uttered, analyse: Callable[[str], Sequence[str]], negations: Set[str]) -> _Claim:
    words = words_in(one.words.replace("n’t", " not").replace("n't", " not"))
    times = sum(word in _NEGATING for word in words)
    terms = frozenset(analyse(one.words)) - negations
    denied = one.kind is CueKind.DENIED or not _RETRACTING.isdisjoint(words)
    return _Claim(terms, times % 2 == 1, denied)  # "not … without" denies nothing


def _first(analyse: Callable[[str], Sequence[str]]) -> Callable[[str], str]:
    return lambda word: next(iter(analyse(word)), word)


def _later(earlier: Uttered, later: Uttered) -> bool:
    """Whether one was said after the other: of two of one day nobody knows, but of one article."""
    if earlier.article.id == later.article.id:
        return False
    days = (earlier.article.published, later.article.published)
    if days[0] is None or days[1] is None:
        return False
    return days[0].timetuple()[:3] < days[1].timetuple()[:3]


def _contradicts(earlier: _Claim, later: _Claim, analyse: Callable[[str], Sequence[str]]) -> bool:
    shorter, longer = sorted((len(earlier.terms), len(later.terms)))
    shared = len(earlier.terms & later.terms)
    if shared < _FEWEST or shared + 1 < _SHARED * shorter or shared < _OF_LONGER * longer:
        return False
    if earlier.denied == later.denied and earlier.negated == later.negated:
        if earlier.terms == later.terms:
            return False
        antonyms = antonyms_of(earlier.terms, analyse=analyse)
        return says_opposite(antonyms, later.terms)
    turned = (earlier.denied != later.denied) != (earlier.negated != later.negated)
    return turned and shared >= _SHARED * shorter
