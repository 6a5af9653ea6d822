"""The verifier: a statement's verdict, and the citations that are left to it.

Citations that add nothing are dropped. Where a statement's own citations do not carry it,
the evidence is searched for sentences that do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.examining import examined
from assistant.types import Reason, ReasonCode, Verdict, VerdictKind
from assistant.verifying.meaning import LEAST_NEARNESS, Nearness, nearness_of
from assistant.verifying.sources import SourceSentence
from assistant.verifying.support import choose_support
from assistant.verifying.vectors import SourceVectors
from assistant.verifying.verdicts import (
    LONGEST_STATEMENT,
    Thresholds,
    severity,
    uncited,
    verdict_on,
)

_LOSS: Final = 0.02
"""How much of the score a citation may be worth and still be dropped."""

_MOST_WEIGHED: Final = 8
"""Citations beyond which none is weighed against the others."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The verdict on a statement, and the sentences that it is held to rest on."""

    verdict: Verdict
    sources: tuple[SourceSentence, ...]


class Verifier:
    """Checks statements against sentences of articles, without asking any model.

    Args:
        vectors: the vectors of the sentences, and of the statements.
        thresholds: of the meaning's score.
    """

    def __init__(self, vectors: SourceVectors, *, thresholds: Thresholds = Thresholds()) -> None:
        self._vectors = vectors
        self._thresholds = thresholds

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
        weighing = _Weighing(statement, self._vectors, self._thresholds)
        own = weighing.verdict(cited)
        if own.kind is VerdictKind.SUPPORTED:
            return weighing.without_idle(own, cited)
        found = weighing.found(cited, evidence)
        if found is None or severity(found.verdict.kind) >= severity(own.kind):
            return Verified(own, tuple(cited))
        verdict = replace(found.verdict, reasons=(*found.verdict.reasons, _corrected(bool(cited))))
        return Verified(verdict, found.sources)

    def found(self, statement: str, evidence: Sequence[SourceSentence]) -> Verified:
        """The verdict on a statement that cites nothing, by what ``evidence`` holds for it."""
        weighing = _Weighing(statement, self._vectors, self._thresholds)
        return weighing.found((), evidence) or Verified(uncited(), ())


class _Weighing:
    """One statement held against several choices of sentences."""

    def __init__(self, statement: str, vectors: SourceVectors, thresholds: Thresholds) -> None:
        self._statement = statement
        self._vectors = vectors
        self._thresholds = thresholds
        self._own: NDArray[np.float32] | None = None

    def verdict(self, sources: Sequence[SourceSentence]) -> Verdict:
        return self._verdict(
            sources, lambda: nearness_of(self._vector(), self._vectors.of_sources(sources))
        )

    def _by_words(self, sources: Sequence[SourceSentence]) -> Verdict:
        """The verdict without any vector: no better than the verdict itself."""
        return self._verdict(sources, lambda: LEAST_NEARNESS)

    def _verdict(
        self, sources: Sequence[SourceSentence], nearness: Callable[[], Nearness]
    ) -> Verdict:
        if not sources:
            return uncited()
        return verdict_on(self._statement, sources, nearness=nearness, thresholds=self._thresholds)

    def without_idle(self, verdict: Verdict, sources: Sequence[SourceSentence]) -> Verified:
        """The same verdict on fewer sentences, where some add nothing.

        A sentence that supports the statement alone is kept: it is a source of its own.
        """
        kept = list(dict.fromkeys(sources))
        if len(kept) > _MOST_WEIGHED:
            return Verified(verdict, tuple(kept))
        for source in tuple(reversed(kept)):
            if len(kept) == 1:
                break
            rest = [other for other in kept if other != source]
            without = self._by_words(rest)
            if (
                severity(without.kind) <= severity(verdict.kind)
                and (without.score or 0.0) >= (verdict.score or 0.0) - _LOSS
                and self._by_words([source]).kind is not VerdictKind.SUPPORTED
            ):
                kept, verdict = rest, without
        return Verified(verdict, tuple(kept))

    def found(
        self, cited: Sequence[SourceSentence], evidence: Sequence[SourceSentence]
    ) -> Verified | None:
        """What other sentences carry the statement best, alone or beside the cited ones."""
        if not evidence or len(self._statement) > LONGEST_STATEMENT:
            return None
        vector, vectors = self._vector(), self._vectors.of_sources(evidence)
        chosen = examined(
            evidence[0].article.id,
            "what else supports a statement",
            lambda: choose_support(
                self._statement, evidence, statement_vector=vector, candidate_vectors=vectors
            ),
            otherwise=(),
        )
        others = [evidence[index] for index in chosen]
        if not others:
            return None
        choice, verdict = others, self.verdict(others)
        if cited:
            # The cited ones are kept beside them only where that changes the verdict.
            both = [*cited, *(source for source in others if source not in cited)]
            together = self.verdict(both)
            if severity(together.kind) < severity(verdict.kind):
                choice, verdict = both, together
        if verdict.kind is VerdictKind.SUPPORTED:
            return self.without_idle(verdict, choice)
        return Verified(verdict, tuple(choice))

    def _vector(self) -> NDArray[np.float32]:
        if self._own is None:
            self._own = self._vectors.of_statement(self._statement[:LONGEST_STATEMENT])
        return self._own


def _corrected(cited: bool) -> Reason:  # noqa: FBT001
    text = (
        "the sentences that the draft cited do not say this; others were found that do"
        if cited
        else "the draft cited nothing; the sentences that say this were found"
    )
    return Reason(ReasonCode.CITATION_CORRECTED, text, VerdictKind.SUPPORTED)
