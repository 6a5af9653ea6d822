"""What tells an answer of what was found: a chat model writes it, or it is quoted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.answering import abstention, extractive, gate
from assistant.answering.followups import standing_alone
from assistant.answering.retrieval import Retrieval, Retrieved
from assistant.answering.spelling import Spelled
from assistant.articles.corrections import corrections_of
from assistant.errors import ModelError, NoAnswerError
from assistant.language.detection import ENGLISH, name_of, question_language
from assistant.library.library import Library
from assistant.reports import Waiting
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
    from assistant.answering.writing import Writer


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
    on_waiting: Callable[[Waiting], None] = lambda _: None
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
        self.unknown = read.telling
        self.notes += [read.note] if read.corrections else []

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
        writer: has a chat model write; None quotes instead.
        fallback: whether to quote when the chat model fails, or a small one finds no answer.
    """

    library: Library
    retrieval: Retrieval
    writer: Writer | None
    fallback: bool

    @property
    def chat(self) -> ChatEngine | None:
        """The chat engine; None where the articles are quoted."""
        return self.writer.chat if self.writer else None

    def draft(self, question: str, *, on_waiting: Callable[[Waiting], None]) -> AnswerDraft:
        """Begins an answer to ``question``; ``on_waiting`` is told what a chat model reads."""
        engine = self.chat.name if self.chat else extractive.NAME
        return AnswerDraft(question, question, engine, on_waiting=on_waiting)

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
        self,
        draft: AnswerDraft,
        retrieved: Retrieved,
        history: Sequence[Turn],
        *,
        overview: Callable[[], Sequence[Statement]] | None = None,
    ) -> Iterator[Statement]:
        """Answers from what was found: the statements, or the abstention in their place.

        ``overview`` is given where a topic is asked for as a whole, which each passage tells a
        part of: it tells the whole where no chat model does.

        Raises:
            ModelError: the chat model failed, and there is no fallback, or a part was given.
        """
        with draft.timed("answering"):
            if self.writer is not None and self._writes(draft):
                whole = overview is not None
                try:
                    yield from self._written(draft, self.writer, retrieved, history, whole=whole)
                except ModelError as error:
                    self._fall_back(draft, error)
                else:
                    return
            if self.in_another_language(draft, retrieved):
                return
            if overview is not None:
                yield from draft.states(overview())
                return
            ranked = self.retrieval.sentences(retrieved)
            draft.abstention = gate.abstained(
                draft.question,
                draft.asked,
                ranked,
                retrieved,
                analyse=self.library.words.analyse,
                unknown=draft.unknown,
            )
            if draft.abstention is None:
                quoted = extractive.quote(ranked, question=draft.asked)
                draft.notes += extractive.differing_days(quoted)
                yield from draft.states(quoted)

    def in_another_language(self, draft: AnswerDraft, retrieved: Retrieved) -> bool:
        """Whether the question is in a language of none of the articles found: it is told so.

        A chat model that answers may understand it all the same.
        """
        known = {ENGLISH, *(hit.article.language for hit in retrieved.hits)}
        if self._writes(draft) or (language := question_language(draft.asked)) in known:
            return False
        draft.abstention = abstention.other_language(name_of(language), retrieved.hits)
        return True

    def _writes(self, draft: AnswerDraft) -> bool:
        """Whether the chat model answers; not where it has failed."""
        return self.chat is not None and draft.engine == self.chat.name

    def _written(
        self,
        draft: AnswerDraft,
        writer: Writer,
        retrieved: Retrieved,
        history: Sequence[Turn],
        *,
        whole: bool,
    ) -> Iterator[Statement]:
        with closing(
            writer.write(
                draft.asked, retrieved, history=history, whole=whole, on_waiting=draft.on_waiting
            )
        ) as written:
            for statement in written:
                if not statement.text:
                    draft.statements.clear()
                    continue
                draft.statements.append(statement)
                yield statement
        outcome = written.result
        draft.usage += outcome.usage
        draft.notes += outcome.notes
        draft.removed += outcome.removed
        if outcome.abstained and writer.chat.model.small and self.fallback:
            # A small model often does not find what stands before it.
            raise NoAnswerError("The chat model found no answer")
        if outcome.abstained:
            draft.abstention = abstention.not_in_evidence(draft.asked, retrieved.hits)
        elif not draft.statements and self.fallback:
            raise NoAnswerError("The articles support nothing of what the chat model wrote")
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
