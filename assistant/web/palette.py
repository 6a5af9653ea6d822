"""What the palette (Ctrl+K) finds: stories and articles, by words of their headlines."""

from __future__ import annotations

from typing import Any, Final

import gradio as gr

from assistant.rendering.html import render
from assistant.web.acts import Typed, clickable
from assistant.web.desk import Desk, Updates, told_in
from assistant.web.stories_found import stories_with

_MOST: Final = 8
"""Stories, and articles, that are found at a time."""


def palette() -> gr.HTML:
    """The place that nobody sees where the page's script finds what was found."""
    return clickable(
        "find", "open", "story", element="nd-found", value=render("found", stories=(), articles=())
    )


def wire(found: gr.HTML, desk: Desk) -> None:
    """Has it filled as words are typed."""

    def find(event: gr.EventData) -> Updates:
        words = Typed.of(event).words
        stories = stories_with(desk.assistant, words, _MOST)[0] if words.strip() else ()
        stories = [one for one in stories if len(one.articles) > 1]
        page = desk.assistant.browse(matching=words, limit=_MOST) if words.strip() else None
        return {
            found: render("found", stories=stories, articles=page.articles if page else ()),
        }

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    found.find(
        told_in(found, find), outputs=[found], queue=False, trigger_mode="always_last", **quiet
    )
