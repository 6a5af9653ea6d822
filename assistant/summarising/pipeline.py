"""From articles to a summary: the engine that is configured, and what falls back on what."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Final

from assistant.errors import ModelError
from assistant.language.words import count_words
from assistant.models.embedder import Embedder
from assistant.settings import Settings
from assistant.summarising.extractive import Style, summarise_extractively
from assistant.types import Article, Statement, Summary, Timing, Usage, cited

if TYPE_CHECKING:
    from assistant.models.chat import ChatModel


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
) -> Summary:
    """Summarises ``articles`` together, in about ``words`` words.

    Raises:
        ModelError: the chat model failed, and the settings allow no fallback.
    """
    started = perf_counter()
    notes: list[str] = []
    engine = "extractive"
    if chat is not None:
        try:
            return _written(
                articles, words=words, style=style, chat=chat, read_seconds=read_seconds
            )
        except ModelError as error:
            if settings.fallback != "extractive":
                raise
            engine = "extractive (fallback)"
            notes.append(
                f"The chat model failed ({error.message}), so the articles are quoted instead"
            )
    draft = summarise_extractively(articles, words=words, style=style, embedder=embedder)
    return _summary(
        draft.statements,
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
    read_seconds: float,
) -> Summary:
    from assistant.summarising.chat import ChatSummariser

    started = perf_counter()
    written = ChatSummariser(chat).summarise(articles, words=words, style=style)
    return _summary(
        written.statements,
        engine=f"chat:{chat.name}",
        style=style,
        usage=written.usage,
        notes=written.notes,
        read_seconds=read_seconds,
        started=started,
    )


def _summary(
    statements: Sequence[Statement],
    *,
    engine: str,
    style: Style,
    usage: Usage,
    notes: Sequence[str],
    read_seconds: float,
    started: float,
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
    )
