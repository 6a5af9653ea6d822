"""What goes across the tabs of the page: what one part's events change in another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from textwrap import shorten
from typing import Any, Final

import gradio as gr

from assistant.errors import ConversationNotFoundError, UsageError
from assistant.rendering.html.answers import notice_html
from assistant.rendering.safety import one_line
from assistant.rendering.wording import count
from assistant.types import ArticleSummary, Citation
from assistant.web import panel
from assistant.web.acts import Chosen, Cite, Place
from assistant.web.conversing import Conversing
from assistant.web.desk import Desk, Updates, page_of, told_in
from assistant.web.digesting import Digest, Digesting
from assistant.web.draft_tab import Drafts
from assistant.web.library_list import View
from assistant.web.library_tab import LibraryTab
from assistant.web.settings_tab import status_html
from assistant.web.stories_tab import StoriesTab
from assistant.web.welcoming import Welcoming

_TOPIC: Final = 150
"""Characters of a story's title that a question about it takes."""


class Across:
    """The events of one tab that show in another, and what they show there."""

    def __init__(
        self,
        desk: Desk,
        conversing: Conversing,
        stories: StoriesTab,
        summarise: Digesting,
        library: LibraryTab,
        *,
        drafts: Drafts,
        welcoming: Welcoming,
        source: gr.HTML,
        status: gr.HTML,
        tabs: gr.Tabs,
    ) -> None:
        self._desk = desk
        self._conversing = conversing
        self._welcoming = welcoming
        self._ask = ask = conversing.tab
        self._stories = stories
        self._summarise = summarise
        self._library = library
        self._drafts = drafts
        self._source = source
        self._status = status
        self._tabs = tabs
        self.limited = [status, *welcoming.outputs]
        self.conversation = [*conversing.outputs, ask.ready]
        self.everything = [*self.limited, *self.conversation, source]
        self._changed = [*self.limited, *library.all]

    def wire(self, found: gr.HTML) -> None:
        """Connects the parts with the source, with what was found, and with each other."""
        source = self._source
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        at_once = {**quiet, "queue": False}
        ask, library = self._ask, self._library
        for html in (ask.thread, ask.live):
            html.cite(self.cited, inputs=[ask.shown], outputs=[source], **at_once)
            html.open(self.opened, outputs=[source], **at_once)
        ask.welcome.cite(self._welcoming.cited, outputs=[source], **at_once)
        digest = self._summarise.tab.digest
        self._summarise.tab.result.cite(
            self.cited_in_summary, inputs=[digest], outputs=[source], **at_once
        )
        stories = self._stories
        for html in (stories.news, stories.cards, *stories.told, library.table):
            html.cite(self.cited_in_story, outputs=[source], **at_once)
        for html in (stories.news, stories.articles, library.table, found):
            html.open(self.opened, outputs=[source], **at_once)
        for html in (source, found):
            html.story(lambda: gr.Tabs(selected="stories"), outputs=[self._tabs], **at_once)
            html.story(
                stories.opened,
                inputs=[stories.visit],
                outputs=stories.page,
                concurrency_limit=None,
                trigger_mode="multiple",
                **quiet,
            )
        stories.head.ask(
            told_in(stories.outcome, self.asking_about),
            inputs=[stories.open],
            outputs=[stories.outcome, self._tabs, ask.question, *self.conversation],
            **at_once,
        )
        library.chosen.only(
            told_in(library.outcome, self.asking_only),
            outputs=[library.outcome, self._tabs, *self.conversation],
            **at_once,
        )
        library.chosen.check(
            told_in(library.outcome, self.checking),
            outputs=[library.outcome, self._tabs, *self._drafts.scope.offered],
            **at_once,
        )
        source.version(self.turned, outputs=[source], **at_once)
        summarise, tab = self._summarise, self._summarise.tab
        for html, digested, named in (
            (source, summarise.of_article, []),
            (library.chosen, summarise.of_chosen, []),
            (stories.head, summarise.of_open_story, [stories.open]),
        ):
            html.digest(lambda: gr.Tabs(selected="summarise"), outputs=[self._tabs], **at_once)
            html.digest(
                digested,
                inputs=[*named, tab.words, tab.style],
                outputs=tab.made,
                concurrency_limit=None,
                trigger_mode="multiple",
                **quiet,
            )
        for html in (ask.welcome, ask.thread, stories.cards):
            html.library(lambda: gr.Tabs(selected="library"), outputs=[self._tabs], **at_once)
        stories.cards.samples(lambda: gr.Tabs(selected="library"), outputs=[self._tabs], **at_once)
        # All that is given is sent, also while the rest of the page is told of the last one.
        adding: dict[str, Any] = {**quiet, "concurrency_limit": None, "trigger_mode": "multiple"}
        adding["outputs"] = [*self._changed, ask.live, library.kept, self._tabs]
        library.bar.upload(
            self.uploaded,
            inputs=[library.files, library.view],
            js="newsdesk.sent",
            **adding,
        )
        for listen, add in (
            (library.bar.give, library.given),
            (library.outcome.follow, library.followed),
            (library.kept.refresh, library.refreshed),
        ):
            listen(self.adding(add), inputs=[library.view], **adding)
        for html in (stories.cards, library.table):
            html.samples(self.samples, inputs=[library.view], **adding)
        ask.welcome.samples(self.samples_here, inputs=[library.view], **adding)
        ask.welcome.stop(library.adding.stop, **at_once)
        library.outcome.confirm(
            told_in(library.outcome, self.removed),
            inputs=[library.view],
            outputs=self._changed,
            **at_once,
        )

    # -- loading -------------------------------------------------------------------

    def loaded(self, told: object, request: gr.Request) -> Updates:
        """The page as it opens, with the conversation and the source that its address names.

        It can be used then.
        """
        place = Place.of(told)
        updates = told_in(self._ask.live, self._opened)(place, request)
        updates[self._ask.ready] = True
        if place.article:
            cite = Cite(article=place.article, focus=place.focus, also=place.focus)
            quoted = self._quoted(place.conversation, request)
            updates[self._source] = panel.cited(self._desk, cite, citations=quoted)
        return updates

    def _opened(self, place: Place, request: gr.Request) -> Updates:
        opened = self._conversing.opened(place.conversation or None, request)
        return {**self._state(), **self._welcoming.shown(made=False), **opened}

    def refreshed(self, *, made: bool = True, said: str = "") -> Updates:
        """What depends on the library, which may have changed; see ``Welcoming.shown``."""
        return {**self._state(), **self._welcoming.shown(made=made, said=said)}

    def entered(self, ready: bool) -> Updates:  # noqa: FBT001 - Gradio hands it over by position
        """The same when the tab is chosen, which it is at first: before the page has loaded.

        Then nothing can be asked yet.
        """
        updates = self.refreshed()
        return updates if ready else {k: v for k, v in updates.items() if k != self._ask.composer}

    async def _anew(self, *, made: bool = True, said: str = "") -> Updates:
        """The same, in a thread, with what goes wrong told in the page."""
        refreshed = told_in(self._ask.live, partial(self.refreshed, made=made, said=said))
        return await asyncio.to_thread(refreshed)

    def _state(self) -> Updates:
        return {self._status: status_html(self._desk)}

    def left(self, request: gr.Request) -> None:
        """Stops what a page asked for that has been closed."""
        self._desk.work.stop(page_of(request))
        self._library.adding.dismiss(request)

    # -- sources -------------------------------------------------------------------

    def cited(self, shown: str | None, event: gr.EventData, request: gr.Request) -> str:
        """The source of an answer; where it is gone, what was quoted from it."""
        return panel.cited(self._desk, event, citations=self._quoted(shown, request))

    def _quoted(self, shown: str | None, request: gr.Request) -> tuple[Citation, ...]:
        if not shown:
            return ()
        owner = self._desk.owner_of(request)
        try:
            conversation = self._desk.assistant.conversations.get(owner, shown)
        except ConversationNotFoundError:
            return ()
        return tuple(
            citation
            for exchange in conversation.exchanges
            for statement in exchange.answer.statements
            for citation in statement.citations
        )

    def cited_in_summary(self, digest: Digest | None, event: gr.EventData) -> str:
        """The source of a summary, which need not be in the library."""
        own = {article.id: article for article in digest.articles} if digest else {}
        return panel.cited(self._desk, event, own=own)

    def cited_in_story(self, event: gr.EventData) -> str:
        """The source of a sentence that is told of a story."""
        return panel.cited(self._desk, event)

    def asking_about(self, story_id: str, request: gr.Request) -> Updates:
        """The tab where questions are asked, with one about the story, of its articles alone."""
        story = self._desk.assistant.story(story_id)
        topic = shorten(one_line(story.title), _TOPIC, placeholder="").rstrip(".?!")
        ids = [one.id for one in story.articles]
        return {
            **self._conversing.only(ids, story.title, request),
            self._tabs: gr.Tabs(selected="ask"),
            self._ask.question: gr.Textbox(value=f"What is the latest on {topic}?"),
        }

    def asking_only(self, event: gr.EventData, request: gr.Request) -> Updates:
        """The tab where questions are asked, of the articles alone that were chosen."""
        found = self._chosen(event)
        label = found[0].title if len(found) == 1 else count(len(found), "chosen article")
        return {
            **self._conversing.opened(None, request),
            **self._conversing.narrowing.limit_to([one.id for one in found], label, request),
            self._tabs: gr.Tabs(selected="ask"),
        }

    def checking(self, event: gr.EventData) -> Updates:
        """The tab where drafts are checked, held against the articles that were chosen."""
        found = self._chosen(event)
        label = found[0].title if len(found) == 1 else "Chosen in the library"
        held = self._drafts.scope.hold_against([one.id for one in found], label)
        return {**held, self._tabs: gr.Tabs(selected="draft")}

    def _chosen(self, event: gr.EventData) -> tuple[ArticleSummary, ...]:
        """The articles that were chosen in the library, as far as they are still there.

        Raises:
            UsageError: none is.
        """
        found = self._desk.assistant.listed(Chosen.of(event).ids)
        if not found:
            raise UsageError("What was chosen is no longer in the library", hint="Choose others")
        return found

    def opened(self, event: gr.EventData) -> str:
        """A whole article."""
        return panel.opened(self._desk, event)

    def turned(self, event: gr.EventData) -> str:
        """Another version of the article that is open."""
        return panel.turned(self._desk, event)

    # -- the library changes -------------------------------------------------------

    async def uploaded(
        self, files: list[str] | None, view: View, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Adds files; afterwards the rest of the page knows of them."""
        async for updates in self._library.uploaded(files, view, request):
            yield updates
        yield await self._anew(made=False)

    def adding(self, add: Callable[..., AsyncIterator[Updates]]) -> Callable[..., Any]:
        """``add``, which adds what a click asks for, likewise."""

        async def added(
            view: View, event: gr.EventData, request: gr.Request
        ) -> AsyncIterator[Updates]:
            async for updates in add(view, event, request):
                yield updates
            yield await self._anew(made=False)

        return added

    async def samples(self, view: View, request: gr.Request) -> AsyncIterator[Updates]:
        """Adds the sample articles, and goes to where one can ask about them."""
        async for updates in self._library.samples(view, request):
            yield updates
        # What went wrong is told where one is; else nobody waits until questions have been made.
        wrong = self._library.adding.wrong(request)
        there = {} if wrong else {self._tabs: gr.Tabs(selected="ask")}
        yield {**await self._anew(made=False), **there}
        yield await self._anew()

    async def samples_here(self, view: View, request: gr.Request) -> AsyncIterator[Updates]:
        """Adds them from the tab where questions are asked, which tells how far it has come."""
        library, welcome = self._library, self._ask.welcome
        async for updates in library.samples(view, request):
            going = updates.get(library.outcome)
            yield {**updates, welcome: going} if going else updates
        said = notice_html(wrong) if (wrong := library.adding.wrong(request)) else ""
        # Whoever wants to ask need not wait until questions to begin with have been made.
        for made in (False, True):
            yield await self._anew(made=made, said=said)

    def removed(self, view: View, event: gr.EventData, request: gr.Request) -> Updates:
        """Removes articles, likewise."""
        return {**self._library.removed(view, event, request), **self.refreshed(made=False)}
