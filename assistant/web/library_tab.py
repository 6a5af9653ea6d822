"""The library: what is added to it, the list of its articles, and what is done with some."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import gradio as gr

from assistant.errors import ArticleNotFoundError, UsageError
from assistant.rendering.articles import articles_jsonl, articles_markdown
from assistant.rendering.html import render
from assistant.rendering.html.answers import notice_html
from assistant.rendering.html.library import Listed, list_html
from assistant.rendering.safety import one_line
from assistant.rendering.wording import count
from assistant.web.acts import (
    Addressed,
    Chosen,
    Collected,
    Exported,
    Filtered,
    Given,
    OfCollection,
    Turned,
    clickable,
)
from assistant.web.adding import OPML, Adding, Batch
from assistant.web.changing import Refusal
from assistant.web.desk import Desk, Updates, told, told_in
from assistant.web.downloads import file_of
from assistant.web.feed_list import FeedList
from assistant.web.library_list import OFFERED, ROWS, SORTS, View, found, wanted_in_words
from assistant.web.limits import Limits
from assistant.web.schedule import Schedule

_EXPORTS: Final = {"jsonl": articles_jsonl, "markdown": articles_markdown}


@dataclass(frozen=True, slots=True)
class LibraryTab:
    """The components of the tab.

    ``kept`` is where collections or feeds are shown when they are asked for; ``wanted`` is what
    the filters say, ``file`` what the browser is to save.
    """

    desk: Desk
    limits: Limits
    refusal: Refusal
    adding: Adding
    view: gr.State
    bar: gr.HTML
    files: gr.File
    outcome: gr.HTML
    kept: gr.HTML
    feeds: FeedList
    filters: gr.HTML
    wanted: gr.JSON
    table: gr.HTML
    chosen: gr.HTML
    file: gr.JSON

    @property
    def all(self) -> list[Any]:
        """All that depends on the library."""
        return [self.bar, self.filters, self.table, self.chosen, self.view, self.outcome]

    # -- what is shown -------------------------------------------------------------

    def entered(self, view: View, request: gr.Request) -> Updates:
        """The tab as it is opened, and after the library has changed."""
        return {
            self.bar: render(
                "bar",
                may_fetch=self.refusal(request) is None,
                endings=(*self.limits.endings, OPML),
                characters=self.limits.characters,
            ),
            **self._choices(request),
            **self.shown(view, request),
        }

    def _choices(self, request: gr.Request) -> Updates:
        """What the list can be limited to, and the collections that articles can be put into."""
        assistant = self.desk.assistant
        collections = assistant.collections(owner=self.desk.owner_of(request))
        named = [(one.id, one.name) for one in collections]
        stories = [one for one in assistant.stories(limit=OFFERED) if len(one.articles) > 1]
        return {
            self.filters: render(
                "filters",
                outlets=[(one_line(name), one_line(name)) for name in assistant.outlets()],
                stories=[(one.id, one.title) for one in stories],
                collections=named,
                sorts=[(key, words) for key, (words, *_) in SORTS.items()],
            ),
            self.chosen: render("chosen", collections=named),
        }

    def shown(self, view: View, request: gr.Request) -> Updates:
        """The list as ``view`` says."""
        owner = self.desk.owner_of(request)
        page = found(self.desk.assistant, view, owner=owner)
        if not page.clusters and view.offset:
            return self.shown(replace(view, offset=max(0, view.offset - ROWS)), request)
        articles = (one for story in page.clusters for one in (story.head, *story.copies))
        table = list_html(
            page,
            Listed(
                wanted_in_words(self.desk.assistant, view.wanted, owner=owner), view.offset, ROWS
            ),
            corrections=self.desk.assistant.corrections(one.id for one in articles),
        )
        return {self.table: table, self.view: view}

    def filtered(self, wanted: object, view: View, request: gr.Request) -> Updates:
        """The articles that fit what was typed and chosen."""
        return self.shown(replace(view, wanted=Filtered.told(wanted), offset=0), request)

    def turned(self, view: View, event: gr.EventData, request: gr.Request) -> Updates:
        """Another page of the list."""
        return self.shown(replace(view, offset=Turned.of(event).offset), request)

    # -- adding --------------------------------------------------------------------

    async def uploaded(
        self, files: list[str] | None, view: View, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Adds files that the browser has sent, and says what became of each."""
        async for updates in self._added(self.adding.files(files, request), view, request):
            yield updates

    async def given(
        self, view: View, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Adds what stands at addresses, or a pasted text."""
        try:
            batches = self.adding.given(Given.of(event), request)
        except UsageError as error:
            yield {self.outcome: told(error)}
            return
        async for updates in self._added(batches, view, request):
            yield updates

    async def followed(
        self, view: View, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Follows the feed that a page names."""
        try:
            batches = [self.adding.followed(Addressed.of(event).address, request)]
        except UsageError as error:
            yield {self.outcome: told(error)}
            return
        async for updates in self._added(batches, view, request):
            yield updates

    async def refreshed(
        self, view: View, _event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Takes in what is new in the feeds, and lists how they stand then."""
        async for updates in self._added(self.adding.refreshed(request), view, request):
            yield updates
        yield await asyncio.to_thread(told_in(self.outcome, self.feeds.shown), request)

    async def samples(self, view: View, request: gr.Request) -> AsyncIterator[Updates]:
        """Adds the sample articles."""
        async for updates in self._added(self.adding.samples(), view, request):
            yield updates

    async def _added(
        self, batches: Sequence[Batch], view: View, request: gr.Request
    ) -> AsyncIterator[Updates]:
        async for updates in self.adding.run(batches, request):
            yield updates
        shown = told_in(self.outcome, self.entered)
        yield await asyncio.to_thread(shown, replace(view, offset=0), request)

    def dismissed(self, request: gr.Request) -> Updates:
        """Puts away what became of what was added, or the question whether to remove."""
        self.adding.dismiss(request)
        return {self.outcome: ""}

    # -- what is done with those that are chosen -----------------------------------

    def to_remove(self, event: gr.EventData) -> Updates:
        """Asks whether the chosen articles are really to go."""
        chosen = self.desk.assistant.listed(Chosen.of(event).ids)
        return {self.outcome: render("removal", articles=chosen) if chosen else ""}

    def removed(self, view: View, event: gr.EventData, request: gr.Request) -> Updates:
        """Removes the articles."""
        try:
            gone = self.desk.assistant.remove(*Chosen.of(event).ids)
            said = notice_html(f"{count(len(gone), 'article')} removed.")
        except ArticleNotFoundError as error:  # somebody else was quicker
            said = told(error)
        return {**self.entered(view, request), self.outcome: said}

    def collected(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Puts the articles into a collection, a new one where none is named."""
        act = Collected.of(event)
        assistant, owner = self.desk.assistant, self.desk.owner_of(request)
        if act.collection:
            collection = assistant.add_to_collection(act.collection, act.ids, owner=owner)
        else:
            collection = assistant.make_collection(act.name, act.ids, owner=owner)
        articles = count(len(act.ids), "article")
        said = notice_html(f"{articles} put into “{one_line(collection.name)}”.")
        return {**self._choices(request), self.outcome: said}

    def exported(self, event: gr.EventData) -> Updates:
        """The articles as a file for the browser to keep."""
        act = Exported.of(event)
        articles = [self.desk.assistant.article(one) for one in act.ids]
        text = _EXPORTS[act.form](articles)
        return {self.file: file_of("articles", act.form, text)}

    # -- collections -----------------------------------------------------------

    def collections_shown(self, request: gr.Request) -> Updates:
        """The collections, to be opened, renamed and deleted."""
        owner = self.desk.owner_of(request)
        shown = self.desk.assistant.collections(owner=owner)
        return {self.kept: render("collections", collections=shown), **self._choices(request)}

    def made(self, event: gr.EventData, request: gr.Request) -> Updates:
        """A new collection, with nothing in it."""
        owner = self.desk.owner_of(request)
        self.desk.assistant.make_collection(OfCollection.of(event).name, owner=owner)
        return self.collections_shown(request)

    def renamed(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Gives a collection another name."""
        act, owner = OfCollection.of(event), self.desk.owner_of(request)
        self.desk.assistant.rename_collection(act.collection, act.name, owner=owner)
        return self.collections_shown(request)

    def deleted(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Deletes a collection; its articles stay."""
        act, owner = OfCollection.of(event), self.desk.owner_of(request)
        self.desk.assistant.delete_collection(act.collection, owner=owner)
        return self.collections_shown(request)


def library_tab(desk: Desk, limits: Limits, refusal: Refusal, schedule: Schedule) -> LibraryTab:
    """Lays the tab out."""
    with gr.Column(elem_id="nd-shelf", min_width=0):
        bar = clickable("give", "upload", "feeds", element="nd-bar", script="bar")
        gr.HTML('<p id="nd-outcome-said" role="status" hidden></p>', apply_default_css=False)
        outcome = clickable(
            "stop", "confirm", "keep", "follow", element="nd-outcome", script="outcome"
        )
        kept = clickable(
            *("make", "rename", "delete", "shut"),
            *("refresh", "pause", "resume", "unfollow", "feedlist"),
            element="nd-kept",
        )
        filters = clickable("filter", "collections", element="nd-filters", script="filters")
        table = clickable("open", "cite", "turn", "samples", element="nd-table", script="list")
        chosen = clickable(
            *("only", "digest", "check", "collect", "save", "remove"),
            element="nd-chosen",
            script="picked",
        )
    adding = Adding(desk, limits, outcome, refusal, schedule)
    file = gr.JSON(visible=False)
    return LibraryTab(
        desk=desk,
        limits=limits,
        refusal=refusal,
        adding=adding,
        view=gr.State(View()),
        bar=bar,
        files=gr.File(visible=False, file_count="multiple"),
        outcome=outcome,
        kept=kept,
        feeds=FeedList(desk, adding, schedule, kept=kept, outcome=outcome, file=file),
        filters=filters,
        wanted=gr.JSON(visible=False),
        table=table,
        chosen=chosen,
        file=file,
    )


def wire(tab: LibraryTab) -> None:
    """Connects what people do in the tab with what it does, adding and removing apart."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    at_once: dict[str, Any] = {**quiet, "queue": False}
    listing = [tab.table, tab.view, tab.outcome]
    tab.filters.filter(
        told_in(tab.outcome, tab.filtered),
        inputs=[tab.wanted, tab.view],
        outputs=listing,
        # What is sent last is what the filters say then.
        js="newsdesk.wanted",
        trigger_mode="always_last",
        **at_once,
    )
    tab.table.turn(told_in(tab.outcome, tab.turned), inputs=[tab.view], outputs=listing, **at_once)
    tab.chosen.remove(told_in(tab.outcome, tab.to_remove), outputs=[tab.outcome], **at_once)
    tab.outcome.keep(tab.dismissed, outputs=[tab.outcome], **at_once)
    tab.outcome.stop(tab.adding.stop, **at_once)
    choices = [tab.filters, tab.chosen, tab.outcome]
    tab.chosen.collect(told_in(tab.outcome, tab.collected), outputs=choices, **at_once)
    for save, made in (
        (tab.chosen.save, tab.exported),
        (tab.kept.feedlist, tab.feeds.saved),
    ):
        save(told_in(tab.outcome, made), outputs=[tab.file, tab.outcome], **at_once).then(
            None, inputs=[tab.file], js="newsdesk.save", api_visibility="private"
        )
    for listen, handler in (
        (tab.filters.collections, tab.collections_shown),
        (tab.kept.make, tab.made),
        (tab.kept.rename, tab.renamed),
        (tab.kept.delete, tab.deleted),
        (tab.bar.feeds, tab.feeds.shown),
        (tab.kept.pause, tab.feeds.paused),
        (tab.kept.resume, tab.feeds.resumed),
        (tab.kept.unfollow, tab.feeds.unfollowed),
    ):
        listen(told_in(tab.outcome, handler), outputs=[tab.kept, *choices], **at_once)
    tab.kept.shut(lambda: "", outputs=[tab.kept], **at_once)
