"""The verifier: a statement's verdict, and the citations that are left to it.

Citations that add nothing are dropped. Where a statement's own citations do not carry it,
the evidence is searched for sentences that do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.examining import examined
from assistant.language.detection import ENGLISH, language_of
from assistant.models.entailment import EntailmentModel
from assistant.types import Reason, ReasonCode, Verdict, VerdictKind
from assistant.verifying.entailment import calibration, entailment_of
from assistant.verifying.lexical import words_of
from assistant.verifying.sources import SourceSentence
from assistant.verifying.support import choose_support
from assistant.verifying.vectors import SourceVectors
from assistant.verifying.verdicts import LONGEST_STATEMENT, severity, verdict_on

_SHORT: Final = 4  # words that carry meaning up to which a statement is made of one sentence
_MOST_WEIGHED: Final = 8  # citations beyond which none is weighed against the others


@dataclass(frozen=True, slots=True)
class Verified:
    """The verdict on a statement, and the sentences that it is held to rest on."""

    verdict: Verdict
    sources: tuple[SourceSentence, ...]


class Verifier:
    """Checks statements against sentences of articles, without asking any chat model.

    Args:
        vectors: the vectors of the sentences, and of the statements.
        model: judges whether sentences support a statement.
    """

    def __init__(self, vectors: SourceVectors, *, model: EntailmentModel) -> None:
        self._vectors = vectors
        self._model = model

    def verify(
        self,
        statement: str,
        cited: Sequence[SourceSentence],
        *,
        evidence: Sequence[SourceSentence] = (),
    ) -> Verified:
        """The verdict on ``statement``.

        Args:
            statement: one sentence.
            cited: the sentences that it cites.
            evidence: where support is looked for if those do not carry it.
        """
        own = self._verdict(statement, cited)
        if own.kind is VerdictKind.SUPPORTED:
            return self._without_idle(statement, own, cited)
        found = self._found(statement, cited, evidence)
        if found is None or severity(found.verdict.kind) >= severity(own.kind):
            return Verified(own, tuple(cited))
        text = "the draft cited nothing; the sentences that say this were found"
        if cited:
            text = "the sentences that the draft cited do not say this; others were found that do"
        corrected = Reason(ReasonCode.CITATION_CORRECTED, text, VerdictKind.SUPPORTED)
        verdict = replace(found.verdict, reasons=(*found.verdict.reasons, corrected))
        return Verified(verdict, found.sources)

    def found(self, statement: str, evidence: Sequence[SourceSentence]) -> Verified:
        """The verdict on a statement that cites nothing, by what ``evidence`` holds for it."""
        nothing = Reason(
            ReasonCode.NO_CITATION, "no sentence of the articles says this", VerdictKind.UNSUPPORTED
        )
        return self._found(statement, (), evidence) or Verified(
            Verdict(VerdictKind.UNSUPPORTED, (nothing,)), ()
        )

    def _verdict(self, statement: str, sources: Sequence[SourceSentence]) -> Verdict:
        return verdict_on(statement, sources, model=self._model)

    def _without_idle(
        self, statement: str, verdict: Verdict, sources: Sequence[SourceSentence]
    ) -> Verified:
        """The same verdict on fewer sentences, where some have no word that others lack.

        A sentence that has all the words of another is kept beside it: it is a source of its
        own.
        """
        once = tuple(dict.fromkeys(sources))
        if not 1 < len(once) <= _MOST_WEIGHED:
            return Verified(verdict, once)
        own = words_of(statement).bag
        held = {source: own & words_of(source.text).bag for source in once}
        most, kept = max(held.values(), key=len), once
        for source in reversed(once):
            rest = tuple(other for other in kept if other != source)
            others = frozenset().union(*(held[other] for other in rest))
            if rest and held[source] <= others and not held[source] >= most:
                kept = rest
        fewer = verdict if kept == once else self._verdict(statement, kept)
        worse = severity(fewer.kind) > severity(verdict.kind)
        return Verified(verdict, once) if worse else Verified(fewer, kept)

    def _found(
        self, statement: str, cited: Sequence[SourceSentence], evidence: Sequence[SourceSentence]
    ) -> Verified | None:
        if not evidence or len(statement) > LONGEST_STATEMENT:
            return None
        vector, vectors = self._vectors.of_statement(statement), self._vectors.of_sources(evidence)
        chosen = examined(
            evidence[0].article.id,
            "what else supports a statement",
            lambda: choose_support(
                statement, evidence, statement_vector=vector, candidate_vectors=vectors
            ),
            otherwise=(),
        )
        others = [evidence[index] for index in chosen]
        if not others or not self._said_by_one(statement, others):
            return None
        choice, verdict = others, self._verdict(statement, others)
        if cited and verdict.kind is not VerdictKind.SUPPORTED:
            # The cited ones are kept beside them only where that changes the verdict.
            both = [*cited, *(source for source in others if source not in cited)]
            together = self._verdict(statement, both)
            if severity(together.kind) < severity(verdict.kind):
                choice, verdict = both, together
        if verdict.kind is VerdictKind.SUPPORTED:
            return self._without_idle(statement, verdict, choice)
        return Verified(verdict, tuple(choice))

    def _said_by_one(self, statement: str, sources: Sequence[SourceSentence]) -> bool:
        """Whether one sentence alone nearly says what several do, where it is short.

        "The minister was sold" is made of one sentence with a minister and another in which
        something is sold.
        """
        short = len(words_of(statement).terms) <= _SHORT
        if len(sources) == 1 or not short or language_of(statement) != ENGLISH:
            return True
        least = calibration().unsupported
        return any(
            entailment_of(statement, [one], model=self._model).probability >= least
            for one in sources
        )
