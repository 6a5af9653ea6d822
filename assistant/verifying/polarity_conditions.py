"""Whether a statement leaves out the condition under which its sources say something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.language.polarity_cues import NOT
from assistant.language.polarity_words import words_of
from assistant.language.stems import stem
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.polarity_sides import Side

_ROWS: Final = tuple(
    tuple(row.split())
    for row in (
        "if",
        "unless",
        "provided that",
        "providing that",
        "as long as",
        "so long as",
        "on condition that",
        "on the condition that",
        "on condition of",
        "subject to",
        "assuming that",
        "until",
    )
)
_FIRST: Final = frozenset(row[0] for row in _ROWS)
_NO_CONDITION_AFTER: Final = words_of("even as what or and not only see wonder ask than like")
_NO_CONDITION_BEFORE: Final = words_of("not any anything anyone so ever only possible needed")
_ASKED: Final = frozenset(
    map(
        stem,
        words_of(
            "ask wonder know see tell say unclear decide determine question doubt sure check find "
            "learn consider care mind matter unknown certain understand discover assess examine "
            "surprise glad happy sorry"
        ),
    )
)
"""Words after which "if" means "whether"."""

_CONDITIONAL: Final = words_of(
    "if unless provided providing depending depends conditional contingent assuming otherwise "
    "subject whether condition"
)
"""Words of a statement that may say a condition in its own way."""

_CONDITIONAL_WITH: Final = words_of("when once until without after with by for in were had only")
"""Words that do where a word of the condition is said with them."""

_DENIED: Final = NOT | {"never"}
_MOST_OF_MAIN: Final = 6
_LEAST_OF_MAIN: Final = 2
_FAR: Final = 30
"""Words on either side of the cue that are looked at."""

_MAIN_SHARE: Final = 0.8
_SAID_SHARE: Final = 0.5
_LONGEST_QUOTE: Final = 60
_MOST_CONDITIONS: Final = 8
"""Conditions of one source that are looked at."""


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition, ``words[first:last]`` of a source, with the stems that tell what it is.

    ``own`` are those of them that the source has nowhere else. ``main`` are the stems nearest
    to it of what it is the condition of, ``clause`` the clause that they stand in. ``lifts``:
    something is not so until the condition holds.
    """

    first: int
    last: int
    stems: frozenset[str]
    own: frozenset[str]
    main: frozenset[str]
    clause: int
    lifts: bool


