"""Finds the cues of negation and uncertainty, and what merely looks like them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from assistant.language import polarity_words as lists
from assistant.language.polarity_clauses import Word
from assistant.language.stems import VerbForm, stem, verb_form

BE: Final = lists.words_of("is are am was were be been being 's 're 'm")
AUXILIARIES: Final = BE | lists.MODALS | lists.words_of("have has had do does did 've 'd")
NOT: Final = frozenset({"not", "n't"})

_GAP: Final = 8
_INFINITIVES: Final = frozenset({VerbForm.BASE, VerbForm.ANY})
_BETWEEN: Final = AUXILIARIES | lists.words_of("also now soon still again not never all")
_MONTH_BEFORE: Final = lists.words_of("in on of last since until this next late early mid")


class OperatorKind(StrEnum):
    """What is said of the head: that it is not so, may be so, is expected, is to come."""

    NEGATION = "negation"
    POSSIBILITY = "possibility"
    EXPECTATION = "expectation"
    PLAN = "plan"
    FUTURE = "future"


class CueGroup(StrEnum):
    """Where the heads of a cue stand."""

    IDIOM = "idiom"
    VERB = "verb"
    SUBJECT = "subject"
    NOUN = "noun"
    OBJECT = "object"
    GERUND = "gerund"
    CLAUSE = "clause"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class _Slot:
    """One word of a cue: one of these, or one with one of these stems."""

    words: frozenset[str]
    stems: frozenset[str]
    gap: bool = False

    def fits(self, word: Word) -> bool:
        return word.word in self.words or word.stem in self.stems


@dataclass(frozen=True)
class Cue:
    """A row of words, which group it belongs to and what it says of its heads."""

    slots: tuple[_Slot, ...]
    group: CueGroup
    kind: OperatorKind

    @cached_property
    def gapped(self) -> bool:
        """Whether other words may stand in between."""
        return any(slot.gap for slot in self.slots)

    @cached_property
    def needs_verb(self) -> bool:
        """Whether it is a cue only where a verb follows."""
        return "to" in self.slots[-1].words

    @cached_property
    def second(self) -> frozenset[str] | None:
        """The words of which one must follow the first at once, to tell most cues apart."""
        if len(self.slots) == 1 or self.slots[1].gap or self.slots[1].stems:
            return None
        return self.slots[1].words


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue at ``words[first:end]``."""

    cue: Cue
    first: int
    end: int


def _rows() -> Iterator[tuple[tuple[str, ...], CueGroup, OperatorKind]]:
    yield lists.IDIOMS, CueGroup.IDIOM, OperatorKind.NEGATION
    yield lists.NEGATION, CueGroup.VERB, OperatorKind.NEGATION
    yield lists.NEGATION_OF_SUBJECT, CueGroup.SUBJECT, OperatorKind.NEGATION
    yield lists.NEGATION_OF_NOUN, CueGroup.OBJECT, OperatorKind.NEGATION
    yield lists.NEGATION_OF_CLAUSE, CueGroup.CLAUSE, OperatorKind.NEGATION
    yield lists.POSSIBILITY, CueGroup.VERB, OperatorKind.POSSIBILITY
    yield lists.POSSIBILITY_OF_NOUN, CueGroup.NOUN, OperatorKind.POSSIBILITY
    yield lists.POSSIBILITY_BEFORE_GERUND, CueGroup.GERUND, OperatorKind.POSSIBILITY
    yield lists.CONDITION, CueGroup.CLAUSE, OperatorKind.POSSIBILITY
    yield lists.EXPECTATION, CueGroup.VERB, OperatorKind.EXPECTATION
    yield lists.EXPECTATION_OF_PLACE, CueGroup.PLACE, OperatorKind.EXPECTATION
    yield lists.PLAN, CueGroup.VERB, OperatorKind.PLAN
    yield lists.FUTURE, CueGroup.VERB, OperatorKind.FUTURE


def _read_cues() -> Iterator[Cue]:
    for rows, group, kind in _rows():
        for row in rows:
            yield Cue(tuple(_slots(row)), group, kind)


