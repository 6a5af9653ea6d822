"""The page: its tabs, and the source beside them, laid out and connected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from assistant.assistant import Assistant
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
from assistant.web.across import Across
from assistant.web.asking import Asking
from assistant.web.changing import Refusal
from assistant.web.conversing import Conversing
from assistant.web.desk import Desk, told_in
from assistant.web.limits import Limits
from assistant.web.narrowing import Narrowing
from assistant.web.preferences import preferences_part
from assistant.web.schedule import Schedule
from assistant.web.welcoming import Welcoming

TITLE: Final = "News desk assistant"
_SWEPT_EVERY: Final = 600
_UPLOADS_KEPT: Final = 3_600
"""Seconds: how often uploads are looked at that were never read, and how old they may get."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page, what its handlers share, and what refreshes the feeds by itself."""

    blocks: gr.Blocks
    desk: Desk
    schedule: Schedule


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
    schedule = Schedule(assistant)
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
                    library = library_tab.library_tab(desk, limits, refusal, schedule)
                with gr.Tab("Settings", id="settings") as about:
                    settings = model_tab.model_tab(desk, refusal)
                    preferences = preferences_part(desk, refusal, schedule)
            source = panel.panel()
        found = palette.palette()
        narrowing = Narrowing(desk, ask)
        conversing = Conversing(desk, ask, narrowing)
        welcoming = Welcoming(desk, ask)
        page = Across(
            desk,
            conversing,
            stories,
            summarise,
            library,
            drafts=draft,
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
            told_in(summarise.tab.outcome, summarise.offers),
            inputs=[summarise.tab.sought],
            outputs=[summarise.tab.offers, summarise.tab.outcome],
            **quiet,
        )
        drafting.select(
            told_in(draft.tab.outcome, draft.scope.entered),
            inputs=[draft.tab.articles, draft.tab.matching],
            outputs=[draft.tab.outlets, draft.tab.articles, draft.tab.story, draft.tab.outcome],
            **quiet,
        )
        shelf.select(
            told_in(library.outcome, library.entered),
            inputs=[library.view],
            outputs=library.all,
            **quiet,
        )
        model_tab.wire(settings, status=status, opened=about, preferences=preferences)
        preferences.wire(opened=about, words=summarise.tab.words)
        blocks.load(told_in(settings.now, settings.shown), outputs=settings.told, **quiet)
        blocks.load(preferences.words, outputs=[summarise.tab.words], **quiet)
        blocks.unload(page.left)
        blocks.unload(draft.checking.left)
        tools.expose(assistant)
    return Page(blocks, desk, schedule)
