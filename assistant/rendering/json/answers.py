"""Answers, summaries, checked drafts and conversations as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AliasChoices, AliasPath, BeforeValidator, Field

from assistant import conversations, types
from assistant.rendering.json import Document, Form, Probability, Seconds, Time
from assistant.rendering.later import since_of
from assistant.rendering.sourcing import cited_sources
from assistant.types import AbstentionKind, CorrectionKind, ReasonCode, VerdictKind
from assistant.versions import NO_CHANGES, Changes, Later


class Notice(Form):
    """What withdraws a story."""

    item: str
    status: str
    words: str
    number: int | None
    stated: Time | None
    came: Time | None
    origin: str


class Since(Form):
    """What became of a cited sentence."""

    state: Later = Field(validation_alias="later")
    text: str | None
    document_id: str | None = Field(validation_alias="newest")
    notice: Notice | None


class Headline(Form):
    """An article named in passing."""

    document_id: str = Field(validation_alias="article_id")
    document_title: str = Field(validation_alias="title")
    source: str | None
    published: Time | None


class Citation(Headline):
    """A cited sentence."""

    url: str | None
    sentence_index: int
    start_char_index: int = Field(validation_alias="start")
    end_char_index: int = Field(validation_alias="end")
    cited_text: str = Field(validation_alias="quote")
    also_in: list[str]
    also_outlets: list[str]
    since: Since | None


class Finding(Form):
    """One finding about a statement, and the characters of its text that it is about."""

    code: ReasonCode
    verdict: VerdictKind = Field(validation_alias="kind")
    text: str
    start_char_index: int | None = Field(validation_alias="start")
    end_char_index: int | None = Field(validation_alias="end")


class ShortAnswer(Form):
    """The words of a statement that answer, with their place in its text."""

    text: str
    start_char_index: int = Field(validation_alias="start")
    end_char_index: int = Field(validation_alias="end")


def _texts(reasons: Sequence[types.Reason | str]) -> list[str]:
    return [reason if isinstance(reason, str) else reason.text for reason in reasons]


_REASONS = AliasPath("verdict", "reasons")


class Statement(Form):
    """A sentence with its verdict and its citations, and what it is told under."""

    text: str
    heading: str
    short_answer: ShortAnswer | None
    verdict: Annotated[VerdictKind, BeforeValidator(lambda one: getattr(one, "kind", one))]
    verdict_reasons: Annotated[list[str], BeforeValidator(_texts)] = Field(
        validation_alias=_REASONS
    )
    verdict_findings: list[Finding] = Field(validation_alias=_REASONS)
    verdict_score: Probability | None = Field(validation_alias=AliasPath("verdict", "score"))
    citations: list[Citation]


class Correction(Form):
    """What an article says of itself."""

    kind: CorrectionKind
    text: str
    first_sentence_index: int | None = Field(validation_alias="first")
    last_sentence_index: int | None = Field(validation_alias="last")


class Source(Form):
    """A cited article, with its number."""

    number: int
    document_id: str = Field(validation_alias=AliasPath("first", "article_id"))
    document_title: str = Field(validation_alias=AliasPath("first", "title"))
    source: str | None = Field(validation_alias=AliasPath("first", "source"))
    published: Time | None = Field(validation_alias=AliasPath("first", "published"))
    url: str | None = Field(validation_alias=AliasPath("first", "url"))
    corrections: list[Correction]


class Abstention(Form):
    """Why there is no answer."""

    kind: AbstentionKind
    message: str
    nearest: list[Headline]


class Timing(Form):
    """Seconds by stage and in all."""

    stages: dict[str, Seconds]
    total: Seconds


class _Body(Form):
    engine: str
    statements: list[Statement]
    removed: list[Statement]
    sources: list[Source]
    notes: list[str]
    usage: types.Usage
    timing: Timing


class _Asked(Form):
    question: str
    asked: str
    text: str
    abstained: bool
    abstention: Abstention | None


class Answer(_Body, _Asked):
    """An answer, or the abstention in its place."""


class _Summarised(Form):
    question: None
    style: str
    words: int
    text: str
    abstained: Literal[False]
    abstention: None


class Summary(_Body, _Summarised):
    """A summary, in the form of an answer to no question."""

    left_out: list[types.LeftOut]


class _Place(Form):
    start_char_index: int
    end_char_index: int


class DraftSentence(Statement, _Place):
    """A sentence of a draft with its place there."""


class Verification(Form):
    """A checked draft; offsets of sentences are into ``draft``, of findings into ``text``."""

    draft: str
    counts: dict[VerdictKind, int]
    sentences: list[DraftSentence]
    sources: list[Source]
    notes: list[str]
    left_out: list[types.LeftOut]
    timing: Timing


class Filters(Form):
    """What limited a question."""

    outlets: list[str] = Field(validation_alias=AliasChoices("outlets", "sources"))
    since: Time | None
    until: Time | None
    as_of: Time | None
    taken_in: bool
    collection: str
    articles: list[str] | None


class Exchange(Form):
    """A question of a conversation, and its answer."""

    asked_at: Time = Field(validation_alias="asked")
    filters: Filters
    answer: Answer


class Marked(Form):
    """A sentence of an answer that its reader marked, and what they noted; both count from 0."""

    exchange_index: int = Field(validation_alias="exchange")
    statement_index: int = Field(validation_alias="statement")
    note: str


class Conversation(Form):
    """A conversation; each answer in the form of ``ask --json``."""

    title: str
    started: Time
    updated: Time
    exchanges: list[Exchange]
    marks: list[Marked]


def answer_document(answer: types.Answer, *, changes: Changes = NO_CHANGES) -> Document:
    """An answer; ``changes`` are what became of the cited sentences since."""
    return _answer(answer, changes).document()


def summary_document(summary: types.Summary) -> Document:
    """A summary."""
    none = {"question": None, "abstained": False, "abstention": None}
    return Summary.of(summary, **none, **_body(summary, NO_CHANGES)).document()


def verification_document(verification: types.Verification) -> Document:
    """A checked draft."""
    return Verification.of(
        verification,
        counts={kind: verification.count(kind) for kind in VerdictKind},
        sentences=[
            DraftSentence.of(
                one.statement,
                start_char_index=one.start,
                end_char_index=one.end,
                **told(one.statement, NO_CHANGES),
            )
            for one in verification.sentences
        ],
        sources=sources_of(verification.statements, verification.corrections),
    ).document()


def conversation_document(
    conversation: conversations.Conversation, *, changes: Changes = NO_CHANGES
) -> Document:
    """A conversation; ``changes`` are what became of the cited sentences since."""
    exchanges = [
        Exchange.of(exchange, answer=_answer(exchange.answer, changes))
        for exchange in conversation.exchanges
    ]
    return Conversation.of(conversation, exchanges=exchanges).document()


def _answer(answer: types.Answer, changes: Changes) -> Answer:
    return Answer.of(answer, **_body(answer, changes))


def _body(text: types.Answer | types.Summary, changes: Changes) -> Document:
    return {
        "statements": [Statement.of(one, **told(one, changes)) for one in text.statements],
        "removed": [Statement.of(one, **told(one, changes)) for one in text.removed],
        "sources": sources_of(text.statements, text.corrections),
    }


def told(statement: types.Statement, changes: Changes) -> Document:
    """What the form of a statement has besides what the statement itself tells."""
    short = statement.short_answer
    return {
        "short_answer": short
        and ShortAnswer.of(short, text=statement.text[short.start : short.end]),
        "citations": [
            Citation.of(one, since=since_of(one, changes)) for one in statement.citations
        ],
    }


def sources_of(
    statements: Sequence[types.Statement], corrections: Sequence[types.CorrectionNote] = ()
) -> list[Source]:
    """The cited articles, numbered, with what they say of themselves."""
    return [
        Source.of(
            source,
            corrections=[
                note for note in corrections if note.article_id == source.first.article_id
            ],
        )
        for source in cited_sources(statements)
    ]
