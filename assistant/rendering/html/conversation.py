"""A conversation as a page of its own: one file that asks nothing of anybody, ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from assistant.conversations import Conversation
from assistant.rendering.html import render
from assistant.rendering.html.statements import ShownStatement, shown_source, shown_statements
from assistant.rendering.html.telling import Cited
from assistant.rendering.sourcing import cited_sources
from assistant.rendering.wording import count, filters_in_words, long_date, provenance
from assistant.types import Abstention
from assistant.versions import NO_CHANGES, Changes


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """A question and its answer; each statement with what is noted beside it, None for no mark."""

    question: str
    limited: str
    abstention: Abstention | None
    statements: tuple[tuple[ShownStatement, str | None], ...]
    provenance: str
    notes: tuple[str, ...]


def conversation_page(conversation: Conversation, *, changes: Changes = NO_CHANGES) -> Markup:
    """A page of a conversation; ``changes`` are what became of the cited sentences since.

    An article has one number in all answers, and its cited sentences stand at the end.
    """
    answers = [exchange.answer for exchange in conversation.exchanges]
    all_statements = [one for answer in answers for one in answer.statements]
    corrections = tuple(dict.fromkeys(note for answer in answers for note in answer.corrections))
    sources = cited_sources(all_statements)
    numbers = {source.first.article_id: source.number for source in sources}
    exchanges = tuple(
        ShownExchange(
            exchange.question,
            filters_in_words(exchange.filters),
            exchange.answer.abstention,
            tuple(
                (one, conversation.notes.get((place, index)))
                for index, one in enumerate(
                    shown_statements(exchange.answer.statements, numbers=numbers)
                )
            ),
            provenance(exchange.answer.engine) if exchange.answer.statements else "",
            exchange.answer.notes,
        )
        for place, exchange in enumerate(conversation.exchanges)
    )
    return render(
        "told",
        heading=conversation.title,
        nothing="",
        made=f"{long_date(conversation.started)}, {count(len(exchanges), 'question')}",
        body=render("conversation", exchanges=exchanges),
        sources=tuple(
            Cited(shown_source(one, corrections, changes), one.first.url, one.citations)
            for one in sources
        ),
        notes=(),
    )
