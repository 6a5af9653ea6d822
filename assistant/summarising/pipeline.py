"""From articles to a summary: the engine that is configured, and what falls back on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, get_args

from assistant.articles.corrections import corrections_of
from assistant.errors import ModelError
from assistant.models.embedder import Embedder
from assistant.settings import Settings
from assistant.summarising.extractive import Draft, Style, summarise_extractively
from assistant.summarising.leaving_out import without_unsound
from assistant.types import Article, Notice, Summary, Timing, cited

if TYPE_CHECKING:
    from assistant.models.chat import ChatModel


NOTHING_WITHDRAWN: Final[Mapping[str, Notice]] = MappingProxyType({})
STYLES: Final[tuple[Style, ...]] = get_args(Style)


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
    started = perf_counter()
    draft, engine, notes = None, "extractive", told.notes
    if chat is not None:
        try:
            draft = _written(
                told.articles,
                words=words,
                style=style,
                chat=chat,
                embedder=embedder,
                settings=settings,
            )
            engine = f"chat:{chat.name}"
        except ModelError as error:
            if settings.fallback != "extractive":
                raise
            engine, notes = "extractive (fallback)", (*notes, error.fallback_note)
    if draft is None:
        draft = summarise_extractively(told.articles, words=words, style=style, embedder=embedder)
    taken = perf_counter() - started
    return Summary(
        statements=draft.statements,
        engine=engine,
        style=style,
        words=draft.words,
        sources=cited(draft.statements),
        usage=draft.usage,
        timing=Timing({"reading": read_seconds, "summarising": taken}, read_seconds + taken),
        notes=(*notes, *draft.notes),
        removed=draft.removed,
        corrections=corrections_of(draft.statements, told.articles),
    )


def _written(
    articles: Sequence[Article],
    *,
    words: int,
    style: Style,
    chat: ChatModel,
    embedder: Embedder,
    settings: Settings,
) -> Draft:
    """A summary that the chat model writes, every statement checked.

    Raises:
        ModelError: it gave nothing usable, or nothing that its articles support.
    """
    from assistant.answering.evidence import whole_evidence
    from assistant.answering.review import Reviewer
    from assistant.models.entailment import entailment_of
    from assistant.summarising.chat import summarise_by_chat
    from assistant.verifying.vectors import SourceVectors
    from assistant.verifying.verifier import Verifier

    written = summarise_by_chat(chat, articles, words=words, style=style)
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
    return replace(
        written,
        statements=statements,
        notes=(*written.notes, *review.notes),
        usage=written.usage + review.usage,
        removed=tuple(review.removed),
    )
