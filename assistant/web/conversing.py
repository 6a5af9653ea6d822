"""The conversation that is open, and those that are kept beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import gradio as gr

from assistant.conversations import Conversation
from assistant.errors import ConversationNotFoundError
from assistant.rendering.html import render
from assistant.rendering.html.answers import turn_html
from assistant.rendering.references import answer_references
from assistant.rendering.renderers import Terms
from assistant.versions import NO_CHANGES, Changes
from assistant.web.acts import Picked, Saved
from assistant.web.ask_components import AskTab
from assistant.web.desk import Desk, Updates
from assistant.web.downloads import download

ASKING: Final = "asking"
"""The kind of work that answers in the conversation that is open."""


@dataclass(frozen=True, slots=True)
class Conversing:
    """Opens conversations in the tab, and changes those that are kept."""

    desk: Desk
    tab: AskTab

    # -- what is shown -------------------------------------------------------------

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
            self.tab.thread: self.thread(conversation),
            self.tab.live: "",
            self.tab.conversations: self.listed(owner, conversation),
        }

    def thread(self, conversation: Conversation | None, *, without_last: bool = False) -> str:
        """The turns of a conversation, each citation beside what became of its sentence."""
        changes = self.desk.assistant.changes(conversation.statements) if conversation else {}
        return thread_html(conversation, without_last=without_last, changes=changes)

    def listed(self, owner: str, conversation: Conversation | None) -> str:
        """The conversations of ``owner``, the one that is open among them."""
        return render(
            "conversations",
            conversations=self.desk.assistant.conversations.all(owner),
            current=conversation.id if conversation else None,
            exportable=conversation is not None and bool(conversation.exchanges),
        )

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

    def saved(self, shown: str | None, event: gr.EventData, request: gr.Request) -> Updates:
        """The conversation as a file for the browser to keep."""
        owner = self.desk.owner_of(request)
        conversation = self.desk.assistant.conversations.get(owner, shown or "")
        changes = self.desk.assistant.changes(conversation.statements)
        terms = Terms(changes=changes)
        return {self.tab.file: download("conversation", conversation, Saved.of(event), terms)}


def thread_html(
    conversation: Conversation | None,
    *,
    without_last: bool = False,
    changes: Changes = NO_CHANGES,
) -> str:
    """The turns of a conversation; ``changes`` are what became of the cited sentences since."""
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
            )
            for number, exchange in enumerate(exchanges, start=1)
        ],
    )
