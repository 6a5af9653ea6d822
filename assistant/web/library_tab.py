"""The library: its articles in a table, adding files, removing articles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Final

import gradio as gr

from assistant.assistant import Assistant
from assistant.errors import ArticleNotFoundError, AssistantError, StoppedError
from assistant.reading import Upload
from assistant.rendering.html import render
from assistant.rendering.html.answers import notice_html
from assistant.rendering.html.library import Listed, table_html
from assistant.rendering.wording import count, report_in_words
from assistant.reports import AddedKind, AddReport, Order, Progress
from assistant.web.acts import Chosen, Sorted, Turned, clickable
from assistant.web.desk import Desk, Updates, page_of, told, told_in
from assistant.web.limits import Limits, uploads
from assistant.web.work import BusyError

_KIND: Final = "adding"
_ROWS: Final = 50
_TOLD: Final = 300
"""Most outcomes of a batch that are listed; failures come first."""
_BETWEEN: Final = 0.15
"""Seconds between two signs of progress."""


@dataclass(frozen=True, slots=True)
class View:
    """What the table shows: words to find, the order, and from which row on."""

    matching: str = ""
    order: Order = Order.DATE
    descending: bool = True
    offset: int = 0


@dataclass(frozen=True, slots=True)
class LibraryTab:
    """The components of the tab."""

    desk: Desk
    limits: Limits
    view: gr.State
    files: gr.File
    outcome: gr.HTML
    matching: gr.Textbox
    table: gr.HTML

    # -- what is shown -------------------------------------------------------------

    def shown(self, view: View) -> Updates:
        """The table as ``view`` says."""
        assistant = self.desk.assistant
        page = assistant.browse_collapsed(
            matching=view.matching,
            order=view.order,
            descending=view.descending,
            limit=_ROWS,
            offset=view.offset,
        )
        if not page.clusters and view.offset:
            return self.shown(replace(view, offset=max(0, view.offset - _ROWS)))
        articles = (one for story in page.clusters for one in (story.head, *story.copies))
        table = table_html(
            page,
            Listed(view.matching.strip(), view.order, view.descending, view.offset, _ROWS),
            corrections=assistant.corrections(one.id for one in articles),
        )
        return {self.table: table, self.view: view}

    def searched(self, matching: str | None, view: View) -> Updates:
        """The articles whose headline or outlet has the words."""
        return self.shown(replace(view, matching=matching or "", offset=0))

    def reordered(self, view: View, event: gr.EventData) -> Updates:
        """The table by another column; by the same one, the other way round."""
        wanted = Sorted.of(event).order
        if wanted not in {order.value for order in Order}:
            return {}
        order = Order(wanted)
        # Figures and dates are looked at from the greatest down, words from A.
        downwards = order in {Order.DATE, Order.SENTENCES}
        descending = not view.descending if order is view.order else downwards
        return self.shown(replace(view, order=order, descending=descending, offset=0))

    def turned(self, view: View, event: gr.EventData) -> Updates:
        """Another page of the table."""
        return self.shown(replace(view, offset=Turned.of(event).offset))

    # -- adding --------------------------------------------------------------------

    async def dropped(
        self, files: list[str] | None, view: View, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Adds the files that were dropped, and says what became of each."""
        try:
            sources = uploads(files, limits=self.limits)
        except AssistantError as error:
            yield {self.outcome: told(error), self.files: None}
            return
        if not sources:
            return
        try:
            async for updates in self._added(
                partial(_added, self.desk.assistant, sources), view, request
            ):
                yield updates
        finally:
            for source in sources:
                Path(source.path).unlink(missing_ok=True)

    async def samples(
        self, view: View, request: gr.Request, *, told_at: gr.HTML | None = None
    ) -> AsyncIterator[Updates]:
        """Adds the sample articles; ``told_at`` is where else it is told how far that has come."""
        async for updates in self._added(
            partial(_samples_added, self.desk.assistant), view, request, told_at=told_at
        ):
            yield updates

    async def _added(
        self,
        task: Callable[[Callable[[Progress | AddReport], None]], None],
        view: View,
        request: gr.Request,
        *,
        told_at: gr.HTML | None = None,
    ) -> AsyncIterator[Updates]:
        def everywhere(html: str) -> Updates:
            return dict.fromkeys({self.outcome, told_at or self.outcome}, html)

        # Nothing more is to be dropped meanwhile: it would be lost.
        yield {
            self.files: gr.File(value=None, interactive=False),
            **everywhere(render("working", words="Reading …")),
        }
        try:
            async for part in self.desk.work.run(task, page=page_of(request), kind=_KIND):
                if isinstance(part, Progress):
                    yield everywhere(
                        render(
                            "adding",
                            done=part.done,
                            total=part.total,
                            estimated=part.estimated,
                            current=part.current,
                        )
                    )
                else:
                    view = replace(view, offset=0)
                    yield {self.outcome: _report(part)}
        except BusyError:
            return
        except StoppedError:
            kept = notice_html("Stopped. What had been added by then is in the library.")
            yield everywhere(kept)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield everywhere(told(error))
        table = await asyncio.to_thread(told_in(self.outcome, self.shown), view)
        yield {**table, self.files: gr.File(interactive=True)}

    def stopped(self, request: gr.Request) -> None:
        """Stops the adding."""
        self.desk.work.stop(page_of(request), _KIND)

    # -- removing ------------------------------------------------------------------

    def to_remove(self, event: gr.EventData) -> Updates:
        """Asks whether the chosen articles are really to go."""
        chosen = self.desk.assistant.listed(Chosen.of(event).ids)
        return {self.outcome: render("removal", articles=chosen) if chosen else ""}

    def removed(self, view: View, event: gr.EventData) -> Updates:
        """Removes the articles."""
        try:
            gone = self.desk.assistant.remove(*Chosen.of(event).ids)
            said = notice_html(f"{count(len(gone), 'article')} removed.")
        except ArticleNotFoundError as error:  # somebody else was quicker
            said = told(error)
        return {self.outcome: said, **self.shown(view)}

    def kept(self) -> Updates:
        """Puts the message away."""
        return {self.outcome: ""}


