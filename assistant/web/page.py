"""The page: its tabs, the source beside them, and what one part's events change in another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from textwrap import shorten
from typing import Any, Final

import gradio as gr

from assistant.assistant import Assistant
from assistant.errors import ConversationNotFoundError
from assistant.rendering.safety import one_line
from assistant.types import Citation
from assistant.web import (
    ask_tab,
    draft_tab,
    library_tab,
    model_tab,
    palette,
    panel,
    stories_tab,
    summarise_tab,
    tools,
)
from assistant.web.acts import Cite, Place
from assistant.web.asking import Asking
from assistant.web.changing import Refusal
from assistant.web.conversing import Conversing
from assistant.web.desk import Desk, Updates, page_of, told_in
from assistant.web.library_tab import LibraryTab, View
from assistant.web.limits import Limits
from assistant.web.narrowing import Narrowing
from assistant.web.settings_tab import status_html
from assistant.web.stories_tab import StoriesTab
from assistant.web.summarise_tab import Digest, SummariseTab
from assistant.web.welcoming import Welcoming
from assistant.web.work import Work

TITLE: Final = "News desk assistant"
_TOPIC: Final = 150
"""Characters of a story's title that a question about it takes."""
_SWEPT_EVERY: Final = 3_600
_UPLOADS_KEPT: Final = 24 * 3_600
"""Seconds: how often uploads are looked at that were never read, and how old they may get."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page, and the work that people ask for in it."""

    blocks: gr.Blocks
    work: Work


def build(
    assistant: Assistant,
    *,
    owner_of: Callable[[gr.Request], str],
    user_of: Callable[[gr.Request], str | None],
    refusal: Refusal,
) -> Page:
    """The whole page over one assistant.

    Args:
        assistant: answers for every page at once.
        owner_of: the secret of the browser that an event came from.
        user_of: who is logged in there; None where nobody has to be.
        refusal: why the settings may not be changed there; None where they may.
    """
    desk = Desk(assistant, owner_of, user_of)
    limits = Limits(megabytes=assistant.settings.max_file_mb)
    with gr.Blocks(
        title=TITLE,
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(_SWEPT_EVERY, _UPLOADS_KEPT),
    ) as blocks:
        status = gr.HTML(elem_id="nd-status", apply_default_css=False)
        with gr.Row(elem_id="nd-main"):
            with gr.Column(elem_id="nd-desk", min_width=0), gr.Tabs(elem_id="nd-tabs") as tabs:
                with gr.Tab("Ask", id="ask") as asking:
                    ask = ask_tab.ask_tab()
                with gr.Tab("Stories", id="stories") as telling:
                    stories = stories_tab.stories_tab(desk, refusal)
                with gr.Tab("Summarise", id="summarise") as summarising:
                    summarise = summarise_tab.summarise_tab(desk, limits)
                with gr.Tab("Check a draft", id="draft") as drafting:
                    draft = draft_tab.draft_tab(desk, limits)
                with gr.Tab("Library", id="library") as shelf:
                    library = library_tab.library_tab(desk, limits)
                with gr.Tab("Settings", id="settings") as about:
                    settings = model_tab.model_tab(desk, refusal)
            source = panel.panel()
        found = palette.palette()
        narrowing = Narrowing(desk, ask)
        conversing = Conversing(desk, ask, narrowing)
        welcoming = Welcoming(desk, ask)
        page = _Across(
            desk,
            conversing,
            stories,
            summarise,
            library,
            welcoming=welcoming,
            source=source,
            status=status,
            tabs=tabs,
        )
        asked = Asking(desk, ask, conversing, narrowing)
        ask_tab.wire(ask, asking=asked, conversing=conversing, narrowing=narrowing)
        stories_tab.wire(stories)
        summarise_tab.wire(summarise)
        draft_tab.wire(draft, source=source)
        library_tab.wire(library)
        page.wire(found)
        palette.wire(found, desk)
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(
            page.loaded,
            inputs=[ask.file],
            outputs=page.everything,
            js="newsdesk.place",
            **quiet,
        ).then(
            # After the page is there: the first time these take a moment.
            told_in(ask.live, welcoming.shown),
            outputs=[*welcoming.outputs, ask.live],
            **quiet,
        )
        asking.select(
            told_in(ask.live, page.entered),
            inputs=[ask.ready],
            outputs=[*page.limited, ask.live],
            **quiet,
        )
        telling.select(
            stories.entered,
            inputs=[stories.view, stories.visit],
            outputs=[*stories.listing, stories.visit],
            js="newsdesk.visiting",
            concurrency_limit=None,
            **quiet,
        ).then(None, inputs=[stories.visit], js="newsdesk.visited", api_visibility="private")
        summarising.select(
            summarise.found,
            inputs=[summarise.matching, summarise.articles],
            outputs=[summarise.articles],
            **quiet,
        )
        drafting.select(
            told_in(draft.tab.outcome, draft.scope.entered),
            inputs=[draft.tab.articles, draft.tab.matching],
            outputs=[draft.tab.outlets, draft.tab.articles, draft.tab.story, draft.tab.outcome],
            **quiet,
        )
        shelf.select(
            told_in(library.outcome, library.shown),
            inputs=[library.view],
            outputs=[library.table, library.view, library.outcome],
            **quiet,
        )
        model_tab.wire(settings, status=status, opened=about)
        blocks.load(told_in(settings.now, settings.shown), outputs=settings.told, **quiet)
        blocks.unload(page.left)
        blocks.unload(draft.checking.left)
        tools.expose(assistant)
    return Page(blocks, desk.work)


