"""Stories: the list of them, one with all that is told of it, and changing what belongs to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

import gradio as gr

from assistant.errors import StoppedError, UsageError
from assistant.rendering.html import render
from assistant.rendering.html.answers import notice_html
from assistant.rendering.html.news import news_html
from assistant.rendering.html.stories import (
    story_articles_html,
    story_html,
    telling_html,
    told_html,
    untold_html,
)
from assistant.rendering.telling import Telling
from assistant.stopping import check_stopped
from assistant.telling import Story
from assistant.web.acts import Merged, Named, OfStory, Pinned, Renamed, clickable
from assistant.web.changing import Refusal
from assistant.web.desk import Desk, Updates, page_of, told, told_in
from assistant.web.stories_found import CARDS, View, listed_html, new_in
from assistant.web.visits import entered, since_of
from assistant.web.work import BusyError

_LISTING: Final = "listing stories"
_TELLING: Final = "telling a story"
_OFFERED: Final = 60
"""Stories that one can be merged with."""
_ENTRIES: Final = 20
_FACTS: Final = 12
_READ: Final = 400
"""Articles of a story that are read, the newest of them."""


@dataclass(frozen=True, slots=True)
class StoriesTab:
    """The components of the tab; those after ``cards`` are a story's page.

    ``open`` is the id of the story that is open, empty where none is; ``visit`` is what the
    browser keeps of when somebody was here.
    """

    desk: Desk
    refusal: Refusal
    view: gr.State
    visit: gr.JSON
    open: gr.State
    news: gr.HTML
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
        return [self.view, self.outcome, self.news, self.cards]

    # -- the list ------------------------------------------------------------------

    async def entered(
        self, view: View, kept: object, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The stories, and what is new since the last visit; the browser keeps this one."""
        # What is kept while it is looked may not be seen yet: rather is it told twice.
        visit = entered(kept, user=self.desk.user_of(request), now=self.desk.assistant.looking())
        yield {self.visit: visit.kept()}
        async for updates in self._listed(view, visit.since, request, told=True):
            yield updates

    async def listed(self, view: View, kept: object, request: gr.Request) -> AsyncIterator[Updates]:
        """The stories as ``view`` says."""
        async for updates in self._listed(view, self._since(kept, request), request):
            yield updates

    async def searched(
        self, matching: str | None, view: View, kept: object, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Those with the words in their title, their names or their headlines."""
        view = replace(view, matching=" ".join((matching or "").split()), shown=CARDS)
        async for updates in self.listed(view, kept, request):
            yield updates

    async def further(
        self, view: View, kept: object, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Some more of them."""
        view = replace(view, shown=view.shown + CARDS)
        async for updates in self.listed(view, kept, request):
            yield updates

    async def _listed(
        self, view: View, since: datetime | None, request: gr.Request, *, told: bool = False
    ) -> AsyncIterator[Updates]:
        task = partial(self._list, view, since, told=told)
        async for updates in self._anew(task, request, kind=_LISTING):
            yield updates

    def _list(
        self, view: View, since: datetime | None, give: Callable[[Updates], None], *, told: bool
    ) -> None:
        """Shows the list, then, where it is to be ``told``, what is new; in a thread of its own."""
        assistant, now = self.desk.assistant, self.desk.now()
        give({self.cards: listed_html(assistant, view, since, now=now), self.view: view})
        if told and since is not None:
            # Whose conversations cite what is nobody else's affair.
            changes = assistant.changed_since(since, cited=())
            give({self.news: news_html(changes, now=now)})

    def _since(self, kept: object, request: gr.Request) -> datetime | None:
        return since_of(kept, user=self.desk.user_of(request), now=self.desk.assistant.looking())

    # -- one story -----------------------------------------------------------------

    async def opened(
        self, kept: object, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The story that was clicked, or an article's, and what is told of it as it is found."""
        try:
            story_id = OfStory.of(event).story
        except UsageError as error:
            yield {self.outcome: told(error)}
            return
        async for updates in self._opened(story_id, kept, request):
            yield updates

    async def _opened(
        self, story_id: str, kept: object, request: gr.Request, *, said: str = ""
    ) -> AsyncIterator[Updates]:
        may_change = self.refusal(request) is None
        since = self._since(kept, request)
        task = partial(self._tell, story_id, since=since, may_change=may_change, said=said)
        async for updates in self._anew(task, request, kind=_TELLING):
            yield updates

    def _tell(
        self,
        story_id: str,
        give: Callable[[Updates], None],
        *,
        since: datetime | None,
        may_change: bool,
        said: str,
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
                self.articles: story_articles_html(
                    story, new=new_in(story, since, now=self.desk.now()), may_change=may_change
                ),
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
        self, story_id: str, kept: object, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Makes one story of it and another."""

        def merge() -> tuple[Story, str]:
            chosen = Merged.of(event).other
            if not chosen:
                raise UsageError("No story was chosen to merge with", hint="Choose one")
            other = self.desk.assistant.story(chosen)
            story = self.desk.assistant.merge_stories([story_id, other.id])
            return story, f"Merged with “{other.title}”."

        async for updates in self._joined(merge, kept, request):
            yield updates

    async def parted(
        self, story_id: str, kept: object, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Takes an article out of it."""

        def part() -> tuple[Story, str]:
            self.desk.assistant.part_story(story_id, [Named.of(event).article])
            return self.desk.assistant.story(story_id), "The article was taken out."

        async for updates in self._joined(part, kept, request):
            yield updates

    async def _joined(
        self, change: Callable[[], tuple[Story, str]], kept: object, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """What is told of the story after its articles have changed."""
        try:
            self._refuse(request)
            story, said = await asyncio.to_thread(change)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {self.outcome: told(error)}
            return
        async for updates in self._opened(story.id, kept, request, said=said):
            yield updates

    def _refuse(self, request: gr.Request) -> None:
        """Raises where whoever asks may not; the page shows them no button, but others could."""
        if self.refusal(request) is not None:
            raise UsageError(
                "Stories are everybody's: only who may change the settings may change them here"
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
            news = clickable("story", "cite", "open", element="nd-news")
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
            head = clickable(
                "back", "ask", "digest", "rename", "pin", "merge", element="nd-story-head"
            )
            timeline, figures, quotes, coverage = (
                clickable("cite", element=f"nd-story-{kind}")
                for kind in ("timeline", "figures", "quotes", "coverage")
            )
            articles = clickable("open", "part", element="nd-story-articles")
    return StoriesTab(
        desk=desk,
        refusal=refusal,
        view=gr.State(View()),
        visit=gr.JSON(visible=False),
        open=gr.State(""),
        news=news,
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
    listed = [tab.view, tab.visit]
    tab.matching.change(
        tab.searched, inputs=[tab.matching, *listed], outputs=tab.listing, **working
    )
    tab.cards.more(tab.further, inputs=listed, outputs=tab.listing, **working)
    for html in (tab.news, tab.cards):
        html.story(tab.opened, inputs=[tab.visit], outputs=tab.page, **working)
    tab.head.back(told_in(tab.outcome, tab.back), outputs=tab.page, **at_once).then(
        tab.listed, inputs=listed, outputs=tab.listing, **working
    )
    changed = [tab.head, tab.outcome]
    for listen, handler in ((tab.head.rename, tab.renamed), (tab.head.pin, tab.pinned)):
        listen(told_in(tab.outcome, handler), inputs=[tab.open], outputs=changed, **quiet)
    for listen, change in ((tab.head.merge, tab.merged), (tab.articles.part, tab.parted)):
        listen(change, inputs=[tab.open, tab.visit], outputs=tab.page, **working)
