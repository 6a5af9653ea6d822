"""Stories: the list of them, one with all that is told of it, and changing what belongs to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import gradio as gr

from assistant.assistant import Assistant
from assistant.errors import StoppedError, UsageError
from assistant.examining import examined
from assistant.rendering.html import render
from assistant.rendering.html.answers import notice_html
from assistant.rendering.html.stories import (
    Card,
    stories_html,
    story_articles_html,
    story_html,
    telling_html,
    told_html,
    untold_html,
)
from assistant.rendering.telling import Telling
from assistant.stopping import check_stopped
from assistant.telling import Story
from assistant.types import QUOTED, Statement, cite
from assistant.web.acts import Merged, Named, OfStory, Pinned, Renamed, clickable
from assistant.web.changing import Refusal
from assistant.web.desk import Desk, Updates, page_of, told, told_in
from assistant.web.work import BusyError

_LISTING: Final = "listing stories"
_TELLING: Final = "telling a story"
_CARDS: Final = 20
"""Stories that are listed at first, and further ones at a time."""
_PART: Final = 100
"""Stories that are looked through at a time where words are looked for."""
_OFFERED: Final = 60
"""Stories that one can be merged with."""
_ENTRIES: Final = 20
_FACTS: Final = 12
_READ: Final = 400
"""Articles of a story that are read, the newest of them."""


@dataclass(frozen=True, slots=True)
class View:
    """What the list shows: stories with these words, and how many."""

    matching: str = ""
    shown: int = _CARDS


@dataclass(frozen=True, slots=True)
class StoriesTab:
    """The components of the tab; those after ``cards`` are a story's page.

    ``open`` is the id of the story that is open, empty where none is.
    """

    desk: Desk
    refusal: Refusal
    view: gr.State
    open: gr.State
    outcome: gr.HTML
    matching: gr.Textbox
    cards: gr.HTML
    head: gr.HTML
    timeline: gr.HTML
    figures: gr.HTML
    quotes: gr.HTML
    coverage: gr.HTML
    articles: gr.HTML

    @property
    def told(self) -> list[gr.HTML]:
        """The parts of a story's page that have to be found out, in the order they are."""
        return [self.timeline, self.figures, self.quotes, self.coverage]

    @property
    def page(self) -> list[Any]:
        """All that changes where a story is opened."""
        return [self.open, self.outcome, self.head, *self.told, self.articles]

    @property
    def listing(self) -> list[Any]:
        """All that changes where the list does."""
        return [self.view, self.outcome, self.cards]

    # -- the list ------------------------------------------------------------------

    async def listed(self, view: View, request: gr.Request) -> AsyncIterator[Updates]:
        """The stories as ``view`` says."""
        task = partial(self._list, view)
        async for updates in self._anew(task, request, kind=_LISTING):
            yield updates

    async def searched(
        self, matching: str | None, view: View, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Those with the words in their title, their names or their headlines."""
        view = replace(view, matching=" ".join((matching or "").split()), shown=_CARDS)
        async for updates in self.listed(view, request):
            yield updates

    async def further(self, view: View, request: gr.Request) -> AsyncIterator[Updates]:
        """Some more of them."""
        async for updates in self.listed(replace(view, shown=view.shown + _CARDS), request):
            yield updates

    def _list(self, view: View, give: Callable[[Updates], None]) -> None:
        assistant = self.desk.assistant
        stories, more = _found(assistant, view.matching, view.shown)
        cards = [Card(story, _first_sentence(assistant, story)) for story in stories]
        html = stories_html(cards, searched=view.matching, more=more, articles=assistant.count())
        give({self.cards: html, self.view: view})

    # -- one story -----------------------------------------------------------------

    async def opened(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[Updates]:
        """The story that was clicked, or an article's, and what is told of it as it is found."""
        try:
            story_id = OfStory.of(event).story
        except UsageError as error:
            yield {self.outcome: told(error)}
            return
        async for updates in self._opened(story_id, request):
            yield updates

    async def _opened(
        self, story_id: str, request: gr.Request, *, said: str = ""
    ) -> AsyncIterator[Updates]:
        may_change = self.refusal(request) is None
        task = partial(self._tell, story_id, may_change=may_change, said=said)
        async for updates in self._anew(task, request, kind=_TELLING):
            yield updates

    def _tell(
        self, story_id: str, give: Callable[[Updates], None], *, may_change: bool, said: str
    ) -> None:
        """Shows a story, then what can be told of it, part by part; in a thread of its own."""
        assistant = self.desk.assistant
        story = assistant.story(story_id)
        kinds = ("timeline", "figures", "quotes", "coverage")
        give(
            {
                self.open: story.id,
                self.outcome: notice_html(said) if said else "",
                self.head: self._head(story, may_change=may_change),
                self.articles: story_articles_html(story, may_change=may_change),
                **{place: telling_html(kind) for place, kind in zip(self.told, kinds, strict=True)},
            }
        )
        ids = [one.id for one in story.articles[:_READ]]
        tellings: tuple[Callable[[], Telling], ...] = (
            lambda: assistant.timeline(articles=ids, entries=_ENTRIES),
            lambda: assistant.figures(articles=ids),
            lambda: assistant.quotes(articles=ids),
            lambda: assistant.coverage(articles=ids, facts=_FACTS),
        )
        for place, kind, tell in zip(self.told, kinds, tellings, strict=True):
            check_stopped()
            try:
                html = told_html(tell(), story)
            except StoppedError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, the others are told
                html = untold_html(kind, told(error))
            give({place: html})

    def _head(self, story: Story, *, may_change: bool) -> str:
        others = self.desk.assistant.stories(limit=_OFFERED + 1) if may_change else ()
        return story_html(story, others=others, may_change=may_change)

    def back(self, request: gr.Request) -> Updates:
        """Puts the story away, and stops what is still being found out about it."""
        self.desk.work.stop(page_of(request), _TELLING)
        emptied = dict.fromkeys([self.outcome, self.head, *self.told, self.articles], "")
        return {**emptied, self.open: ""}

    # -- changing it ---------------------------------------------------------------

    def renamed(self, story_id: str, event: gr.EventData, request: gr.Request) -> Updates:
        """Gives the story another title."""
        self._refuse(request)
        title = " ".join(Renamed.of(event).title.split())
        story = self.desk.assistant.rename_story(story_id, title)
        return self._changed(story, "Renamed.")

    def pinned(self, story_id: str, event: gr.EventData, request: gr.Request) -> Updates:
        """Keeps the story before the others, or no longer."""
        self._refuse(request)
        pinned = bool(Pinned.of(event).pinned)
        story = self.desk.assistant.pin_story(story_id, pinned=pinned)
        return self._changed(story, "Pinned." if pinned else "No longer pinned.")

    def _changed(self, story: Story, said: str) -> Updates:
        return {self.head: self._head(story, may_change=True), self.outcome: notice_html(said)}

    async def merged(
        self, story_id: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Makes one story of it and another."""

        def merge() -> tuple[Story, str]:
            chosen = Merged.of(event).other
            if not chosen:
                raise UsageError("No story was chosen to merge with", hint="Choose one")
            other = self.desk.assistant.story(chosen)
            story = self.desk.assistant.merge_stories([story_id, other.id])
            return story, f"Merged with “{other.title}”."

        async for updates in self._joined(merge, request):
            yield updates

    async def parted(
        self, story_id: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Takes an article out of it."""

        def part() -> tuple[Story, str]:
            self.desk.assistant.part_story(story_id, [Named.of(event).article])
            return self.desk.assistant.story(story_id), "The article was taken out."

        async for updates in self._joined(part, request):
            yield updates

    async def _joined(
        self, change: Callable[[], tuple[Story, str]], request: gr.Request
    ) -> AsyncIterator[Updates]:
        """What is told of the story after its articles have changed."""
        try:
            self._refuse(request)
            story, said = await asyncio.to_thread(change)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {self.outcome: told(error)}
            return
        async for updates in self._opened(story.id, request, said=said):
            yield updates

    def _refuse(self, request: gr.Request) -> None:
        """Raises where whoever asks may not; the page shows them no button, but others could."""
        if self.refusal(request) is not None:
            raise UsageError(
                "Stories are everybody's: only who may change the chat model may change them here"
            )

    async def _anew(
        self, task: Callable[[Callable[[Updates], None]], None], request: gr.Request, *, kind: str
    ) -> AsyncIterator[Updates]:
        """What ``task`` gives out, in the place of what the page had begun of this kind."""
        try:
            async for updates in self.desk.work.anew(task, page=page_of(request), kind=kind):
                yield updates
        except (BusyError, StoppedError):
            # Something newer is shown in its place, or nobody looks any more.
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {self.outcome: told(error)}


def stories_tab(desk: Desk, refusal: Refusal) -> StoriesTab:
    """Lays the tab out. The page of a story takes the list's place as soon as it has a head."""
    with gr.Column(elem_id="nd-stories", min_width=0):
        outcome = gr.HTML(elem_id="nd-stories-outcome", apply_default_css=False)
        with gr.Column(elem_id="nd-stories-list", min_width=0):
            matching = gr.Textbox(
                label="Find a story",
                placeholder="Words of its title, its names or its headlines",
                max_length=200,
                elem_id="nd-stories-find",
            )
            cards = clickable(
                "story",
                "cite",
                "more",
                "library",
                "samples",
                element="nd-cards",
                value=render("working", words="Looking for stories …"),
            )
        with gr.Column(elem_id="nd-story", min_width=0):
            head = clickable("back", "ask", "rename", "pin", "merge", element="nd-story-head")
            timeline, figures, quotes, coverage = (
                clickable("cite", element=f"nd-story-{kind}")
                for kind in ("timeline", "figures", "quotes", "coverage")
            )
            articles = clickable("open", "part", element="nd-story-articles")
    return StoriesTab(
        desk=desk,
        refusal=refusal,
        view=gr.State(View()),
        open=gr.State(""),
        outcome=outcome,
        matching=matching,
        cards=cards,
        head=head,
        timeline=timeline,
        figures=figures,
        quotes=quotes,
        coverage=coverage,
        articles=articles,
    )


def wire(tab: StoriesTab) -> None:
    """Connects what people do in the tab with what it does."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    # The server takes one at a time: a newer one stops the one before.
    working: dict[str, Any] = {**quiet, "concurrency_limit": None, "trigger_mode": "multiple"}
    at_once: dict[str, Any] = {**quiet, "queue": False}
    tab.matching.change(
        tab.searched, inputs=[tab.matching, tab.view], outputs=tab.listing, **working
    )
    tab.cards.more(tab.further, inputs=[tab.view], outputs=tab.listing, **working)
    tab.cards.story(tab.opened, outputs=tab.page, **working)
    tab.head.back(told_in(tab.outcome, tab.back), outputs=tab.page, **at_once).then(
        tab.listed, inputs=[tab.view], outputs=tab.listing, **working
    )
    changed = [tab.head, tab.outcome]
    for listen, handler in ((tab.head.rename, tab.renamed), (tab.head.pin, tab.pinned)):
        listen(told_in(tab.outcome, handler), inputs=[tab.open], outputs=changed, **quiet)
    for listen, change in ((tab.head.merge, tab.merged), (tab.articles.part, tab.parted)):
        listen(change, inputs=[tab.open], outputs=tab.page, **working)


def _found(assistant: Assistant, matching: str, most: int) -> tuple[Sequence[Story], bool]:
    """The first stories with all words, and whether there are further ones."""
    words = matching.casefold().split()
    if not words:
        stories = assistant.stories(limit=most + 1)
        return stories[:most], len(stories) > most
    found: list[Story] = []
    offset = 0
    while len(found) <= most:
        part = assistant.stories(limit=_PART, offset=offset)
        found += [story for story in part if _has(story, words)]
        if len(part) < _PART:
            break
        offset += len(part)
        check_stopped()
    return found[:most], len(found) > most


def _has(story: Story, words: Sequence[str]) -> bool:
    titles = (one.title for one in story.articles)
    text = " ".join([story.title, *story.names, *story.outlets, *titles]).casefold()
    return all(word in text for word in words)


def _first_sentence(assistant: Assistant, story: Story) -> Statement | None:
    """The sentence that says what its newest article is about; None where there is none."""
    newest = next((one for one in story.articles if not one.withdrawn), None)
    if newest is None:
        return None
    check_stopped()
    return examined(
        newest.id,
        "the sentence that stands for it",
        partial(_lead, assistant, newest.id),
        otherwise=None,
    )


def _lead(assistant: Assistant, article_id: str) -> Statement | None:
    from assistant.answering.overviews import lead_of

    article = assistant.article(article_id)
    if not article.sentences:
        return None
    citation = cite(article, lead_of(article))
    return Statement(citation.quote, (citation,), QUOTED)
