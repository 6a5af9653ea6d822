"""The conversation: questions, answers as they come, and the conversations that are kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import gradio as gr

from assistant.conversations import Conversation, Exchange
from assistant.errors import (
    AssistantError,
    ConversationNotFoundError,
    StoppedError,
    UsageError,
)
from assistant.language.days import limits
from assistant.rendering.conversation import (
    answer_references,
    conversation_document,
    conversation_markdown,
)
from assistant.rendering.html import render
from assistant.rendering.html_answers import live_html, stopped_html, turn_html
from assistant.rendering.structured import dumps
from assistant.rendering.wording import filters_in_words
from assistant.types import Answer, Filters, Statement
from assistant.versions import NO_CHANGES, Changes
from assistant.web.acts import Picked, Saved, Suggested, clickable
from assistant.web.desk import Desk, Updates, page_of, told, told_in
from assistant.web.work import BusyError

_KIND = "asking"


@dataclass(slots=True)
class _Course:
    """A question on its way: where it was asked, and what has come of it so far."""

    question: str
    filters: Filters
    owner: str
    shown: str | None
    again: bool
    number: int = 1
    statements: list[Statement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AskTab:
    """The components of the tab."""

    desk: Desk
    shown: gr.State
    conversations: gr.HTML
    thread: gr.HTML
    live: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    limits: gr.Accordion
    outlets: gr.Dropdown
    since: gr.Textbox
    until: gr.Textbox
    file: gr.JSON

    # -- what is shown -------------------------------------------------------------

    def opened(
        self, conversation_id: str | None, request: gr.Request, *, suggesting: bool = True
    ) -> Updates:
        """The page with a conversation, or with a new one where that is not there."""
        owner = self.desk.owner_of(request)
        conversation = None
        if conversation_id:
            try:
                conversation = self.desk.assistant.conversations.get(owner, conversation_id)
            except ConversationNotFoundError:
                conversation_id = None
        asked = suggesting and conversation is None
        suggested = self.desk.assistant.suggestions() if asked else ()
        return {
            self.shown: conversation.id if conversation else None,
            self.thread: self._thread(conversation),
            self.live: "" if conversation else self._welcome(suggestions=suggested),
            self.conversations: self._listed(owner, conversation),
        }

    def suggestions(self, shown: str | None, request: gr.Request) -> Updates:
        """Questions to begin with, where nothing is shown and nothing is on its way."""
        if shown or self.desk.work.is_going(page_of(request), _KIND):
            return {}
        return {self.live: self._welcome(suggestions=self.desk.assistant.suggestions())}

    def _welcome(self, *, suggestions: tuple[str, ...]) -> str:
        """What an empty conversation shows: questions to begin with, or how to add articles."""
        articles = self.desk.assistant.count()
        return render("welcome", articles=articles, suggestions=suggestions)

    def _thread(self, conversation: Conversation | None, *, without_last: bool = False) -> str:
        """The turns of a conversation, each citation beside what became of its sentence."""
        changes = self.desk.assistant.changes(conversation.statements) if conversation else {}
        return thread_html(conversation, without_last=without_last, changes=changes)

    def _listed(self, owner: str, conversation: Conversation | None) -> str:
        return render(
            "conversations",
            conversations=self.desk.assistant.conversations.all(owner),
            current=conversation.id if conversation else None,
            exportable=conversation is not None and bool(conversation.exchanges),
        )

    # -- asking --------------------------------------------------------------------

    async def asked(  # noqa: PLR0917 - Gradio hands values over by position
        self,
        question: str,
        shown: str | None,
        outlets: list[str],
        since: str | None,
        until: str | None,
        request: gr.Request,
    ) -> AsyncIterator[Updates]:
        """Answers what was typed, in the conversation that is shown."""
        try:
            filters = _limits(outlets, since, until)
        except AssistantError as error:
            yield {self.live: told(error, question=question or None)}
            return
        async for updates in self._answered(question, shown, filters, request):
            yield updates

    async def suggested(
        self, shown: str | None, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Answers a suggested question, in the whole library."""
        question = Suggested.of(event).question
        async for updates in self._answered(question, shown, Filters(), request):
            yield updates

    async def again(self, shown: str | None, request: gr.Request) -> AsyncIterator[Updates]:
        """Asks the last question of the conversation once more, in the place of its answer."""
        owner = self.desk.owner_of(request)
        conversations = self.desk.assistant.conversations
        try:
            conversation = await asyncio.to_thread(conversations.get, owner, shown or "")
        except AssistantError as error:
            yield {self.live: told(error)}
            return
        if not conversation.exchanges:
            return
        last = conversation.exchanges[-1]
        async for updates in self._answered(
            last.question, shown, last.filters, request, again=True
        ):
            yield updates

    async def _answered(
        self,
        question: str,
        shown: str | None,
        filters: Filters,
        request: gr.Request,
        *,
        again: bool = False,
    ) -> AsyncIterator[Updates]:
        """The answer as it comes, whatever becomes of it."""
        course = _Course(question, filters, self.desk.owner_of(request), shown, again=again)
        try:
            async for updates in self.desk.work.run(
                partial(self._answer, course), page=page_of(request), kind=_KIND
            ):
                yield updates
        except BusyError:
            return
        except StoppedError:
            yield {
                self.live: stopped_html(question, course.statements, number=course.number),
                self.question: gr.Textbox(value=question),
            }
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {
                self.live: told(error, question=question),
                self.question: gr.Textbox(value=question),
            }
        yield {self.ask: gr.Button(visible=True), self.stop: gr.Button(visible=False)}

    def _answer(self, course: _Course, give: Callable[[Updates], None]) -> None:
        """Answers in the conversation and keeps the answer there; in a thread of its own."""
        assistant = self.desk.assistant
        earlier = assistant.conversations.get(course.owner, course.shown) if course.shown else None
        exchanges = earlier.exchanges if earlier else ()
        if course.again:
            exchanges = exchanges[:-1]
        course.number = len(exchanges) + 1
        engine = assistant.engine_name

        def coming() -> str:
            return live_html(
                course.question, course.statements, number=course.number, engine=engine
            )

        give(
            {
                self.question: gr.Textbox(value=""),
                self.ask: gr.Button(visible=False),
                self.stop: gr.Button(visible=True),
                self.live: coming(),
                **({self.thread: self._thread(earlier, without_last=True)} if course.again else {}),
            }
        )
        history = tuple(exchange.turn for exchange in exchanges)
        # Closed at once when it is stopped: a model's connection hangs on it.
        with closing(
            assistant.stream(course.question, filters=course.filters, history=history)
        ) as parts:
            for part in parts:
                if isinstance(part, Answer):
                    kept = self._kept(course, part)
                    give(
                        {
                            self.shown: kept.id,
                            self.thread: self._thread(kept),
                            self.live: "",
                            self.conversations: self._listed(course.owner, kept),
                        }
                    )
                else:
                    course.statements.append(part)
                    give({self.live: coming()})

    def _kept(self, course: _Course, answer: Answer) -> Conversation:
        """The conversation with the answer, a new one where none is shown."""
        conversations = self.desk.assistant.conversations
        exchange = Exchange(course.question, course.filters, answer, asked=self.desk.now())
        shown = course.shown
        if shown is None:
            shown = conversations.start(course.owner, at=exchange.asked).id
        elif course.again:
            conversations.drop_last(course.owner, shown)
        conversations.add(course.owner, shown, exchange)
        return conversations.get(course.owner, shown)

    def stopped(self, request: gr.Request) -> None:
        """Stops the answer that is coming."""
        self.desk.work.stop(page_of(request), _KIND)

    # -- conversations -------------------------------------------------------------

    def taken_back(self, shown: str | None, request: gr.Request) -> Updates:
        """Takes the last question and its answer back; the question can be typed anew."""
        owner = self.desk.owner_of(request)
        conversations = self.desk.assistant.conversations
        exchanges = conversations.get(owner, shown or "").exchanges
        if not exchanges:
            return {}
        last = exchanges[-1]
        conversations.drop_last(owner, shown or "")
        return {**self.opened(shown, request), self.question: last.question}

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
        if Saved.of(event).form == "json":
            text = dumps(conversation_document(conversation, changes=changes))
            return {self.file: download("conversation.json", text)}
        written = conversation_markdown(conversation, changes=changes)
        return {self.file: download("conversation.md", written)}

    def limited(self, outlets: list[str], since: str | None, until: str | None) -> Any:
        """The label of the limits, which says what is limited also while they are folded."""
        try:
            said = filters_in_words(_limits(outlets, since, until))
        except UsageError as error:
            said = error.message
        return gr.Accordion(label=f"Limits: {said}" if said else "Limit to outlets or days")