class _Across:
    """What goes across the parts of the page."""

    def __init__(
        self,
        desk: Desk,
        conversing: Conversing,
        stories: StoriesTab,
        summarise: SummariseTab,
        library: LibraryTab,
        *,
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
        self._source = source
        self._status = status
        self._tabs = tabs
        self.limited = [status, *welcoming.outputs]
        self.everything = [*self.limited, *conversing.outputs, ask.ready, source]
        self._changed = [*self.limited, library.table, library.view, library.outcome]

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
        self._summarise.result.cite(
            self.cited_in_summary, inputs=[self._summarise.digest], outputs=[source], **at_once
        )
        stories = self._stories
        for html in (stories.news, stories.cards, *stories.told):
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
            outputs=[
                stories.outcome,
                self._tabs,
                ask.question,
                *self._conversing.outputs,
            ],
            **at_once,
        )
        source.version(self.turned, outputs=[source], **at_once)
        source.digest(lambda: gr.Tabs(selected="summarise"), outputs=[self._tabs], **at_once)
        source.digest(
            self._summarise.one,
            inputs=[self._summarise.words, self._summarise.style],
            outputs=[
                self._summarise.digest,
                self._summarise.result,
                self._summarise.begin,
                self._summarise.stop,
            ],
            concurrency_limit=None,
            trigger_mode="multiple",
            **quiet,
        )
        for html in (ask.welcome, ask.thread, stories.cards):
            html.library(lambda: gr.Tabs(selected="library"), outputs=[self._tabs], **at_once)
        stories.cards.samples(lambda: gr.Tabs(selected="library"), outputs=[self._tabs], **at_once)
        # Every drop is sent, also while the rest of the page is told of the last one.
        adding: dict[str, Any] = {**quiet, "concurrency_limit": None, "trigger_mode": "multiple"}
        adding["outputs"] = [*self._changed, ask.live, library.files]
        library.files.upload(self.dropped, inputs=[library.files, library.view], **adding)
        for html in (stories.cards, library.table):
            html.samples(self.samples, inputs=[library.view], **adding)
        ask.welcome.samples(self.samples_here, inputs=[library.view], **adding)
        ask.welcome.stop(library.stopped, **at_once)
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

    def opened(self, event: gr.EventData) -> str:
        """A whole article."""
        return panel.opened(self._desk, event)

    def turned(self, event: gr.EventData) -> str:
        """Another version of the article that is open."""
        return panel.turned(self._desk, event)

    # -- the library changes -------------------------------------------------------

    async def dropped(
        self, files: list[str] | None, view: View, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Adds files; afterwards the rest of the page knows of them."""
        async for updates in self._library.dropped(files, view, request):
            yield updates
        yield await self._anew()

    async def samples(self, view: View, request: gr.Request) -> AsyncIterator[Updates]:
        """Adds the sample articles, likewise."""
        async for updates in self._library.samples(view, request):
            yield updates
        yield await self._anew()

    async def samples_here(self, view: View, request: gr.Request) -> AsyncIterator[Updates]:
        """Adds them from the tab where questions are asked, which tells how far it has come."""
        welcome, said = self._ask.welcome, ""
        async for updates in self._library.samples(view, request, told_at=welcome):
            said = updates.get(welcome, said)
            yield updates
        # Whoever wants to ask need not wait until questions to begin with have been made.
        for made in (False, True):
            yield await self._anew(made=made, said=said)

    def removed(self, view: View, event: gr.EventData) -> Updates:
        """Removes articles, likewise."""
        return {**self._library.removed(view, event), **self.refreshed()}
