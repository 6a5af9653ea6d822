"""Whether a statement is sure of where, when or how much, of which a source says "expected"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.language.polarity import Operator, Scope
from assistant.language.polarity_cues import BE
from assistant.language.polarity_words import UNCERTAIN, words_of
from assistant.language.stems import VerbForm, verb_form
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.polarity_sides import Side, overlap, quoted

_PAST: Final = words_of("was were had did has have 've been")
_TOLD: Final = _PAST | words_of("will 'll shall")
_CERTAIN: Final = words_of("certain sure definite fixed guaranteed confirmed inevitable")
_SCHEDULE: Final = words_of("due scheduled planned")
"""What is so may be told in the present: "is due on Monday", "is on Monday"."""

_EXPECTS: Final = words_of("expect expects")
_RELATIVE: Final = words_of("which who that")
_BEFORE: Final = 6
_AFTER: Final = 3


def place_reasons(said: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A reason for each "is expected in" of a source of which ``said`` makes a fact."""
    for source in sources:
        for operator in source.operators:
            if operator.scope is not Scope.PLACE or operator.first in source.denied:
                continue
            found = _told(said, source, operator)
            if found is None or _is_told_elsewhere(said, found, source, sources):
                continue
            word = said.words[found]
            yield Reason(
                ReasonCode.MODALITY_DROPPED,
                f"says “{said.written(found)}” as fact, "
                f"the source says “{quoted(source, operator, operator.places[-1])}”",
                VerdictKind.PARTLY,
                word.start,
                word.end,
            )


def _told(said: Side, source: Side, operator: Operator) -> int | None:
    """Where ``said`` tells the head of ``operator`` as a fact; None where it does not."""
    cue = source.words[operator.first : operator.last + 1]
    there = operator.places[-1]
    for here in said.places.get(operator.heads[-1], ()):
        if here in said.unsure and cue[0].word not in _EXPECTS:
            continue
        if _doubts(said, here, source) or not _is_same(said, here, source, there):
            continue
        if cue[0].word in _EXPECTS:
            if _is_followed_by_fact(said, here):
                return here
        elif _follows_fact(said, here, schedule=any(word.word in _SCHEDULE for word in cue)):
            return here
    return None


def _is_same(said: Side, here: int, source: Side, there: int) -> bool:
    """Whether the clauses share enough, or are about the same: "the vote, which is"."""
    if overlap(said, here, source, there).enough:
        return True
    of, other = _antecedent(said, here), _antecedent(source, there)
    return of is not None and of == other


def _antecedent(text: Side, place: int) -> str | None:
    clause = text.words[place].clause
    for at in range(place, max(0, place - _BEFORE), -1):
        if text.words[at - 1].clause != clause:
            return text.words[at - 1].stem if text.words[at].word in _RELATIVE else None
    return None


def _doubts(said: Side, here: int, source: Side) -> bool:
    """Whether the clause doubts it in words of its own."""
    clause = said.words[here].clause
    if any(operator.last - operator.first for operator in said.doubts.get(clause, ())):
        return True
    return any(
        word.stem in UNCERTAIN and word.stem not in source.places and word.word not in _CERTAIN
        for word in said.clause_words(clause, around=here)
    )


def _follows_fact(said: Side, here: int, *, schedule: bool) -> bool:
    """Whether nothing but small words part a place from the "was" that is said of it."""
    for at in range(here - 1, max(-1, here - _BEFORE), -1):
        word = said.words[at]
        if word.clause != said.words[here].clause:
            return False
        if word.word in _PAST:
            return True
        if word.word in BE:
            return not schedule
        if word.word in _CERTAIN:
            return True
        if word.content and at < here - 1:
            return verb_form(word.word) is VerbForm.PAST and word.stem not in UNCERTAIN
    return False


def _is_followed_by_fact(said: Side, here: int) -> bool:
    """Whether the noun at ``here`` is the subject of what was, or will be."""
    following = said.words[here + 1 : here + _AFTER]
    clause = said.words[here].clause
    return any(word.clause == clause and word.word in _TOLD for word in following)


def _is_told_elsewhere(said: Side, here: int, source: Side, sources: Sequence[Side]) -> bool:
    """Whether another source has the word as well, of the same and with nothing expected."""
    name = said.words[here].stem
    return any(
        other is not source
        and there not in other.unsure
        and overlap(said, here, other, there).enough
        for other in sources
        for there in other.places.get(name, ())
    )
