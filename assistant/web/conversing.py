"""The conversation that is open, and those that are kept beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

import gradio as gr

from assistant.conversations import Conversation, ConversationSummary, Exchange, Marked
from assistant.errors import ConversationNotFoundError
from assistant.rendering.html import render
from assistant.rendering.html.answers import NO_OFFERS, Offers, turn_html
from assistant.rendering.references import answer_references
from assistant.rendering.renderers import Terms
from assistant.rendering.wording import filters_in_words, long_date
from assistant.types import AbstentionKind
from assistant.versions import NO_CHANGES, Changes
from assistant.web.acts import Noted, Picked, Pinned, Saved, Typed
from assistant.web.ask_components import AskTab
from assistant.web.desk import Desk, Updates
from assistant.web.downloads import download
from assistant.web.narrowing import Narrowing

ASKING: Final = "asking"
"""The kind of work that answers in the conversation that is open."""
_OF_WORDS: Final = frozenset({AbstentionKind.NOT_IN_LIBRARY, AbstentionKind.NOT_IN_EVIDENCE})
"""What may be declined because of a word that is not spelled as the articles have it."""


@dataclass(frozen=True, slots=True)
class Conversing:
    """Opens conversations in the tab, and changes those that are kept."""

    desk: Desk
    tab: AskTab
    narrowing: Narrowing

    # -- what is shown -------------------------------------------------------------

    @property
    def outputs(self) -> list[Any]:
        """What ``opened`` and ``only`` change."""
        tab = self.tab
        return [tab.shown, tab.thread, tab.live, tab.conversations, *self.narrowing.outputs]

    def only(self, articles: Sequence[str], label: str, request: gr.Request) -> Updates:
        """A new conversation that asks these articles (ids) alone; ``label`` says which they are.

        For other parts of the page, whose event then chooses the tab, too.
        """
        return {
            **self.opened(None, request),
            **self.narrowing.limit_to(articles, label, request),
        }

    def opened(self, conversation_id: str | None, request: gr.Request) -> Updates:
        """The page with a conversation, or with a new one where that is not there."""
        owner = self.desk.owner_of(request)
        conversation = None
        if conversation_id:
            try:
                conversation = self.desk.assistant.conversations.get(owner, conversation_id)
            except ConversationNotFoundError:
                conversation_id = None
        return {
            self.tab.shown: conversation.id if conversation else None,
            self.tab.thread: self.thread(owner, conversation),
            self.tab.live: "",
            self.tab.conversations: self.listed(owner, conversation),
            **self.narrowing.of(conversation, request),
        }

    def thread(
        self, owner: str, conversation: Conversation | None, *, without_last: bool = False
    ) -> str:
        """The turns of a conversation, each citation beside what became of its sentence."""
        changes = self.desk.assistant.changes(conversation.statements) if conversation else {}
        offers = NO_OFFERS
        if conversation is not None and conversation.exchanges:
            conversation = self._named(owner, conversation)
            offers = self._offers(conversation.exchanges[-1])
        return thread_html(conversation, without_last=without_last, changes=changes, offers=offers)

    def _named(self, owner: str, conversation: Conversation) -> Conversation:
        """A conversation whose limits name collections by their names, and not by their ids."""
        if not any(exchange.filters.collection for exchange in conversation.exchanges):
            return conversation
        collections = self.desk.assistant.collections(owner=owner)
        names = {one.id: one.name for one in collections}
        exchanges = []
        for one in conversation.exchanges:
            name = names.get(one.filters.collection, one.filters.collection)
            exchanges.append(replace(one, filters=replace(one.filters, collection=name)))
        return replace(conversation, exchanges=tuple(exchanges))

    def _offers(self, last: Exchange) -> Offers:
        """What the last question can be asked again as, where it was declined."""
        abstention = last.answer.abstention
        if abstention is None:
            return NO_OFFERS
        words: tuple[tuple[str, str], ...] = ()
        if abstention.kind in _OF_WORDS:
            words = self.desk.assistant.spellings(last.question)
        return Offers(
            wider=last.filters.active,
            reworded=tuple((near, last.question.replace(wrong, near)) for wrong, near in words),
        )

    def listed(self, owner: str, conversation: Conversation | None) -> str:
        """The conversations of ``owner``, the one that is open among them."""
        today = self.desk.now().astimezone().date()
        groups = _groups(self.desk.assistant.conversations.all(owner), today=today)
        return render(
            "conversations",
            groups=groups,
            current=conversation.id if conversation else None,
            exportable=conversation is not None and bool(conversation.exchanges),
        )

    def sought(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Which conversations have the words in their questions, their answers, their notes."""
        words = Typed.of(event).words.strip()
        found: tuple[ConversationSummary, ...] = ()
        if words:
            owner = self.desk.owner_of(request)
            found = self.desk.assistant.conversations.all(owner, matching=words)
        return {self.tab.matching: render("matching", words=words, ids=[one.id for one in found])}

    # -- what is kept --------------------------------------------------------------

    def taken_back(self, shown: str | None, request: gr.Request) -> Updates:
        """Takes the last question and its answer back; the question can be typed anew."""
        owner = self.desk.owner_of(request)
        conversations = self.desk.assistant.conversations
        exchanges = conversations.get(owner, shown or "").exchanges
        if not exchanges:
            return {}
        last = exchanges[-1]
        conversations.drop_last(owner, shown or "")
        return {**self.opened(shown, request), self.tab.question: last.question}

    def begun(self, _shown: str | None, request: gr.Request) -> Updates:
        """A new conversation, which is kept with its first answer."""
        return self.opened(None, request)

    def picked(self, _shown: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        """Another conversation."""
        return self.opened(Picked.of(event).conversation, request)

    def renamed(self, shown: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        """Gives a conversation another name."""
        act = Picked.of(event)
        owner = self.desk.owner_of(request)
        self.desk.assistant.conversations.rename(owner, act.conversation, title=act.title)
        return self.opened(shown, request)

    def deleted(self, shown: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        """Deletes a conversation for good."""
        act = Picked.of(event)
        owner = self.desk.owner_of(request)
        self.desk.assistant.conversations.delete(owner, act.conversation)
        return self.opened(None if act.conversation == shown else shown, request)

    def pinned(self, shown: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        """Has a conversation stand before the others, or no longer."""
        owner, picked = self.desk.owner_of(request), Picked.of(event).conversation
        pinned = bool(Pinned.of(event).pinned)
        self.desk.assistant.conversations.pin(owner, picked, pinned=pinned)
        return {self.tab.conversations: self.listed(owner, self._open(owner, shown))}

    def marked(self, shown: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        """Marks a sentence of an answer, with a note or none, or takes the mark off."""
        act, owner = Noted.of(event), self.desk.owner_of(request)
        conversations = self.desk.assistant.conversations
        if act.marked:
            marked = Marked(act.exchange, act.statement, act.title)
            conversations.marks.put(owner, shown or "", marked)
        else:
            conversations.marks.remove(owner, shown or "", act.exchange, act.statement)
        return {self.tab.thread: self.thread(owner, conversations.get(owner, shown or ""))}

    def _open(self, owner: str, shown: str | None) -> Conversation | None:
        return self.desk.assistant.conversations.get(owner, shown) if shown else None

    def saved(self, shown: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        """The conversation as a file for the browser to keep."""
        owner = self.desk.owner_of(request)
        conversation = self.desk.assistant.conversations.get(owner, shown or "")
        changes = self.desk.assistant.changes(conversation.statements)
        conversation, terms = self._named(owner, conversation), Terms(changes=changes)
        return {self.tab.file: download("conversation", conversation, Saved.of(event), terms)}


def thread_html(
    conversation: Conversation | None,
    *,
    without_last: bool = False,
    changes: Changes = NO_CHANGES,
    offers: Offers = NO_OFFERS,
) -> str:
    """The turns of a conversation.

    ``changes`` are what became of the cited sentences since, ``offers`` what the last question
    can be asked again as.
    """
    exchanges = conversation.exchanges if conversation else ()
    if without_last:
        exchanges = exchanges[:-1]
    return render(
        "thread",
        conversation=conversation.id if conversation else "",
        turns=[
            turn_html(
                exchange.question,
                exchange.answer,
                number=number,
                copied=answer_references(exchange.answer, changes=changes),
                latest=number == len(exchanges) and not without_last,
                changes=changes,
                limited=filters_in_words(exchange.filters),
                notes=conversation.notes if conversation else None,
                offers=offers if number == len(exchanges) else NO_OFFERS,
            )
            for number, exchange in enumerate(exchanges, start=1)
        ],
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Conversations of one day, or those that are pinned."""

    name: str
    conversations: tuple[ConversationSummary, ...]

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.conversations)


def _groups(conversations: Sequence[ConversationSummary], *, today: date) -> tuple[Group, ...]:
    """The conversations by day, in their order; those that are pinned come first."""
    grouped = groupby(conversations, key=lambda one: _day_in_words(one, today=today))
    return tuple(Group(name, tuple(them)) for name, them in grouped)


def _day_in_words(conversation: ConversationSummary, *, today: date) -> str:
    """``Pinned``, ``Today``, ``Yesterday``, ``3 March 2025``: days of the server's time zone."""
    if conversation.pinned:
        return "Pinned"
    if conversation.updated.year == date.min.year:
        return long_date(None).capitalize()
    day = conversation.updated.astimezone().date()
    names = {today: "Today", today - timedelta(days=1): "Yesterday"}
    return names.get(day, long_date(day))
