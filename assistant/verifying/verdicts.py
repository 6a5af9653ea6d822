"""The verdict on a statement: what the exact checks find, and what the entailment model says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.errors import AssistantError
from assistant.examining import UNEXAMINED, examined
from assistant.language.detection import ENGLISH, language_of, name_of
from assistant.models.entailment import EntailmentModel
from assistant.types import QUOTED, Reason, ReasonCode, Verdict, VerdictKind
from assistant.verifying.checks import checks
from assistant.verifying.entailment import Entailment, calibration, entailment_of
from assistant.verifying.lexical import stem, words_of
from assistant.verifying.notation import as_cited
from assistant.verifying.references import as_named
from assistant.verifying.sources import SourceSentence
from assistant.verifying.verbatim import restates

LONGEST_STATEMENT: Final = 2_000
"""Characters beyond which a text is no sentence that could be checked."""

_SEVERITY: Final = {
    VerdictKind.SUPPORTED: 0,
    VerdictKind.UNCHECKED: 1,
    VerdictKind.PARTLY: 2,
    VerdictKind.UNSUPPORTED: 3,
}
_MOST_SHOWN: Final = 60
_REPEATING: Final = 6
"""Words that carry meaning from which a statement is looked at for repetition."""

_CERTAIN: Final = frozenset({"will", "would", "must", "can"})
"""Words that say for certain what a source may say for possible."""

_PLANNED: Final = re.compile(
    r"\b(?:will|would|may|might|could|should|(?:plan|hop|intend|want|expect|vow|promis|pledg|threaten|"
    r"try|tri|offer|agre|prepar|consider|set|due|like)\w{0,4} to) (?P<verb>[a-z]{3,})"
)


def severity(kind: VerdictKind) -> int:
    """How bad a verdict is: 0 for supported, larger for worse."""
    return _SEVERITY[kind]


def verdict_on(
    statement: str, sources: Sequence[SourceSentence], *, model: EntailmentModel
) -> Verdict:
    """Whether ``sources`` together say what ``statement`` says.

    Where a check fails the statement counts as unsupported: nobody knows that it is.

    Args:
        statement: one sentence.
        sources: the sentences that it cites.
        model: judges what the exact checks cannot.
    """
    if not sources:
        return uncited()
    if len(statement) > LONGEST_STATEMENT:
        return _only(ReasonCode.TOO_LONG, "is too long for a sentence to be checked")
    if not any(character.isalnum() for character in statement):
        return _only(ReasonCode.NO_CLAIM, "has no word that could be checked")
    if any(_plain(statement) == _plain(source.text) for source in sources):
        return QUOTED
    if _repeats_itself(statement):
        return _only(ReasonCode.NO_CLAIM, "says the same words again and again")
    return examined(
        sources[0].article.id,
        "support",
        lambda: _held(statement, sources, model=model),
        otherwise=_only(ReasonCode.NOT_EXAMINED, UNEXAMINED),
        passing=AssistantError,
    )


def _held(statement: str, sources: Sequence[SourceSentence], *, model: EntailmentModel) -> Verdict:
    language = language_of(statement)
    reasons = [
        reason
        for check in checks()
        if not check.languages or language in check.languages
        for reason in check.run(statement, sources)
    ]
    score: float | None = None
    shown = as_cited(statement, sources)
    if restates(shown, (as_named(source, shown) for source in sources)):
        score = 1.0
    elif language == ENGLISH:
        found = entailment_of(statement, sources, model=model)
        reasons += _of_meaning(statement, found, sources)
        score = found.probability
    else:
        text = f"in {name_of(language)} only figures, names and quotations are compared"
        reasons.append(Reason(ReasonCode.LANGUAGE, text, VerdictKind.UNCHECKED))
    worst = max((reason.kind for reason in reasons), key=severity, default=VerdictKind.SUPPORTED)
    return Verdict(worst, tuple(reasons), score)


def uncited() -> Verdict:
    """The verdict on a statement that cites nothing."""
    return _only(ReasonCode.NO_CITATION, "cites nothing")


def _of_meaning(
    statement: str, found: Entailment, sources: Sequence[SourceSentence]
) -> list[Reason]:
    limits = calibration()
    if found.probability >= limits.partly:
        return []
    # One stretch of words is told and marked; several are the statement as a whole.
    start, end = found.doubted[0] if len(found.doubted) == 1 else (None, None)
    words = statement[start:end] if start is not None else ""
    told = f"“{words}”" if 0 < len(words) <= _MOST_SHOWN else "this"
    if words.lower() in _CERTAIN or _is_planned(words, sources):
        # "They may lose their jobs" is half of "they will".
        code, kind = ReasonCode.MEANING_PARTLY, VerdictKind.PARTLY
        text = f"says {told} of what the cited sentences hold to be planned or possible"
    elif found.probability < limits.unsupported:
        code, kind = ReasonCode.MEANING_UNSUPPORTED, VerdictKind.UNSUPPORTED
        text = f"the cited sentences do not say {told}"
    else:
        code, kind = ReasonCode.MEANING_PARTLY, VerdictKind.PARTLY
        text = f"the cited sentences hardly say {told}"
    return [Reason(code, text, kind, start, end)]


def _is_planned(word: str, sources: Sequence[SourceSentence]) -> bool:
    """Whether sources speak of the act that ``word`` tells as a fact as planned or possible."""
    planned = (found["verb"] for source in sources for found in _PLANNED.finditer(source.text))
    return " " not in word and any(stem(verb) == stem(word) for verb in planned)


def _only(code: ReasonCode, text: str) -> Verdict:
    return Verdict(VerdictKind.UNSUPPORTED, (Reason(code, text, VerdictKind.UNSUPPORTED),))


def _repeats_itself(statement: str) -> bool:
    """Whether most words that carry meaning stand there several times: no model judges that."""
    words = words_of(statement)
    return len(words.terms) >= _REPEATING and 2 * len(words.bag) <= len(words.terms)


def _plain(text: str) -> str:
    return " ".join(text.split())
