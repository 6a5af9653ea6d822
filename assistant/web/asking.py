"""A question on its way: asked, answered as it comes, kept, stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

import gradio as gr

from assistant.conversations import Conversation, Exchange
from assistant.errors import AssistantError, StoppedError
from assistant.rendering.html.answers import live_html, stopped_html
from assistant.reports import Waiting
from assistant.types import Answer, Statement
from assistant.web.acts import Suggested
from assistant.web.ask_components import AskTab
from assistant.web.conversing import ASKING, Conversing
from assistant.web.desk import Desk, Updates, page_of, told
from assistant.web.narrowing import Narrowed, Narrowing
from assistant.web.work import BusyError


@dataclass(slots=True)
class _Course:
    """A question on its way: where it was asked, and what has come of it so far.

    ``outcome`` is what the page shows at its end.
    """

    question: str
    narrowed: Narrowed
    request: gr.Request
    owner: str
    shown: str | None
    again: bool
    number: int = 1
    statements: list[Statement] = field(default_factory=list)
    outcome: Updates = field(default_factory=dict)
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers in the conversation that is open."""

    desk: Desk
    tab: AskTab
    conversing: Conversing
    narrowing: Narrowing

    async def asked(
        self, question: str, shown: str | None, narrowed: Narrowed, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Answers what was typed, in the conversation that is shown, within the limits."""
        async for updates in self._answered(question, shown, narrowed, request):
            yield updates

    async def suggested(
        self, shown: str | None, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Answers a suggested question, in the whole library."""
        question = Suggested.of(event).question
        async for updates in self._answered(question, shown, Narrowed(), request):
            yield updates

    async def again(self, shown: str | None, request: gr.Request) -> AsyncIterator[Updates]:
        """Asks the last question of the conversation once more, in the place of its answer."""
        async for updates in self._again(shown, request):
            yield updates

    async def widened(self, shown: str | None, request: gr.Request) -> AsyncIterator[Updates]:
        """Asks the last question once more, in the whole library."""
        async for updates in self._again(shown, request, narrowed=Narrowed()):
            yield updates

    async def reworded(
        self, shown: str | None, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Asks the last question once more, in the words that were offered."""
        async for updates in self._again(shown, request, question=Suggested.of(event).question):
            yield updates

    async def _again(
        self,
        shown: str | None,
        request: gr.Request,
        *,
        question: str = "",
        narrowed: Narrowed | None = None,
    ) -> AsyncIterator[Updates]:
        """Answers in the place of the last answer; by default the same, within the same limits."""
        owner = self.desk.owner_of(request)
        conversations = self.desk.assistant.conversations
        try:
            conversation = await asyncio.to_thread(conversations.get, owner, shown or "")
        except AssistantError as error:
            yield {self.tab.live: told(error)}
            return
        if not conversation.exchanges:
            return
        last = conversation.exchanges[-1]
        async for updates in self._answered(
            question or last.question,
            shown,
            Narrowed(last.filters) if narrowed is None else narrowed,
            request,
            again=True,
        ):
            yield updates

    async def _answered(
        self,
        question: str,
        shown: str | None,
        narrowed: Narrowed,
        request: gr.Request,
        *,
        again: bool = False,
    ) -> AsyncIterator[Updates]:
        """The answer as it comes, whatever becomes of it."""
        owner = self.desk.owner_of(request)
        course = _Course(question, narrowed, request, owner, shown, again=again)
        try:
            async for updates in self.desk.work.run(
                partial(self._answer, course), page=page_of(request), kind=ASKING
            ):
                yield updates
        except BusyError:
            return
        except StoppedError:
            # Where it came too late, the answer is kept, and shown.
            course.outcome = course.outcome or {
                self.tab.live: stopped_html(question, course.statements, number=course.number),
                self.tab.question: gr.Textbox(value=question),
            }
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            course.outcome = {
                self.tab.live: told(error, question=question),
                self.tab.question: gr.Textbox(value=question),
            }
        # The end is shown when the work is over: whoever sees it can ask the next question.
        yield {
            **course.outcome,
            self.tab.ask: gr.Button(visible=True),
            self.tab.stop: gr.Button(visible=False),
        }

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
                course.question,
                course.statements,
                number=course.number,
                engine=engine,
                waiting=course.waiting,
            )

        def waits(waiting: Waiting) -> None:
            course.waiting = waiting
            give({self.tab.live: coming()})

        give(
            {
                self.tab.question: gr.Textbox(value=""),
                self.tab.ask: gr.Button(visible=False),
                self.tab.stop: gr.Button(visible=True),
                self.tab.live: coming(),
                **(
                    {
                        self.tab.thread: self.conversing.thread(
                            course.owner, earlier, without_last=True
                        )
                    }
                    if course.again
                    else {}
                ),
            }
        )
        history = tuple(exchange.turn for exchange in exchanges)
        filters = assistant.within(course.narrowed.filters, owner=course.owner)
        # Closed at once when it is stopped: a model's connection hangs on it.
        with closing(
            assistant.stream(course.question, filters=filters, history=history, on_waiting=waits)
        ) as parts:
            for part in parts:
                if isinstance(part, Answer):
                    kept = self._kept(course, part)
                    course.outcome = {
                        self.tab.shown: kept.id,
                        self.tab.thread: self.conversing.thread(course.owner, kept),
                        self.tab.live: "",
                        self.tab.conversations: self.conversing.listed(course.owner, kept),
                        **self.narrowing.shown(course.narrowed, kept, course.request),
                    }
                else:
                    course.statements.append(part)
                    give({self.tab.live: coming()})

    def _kept(self, course: _Course, answer: Answer) -> Conversation:
        """The conversation with the answer, a new one where none is shown."""
        conversations = self.desk.assistant.conversations
        filters = course.narrowed.filters
        exchange = Exchange(course.question, filters, answer, asked=self.desk.now())
        shown = course.shown
        if shown is None:
            shown = conversations.start(course.owner, at=exchange.asked).id
        elif course.again:
            conversations.drop_last(course.owner, shown)
        conversations.add(course.owner, shown, exchange)
        return conversations.get(course.owner, shown)

    def stopped(self, request: gr.Request) -> None:
        """Stops the answer that is coming."""
        self.desk.work.stop(page_of(request), ASKING)
