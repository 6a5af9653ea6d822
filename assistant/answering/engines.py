"""What tells an answer of what was found: a chat model writes it, or it is quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.answering import abstention, extractive
from assistant.answering.evidence import build_evidence
from assistant.answering.followups import standing_alone
from assistant.answering.retrieval import Retrieval, Retrieved
from assistant.answering.spelling import Spelled, in_words, telling
from assistant.answering.states import differing_days
from assistant.articles.corrections import corrections_of
from assistant.errors import ModelError
from assistant.library.library import Library
from assistant.models.embedder import Embedder
from assistant.types import (
    Abstention,
    Answer,
    Article,
    Statement,
    Timing,
    Turn,
    Usage,
    cited,
)

if TYPE_CHECKING:
    from assistant.answering.chat import ChatEngine
    from assistant.models.entailment import EntailmentModel
    from assistant.settings import UnsupportedPolicy


@dataclass(slots=True)
class AnswerDraft:
    """An answer in the making."""

    question: str
    asked: str
    engine: str
    statements: list[Statement] = field(default_factory=list)
    abstention: Abstention | None = None
    usage: Usage = field(default_factory=Usage)
    notes: list[str] = field(default_factory=list)
    removed: list[Statement] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    stages: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=perf_counter)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Adds the time until the block is left to a stage."""
        since = perf_counter()
        try:
            yield
        finally:
            self.stages[stage] = self.stages.get(stage, 0.0) + perf_counter() - since

    def reads(self, read: Spelled) -> None:
        """Notes which typing errors were put right, and which words no article has."""
        self.unknown = read.unknown
        self.notes += [in_words(read.corrections)] if read.corrections else []

    def states(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Gives out statements that have become part of the answer."""
        for statement in statements:
            self.statements.append(statement)
            yield statement

    def answer(self) -> Answer:
        """The answer as it now stands."""
        return Answer(
            question=self.question,
            asked=self.asked,
            statements=tuple(self.statements),
            engine=self.engine,
            abstention=self.abstention,
            sources=cited(self.statements),
            usage=self.usage,
            timing=Timing(self.stages, perf_counter() - self.started),
            notes=tuple(self.notes),
            removed=tuple(self.removed),
            corrections=corrections_of(self.statements, self.articles),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """The chat engine, and the extractive one that is used without it or in its place.

    Args:
        library: the articles.
        retrieval: its search.
        chat: the chat engine; None quotes instead.
        fallback: whether to quote when the chat model fails.
        embedder: what the check of a chat model's statements embeds with.
        entailment: judges whether these are supported.
        unsupported: what becomes of those that fail it.
        judging: whether the chat model is also asked to judge what it wrote.
    """

    library: Library
    retrieval: Retrieval
    chat: ChatEngine | None
    fallback: bool
    embedder: Embedder
    entailment: EntailmentModel
    unsupported: UnsupportedPolicy = "revise"
    judging: bool = False

    def draft(self, question: str) -> AnswerDraft:
        """Begins an answer to ``question``."""
        return AnswerDraft(question, question, self.chat.name if self.chat else extractive.NAME)

    def stand_alone(self, draft: AnswerDraft, history: Sequence[Turn]) -> None:
        """Has ``draft.asked`` stand without the questions before it.

        Raises:
            ModelError: the chat model failed, and there is no fallback.
        """
        if not history:
            return
        with draft.timed("rewriting"):
            if self.chat is not None:
                try:
                    rewritten = self.chat.rewrite(draft.question, history)
                except ModelError as error:
                    self._fall_back(draft, error)
                else:
                    draft.asked = rewritten.text
                    draft.usage += rewritten.usage
                    return
            draft.asked = standing_alone(draft.question, history)

    def tell(
        self, draft: AnswerDraft, retrieved: Retrieved, history: Sequence[Turn]
    ) -> Iterator[Statement]:
        """Answers from what was found: the statements, or the abstention in their place.

        Raises:
            ModelError: the chat model failed, and there is no fallback, or a part was given.
        """
        with draft.timed("answering"):
            if self.chat is not None and draft.engine == self.chat.name:
                try:
                    yield from self._written(draft, self.chat, retrieved, history)
                except ModelError as error:
                    self._fall_back(draft, error)
                else:
                    return
            told = extractive.answer(
                draft.question,
                draft.asked,
                self.retrieval.sentences(retrieved),
                retrieved,
                analyse=self.library.words.analyse,
                unknown=telling(draft.unknown),
            )
            if isinstance(told, Abstention):
                draft.abstention, told = told, ()
            draft.notes += differing_days(told)
            yield from draft.states(told)

    def _written(
        self, draft: AnswerDraft, chat: ChatEngine, retrieved: Retrieved, history: Sequence[Turn]
    ) -> Iterator[Statement]:
        from assistant.answering.review import Reviewer
        from assistant.verifying.vectors import SourceVectors, sentence_vectors
        from assistant.verifying.verifier import Verifier

        evidence = build_evidence(retrieved.hits, stories=retrieved.stories)
        written = chat.stream(draft.asked, evidence, history=history)
        known = sentence_vectors(retrieved.hits, library=self.library)
        reviewer = Reviewer(
            verifier=Verifier(SourceVectors(self.embedder, known=known), model=self.entailment),
            model=chat.model,
            policy=self.unsupported,
            judging=self.judging,
        )
        # Whoever stops reading closes the connection to the model's server at once.
        with (
            closing(written),
            closing(
                reviewer.review(
                    written,
                    evidence=evidence,
                    task=draft.asked,
                    spent=lambda: written.result.usage,
                )
            ) as reviewed,
        ):
            for statement in reviewed:
                if not statement.text:
                    draft.statements.clear()
                    continue
                draft.statements.append(statement)
                yield statement
        outcome, review = written.result, reviewed.result
        draft.usage += outcome.usage + review.usage
        draft.notes += [*outcome.notes, *review.notes]
        draft.removed += review.removed
        if outcome.abstained:
            draft.abstention = abstention.not_in_evidence(draft.asked, retrieved.hits)
        elif not draft.statements and self.fallback:
            raise ModelError("The articles support nothing of what it wrote")
        elif not draft.statements:
            draft.abstention = abstention.unsupported(retrieved.hits)

    def _fall_back(self, draft: AnswerDraft, error: ModelError) -> None:
        """Goes on without the chat model.

        Raises:
            ModelError: it is not allowed to, or a part of the answer has been given.
        """
        if not self.fallback or draft.statements:
            raise error
        draft.engine = f"{extractive.NAME} (fallback)"
        draft.notes.append(error.fallback_note)
