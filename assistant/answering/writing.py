"""A chat model's answer: the evidence chosen for it, its text written and reviewed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from assistant.answering.chat import ChatEngine, EngineOutcome
from assistant.answering.evidence import build_evidence, chosen_evidence, sentences_in_turn
from assistant.answering.retrieval import Retrieval, Retrieved
from assistant.answering.review import Reviewer
from assistant.library.library import Library
from assistant.models.embedder import Embedder
from assistant.models.entailment import EntailmentModel
from assistant.models.streaming import streamed
from assistant.reports import Waiting
from assistant.settings import UnsupportedPolicy
from assistant.types import Evidence, Statement, Turn
from assistant.verifying.vectors import SourceVectors, sentence_vectors
from assistant.verifying.verifier import Verifier

_LEAST_EVIDENCE: Final = 100


@dataclass(frozen=True, slots=True)
class Writer:
    """Has a chat model answer from what was found, and reviews what it writes.

    ``unsupported`` is what becomes of statements that fail the check; with ``judging`` the
    model is also asked about each of them.
    """

    chat: ChatEngine
    library: Library
    retrieval: Retrieval
    embedder: Embedder
    entailment: EntailmentModel
    unsupported: UnsupportedPolicy = "revise"
    judging: bool = False

    @streamed
    def write(
        self,
        question: str,
        retrieved: Retrieved,
        *,
        history: Sequence[Turn],
        whole: bool,
        on_waiting: Callable[[Waiting], None],
    ) -> Generator[Statement, None, EngineOutcome]:
        """The reviewed statements, each as soon as it may be shown.

        One without text takes back those before it.

        Args:
            question: what is asked, standing on its own.
            retrieved: what was found for it.
            history: what was asked before, for reference.
            whole: whether it asks for a topic as a whole, which each passage tells a part of.
            on_waiting: told what the model is about to read.

        Raises (while read):
            ModelError: or one of its kinds; statements given before stand as they are.
        """
        evidence = self._evidence(question, retrieved, whole=whole)
        known = sentence_vectors(retrieved.hits, library=self.library)
        reviewer = Reviewer(
            verifier=Verifier(SourceVectors(self.embedder, known=known), model=self.entailment),
            model=self.chat.model,
            cites=self.chat.cites,
            policy=self.unsupported,
            judging=self.judging,
        )
        written = self.chat.stream(question, evidence, history=history, on_waiting=on_waiting)
        # Whoever stops reading closes the connection to the model's server at once.
        with (
            closing(written),
            closing(
                reviewer.review(
                    written,
                    evidence=evidence,
                    task=question,
                    spent=lambda: written.result.usage,
                )
            ) as reviewed,
        ):
            yield from reviewed
        outcome, review = written.result, reviewed.result
        return EngineOutcome(
            outcome.usage + review.usage,
            outcome.abstained,
            (*outcome.notes, *review.notes),
            tuple(review.removed),
        )

    def _evidence(self, question: str, retrieved: Retrieved, *, whole: bool) -> Evidence:
        most = self.chat.model.evidence_tokens
        if most is None:
            return build_evidence(retrieved.hits, clusters=retrieved.clusters)
        sentences = (
            sentences_in_turn(retrieved.hits, clusters=retrieved.clusters)
            if whole
            else self.retrieval.sentences(retrieved)
        )
        # What does not fit at all is told by the engine.
        budget = min(most, max(self.chat.room_for(question), _LEAST_EVIDENCE))
        return chosen_evidence(sentences, budget=budget, count=self.chat.model.count)
