"""The page: its tabs, the source beside them, and what one part's events change in another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Final

import gradio as gr

from assistant.assistant import Assistant
from assistant.errors import ConversationNotFoundError
from assistant.rendering.safety import one_line
from assistant.rendering.wording import iso_date
from assistant.types import Citation
from assistant.web import (
    ask_tab,
    draft_tab,
    library_tab,
    model_tab,
    panel,
    stories_tab,
    summarise_tab,
    tools,
)
from assistant.web.asking import Asking
from assistant.web.changing import Refusal
from assistant.web.conversing import Conversing
from assistant.web.desk import Desk, Updates, page_of, told_in
from assistant.web.library_tab import LibraryTab, View
from assistant.web.limits import Limits
from assistant.web.settings_tab import status_html
from assistant.web.stories_tab import StoriesTab
from assistant.web.summarise_tab import Digest, SummariseTab
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
        conversing = Conversing(desk, ask)
        page = _Across(
            desk,
            conversing,
            stories,
            summarise,
            library,
            status=status,
            tabs=tabs,
        )
        ask_tab.wire(ask, asking=Asking(desk, ask, conversing), conversing=conversing)
        stories_tab.wire(stories)
        summarise_tab.wire(summarise)
        draft_tab.wire(draft, source=source)
        library_tab.wire(library)
        page.wire(source)
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(
            page.loaded,
            inputs=[ask.file],
            outputs=[*page.everything, ask.composer],
            js="newsdesk.conversation",
            **quiet,
        ).then(
            # After the page is there: the first time these take a moment.
            told_in(ask.live, conversing.suggestions),
            inputs=[ask.shown],
            outputs=[ask.live],
            **quiet,
        )
        asking.select(
            told_in(ask.live, page.refreshed), inputs=[ask.shown], outputs=page.limited, **quiet
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
        status: gr.HTML,
        tabs: gr.Tabs,
    ) -> None:
        self._desk = desk
        self._conversing = conversing
        self._ask = ask = conversing.tab
        self._stories = stories
        self._summarise = summarise
        self._library = library
        self._status = status
        self._tabs = tabs
        self.limited = [status, ask.outlets, ask.live]
        conversation = [ask.shown, ask.thread, ask.conversations]
        self.everything = [*self.limited, *conversation]
        self._changed = [*self.limited, library.table, library.view, library.outcome]

    def wire(self, source: gr.HTML) -> None:
        """Connects the parts with the source and with each other."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        at_once = {**quiet, "queue": False}
        ask, library = self._ask, self._library
        for html in (ask.thread, ask.live):
            html.cite(self.cited, inputs=[ask.shown], outputs=[source], **at_once)
            html.open(self.opened, outputs=[source], **at_once)
        self._summarise.result.cite(
            self.cited_in_summary, inputs=[self._summarise.digest], outputs=[source], **at_once
        )
        stories = self._stories
        for html in (stories.news, stories.cards, *stories.told):
            html.cite(self.cited_in_story, outputs=[source], **at_once)
        for html in (stories.news, stories.articles, library.table):
            html.open(self.opened, outputs=[source], **at_once)
        source.story(lambda: gr.Tabs(selected="stories"), outputs=[self._tabs], **at_once)
        source.story(
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
            outputs=[stories.outcome, self._tabs, ask.question, ask.since, ask.until],
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
        for html in (ask.live, stories.cards):
            html.library(lambda: gr.Tabs(selected="library"), outputs=[self._tabs], **at_once)
            html.samples(lambda: gr.Tabs(selected="library"), outputs=[self._tabs], **at_once)
        # Every drop is sent, also while the rest of the page is told of the last one.
        adding: dict[str, Any] = {**quiet, "concurrency_limit": None, "trigger_mode": "multiple"}
        adding["outputs"] = [*self._changed, library.files]
        library.files.upload(
            self.dropped, inputs=[library.files, library.view, ask.shown], **adding
        )
        for html in (ask.live, stories.cards, library.table):
            html.samples(self.samples, inputs=[library.view, ask.shown], **adding)
        library.outcome.confirm(
            told_in(library.outcome, self.removed),
            inputs=[library.view, ask.shown],
            outputs=self._changed,
            **at_once,
        )

    # -- loading -------------------------------------------------------------------

    def loaded(self, conversation_id: str | None, request: gr.Request) -> Updates:
        """The page as it opens, with the conversation that its address names; it can be used."""
        opened = told_in(self._ask.live, self._opened)(conversation_id, request)
        return {**opened, self._ask.composer: gr.Column(visible=True)}

    def _opened(self, conversation_id: str | None, request: gr.Request) -> Updates:
        opened = self._conversing.opened(conversation_id or None, request, suggesting=False)
        return {**self._limits(), **opened}

    def refreshed(self, shown: str | None, request: gr.Request) -> Updates:
        """What depends on the library, which may have changed; an empty chat begins anew."""
        return {**self._limits(), **self._conversing.suggestions(shown, request)}

    def _limits(self) -> Updates:
        outlets = [(one_line(name), name) for name in self._desk.assistant.outlets()]
        return {
            self._status: status_html(self._desk),
            self._ask.outlets: gr.Dropdown(choices=outlets),
        }

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

    def asking_about(self, story_id: str) -> Updates:
        """The tab where questions are asked, with one about the story within its days."""
        ask = self._ask
        story = self._desk.assistant.story(story_id)
        first, last = story.days or (None, None)
        topic = shorten(one_line(story.title), _TOPIC, placeholder="").rstrip(".?!")
        return {
            self._tabs: gr.Tabs(selected="ask"),
            ask.question: gr.Textbox(value=f"What is the latest on {topic}?"),
            ask.since: gr.Textbox(value=iso_date(first)),
            ask.until: gr.Textbox(value=iso_date(last)),
        }

    def opened(self, event: gr.EventData) -> str:
        """A whole article."""
        return panel.opened(self._desk, event)

    def turned(self, event: gr.EventData) -> str:
        """Another version of the article that is open."""
        return panel.turned(self._desk, event)

    # -- the library changes -------------------------------------------------------

    async def dropped(
        self, files: list[str] | None, view: View, shown: str | None, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Adds files; afterwards the rest of the page knows of them."""
        async for updates in self._library.dropped(files, view, request):
            yield updates
        yield await asyncio.to_thread(self.refreshed, shown, request)

    async def samples(
        self, view: View, shown: str | None, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Adds the sample articles, likewise."""
        async for updates in self._library.samples(view, request):
            yield updates
        yield await asyncio.to_thread(self.refreshed, shown, request)

    def removed(
        self, view: View, shown: str | None, event: gr.EventData, request: gr.Request
    ) -> Updates:
        """Removes articles, likewise."""
        return {**self._library.removed(view, event), **self.refreshed(shown, request)}
