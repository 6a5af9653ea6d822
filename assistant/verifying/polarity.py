"""Whether a statement denies, or is sure of, what its sources deny or are sure of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from assistant.language.polarity import Operator, OperatorKind, Scope
from assistant.language.polarity_cues import AUXILIARIES, NOT
from assistant.language.polarity_words import MODALS, NEGATIVE, PRESENCE, words_of
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.polarity_certainty import certainty_reasons
from assistant.verifying.polarity_conditions import condition_reasons
from assistant.verifying.polarity_opposites import opposite_reasons
from assistant.verifying.polarity_places import place_reasons
from assistant.verifying.polarity_replacing import replacing_reasons
from assistant.verifying.polarity_sides import Side, nearby, overlap, quoted, side
from assistant.verifying.polarity_standing import standing
from assistant.verifying.sources import SourceSentence

MOST_REASONS: Final = 12
"""Reasons after which no more are looked for: the statement is lost by then."""

_CLAUSE_SHARE: Final = 0.6
"""How many of the heads of a denied clause a statement must hold to drop the denial."""

_ADDED_SHARE: Final = 0.6
_LEAST_AGREED: Final = 0.6
_PRESENCE_REACH: Final = 4
_TOO: Final = words_of("too also")


def polarity_reasons(statement: str, sources: Sequence[SourceSentence]) -> tuple[Reason, ...]:
    """Where ``statement`` and ``sources`` differ in what is so, is not so, or may be so.

    A word is compared only with the same word (or its opposite) of a source, in clauses
    that share other words as well; a difference is no reason where any source says the same
    as the statement. A negation dropped or added and a word turned into its opposite make
    the statement unsupported; certainty dropped or added makes it partly supported.
    """
    said = side(statement)
    read = tuple(side(source.text) for source in sources)
    found: dict[tuple[ReasonCode, int | None], Reason] = {}
    for reason in _reasons(said, read):
        found.setdefault((reason.code, reason.start), reason)
        if len(found) == MOST_REASONS:
            break
    return tuple(found.values())


def _reasons(said: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for source in sources:
        for operator in source.operators:
            if operator.kind is OperatorKind.NEGATION:
                yield from _dropped(said, source, operator, sources)
        yield from _answered(said, source)
    for operator in said.operators:
        if operator.kind is OperatorKind.NEGATION:
            yield from _added(said, operator, sources)
    yield from opposite_reasons(said, sources)
    yield from certainty_reasons(said, sources)
    yield from place_reasons(said, sources)
    yield from condition_reasons(said, sources)
    yield from replacing_reasons(said, sources)


def _dropped(
    said: Side, source: Side, operator: Operator, sources: Sequence[Side]
) -> Iterator[Reason]:
    """The reason that ``said`` affirms what ``operator`` of ``source`` denies, if so."""
    if any(head in said.denied_stems for head in operator.heads):
        return
    plain: dict[str, _Pair] = {}
    for head, there in zip(operator.heads, operator.places, strict=True):
        for here in said.places.get(head, ()):
            pair = _Pair(said, here, source, there)
            if pair.is_doubted():
                return
            if pair.is_plain(operator.scope) and not _affirmed(pair, sources):
                plain.setdefault(head, pair)
    if not plain:
        return
    if operator.scope is Scope.CLAUSE and len(plain) < _CLAUSE_SHARE * len(operator.heads):
        return
    pair = next(iter(plain.values()))
    word = said.words[pair.here]
    yield Reason(
        ReasonCode.NEGATION_DROPPED,
        _dropped_text(pair, operator),
        VerdictKind.UNSUPPORTED,
        word.start,
        word.end,
    )


def _answered(said: Side, source: Side) -> Iterator[Reason]:
    """The reason that ``said`` ends "was, too" where ``source`` ends "was not", if so."""
    for operator in chain.from_iterable(source.denials.values()):
        auxiliary = operator.first - 1
        if operator.heads or auxiliary < 1 or source.words[operator.first].word not in NOT:
            continue
        verb, before = source.words[auxiliary], source.words[auxiliary - 1]
        if verb.word not in AUXILIARIES or not before.content:
            continue
        for place in said.places.get(before.stem, ()):
            at = place + 1
            if at < len(said.words) and said.words[at].word == verb.word and _ends(said, at):
                yield Reason(
                    ReasonCode.NEGATION_DROPPED,
                    f"says “{said.written(at)}” where the source says "
                    f"“{source.text[verb.start : operator.end]}”",
                    VerdictKind.UNSUPPORTED,
                    said.words[at].start,
                    said.words[at].end,
                )
                return


def _ends(said: Side, at: int) -> bool:
    """Whether a stretch ends behind the word at ``at``, or goes on with "too"."""
    following = said.words[at + 1] if at + 1 < len(said.words) else None
    if following is None or following.word in _TOO:
        return True
    apart = following.segment != said.words[at].segment
    return apart and following.word not in NOT


def _dropped_text(pair: _Pair, operator: Operator) -> str:
    source = pair.source
    # Of a contraction all is quoted: "didn't", not "n't".
    contracted = source.words[operator.first].word == "n't" and operator.first > 0
    first = source.words[operator.first - contracted]
    cue = source.text[first.start : operator.end]
    head = source.words[pair.there]
    if head.start == operator.start:
        return f"says “{pair.said.written(pair.here)}” where the source says “{cue}”"
    where = "before" if operator.start < head.start else "after"
    return f"drops “{cue}” {where} “{source.written(pair.there)}”"


@dataclass(frozen=True, slots=True)
class _Pair:
    """The same word in the statement, not denied there, and in a source, denied."""

    said: Side
    here: int
    source: Side
    there: int

    def is_plain(self, scope: Scope) -> bool:
        """Whether the statement affirms in the same clause what the source denies."""
        if self.here in self.said.denied:
            return False
        if not overlap(self.said, self.here, self.source, self.there).enough:
            return False
        if scope is Scope.NOUN and not self._is_present():
            return False
        plain = standing(self.said, self.here).as_plain_as(standing(self.source, self.there))
        if scope is not Scope.NOUN and not plain:
            return False
        return not _denies_more(self.said, self.here, self.source)

    def is_doubted(self) -> bool:
        """Whether the statement says only that it may be so: "is accused of"."""
        upon = self.said.unsure.get(self.here)
        if upon is None or upon.kind is not OperatorKind.POSSIBILITY:
            return False
        cue = self.said.text[upon.start : upon.end].lower()
        return cue not in MODALS and self.there not in self.source.unsure

    def _is_present(self) -> bool:
        """Whether the statement says that there is what the noun names."""
        words = self.said.words
        clause = words[self.here].clause
        around = words[max(0, self.here - _PRESENCE_REACH) : self.here + _PRESENCE_REACH]
        return any(word.clause == clause and word.stem in PRESENCE for word in around)


def _denies_more(text: Side, place: int, other: Side) -> bool:
    """Whether the clause denies something, in whatever words, that the other text does not."""
    clause = text.words[place].clause
    if any(
        other.denied_stems.isdisjoint(operator.heads) for operator in text.denials.get(clause, ())
    ):
        return True
    return any(
        word.stem in NEGATIVE and word.stem not in other.places
        for word in text.clause_words(clause, around=place)
    )


def _affirmed(pair: _Pair, sources: Sequence[Side]) -> bool:
    """Whether a source says plainly, of the same, what the statement says."""
    stem = pair.said.words[pair.here].stem
    against = nearby(pair.said, pair.here, pair.source, pair.there)
    form = standing(pair.said, pair.here)
    for source in sources:
        for there in source.places.get(stem, ()):
            if there in source.denied or (source is pair.source and there == pair.there):
                continue
            agreed = nearby(pair.said, pair.here, source, there)
            alike = agreed >= max(min(1, against), _LEAST_AGREED * against)
            if not (alike and standing(source, there).as_plain_as(form)):
                continue
            if agreed > against or not _denies_more(source, there, pair.said):
                return True
    return False


def _added(said: Side, operator: Operator, sources: Sequence[Side]) -> Iterator[Reason]:
    """The reason that ``operator`` of ``said`` denies what the sources affirm, if so."""
    if operator.scope is not Scope.WORD:
        return
    if any(head in source.denied_stems for source in sources for head in operator.heads):
        return
    for head, here in zip(operator.heads, operator.places, strict=True):
        for source in sources:
            for there in source.places.get(head, ()):
                if not _affirms(source, there, said, here):
                    continue
                word = said.words[here]
                yield Reason(
                    ReasonCode.NEGATION_ADDED,
                    f"says “{quoted(said, operator, here)}”, the source says "
                    f"“{source.written(there)}”",
                    VerdictKind.UNSUPPORTED,
                    min(operator.start, word.start),
                    max(operator.end, word.end),
                )
                return


def _affirms(source: Side, there: int, said: Side, here: int) -> bool:
    """Whether the source says plainly, of the same, what the statement denies."""
    shared = overlap(said, here, source, there)
    return (
        shared.enough
        and shared.share >= _ADDED_SHARE
        and standing(source, there).as_plain_as(standing(said, here))
        and not _denies_more(source, there, said)
    )
