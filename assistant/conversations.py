"""The words for conversations: what was asked and answered, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.types import Answer, Filters, Statement, Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, what limited it, and its answer; ``asked`` is when, with its time zone."""

    question: str
    filters: Filters
    answer: Answer
    asked: datetime

    @property
    def turn(self) -> Turn:
        """The exchange as the history that a follow-up question is understood by."""
        return Turn(self.question, self.answer.text)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence of an answer that its reader marked, and what they noted beside it, or "".

    ``exchange`` and ``statement`` count from 0.
    """

    exchange: int
    statement: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges in their order. The times carry their time zone.

    ``marks`` are the sentences of its answers that were marked, in their order.
    """

    id: str
    title: str
    started: datetime
    updated: datetime
    exchanges: tuple[Exchange, ...] = ()
    marks: tuple[Marked, ...] = ()

    @property
    def notes(self) -> Mapping[tuple[int, int], str]:
        """What is noted beside each marked sentence, by exchange and statement."""
        return {(one.exchange, one.statement): one.note for one in self.marks}

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements of all answers, those that were taken out of them too."""
        return tuple(
            statement
            for exchange in self.exchanges
            for statement in (*exchange.answer.statements, *exchange.answer.removed)
        )

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The exchanges as the history that a follow-up question is understood by."""
        return tuple(exchange.turn for exchange in self.exchanges)


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """What a list shows of a conversation."""

    id: str
    title: str
    updated: datetime
    exchanges: int
    pinned: bool = False
