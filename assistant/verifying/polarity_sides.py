"""A text made ready to be compared with another, clause by clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.language.polarity import Operator, OperatorKind, read_polarity
from assistant.language.polarity_clauses import MOST_PLACES, Word

_LONGEST_CACHED: Final = 5_000
"""Characters up to which a side is kept for the next time."""

STRENGTH: Final = {
    OperatorKind.POSSIBILITY: 1,
    OperatorKind.EXPECTATION: 1,
    OperatorKind.PLAN: 2,
    OperatorKind.FUTURE: 2,
}
"""How sure one is of what is said so; of a fact it is ``FACT``."""

FACT: Final = 3

_LONGEST_QUOTE: Final = 60
_NEARBY: Final = 6
"""Words on either side of a word by which two mentions of it are told apart."""

_LEAST_SHARED: Final = 2
_LEAST_SHARE: Final = 0.4
"""How many words, and how much of the statement's clause, two clauses must share."""


@dataclass(frozen=True, slots=True)
class Side:
    """A statement or a source sentence: its words, its clauses and who says what of them.

    ``denied`` and ``unsure`` are the operators upon a word, by its place, ``denied_stems``
    and ``unsure_stems`` the stems of those words, ``denials`` and ``doubts`` the operators
    by their clause. ``operators`` are those that have heads, ``places`` where the stems
    stand: of many alike the first few.
    """

    text: str
    words: tuple[Word, ...]
    clauses: tuple[frozenset[str], ...]
    places: Mapping[str, tuple[int, ...]]
    operators: tuple[Operator, ...]
    denied: Mapping[int, Operator]
    unsure: Mapping[int, Operator]
    denied_stems: frozenset[str]
    unsure_stems: frozenset[str]
    denials: Mapping[int, tuple[Operator, ...]]
    doubts: Mapping[int, tuple[Operator, ...]]

    def written(self, place: int) -> str:
        """The word at ``place`` as it stands in the text."""
        word = self.words[place]
        return self.text[word.start : word.end]

    def clause_words(self, clause: int, *, around: int) -> Iterator[Word]:
        """The words of the clause that ``around`` is the place of a word of."""
        begin = end = around
        while begin > 0 and self.words[begin - 1].clause == clause:
            begin -= 1
        while end < len(self.words) and self.words[end].clause == clause:
            end += 1
        return iter(self.words[begin:end])


@dataclass(frozen=True, slots=True)
class Overlap:
    """What the surroundings of a word of a statement share with those of a source's word.

    ``near`` counts the stems of the statement's clause that the clause of the source has,
    ``far`` those that the source has at all, of ``of``.
    """

    near: int
    far: int
    of: int

    @property
    def share(self) -> float:
        """How much of the statement's clause the source has; all of nothing."""
        return self.far / self.of if self.of else 1.0

    @property
    def enough(self) -> bool:
        """Whether the two clauses can be about the same."""
        return (
            self.near >= min(1, self.of)
            and self.far >= min(_LEAST_SHARED, self.of)
            and self.share >= _LEAST_SHARE
        )


def side(text: str) -> Side:
    """``text`` made ready; what was read before is remembered, if it is not very long."""
    return _remembered(text) if len(text) <= _LONGEST_CACHED else _read(text)


@lru_cache(maxsize=2048)
def _remembered(text: str) -> Side:
    return _read(text)


def _read(text: str) -> Side:
    polarity = read_polarity(text)
    denials = [op for op in polarity.operators if op.kind is OperatorKind.NEGATION]
    doubts = [op for op in polarity.operators if op.kind is not OperatorKind.NEGATION]
    # Of two upon one word ("will possibly") the weaker counts.
    doubts.sort(key=lambda op: STRENGTH[op.kind])
    denied, unsure = _by_place(denials), _by_place(doubts)
    return Side(
        text=text,
        words=polarity.clauses.words,
        clauses=polarity.clauses.stems,
        places=polarity.clauses.places,
        operators=tuple(_first_few(polarity.operators)),
        denied=denied,
        unsure=unsure,
        denied_stems=_heads(denied),
        unsure_stems=_heads(unsure),
        denials=_by_clause(denials),
        doubts=_by_clause(doubts),
    )


def _first_few(operators: Sequence[Operator]) -> Iterator[Operator]:
    """The operators without those that repeat others again and again."""
    seen: Counter[tuple[OperatorKind, tuple[str, ...]]] = Counter()
    for operator in operators:
        seen[operator.kind, operator.heads] += 1
        if operator.heads and seen[operator.kind, operator.heads] <= MOST_PLACES:
            yield operator


def _by_place(operators: Sequence[Operator]) -> Mapping[int, Operator]:
    found: dict[int, Operator] = {}
    for operator in operators:
        for place in operator.places:
            found.setdefault(place, operator)
    return found


def _by_clause(operators: Sequence[Operator]) -> Mapping[int, tuple[Operator, ...]]:
    found: dict[int, list[Operator]] = {}
    for operator in operators:
        found.setdefault(operator.clause, []).append(operator)
    return {clause: tuple(listed) for clause, listed in found.items()}


def _heads(upon: Mapping[int, Operator]) -> frozenset[str]:
    return frozenset(head for operator in upon.values() for head in operator.heads)


def quoted(text: Side, operator: Operator, head: int) -> str:
    """The cue with its head, as they are written; the cue alone if they are far apart."""
    word = text.words[head]
    start, end = min(operator.start, word.start), max(operator.end, word.end)
    if end - start > _LONGEST_QUOTE:
        start, end = operator.start, operator.end
    return text.text[start:end]


def nearby(said: Side, place: int, source: Side, source_place: int) -> int:
    """How many content words near the one word are near the other, too."""
    return len(_around(said, place) & _around(source, source_place))


def _around(text: Side, place: int) -> frozenset[str]:
    words = text.words[max(0, place - _NEARBY) : place + _NEARBY + 1]
    own = text.words[place].stem
    return frozenset(word.stem for word in words if word.content and word.stem != own)


def overlap(said: Side, place: int, source: Side, source_place: int) -> Overlap:
    """How much of what stands around two words is shared, the words themselves left out."""
    word, other = said.words[place], source.words[source_place]
    around = said.clauses[word.clause] - {word.stem, other.stem}
    near = source.clauses[other.clause]
    return Overlap(
        near=len(around & near),
        far=sum(name in source.places for name in around),
        of=len(around),
    )