def ask_tab(desk: Desk) -> AskTab:
    """Lays the tab out."""
    with gr.Row(elem_id="nd-ask"):
        with gr.Column(elem_id="nd-side", min_width=0):
            conversations = clickable(
                "new", "pick", "rename", "delete", "save", element="nd-conversations"
            )
        with gr.Column(elem_id="nd-chat", min_width=0):
            with gr.Column(elem_id="nd-scroll"):
                thread = clickable("cite", "open", "retry", "undo", element="nd-thread")
                live = clickable("cite", "open", "suggest", "library", "samples", element="nd-live")
            with gr.Column(elem_id="nd-composer"):
                with gr.Row(elem_id="nd-line"):
                    question = gr.Textbox(
                        label="Your question",
                        placeholder="Ask about the articles …",
                        lines=1,
                        max_lines=6,
                        max_length=2_000,
                        autofocus=True,
                        elem_id="nd-question",
                        scale=1,
                    )
                    ask = gr.Button("Ask", variant="primary", elem_id="nd-ask-button", scale=0)
                    stop = gr.Button("Stop", visible=False, elem_id="nd-stop-button", scale=0)
                with gr.Accordion(
                    "Limit to outlets or days", open=False, elem_id="nd-limits"
                ) as accordion:
                    outlets = gr.Dropdown(
                        [], multiselect=True, label="Outlets", elem_id="nd-outlets"
                    )
                    with gr.Row():
                        since = gr.Textbox(
                            label="From", placeholder="2025-03-01, 2025-03 or 2025", max_length=20
                        )
                        until = gr.Textbox(
                            label="Until", placeholder="the same, that day included", max_length=20
                        )
    return AskTab(
        desk=desk,
        shown=gr.State(None),
        conversations=conversations,
        thread=thread,
        live=live,
        question=question,
        ask=ask,
        stop=stop,
        limits=accordion,
        outlets=outlets,
        since=since,
        until=until,
        file=gr.JSON(visible=False),
    )