def library_tab(desk: Desk, limits: Limits) -> LibraryTab:
    """Lays the tab out."""
    with gr.Column(elem_id="nd-shelf", min_width=0):
        files = gr.File(
            label="Add articles: drop files here",
            file_count="multiple",
            file_types=list(limits.endings),
            height=150,
            elem_id="nd-files",
        )
        gr.HTML(render("takes", endings=limits.endings), padding=False, elem_id="nd-takes")
        outcome = clickable("stop", "confirm", "keep", element="nd-outcome")
        matching = gr.Textbox(
            label="Find",
            placeholder="Words of the headline or the outlet",
            max_length=200,
            elem_id="nd-find",
        )
        table = clickable("open", "sort", "turn", "remove", "samples", element="nd-table")
    return LibraryTab(
        desk=desk,
        limits=limits,
        view=gr.State(View()),
        files=files,
        outcome=outcome,
        matching=matching,
        table=table,
    )


def wire(tab: LibraryTab) -> None:
    """Connects what people do in the tab with what it does, adding and removing apart."""
    at_once: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "queue": False,
    }
    table = [tab.table, tab.view, tab.outcome]
    tab.matching.change(
        told_in(tab.outcome, tab.searched),
        inputs=[tab.matching, tab.view],
        outputs=table,
        trigger_mode="always_last",
        **at_once,
    )
    for listen, handler in ((tab.table.sort, tab.reordered), (tab.table.turn, tab.turned)):
        listen(told_in(tab.outcome, handler), inputs=[tab.view], outputs=table, **at_once)
    tab.table.remove(told_in(tab.outcome, tab.to_remove), outputs=[tab.outcome], **at_once)
    tab.outcome.keep(tab.kept, outputs=[tab.outcome], **at_once)
    tab.outcome.stop(tab.stopped, **at_once)


def _added(
    assistant: Assistant, sources: list[Upload], give: Callable[[Progress | AddReport], None]
) -> None:
    give(assistant.add(*sources, on_progress=_now_and_then(give)))


def _samples_added(assistant: Assistant, give: Callable[[Progress | AddReport], None]) -> None:
    give(assistant.add_samples(on_progress=_now_and_then(give)))


def _now_and_then(give: Callable[[Progress | AddReport], None]) -> Callable[[Progress], None]:
    """Passes on signs of progress, no more of them than a page can show."""
    told_at = 0.0

    def tell(progress: Progress) -> None:
        nonlocal told_at
        if monotonic() - told_at >= _BETWEEN:
            told_at = monotonic()
            give(progress)

    return tell


def _report(report: AddReport) -> str:
    failures_first = sorted(
        report.outcomes, key=lambda outcome: outcome.kind is not AddedKind.FAILED
    )
    return render(
        "added",
        tally=report_in_words(report),
        outcomes=failures_first[:_TOLD],
        left_out=max(0, len(failures_first) - _TOLD),
    )
