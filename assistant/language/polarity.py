"""Finds what a sentence denies and what it says only may be, or is still to come."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from assistant.language import polarity_words as lists
from assistant.language.polarity_clauses import Word, WordsInClauses, read_clauses
from assistant.language.polarity_cues import (
    AUXILIARIES,
    BE,
    NOT,
    CueGroup,
    FoundCue,
    OperatorKind,
    find_cues,
)
from assistant.language.stems import stem

__all__ = ["Operator", "OperatorKind", "Polarity", "Scope", "find_operators", "read_polarity"]

_REACH: Final = 9
"""Words behind a cue among which its head is looked for."""

_MOST_OF_CLAUSE: Final = 5
_MOST_OF_NOUN: Final = 4


class Scope(StrEnum):
    """What an operator is about."""

    WORD = "word"
    """Verb or adjective."""
    NOUN = "noun"
    """Whether there is such a thing at all."""
    PLACE = "place"
    """Where, when or how much something is, that is said elsewhere in the clause."""
    CLAUSE = "clause"
    """All of a clause, of which ``heads`` are the content words."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A cue, ``text[start:end]``, and the words that it scopes over.

    ``heads`` are their stems, ``places`` their indices among the words of the text; none
    where the cue stands alone ("he did not"). ``clause`` is the clause of the cue and
    ``first`` and ``last`` are the indices of its words.
    """

    start: int
    end: int
    kind: OperatorKind
    heads: tuple[str, ...]
    places: tuple[int, ...]
    clause: int
    first: int
    last: int
    scope: Scope = Scope.WORD


@dataclass(frozen=True, slots=True)
class Polarity:
    """The words of a text and the operators upon them, in their order."""

    clauses: WordsInClauses
    operators: tuple[Operator, ...]


def find_operators(text: str) -> tuple[Operator, ...]:
    """The operators of ``text``, in order; time is linear in it.

    Idioms ("not only", "no doubt") and names ("May", "Will") are none; two negations of
    each other are left out both.
    """
    return read_polarity(text).operators


def read_polarity(text: str) -> Polarity:
    """The words and the operators of ``text``; time is linear in it."""
    clauses = read_clauses(text)
    found: dict[tuple[int, OperatorKind], Operator] = {}
    covered: set[int] = set()
    for cue in find_cues(clauses.words):
        covered.update(range(cue.first, cue.end))
        if cue.cue.group is not CueGroup.IDIOM:
            operator = _operator(clauses.words, cue)
            found.setdefault((operator.start, operator.kind), operator)
    operators = [*found.values(), *_affixed(clauses.words, covered)]
    operators.sort(key=lambda operator: (operator.start, operator.kind))
    return Polarity(clauses, _settled(tuple(operators), clauses.words))


def _operator(words: Sequence[Word], found: FoundCue) -> Operator:
    scope = Scope.WORD
    match found.cue.group:
        case CueGroup.VERB | CueGroup.GERUND:
            places = _verb_after(words, found.end)
        case CueGroup.SUBJECT:
            places = _denied_subject(words, found)
        case CueGroup.NOUN:
            places, scope = _noun_after(words, found.end), Scope.NOUN
        case CueGroup.OBJECT:
            places, scope = _object(words, found), Scope.NOUN
        case CueGroup.PLACE:
            places, scope = _noun_after(words, found.end), Scope.PLACE
        case _:
            places, scope = _clause_after(words, found.end), Scope.CLAUSE
    return Operator(
        start=words[found.first].start,
        end=words[found.end - 1].end,
        kind=found.cue.kind,
        heads=tuple(words[place].stem for place in places),
        places=places,
        clause=words[found.first].clause,
        first=found.first,
        last=found.end - 1,
        scope=scope,
    )


def _verb_after(words: Sequence[Word], at: int) -> tuple[int, ...]:
    """The next verb, adjective or noun; two where the first leads on to another verb."""
    if not 0 < at < len(words):
        return ()
    last = min(len(words), at + _REACH)
    for place in range(at, last):
        word = words[place]
        # "It is not, the mayor said": what follows the comma is no head, unless a "however".
        broken = word.segment != words[at - 1].segment and words[at - 1].word in NOT
        if broken or word.clause != words[at - 1].clause:
            return ()
        if _may_be_head(word) and not _is_adverb(words, place):
            leads_on = (
                word.word in lists.LINKING and place + 1 < last and words[place + 1].word == "to"
            )
            return (place, *(_verb_after(words, place + 2) if leads_on else ()))
    return ()


def _may_be_head(word: Word) -> bool:
    return word.content and word.word not in lists.NOT_HEADS


def _is_adverb(words: Sequence[Word], place: int) -> bool:
    """Whether another word follows an adverb in -ly within the clause."""
    follows = place + 1 < len(words) and words[place + 1].clause == words[place].clause
    word = words[place].word
    return follows and word.endswith("ly") and word not in lists.NO_ADVERBS


def _noun_after(words: Sequence[Word], at: int) -> tuple[int, ...]:
    """The last two content words of the noun that follows."""
    if not 0 < at < len(words):
        return ()
    place, segment = at, words[at - 1].segment
    last = min(len(words), at + _REACH)
    while place < last and not words[place].content and words[place].segment == segment:
        if words[place].word in AUXILIARIES:
            return ()
        place += 1
    begin = place
    last = min(last, begin + _MOST_OF_NOUN)
    while place < last and words[place].content and words[place].segment == segment:
        place += 1
    return tuple(range(max(begin, place - 2), place))


def _denied_subject(words: Sequence[Word], found: FoundCue) -> tuple[int, ...]:
    noun = _noun_after(words, found.end)
    after = noun[-1] + 1 if noun else found.end
    if after < len(words) and words[after].word in AUXILIARIES:
        return (*noun, *_verb_after(words, after))
    if noun or words[found.first].word == "no":
        return noun
    before = found.first - 1
    said = before >= 0 and words[before].content
    return (before,) if said and words[before].clause == words[found.first].clause else ()


def _object(words: Sequence[Word], found: FoundCue) -> tuple[int, ...]:
    """What was cancelled: the noun that follows, or the subject of the passive."""
    before = found.first - 1
    if before < 0 or words[before].word not in BE:
        return _noun_after(words, found.end)
    for place in range(before, max(-1, before - _MOST_OF_NOUN), -1):
        if words[place].clause == words[found.first].clause and _may_be_head(words[place]):
            return (place,)
    return ()


def _clause_after(words: Sequence[Word], at: int) -> tuple[int, ...]:
    """The first content words of the clause; none where it goes on about mere claims."""
    places: list[int] = []
    for place in range(at, min(len(words), at + 2 * _REACH)):
        if words[place].clause != words[at - 1].clause or len(places) == _MOST_OF_CLAUSE:
            break
        if not _may_be_head(words[place]):
            continue
        if not places and words[place].stem in _CLAIMS:
            return ()
        places.append(place)
    return tuple(places)


_CLAIMS: Final = frozenset(map(stem, lists.SPEECH))


def _affixed(words: Sequence[Word], covered: Container[int]) -> Iterator[Operator]:
    for place, word in enumerate(words):
        plain = lists.AFFIXED.get(word.word)
        if plain is not None and place not in covered:
            yield Operator(
                start=word.start,
                end=word.end,
                kind=OperatorKind.NEGATION,
                heads=(stem(plain),),
                places=(place,),
                clause=word.clause,
                first=place,
                last=place,
            )


def _settled(operators: tuple[Operator, ...], words: Sequence[Word]) -> tuple[Operator, ...]:
    """Two negations of each other taken out, a negation of a cue carried to its head."""
    starts: dict[int, list[int]] = {}
    for index, operator in enumerate(operators):
        starts.setdefault(operator.start, []).append(index)
    kept = list(operators)
    cancelled: set[int] = set()
    for index, operator in enumerate(operators):
        if operator.kind is not OperatorKind.NEGATION or not operator.places:
            continue
        for other in starts.get(words[operator.places[0]].start, ()):
            inner = operators[other]
            if other == index:
                continue
            if inner.kind is OperatorKind.NEGATION:
                cancelled |= {index, other}
            else:
                kept[index] = replace(
                    operator,
                    heads=operator.heads + inner.heads,
                    places=operator.places + inner.places,
                )
    return tuple(operator for index, operator in enumerate(kept) if index not in cancelled)