def wire(tab: AskTab) -> None:
    """Connects what people do in the tab with what it does."""
    shown = [tab.shown, tab.thread, tab.live, tab.conversations, tab.question]
    outputs = [*shown, tab.ask, tab.stop]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking: dict[str, Any] = {**quiet, "concurrency_limit": None, "outputs": outputs}
    typed = [tab.question, tab.shown, tab.outlets, tab.since, tab.until]
    gr.on(
        [tab.question.submit, tab.ask.click], tab.asked, inputs=typed, trigger_mode="once", **asking
    )
    tab.live.suggest(tab.suggested, inputs=[tab.shown], **asking)
    tab.thread.retry(tab.again, inputs=[tab.shown], **asking)
    at_once: dict[str, Any] = {**quiet, "queue": False}
    tab.stop.click(tab.stopped, **at_once)
    for listen, handler in (
        (tab.thread.undo, tab.taken_back),
        (tab.conversations.new, tab.begun),
        (tab.conversations.pick, tab.picked),
        (tab.conversations.rename, tab.renamed),
        (tab.conversations.delete, tab.deleted),
    ):
        listen(told_in(tab.live, handler), inputs=[tab.shown], outputs=shown, **at_once)
    tab.conversations.save(
        told_in(tab.live, tab.saved),
        inputs=[tab.shown],
        outputs=[tab.file, tab.live],
        **at_once,
    ).then(None, inputs=[tab.file], js="newsdesk.save", api_visibility="private")
    gr.on(
        [tab.outlets.change, tab.since.change, tab.until.change],
        tab.limited,
        inputs=[tab.outlets, tab.since, tab.until],
        outputs=[tab.limits],
        **at_once,
    )


def _limits(outlets: list[str], since: str | None, until: str | None) -> Filters:
    """The limits that are typed; a field that nobody has touched is None."""
    return limits(
        outlets,
        (since or "").strip() or None,
        (until or "").strip() or None,
        labels=("From", "Until"),
    )


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


def download(name: str, text: str) -> dict[str, str]:
    """A file that the page's script gives to the browser."""
    kind = "application/json" if name.endswith(".json") else "text/markdown"
    return {"name": name, "kind": f"{kind};charset=utf-8", "text": text}
