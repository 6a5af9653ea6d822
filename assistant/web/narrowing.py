"""What limits the questions of a conversation: days, outlets, a story, a collection, articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import gradio as gr

from assistant.conversations import Conversation
from assistant.errors import ArticleNotFoundError, UsageError
from assistant.language.days import limits
from assistant.rendering.html import render
from assistant.rendering.safety import one_line
from assistant.rendering.wording import count, long_date
from assistant.types import Filters
from assistant.web.acts import Limited
from assistant.web.ask_components import AskTab
from assistant.web.desk import Desk, Updates


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The limits of the next question; ``label`` says which articles ``filters.articles`` are."""

    filters: Filters = Filters()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A limit that is set: what it says, and what takes it off."""

    words: str
    kind: str
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Sets and shows the limits."""

    desk: Desk
    tab: AskTab

    def shown(
        self, narrowed: Narrowed, conversation: Conversation | None, request: gr.Request
    ) -> Updates:
        """The limits of a conversation, and what else it can be limited to."""
        return {
            self.tab.narrowed: narrowed,
            self.tab.limits: self._html(narrowed, _cited_last(conversation), request),
        }

    def of(self, conversation: Conversation | None, request: gr.Request) -> Updates:
        """The limits that the last question of a conversation had; none in a new one."""
        narrowed = Narrowed()
        if conversation is not None and conversation.exchanges:
            filters = conversation.exchanges[-1].filters
            narrowed = Narrowed(filters, self._label(filters.articles))
        return self.shown(narrowed, conversation, request)

    def limit_to(self, articles: Sequence[str], label: str, request: gr.Request) -> Updates:
        """Asks only these articles (ids) from now on; ``label`` says which they are."""
        filters = Filters(articles=tuple(dict.fromkeys(articles)))
        return self.shown(Narrowed(filters, label), None, request)

    @property
    def outputs(self) -> list[Any]:
        """What ``shown``, ``of`` and ``limit_to`` change."""
        return [self.tab.narrowed, self.tab.limits]

    # -- what people do ------------------------------------------------------------

    def limited(
        self, narrowed: Narrowed, shown: str | None, event: gr.EventData, request: gr.Request
    ) -> Updates:
        """One limit more, or another one of its kind."""
        act, filters = Limited.of(event), narrowed.filters
        today, label = self.desk.assistant.today, narrowed.label
        if act.kind == "today":
            filters = replace(filters, since=today, until=today)
        elif act.kind == "week":
            filters = replace(filters, since=today - timedelta(days=6), until=today)
        elif act.kind == "days":
            days = limits([], act.since or None, act.until or None, labels=("From", "Until"))
            filters = replace(filters, since=days.since, until=days.until)
        elif act.kind == "story":
            story = self.desk.assistant.story(act.article)
            filters = replace(filters, articles=tuple(one.id for one in story.articles))
            label = story.title
        elif act.kind == "collection":
            filters = replace(filters, collection=act.collection)
        elif act.kind == "outlet":
            # The page has names without what steers the direction of writing.
            named = [one for one in self.desk.assistant.outlets() if one_line(one) == act.outlet]
            filters = replace(filters, sources=tuple(dict.fromkeys((*filters.sources, *named))))
        return self._changed(Narrowed(filters, label), shown, request)

    def unlimited(
        self, narrowed: Narrowed, shown: str | None, event: gr.EventData, request: gr.Request
    ) -> Updates:
        """One limit less."""
        act, filters = Limited.of(event), narrowed.filters
        if act.kind == "days":
            filters = replace(filters, since=None, until=None)
        elif act.kind == "articles":
            filters = replace(filters, articles=None)
        elif act.kind == "collection":
            filters = replace(filters, collection="")
        else:
            left = tuple(name for name in filters.sources if one_line(name) != act.outlet)
            filters = replace(filters, sources=left)
        return self._changed(replace(narrowed, filters=filters), shown, request)

    def _changed(self, narrowed: Narrowed, shown: str | None, request: gr.Request) -> Updates:
        conversation = None
        if shown:
            owner = self.desk.owner_of(request)
            conversation = self.desk.assistant.conversations.get(owner, shown)
        return self.shown(narrowed, conversation, request)

    # -- what is shown -------------------------------------------------------------

    def _html(self, narrowed: Narrowed, story_of: str, request: gr.Request) -> str:
        filters, assistant = narrowed.filters, self.desk.assistant
        collections = assistant.collections(owner=self.desk.owner_of(request))
        names = {one.id: one.name for one in collections}
        return render(
            "limits",
            chips=tuple(_chips(narrowed, names, today=assistant.today)),
            since=filters.since.isoformat() if filters.since else "",
            until=filters.until.isoformat() if filters.until else "",
            story_of=story_of,
            outlets=[one_line(one) for one in assistant.outlets() if one not in filters.sources],
            collections=[one for one in collections if one.articles],
        )

    def _label(self, articles: Sequence[str] | None) -> str:
        """The title of the story that articles are all of; else how many they are."""
        if not articles:
            return ""
        try:
            story = self.desk.assistant.story(articles[0])
        except (ArticleNotFoundError, UsageError):
            return ""
        return story.title if {one.id for one in story.articles}.issuperset(articles) else ""


def _chips(narrowed: Narrowed, collections: dict[str, str], *, today: date) -> list[Chip]:
    filters = narrowed.filters
    chips = [Chip(name, "outlet", one_line(name)) for name in filters.sources]
    if days := _days(filters.since, filters.until, today=today):
        chips.append(Chip(days, "days"))
    if filters.collection:
        name = collections.get(filters.collection, filters.collection)
        chips.append(Chip(f"Collection: {name}", "collection"))
    if filters.articles is not None:
        words = narrowed.label or count(len(filters.articles), "article")
        chips.append(Chip(f"Only: {words}", "articles"))
    return chips


def _days(since: date | None, until: date | None, *, today: date) -> str:
    """``Today``, ``Last 7 days``, ``From 3 March 2025 until 6 March 2025``; "" for no limit."""
    if since == until == today:
        return "Today"
    if until == today and since == today - timedelta(days=6):
        return "Last 7 days"
    if since is not None and since == until:
        return long_date(since)
    ends = (("from", since), ("until", until))
    said = " ".join(f"{word} {long_date(day)}" for word, day in ends if day is not None)
    return said[:1].upper() + said[1:]


def _cited_last(conversation: Conversation | None) -> str:
    """The article that the newest answer that cites any cites first; "" where none does."""
    exchanges = conversation.exchanges if conversation else ()
    cited = (one.answer.sources[0] for one in reversed(exchanges) if one.answer.sources)
    return next((source.article_id for source in cited), "")
