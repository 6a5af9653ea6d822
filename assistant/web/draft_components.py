"""The components of the tab where a draft is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

WHOLE, CHOSEN, STORY, SENT = "library", "articles", "story", "sent"
"""What a draft is held against: the library, chosen articles, a story, what another tab sent."""

Values = Mapping[Any, Any]
"""What is in the page's components, by component."""


@dataclass(frozen=True, slots=True)
class DraftTab:
    """The components of the tab; ``sent`` is what another tab would have drafts held against."""

    outcome: gr.HTML
    pasted: gr.Textbox
    files: gr.File
    scope: gr.Accordion
    against: gr.Radio
    whole: gr.Column
    outlets: gr.Dropdown
    since: gr.Textbox
    until: gr.Textbox
    some: gr.Column
    matching: gr.Textbox
    articles: gr.CheckboxGroup
    story: gr.Dropdown
    begin: gr.Button
    sample: gr.Button
    sheet: gr.HTML
    feed: gr.HTML
    card: gr.HTML
    file: gr.JSON
    sent: gr.State

    @property
    def chosen(self) -> list[Any]:
        """What says what a draft is held against."""
        limited = [self.outlets, self.since, self.until]
        return [self.against, *limited, self.articles, self.story, self.sent]

    @property
    def checking(self) -> list[Any]:
        """All that changes while a draft is checked."""
        return [self.outcome, self.sheet, self.feed, self.card, self.pasted]
