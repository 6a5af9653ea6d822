"""Answers, summaries, checked drafts and conversations as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
    AliasPath,
    BeforeValidator,
    Field,
    ValidationInfo,
    model_validator,
)

from assistant import types
from assistant.rendering.json import Form, Joined, Probability, Seconds, Time
from assistant.rendering.later import since_of
from assistant.rendering.sourcing import cited_sources
from assistant.types import AbstentionKind, CorrectionKind, ReasonCode, VerdictKind
from assistant.versions import NO_CHANGES, Later


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

    @model_validator(mode="before")
    @classmethod
    def _followed(cls, value: object, given: ValidationInfo) -> object:
        if not isinstance(value, types.Citation):
            return value
        return Joined(value, since=since_of(value, given.context or NO_CHANGES))


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


def _answering(short: object, given: ValidationInfo) -> object:
    if not isinstance(short, types.ShortAnswer):
        return short
    return ShortAnswer.of(short, text=given.data["text"][short.start : short.end])


_REASONS = AliasPath("verdict", "reasons")


class Statement(Form):
    """A sentence with its verdict and its citations, and what it is told under."""

    text: str
    heading: str
    short_answer: Annotated[ShortAnswer | None, BeforeValidator(_answering)]
    verdict: Annotated[VerdictKind, BeforeValidator(lambda one: getattr(one, "kind", one))]
    verdict_reasons: list[
        Annotated[str, BeforeValidator(lambda one: getattr(one, "text", one))]
    ] = Field(validation_alias=_REASONS)
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
    document_id: str = Field(validation_alias="article_id")
    document_title: str = Field(validation_alias="title")
    source: str | None
    published: Time | None
    url: str | None
    corrections: list[Correction]

    @classmethod
    def _attributes(cls, value: Any) -> object:
        return Joined(value, value.first)


class Citing(Form):
    """A form of what cites: its sources are the cited articles, numbered."""

    @classmethod
    def _attributes(cls, value: Any) -> object:
        corrections = getattr(value, "corrections", ())
        return Joined(value, sources=cited_sources(value.statements, corrections))


class Abstention(Form):
    """Why there is no answer."""

    kind: AbstentionKind
    message: str
    nearest: list[Headline]


class Timing(Form):
    """Seconds by stage and in all."""

    stages: dict[str, Seconds]
    total: Seconds


class _Body(Citing):
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

    @classmethod
    def _attributes(cls, value: Any) -> object:
        summary = super()._attributes(value)
        return Joined(summary, question=None, abstained=False, abstention=None)


class _Place(Form):
    start_char_index: int
    end_char_index: int


class DraftSentence(Statement, _Place):
    """A sentence of a draft with its place there."""

    @classmethod
    def _attributes(cls, value: Any) -> object:
        place = {"start_char_index": value.start, "end_char_index": value.end}
        return Joined(value.statement, **place)


class Verification(Citing):
    """A checked draft; offsets of sentences are into ``draft``, of findings into ``text``."""

    draft: str
    counts: dict[VerdictKind, int]
    sentences: list[DraftSentence]
    sources: list[Source]
    notes: list[str]
    left_out: list[types.LeftOut]
    timing: Timing

    @classmethod
    def _attributes(cls, value: Any) -> object:
        counts = {kind: value.count(kind) for kind in VerdictKind}
        return Joined(super()._attributes(value), counts=counts)


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


class MarkedSentence(Form):
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
    marks: list[MarkedSentence]
