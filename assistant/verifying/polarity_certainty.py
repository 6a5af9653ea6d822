"""Whether a statement is surer, or less sure, of something than its sources are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.language.polarity import Operator, OperatorKind, Scope
from assistant.language.polarity_words import UNCERTAIN, words_of
from assistant.language.stems import VerbForm
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.polarity_sides import (
    FACT,
    STRENGTH,
    Side,
    nearby,
    overlap,
    quoted,
)
from assistant.verifying.polarity_standing import asserted_base, standing

_CLAUSE_SHARE: Final = 0.75
_ADDED_SHARE: Final = 0.6
_LEAST_AGREED: Final = 0.6
_FINITE_PAST: Final = frozenset({VerbForm.PAST, VerbForm.ANY})
_HAVE: Final = words_of("has have had was were been 've")
_SURE: Final = words_of("will 'll shall wo")


def certainty_reasons(said: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """Where ``said`` says as a fact what may be so, or doubts what is plainly so."""
    for source in sources:
        for operator in source.operators:
            if operator.kind is not OperatorKind.NEGATION:
                yield from _dropped(said, source, operator, sources)
    for operator in said.operators:
        if operator.kind is OperatorKind.POSSIBILITY and operator.scope is Scope.WORD:
            yield from _added(said, operator, sources)


def _dropped(
    said: Side, source: Side, operator: Operator, sources: Sequence[Side]
) -> Iterator[Reason]:
    pairs = tuple(zip(operator.heads, operator.places, strict=True))
    if operator.scope is Scope.NOUN:
        pairs = pairs[-1:]
    held: list[tuple[int, int]] = []
    for head, there in pairs:
        for here in said.places.get(head, ()):
            if _strength(said, here) <= STRENGTH[operator.kind]:
                return
            if _is_surer(said, here, source, there, operator) and not _affirmed(
                said, here, source, there, sources
            ):
                held.append((here, there))
                break
    if not held:
        return
    if operator.scope is Scope.CLAUSE and len(held) < max(2, _CLAUSE_SHARE * len(pairs)):
        return
    here, there = held[0]
    word = said.words[here]
    upon = said.unsure.get(here)
    claim = f"“{quoted(said, upon, here)}”" if upon else f"“{said.written(here)}” as fact"
    yield Reason(
        ReasonCode.MODALITY_DROPPED,
        f"says {claim}, the source says “{quoted(source, operator, there)}”",
        VerdictKind.PARTLY,
        word.start,
        word.end,
    )


def _strength(text: Side, place: int) -> int:
    operator = text.unsure.get(place)
    if operator is None:
        return FACT
    return STRENGTH[operator.kind]


def _is_surer(said: Side, here: int, source: Side, there: int, operator: Operator) -> bool:
    if (here in said.denied) != (there in source.denied):
        return False
    if not overlap(said, here, source, there).enough:
        return False
    upon = said.unsure.get(here)
    if upon is not None:
        sure = said.text[upon.start : upon.end].lower() in _SURE
        return sure and operator.scope is Scope.WORD
    if operator.scope is not Scope.NOUN and not _is_told(said, here, source, there, operator):
        return False
    return not _doubts_more(said, here, source)


def _is_told(said: Side, here: int, source: Side, there: int, operator: Operator) -> bool:
    """Whether the word of the statement tells that something is so, or was done."""
    form, other = standing(said, here), standing(source, there)
    to_come = operator.kind in {OperatorKind.PLAN, OperatorKind.FUTURE}
    # "May have to close" against "has to close": the "to" is no part of the cue.
    kept = other.infinitive and source.words[operator.last].word != "to"
    if (form.infinitive and not kept) or not form.as_plain_as(other):
        return False
    match form.form:
        case VerbForm.PAST:
            return True
        case VerbForm.ANY if to_come:
            return _is_past(said, here)
        case VerbForm.GERUND:
            return not to_come and (other.gerund or not form.gerund)
        case VerbForm.BASE:
            told = form.infinitive or asserted_base(said, here)
            return not to_come and (told or _is_left_out(said, here, source, there, operator))
        case _:
            return not to_come


def _is_left_out(said: Side, here: int, source: Side, there: int, operator: Operator) -> bool:
    """Whether the words before are those of the source without the cue: "was in danger"."""
    kept = source.words[max(0, operator.first - 1) : operator.first]
    kept += source.words[operator.last + 1 : there]
    before = said.words[max(0, here - len(kept)) : here]
    return bool(kept) and [word.word for word in kept] == [word.word for word in before]


def _is_past(text: Side, place: int) -> bool:
    """Whether "cut" and the like are past here: after "has", or after a singular."""
    if place == 0:
        return False
    before = text.words[place - 1].word
    return (
        before in _HAVE
        or before in {"he", "she", "it"}
        or (text.words[place - 1].content and not before.endswith("s"))
    )


def _doubts_more(text: Side, place: int, other: Side) -> bool:
    """Whether the clause doubts something, in whatever words, that the other text does not."""
    clause = text.words[place].clause
    if any(
        other.unsure_stems.isdisjoint(operator.heads) for operator in text.doubts.get(clause, ())
    ):
        return True
    return any(
        word.stem in UNCERTAIN and word.stem not in other.places
        for word in text.clause_words(clause, around=place)
    )


def _affirmed(said: Side, here: int, source: Side, there: int, sources: Sequence[Side]) -> bool:
    """Whether a source says it as surely as the statement does."""
    stem, strength = said.words[here].stem, _strength(said, here)
    against, form = nearby(said, here, source, there), standing(said, here)
    for text in sources:
        for place in text.places.get(stem, ()):
            if _strength(text, place) < strength or (place in text.denied) != (here in said.denied):
                continue
            agreed = nearby(said, here, text, place)
            plain = standing(text, place).as_plain_as(form)
            if plain and agreed >= max(min(1, against), _LEAST_AGREED * against):
                return True
    return False


def _added(said: Side, operator: Operator, sources: Sequence[Side]) -> Iterator[Reason]:
    for head, here in zip(operator.heads, operator.places, strict=True):
        if any(head in source.unsure_stems for source in sources):
            return
        for source in sources:
            for there in source.places.get(head, ()):
                if not _is_plain_fact(said, here, source, there):
                    continue
                word = said.words[here]
                yield Reason(
                    ReasonCode.MODALITY_ADDED,
                    f"says “{quoted(said, operator, here)}”, the source says plainly "
                    f"“{source.written(there)}”",
                    VerdictKind.PARTLY,
                    min(operator.start, word.start),
                    max(operator.end, word.end),
                )
                return


def _is_plain_fact(said: Side, here: int, source: Side, there: int) -> bool:
    if (here in said.denied) != (there in source.denied):
        return False
    form = standing(source, there)
    if form.form not in _FINITE_PAST or form.named or form.infinitive:
        return False
    shared = overlap(said, here, source, there)
    return (
        shared.enough
        and shared.near > 1
        and shared.share >= _ADDED_SHARE
        and not _doubts_more(source, there, said)
    )