def _slots(row: str) -> Iterator[_Slot]:
    """The words of a row; a gap goes with the word after it."""
    gap = False
    for written in row.split():
        if written == "*":
            gap = True
            continue
        either = written.split("|")
        yield _Slot(
            words=frozenset(word for word in either if word[0] != "~"),
            stems=frozenset(stem(word[1:]) for word in either if word[0] == "~"),
            gap=gap,
        )
        gap = False


_CUES_BY_WORD: Final[dict[str, list[Cue]]] = {}
_CUES_BY_STEM: Final[dict[str, list[Cue]]] = {}
for _cue in _read_cues():
    for _word in _cue.slots[0].words:
        _CUES_BY_WORD.setdefault(_word, []).append(_cue)
    for _stem in _cue.slots[0].stems:
        _CUES_BY_STEM.setdefault(_stem, []).append(_cue)


def find_cues(words: Sequence[Word]) -> Iterator[FoundCue]:
    """The cues and idioms among ``words``, in order."""
    at = 0
    while at < len(words):
        # Most words begin no cue.
        if words[at].word not in _CUES_BY_WORD and words[at].stem not in _CUES_BY_STEM:
            at += 1
            continue
        found = _cues_at(words, at)
        yield from found
        at = found[0].end if found and not found[0].cue.gapped else at + 1


def _cues_at(words: Sequence[Word], at: int) -> tuple[FoundCue, ...]:
    """The longest cues that begin at ``at``: an idiom alone, or one for each kind."""
    cues = (*_CUES_BY_WORD.get(words[at].word, ()), *_CUES_BY_STEM.get(words[at].stem, ()))
    if not cues or _is_name(words, at):
        return ()
    longest: list[FoundCue] = []
    following = words[at + 1].word if at + 1 < len(words) else ""
    for cue in cues:
        if cue.second is not None and following not in cue.second:
            continue
        end = _match(cue.slots, words, at)
        if end is None or not _applies(cue, words, end):
            continue
        length = len(longest[0].cue.slots) if longest else 0
        if len(cue.slots) > length:
            longest = [FoundCue(cue, at, end)]
        elif len(cue.slots) == length:
            longest.append(FoundCue(cue, at, end))
    idioms = tuple(found for found in longest if found.cue.group is CueGroup.IDIOM)
    return idioms[:1] or tuple(longest)


def _is_name(words: Sequence[Word], at: int) -> bool:
    """Whether this is the month, a person, or a noun: "May 3", "her will"."""
    word = words[at]
    if word.word not in lists.MODALS:
        return False
    before = words[at - 1].word if at else ""
    after = words[at + 1].word if at + 1 < len(words) else ""
    return (
        word.name
        or before in lists.DETERMINERS
        or (word.word == "may" and (after[:1].isdigit() or before in _MONTH_BEFORE))
    )


def _match(slots: Sequence[_Slot], words: Sequence[Word], at: int) -> int | None:
    """Where the row of ``slots`` ends that begins at ``at``; None where there is none."""
    clause, place = words[at].clause, at
    for slot in slots:
        last = min(len(words), place + (_GAP if slot.gap else 1))
        while place < last and not (slot.fits(words[place]) and words[place].clause == clause):
            place += 1
        if place == last:
            return None
        place += 1
    return place


def _applies(cue: Cue, words: Sequence[Word], end: int) -> bool:
    # "Could not" says that something was not so; nothing about it is uncertain.
    if end < len(words) and words[end].word in NOT and words[end - 1].word == "could":
        return False
    if end == len(words):
        return not (cue.needs_verb or cue.group is CueGroup.GERUND)
    following = words[end]
    if cue.group is CueGroup.GERUND:
        return verb_form(following.word) is VerbForm.GERUND
    if cue.needs_verb:
        may_be_verb = following.content and verb_form(following.word) in _INFINITIVES
        between = following.word in _BETWEEN or following.word.endswith("ly")
        return may_be_verb or between
    return True
