"""What a draft is held against: the library within limits, chosen articles, a story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from assistant.errors import AssistantError, UsageError
from assistant.language.days import limits
from assistant.rendering.safety import one_line
from assistant.rendering.wording import count, filters_in_words, headline_in_words
from assistant.web.desk import Desk, Updates
from assistant.web.draft_components import CHOSEN, SENT, STORY, WHOLE, DraftTab, Values
from assistant.web.drafting import Scope

_OFFERED: Final = 12
_STORIES: Final = 60
"""Articles and stories that are offered at a time."""
_READ: Final = 400
"""Articles of a story that a draft is held against, the newest of them."""
_LABEL: Final = 90
"""Characters of a story's title where one is chosen."""


@dataclass(frozen=True, slots=True)
class DraftScope:
    """Chooses what drafts are held against."""

    desk: Desk
    tab: DraftTab

    def hold_against(self, ids: Sequence[str], label: str) -> Updates:
        """Has drafts held against these articles of the library, told as ``label``.

        A draft that is open goes back into its field, to be checked against them.

        For the events of another tab, whose outputs have to be ``offered`` besides its own.
        """
        words = f"{one_line(label)} ({count(len(ids), 'article')})"
        return {
            self.tab.sent: (tuple(ids), words),
            self.tab.against: gr.Radio(choices=[*choices(), (words, SENT)], value=SENT),
            self.tab.whole: gr.Column(visible=False),
            self.tab.some: gr.Column(visible=False),
            self.tab.story: gr.Dropdown(visible=False),
            self.tab.scope: gr.Accordion(label=f"Against: {words}"),
            self.tab.sheet: "",
            self.tab.card: "",
        }

    @property
    def offered(self) -> list[Any]:
        """What ``hold_against`` changes."""
        return [
            self.tab.sent,
            self.tab.against,
            self.tab.whole,
            self.tab.some,
            self.tab.story,
            self.tab.scope,
            self.tab.sheet,
            self.tab.card,
        ]

    def entered(self, chosen: list[str], matching: str | None) -> Updates:
        """What there is to choose from, as the library is now."""
        assistant = self.desk.assistant
        stories = [
            (f"{one_line(one.title)[:_LABEL]} ({count(len(one.articles), 'article')})", one.id)
            for one in assistant.stories(limit=_STORIES)
        ]
        return {
            self.tab.outlets: gr.Dropdown(
                choices=[(one_line(name), name) for name in assistant.outlets()]
            ),
            self.tab.articles: self.found(matching, chosen),
            self.tab.story: gr.Dropdown(choices=stories),
        }

    def found(self, matching: str | None, chosen: list[str]) -> Any:
        """The articles to choose from: the chosen ones, then those that match."""
        assistant = self.desk.assistant
        page = assistant.browse(matching=matching or "", limit=_OFFERED + len(chosen))
        kept = assistant.listed(chosen)
        once = {one.id: one_line(headline_in_words(one)) for one in (*kept, *page.articles)}
        return gr.CheckboxGroup(
            choices=[(words, key) for key, words in once.items()], value=[one.id for one in kept]
        )

    def scoped(self, values: Values) -> Updates:
        """The fields that belong to what is chosen, and what that is in words."""
        try:
            words = self.scope(values).words
        except AssistantError as error:
            words = error.message
        against = values[self.tab.against]
        return {
            self.tab.whole: gr.Column(visible=against == WHOLE),
            self.tab.some: gr.Column(visible=against == CHOSEN),
            self.tab.story: gr.Dropdown(visible=against == STORY),
            self.tab.scope: gr.Accordion(label=f"Against: {one_line(words)}"),
        }

    def scope(self, values: Values) -> Scope:
        """What was chosen.

        Raises:
            UsageError: nothing was, or a day is none.
            ArticleNotFoundError: the story is gone.
        """
        against, sent = values[self.tab.against], values[self.tab.sent]
        if against == SENT and sent is not None:
            ids, words = sent
            return Scope(articles=ids, words=words)
        if against == CHOSEN:
            chosen = values[self.tab.articles]
            if not chosen:
                raise UsageError("No article is chosen", hint="Choose some, or the whole library")
            return Scope(articles=tuple(chosen), words=count(len(chosen), "chosen article"))
        if against == STORY:
            if not values[self.tab.story]:
                raise UsageError("No story is chosen", hint="Choose one, or the whole library")
            story = self.desk.assistant.story(values[self.tab.story])
            ids = tuple(one.id for one in story.articles[:_READ])
            words = f"the story “{one_line(story.title)}” ({count(len(ids), 'article')})"
            return Scope(articles=ids, words=words)
        filters = limits(
            values[self.tab.outlets],
            (values[self.tab.since] or "").strip() or None,
            (values[self.tab.until] or "").strip() or None,
            labels=("From", "Until"),
        )
        said = filters_in_words(filters)
        return Scope(
            filters=filters, words=f"the library ({said})" if said else "the whole library"
        )


def choices() -> list[tuple[str, str]]:
    """What there is always to choose from."""
    return [("The whole library", WHOLE), ("Chosen articles", CHOSEN), ("A story", STORY)]
