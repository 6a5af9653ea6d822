"""The verdict on a statement: every check's findings and its meaning, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.examining import UNEXAMINED, examined
from assistant.types import QUOTED, Reason, ReasonCode, Verdict, VerdictKind
from assistant.verifying.attribution import attribution_reasons
from assistant.verifying.figures import figure_reasons
from assistant.verifying.meaning import Nearness, meaning_of
from assistant.verifying.names import name_reasons
from assistant.verifying.polarity import polarity_reasons
from assistant.verifying.quotations import quotation_reasons
from assistant.verifying.sources import SourceSentence

LONGEST_STATEMENT: Final = 2_000
"""Characters beyond which a text is no sentence that could be checked."""

_CHECKS: Final = (
    figure_reasons,
    name_reasons,
    quotation_reasons,
    attribution_reasons,
    polarity_reasons,
)
_SEVERITY: Final = {
    VerdictKind.SUPPORTED: 0,
    VerdictKind.UNCHECKED: 1,
    VerdictKind.PARTLY: 2,
    VerdictKind.UNSUPPORTED: 3,
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Below which score of its meaning a statement is not, or only partly, supported.

    Chosen on the choosing halves of docs/measurements/verification.md.
    """

    unsupported: float = 0.25
    partly: float = 0.46


def severity(kind: VerdictKind) -> int:
    """How bad a verdict is: 0 for supported, larger for worse."""
    return _SEVERITY[kind]


def verdict_on(
    statement: str,
    sources: Sequence[SourceSentence],
    *,
    nearness: Callable[[], Nearness],
    thresholds: Thresholds = Thresholds(),
) -> Verdict:
    """Whether ``sources`` together say what ``statement`` says.

    Where a check fails the statement counts as unsupported: nobody knows that it is.

    Args:
        statement: one sentence.
        sources: the sentences that it cites.
        nearness: gives how near its vector is to theirs; it is asked only where the words
            alone do not decide.
        thresholds: of the meaning's score.
    """
    if not sources:
        return uncited()
    if len(statement) > LONGEST_STATEMENT:
        return _only(ReasonCode.TOO_LONG, "is too long for a sentence to be checked")
    if not any(character.isalnum() for character in statement):
        return _only(ReasonCode.NO_CLAIM, "has no word that could be checked")
    if any(_plain(statement) == _plain(source.text) for source in sources):
        return QUOTED
    return examined(
        sources[0].article.id,
        "support",
        lambda: _held(statement, sources, nearness=nearness, thresholds=thresholds),
        otherwise=_only(ReasonCode.NOT_EXAMINED, UNEXAMINED),
    )


def _held(
    statement: str,
    sources: Sequence[SourceSentence],
    *,
    nearness: Callable[[], Nearness],
    thresholds: Thresholds,
) -> Verdict:
    meaning = meaning_of(statement, sources, nearness=nearness, enough=thresholds.partly)
    reasons = [reason for check in _CHECKS for reason in check(statement, sources)]
    reasons += _of_meaning(meaning.score, thresholds)
    worst = max((reason.kind for reason in reasons), key=severity, default=VerdictKind.SUPPORTED)
    return Verdict(worst, tuple(reasons), meaning.score)


def uncited() -> Verdict:
    """The verdict on a statement that cites nothing."""
    return _only(ReasonCode.NO_CITATION, "cites nothing")


def _of_meaning(score: float, thresholds: Thresholds) -> list[Reason]:
    if score < thresholds.unsupported:
        return [
            Reason(
                ReasonCode.MEANING_UNSUPPORTED,
                "the cited sentences do not say this",
                VerdictKind.UNSUPPORTED,
            )
        ]
    if score < thresholds.partly:
        return [
            Reason(
                ReasonCode.MEANING_PARTLY,
                "the cited sentences say only part of this",
                VerdictKind.PARTLY,
            )
        ]
    return []


def _only(code: ReasonCode, text: str) -> Verdict:
    return Verdict(VerdictKind.UNSUPPORTED, (Reason(code, text, VerdictKind.UNSUPPORTED),))


def _plain(text: str) -> str:
    return " ".join(text.split())
