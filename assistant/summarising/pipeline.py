"""From articles to a summary: the engine that is configured, and what falls back on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from assistant.articles.corrections import corrections_of
from assistant.errors import ModelError
from assistant.language.words import count_words
from assistant.models.embedder import Embedder
from assistant.settings import Settings
from assistant.summarising.extractive import Style, summarise_extractively
from assistant.summarising.leaving_out import without_unsound
from assistant.types import Article, Notice, Statement, Summary, Timing, Usage, cited

if TYPE_CHECKING:
    from assistant.models.chat import ChatModel


NOTHING_WITHDRAWN: Final[Mapping[str, Notice]] = MappingProxyType({})
STYLES: Final[tuple[Style, ...]] = ("paragraph", "bullets", "headline")


def summarise(
    articles: Sequence[Article],
    *,
    words: int,
    style: Style,
    embedder: Embedder,
    chat: ChatModel | None,
    settings: Settings,
    read_seconds: float,
    withdrawn: Mapping[str, Notice] = NOTHING_WITHDRAWN,
) -> Summary:
    """Summarises ``articles`` together, in about ``words`` words.

    Those that are retracted, or ``withdrawn`` (by id), are left out, and a note says so.

    Raises:
        UsageError: all of them are withdrawn.
        ModelError: the chat model failed, and the settings allow no fallback.
    """
    told = without_unsound(articles, withdrawn=withdrawn)
    summary = _summarised(
        told.articles,
        words=words,
        style=style,
        embedder=embedder,
        chat=chat,
        settings=settings,
        read_seconds=read_seconds,
    )
    return replace(summary, notes=(*told.notes, *summary.notes))


def _summarised(
    articles: Sequence[Article],
    *,
    words: int,
    style: Style,
    embedder: Embedder,
    chat: ChatModel | None,
    settings: Settings,
    read_seconds: float,
) -> Summary:
    started = perf_counter()
    notes: list[str] = []
    engine = "extractive"
    if chat is not None:
        try:
            return _written(
                articles,
                words=words,
                style=style,
                chat=chat,
                embedder=embedder,
                settings=settings,
                read_seconds=read_seconds,
            )
        except ModelError as error:
            if settings.fallback != "extractive":
                raise
            engine = "extractive (fallback)"
            notes.append(
                f"The chat model failed ({error.message}), so the articles are quoted instead"
                + (f". {error.hint}" if error.hint else "")
            )
    draft = summarise_extractively(articles, words=words, style=style, embedder=embedder)
    return _summary(
        draft.statements,
        articles=articles,
        engine=engine,
        style=style,
        usage=Usage(),
        notes=(*notes, *draft.notes),
        read_seconds=read_seconds,
        started=started,
    )


def _written(
    articles: Sequence[Article],
    *,
    words: int,
    style: Style,
    chat: ChatModel,
    embedder: Embedder,
    settings: Settings,
    read_seconds: float,
) -> Summary:
    """A summary that the chat model writes, every statement checked.

    Raises:
        ModelError: it gave nothing usable, or nothing that its articles support.
    """
    from assistant.answering.evidence import whole_evidence
    from assistant.answering.review import Reviewer
    from assistant.models.shipped import entailment_of
    from assistant.summarising.chat import ChatSummariser
    from assistant.verifying.vectors import SourceVectors
    from assistant.verifying.verifier import Verifier

    started = perf_counter()
    written = ChatSummariser(chat).summarise(articles, words=words, style=style)
    reviewer = Reviewer(
        verifier=Verifier(SourceVectors(embedder), model=entailment_of(settings.threads)),
        model=chat,
        policy=settings.unsupported,
        judging=settings.judge,
    )
    reviewed = reviewer.review(
        written.statements,
        evidence=whole_evidence(articles),
        task=f"a summary ({style}) of about {words} words",
        spent=lambda: written.usage,
    )
    statements = tuple(reviewed)
    if not statements:
        raise ModelError(
            "Nothing that the chat model wrote is supported by what it cites",
            hint="Summarise with --engine extractive, or show it all with --unsupported flag",
        )
    review = reviewed.result
    return _summary(
        statements,
        articles=articles,
        engine=f"chat:{chat.name}",
        style=style,
        usage=written.usage + review.usage,
        notes=(*written.notes, *review.notes),
        removed=review.removed,
        read_seconds=read_seconds,
        started=started,
    )


def _summary(
    statements: Sequence[Statement],
    *,
    articles: Sequence[Article],
    engine: str,
    style: Style,
    usage: Usage,
    notes: Sequence[str],
    read_seconds: float,
    started: float,
    removed: tuple[Statement, ...] = (),
) -> Summary:
    taken = perf_counter() - started
    return Summary(
        statements=tuple(statements),
        engine=engine,
        style=style,
        words=sum(count_words(statement.text) for statement in statements),
        sources=cited(statements),
        usage=usage,
        timing=Timing({"reading": read_seconds, "summarising": taken}, read_seconds + taken),
        notes=tuple(notes),
        removed=removed,
        corrections=corrections_of(statements, articles),
    )
