"""Whether a statement is surer, or less sure, of something than its sources are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.language.polarity import Operator, OperatorKind, Scope
from assistant.language.polarity_words import DETERMINERS, UNCERTAIN, words_of
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
_SURER_THAN_MAY: Final = _SURE | words_of("would 'd must")
_MAY: Final = words_of("may might could")
_IF: Final = words_of("if unless")
_CONJUNCTIONS: Final = words_of("when whenever once should provided providing where assuming")
_TO_CONJUNCTION: Final = 5
_NOW: Final = words_of("is are am 's 're 'm")
_THEN: Final = words_of("was were")
_BEFORE_STATE: Final = DETERMINERS | words_of(
    "more less most even not very so too quite still than"
)


def certainty_reasons(said: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """Where ``said`` says as a fact what may be so, or doubts what is plainly so."""
    for source in sources:
        for operator in source.operators:
            if operator.kind is not OperatorKind.NEGATION and operator.scope is not Scope.PLACE:
                yield from _dropped(said, source, operator, sources)
    for operator in said.operators:
        if operator.kind is OperatorKind.POSSIBILITY and operator.scope is Scope.WORD:
            yield from _added(said, operator, sources)


def _dropped(
    said: Side, source: Side, operator: Operator, sources: Sequence[Side]
) -> Iterator[Reason]:
    pairs = tuple(zip(operator.heads, operator.places, strict=True))
    if operator.scope is Scope.CLAUSE:
        # "If he agrees, the tax is cut": the condition ends at the comma.
        segment = source.words[operator.last].segment
        pairs = tuple(pair for pair in pairs if source.words[pair[1]].segment == segment)
    if operator.scope is Scope.NOUN:
        pairs = pairs[-1:]
    held: list[tuple[int, int]] = []
    present = 0
    for head, there in pairs:
        present += head in said.places
        for here in said.places.get(head, ()):
            if _is_mention_of_other(said, here, source, there):
                continue
            if _strength(said, here) <= STRENGTH[operator.kind]:
                return
            if _is_surer(said, here, source, there, operator) and not _affirmed(
                said, here, source, there, sources
            ):
                held.append((here, there))
                break
    if not held:
        return
    if operator.scope is Scope.CLAUSE and present < max(2, _CLAUSE_SHARE * len(pairs)):
        return
    here, there = held[0]
    if operator.scope is Scope.CLAUSE and _is_after_conjunction(said, here):
        return
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


def _is_after_conjunction(said: Side, here: int) -> bool:
    """Whether the clause begins with "when" or the like, which may stand for "if"."""
    before = said.words[max(0, here - _TO_CONJUNCTION) : here]
    return any(
        word.clause == said.words[here].clause and word.word in _CONJUNCTIONS for word in before
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
        return operator.scope is Scope.WORD and _is_surer_word(said, upon, source, operator)
    if operator.scope is not Scope.NOUN and not _is_told(said, here, source, there, operator):
        return False
    return not _doubts_more(said, here, source)


def _is_surer_word(said: Side, upon: Operator, source: Side, operator: Operator) -> bool:
    """Whether the cue of the statement is surer: "will" of all, "must" where it only may."""
    may = source.words[operator.first].word in _MAY
    return said.words[upon.first].word in (_SURER_THAN_MAY if may else _SURE)


def _cue(text: Side, operator: Operator) -> str:
    return text.text[operator.start : operator.end].lower()


def _is_told(said: Side, here: int, source: Side, there: int, operator: Operator) -> bool:
    """Whether the word of the statement tells that something is so, or was done."""
    form, other = standing(said, here), standing(source, there)
    to_come = operator.kind in {OperatorKind.PLAN, OperatorKind.FUTURE}
    # "May have to close" against "has to close": the "to" is no part of the cue.
    kept = other.infinitive and source.words[operator.last].word != "to"
    if (form.infinitive and not kept) or not form.as_plain_as(other):
        return False
    match form.form:
        case VerbForm.ANY if to_come:
            return _is_past(said, here)
        case VerbForm.GERUND:
            return not to_come and (other.gerund or not form.gerund)
        case VerbForm.BASE:
            if to_come:
                return _is_state_now(said, here, source, there, operator)
            return (
                form.infinitive
                or asserted_base(said, here)
                or _is_left_out(said, here, source, there, operator)
            )
        case _:
            return form.form is VerbForm.PAST or not to_come


def _is_state_now(said: Side, here: int, source: Side, there: int, operator: Operator) -> bool:
    """Whether it is or was what it would be under a condition, or was what it will be."""
    if _before_state(source, there) != "be":
        return False
    before = _before_state(said, here)
    if _cue(source, operator) != "would":
        return before in _THEN
    # Without a condition, "would be" may be what somebody said was to come.
    supposed = any(word.word in _IF for word in source.words)
    return supposed and before in _NOW | _THEN and not any(w.word in _IF for w in said.words)


def _before_state(text: Side, place: int) -> str:
    """The word before the row of modifiers that ends at ``place``."""
    for at in range(place - 1, max(-1, place - 5), -1):
        word = text.words[at]
        if word.clause != text.words[place].clause:
            return ""
        if word.word not in _BEFORE_STATE and not word.word.endswith("ly"):
            return word.word
    return ""


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
            if text is source and _is_mention_of_other(said, here, source, place):
                continue
            if _strength(text, place) < strength or (place in text.denied) != (here in said.denied):
                continue
            agreed = nearby(said, here, text, place)
            plain = standing(text, place).as_plain_as(form)
            if plain and agreed >= max(min(1, against), _LEAST_AGREED * against):
                return True
    return False


def _is_mention_of_other(said: Side, here: int, source: Side, there: int) -> bool:
    """Whether both say the word several times, and these are not the same mention of it."""
    mentions, others = (text.places[said.words[here].stem] for text in (said, source))
    # Of many mentions only the first few are known.
    if here not in mentions or there not in others or not 1 < len(mentions) == len(others):
        return False
    return mentions.index(here) != others.index(there)


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