def condition_reasons(said: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A reason for each condition of a source without which ``said`` says the main clause.

    What another clause of the sources says without a condition may be said so. A statement
    with a condition of its own, or with most of the words of the source's, is no fault.
    """
    if any(_may_be_conditional(said, place) for place in range(len(said.words))):
        return
    for source in sources:
        for condition in _conditions(source):
            clause = _clause_with(said, condition.main)
            if clause is None or _is_said(condition, said):
                continue
            if condition.lifts and not said.denials.get(clause):
                continue
            if not _is_said_elsewhere(condition, source, sources):
                yield _reason(said, clause, source, condition)


def _may_be_conditional(said: Side, place: int) -> bool:
    word = said.words[place]
    # "Should the vote fail": any other "should" is no condition.
    begins = place == 0 or said.words[place - 1].segment != word.segment
    return word.word in _CONDITIONAL or (word.word == "should" and begins)


def _conditions(source: Side) -> Iterator[_Condition]:
    found = 0
    for at, word in enumerate(source.words):
        if word.word not in _FIRST:
            continue
        end = _end_of_cue(source, at)
        if end is None or not _is_condition(source, at, end):
            continue
        last = _end_of_condition(source, end)
        main, clause = _main(source, at, last)
        stems = _content(source, range(end, last))
        if len(main) >= _LEAST_OF_MAIN and stems:
            own = _own(source, stems, at, last)
            yield _Condition(at, last, stems, own, main, clause, word.word == "until")
            found += 1
            if found == _MOST_CONDITIONS:
                return


def _own(source: Side, stems: frozenset[str], first: int, last: int) -> frozenset[str]:
    return frozenset(
        name for name in stems if all(first <= place < last for place in source.places[name])
    )


def _end_of_cue(source: Side, at: int) -> int | None:
    ends = (
        at + len(row)
        for row in _ROWS
        if row == tuple(word.word for word in source.words[at : at + len(row)])
    )
    return max(ends, default=None)


def _is_condition(source: Side, at: int, end: int) -> bool:
    """Whether it is one, and no "even if", "as if", "if not" or "asked if"."""
    if end >= len(source.words) or source.words[end].word in _NO_CONDITION_BEFORE:
        return False
    if source.words[at].word == "until":
        return _is_denied_before(source, at)
    if at == 0 or source.words[at].word != "if":
        return True
    before = source.words[at - 1]
    apart = before.segment != source.words[at].segment
    return apart or (before.word not in _NO_CONDITION_AFTER and before.stem not in _ASKED)


def _is_denied_before(source: Side, at: int) -> bool:
    """Whether something is not so "until": later it is."""
    clause = source.words[at].clause
    before = source.words[max(0, at - _FAR) : at]
    return any(word.word in _DENIED and word.clause == clause for word in before)


def _end_of_condition(source: Side, start: int) -> int:
    end, words = start, source.words
    while end < min(len(words), start + _FAR) and words[end].segment == words[start].segment:
        end += 1
    return end


def _main(source: Side, at: int, last: int) -> tuple[frozenset[str], int]:
    """What a condition is for: what stands before it, or after it where that is too little."""
    words = source.words
    begins = at == 0 or words[at - 1].word == "that"
    before = at if at == 0 or not _is_joined(source, at) else at - 1
    main = frozenset() if begins else _nearest(source, range(at - 1, -1, -1), words[before].clause)
    if len(main) >= _LEAST_OF_MAIN or last >= len(words):
        return main, words[before].clause
    clause = words[last].clause
    return _nearest(source, range(last, len(words)), clause), clause


def _nearest(source: Side, places: range, clause: int) -> frozenset[str]:
    """The first stems of ``clause`` at ``places`` that tell what it is about."""
    stems = [
        source.words[place].stem
        for place in places[:_FAR]
        if source.words[place].clause == clause
        and source.words[place].content
        and source.words[place].stem in source.clauses[clause]
    ]
    return frozenset(stems[:_MOST_OF_MAIN])


def _is_joined(source: Side, at: int) -> bool:
    """Whether the cue goes on with the sentence before it: only a comma is between."""
    before = source.words[at - 1] if at else None
    if before is None or before.clause == source.words[at].clause:
        return False
    between = source.text[before.end : source.words[at].start].strip()
    return between in {"", ","}


def _content(source: Side, places: range) -> frozenset[str]:
    return frozenset(source.words[place].stem for place in places if source.words[place].content)


def _clause_with(text: Side, stems: frozenset[str]) -> int | None:
    """The first clause of ``text`` that has nearly all of ``stems``."""
    for clause, there in enumerate(text.clauses):
        if len(stems & there) >= _MAIN_SHARE * len(stems):
            return clause
    return None


def _is_said(condition: _Condition, said: Side) -> bool:
    """Whether the statement says the condition, or some of it after "when" or the like."""
    held = len(condition.stems & said.places.keys())
    if held >= _SAID_SHARE * len(condition.stems):
        return True
    begun = any(word.word in _CONDITIONAL_WITH for word in said.words)
    return begun and not condition.own.isdisjoint(said.places)


def _is_said_elsewhere(condition: _Condition, source: Side, sources: Sequence[Side]) -> bool:
    return any(
        len(condition.main & stems) >= _MAIN_SHARE * len(condition.main)
        for text in sources
        for clause, stems in enumerate(text.clauses)
        if text is not source or clause != condition.clause
    )


def _reason(said: Side, clause: int, source: Side, condition: _Condition) -> Reason:
    words = [word for word in said.words if word.clause == clause and word.stem in condition.main]
    return Reason(
        ReasonCode.MODALITY_DROPPED,
        f"drops the condition “{_quoted(source, condition)}”",
        VerdictKind.PARTLY,
        words[0].start,
        words[-1].end,
    )


def _quoted(source: Side, condition: _Condition) -> str:
    start = source.words[condition.first].start
    last = condition.last - 1
    while last > condition.first and source.words[last].end - start > _LONGEST_QUOTE:
        last -= 1
    return source.text[start : source.words[last].end]
