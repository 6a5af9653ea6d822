"""Further sentences that bear a checked statement out, or say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assistant.models.entailment import EntailmentModel
from assistant.types import (
    OtherSentence,
    Reason,
    ReasonCode,
    Stance,
    Verdict,
    VerdictKind,
    cite,
)
from assistant.verifying.sources import SourceSentence
from assistant.verifying.support import WEIGHTS, Candidates
from assistant.verifying.vectors import SourceVectors
from assistant.verifying.verdicts import LONGEST_STATEMENT, verdict_on

_READ: Final = 8
"""Sentences that are looked at, the likeliest of them."""
_LIKE: Final = 0.5
"""Least cosine of a sentence that contradicts: of what is said elsewhere of other things, any
figure differs."""
_AGAINST: Final = frozenset(
    {
        ReasonCode.FIGURE_CONTRADICTED,
        ReasonCode.DATE_CONTRADICTED,
        ReasonCode.QUOTATION_ALTERED,
        ReasonCode.QUOTATION_SPEAKER,
        ReasonCode.ATTRIBUTION_CHANGED,
        ReasonCode.SIDES_SWAPPED,
    }
)


def other_sentences(
    statement: str,
    candidates: Sequence[SourceSentence],
    *,
    vectors: SourceVectors,
    model: EntailmentModel,
) -> tuple[OtherSentence, ...]:
    """Those of ``candidates`` that say the statement, a part of it, or something against it.

    Each is judged by itself; what is about something else is left out. Those that support come
    first, then those that contradict; within these the likeliest first.

    Args:
        statement: one sentence.
        candidates: sentences of articles, each once.
        vectors: the vectors of the sentences, and of the statement.
        model: judges whether one supports the statement.
    """
    if not candidates or len(statement) > LONGEST_STATEMENT:
        return ()
    own, others = vectors.of_statement(statement), vectors.of_sources(candidates)
    ranked = Candidates(
        statement, candidates, statement_vector=own, candidate_vectors=others
    ).ranked(WEIGHTS, depth=1)
    found = []
    for place in ranked[:_READ]:
        source = candidates[place.index]
        verdict = verdict_on(statement, [source], model=model)
        like = float(others[place.index] @ own) >= _LIKE
        if (stance := _stance(verdict, like=like)) is not None:
            citation = cite(source.article, source.index)
            found.append(OtherSentence(citation, stance, _reason(verdict, stance)))
    order = (Stance.SUPPORTS, Stance.CONTRADICTS, Stance.PARTLY)
    return tuple(sorted(found, key=lambda one: order.index(one.stance)))


def _stance(verdict: Verdict, *, like: bool) -> Stance | None:
    if verdict.kind is VerdictKind.SUPPORTED:
        return Stance.SUPPORTS
    if like and any(map(_is_against, verdict.reasons)):
        return Stance.CONTRADICTS
    return Stance.PARTLY if verdict.kind is VerdictKind.PARTLY else None


def _reason(verdict: Verdict, stance: Stance) -> str:
    if stance is Stance.SUPPORTS:
        return ""
    told = [
        reason.text
        for reason in verdict.reasons
        if (stance is Stance.PARTLY or _is_against(reason))
        and reason.kind is not VerdictKind.SUPPORTED
    ]
    return "; ".join(dict.fromkeys(told))


def _is_against(reason: Reason) -> bool:
    return reason.code in _AGAINST
