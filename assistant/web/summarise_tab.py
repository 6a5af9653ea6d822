"""Summaries: of articles of the library, of files that are dropped, of text that is pasted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import gradio as gr

from assistant.errors import AssistantError, StoppedError, UsageError
from assistant.reading import PastedText, Upload
from assistant.rendering.html import render
from assistant.rendering.html.answers import notice_html, summary_html
from assistant.rendering.references import summary_references
from assistant.rendering.renderers import Terms
from assistant.rendering.safety import one_line
from assistant.rendering.wording import headline_in_words
from assistant.types import Article, ArticleSummary, Summary
from assistant.web.acts import Chosen, Named, Saved, clickable
from assistant.web.desk import Desk, Updates, page_of, told
from assistant.web.downloads import download
from assistant.web.limits import Limits, uploads
from assistant.web.work import BusyError

_KIND = "summarising"
_OFFERED: Final = 12
"""Articles of the library that are offered at a time."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A summary with the articles it was made of, which need not be in the library."""

    summary: Summary
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class SummariseTab:
    """The components of the tab."""

    desk: Desk
    limits: Limits
    digest: gr.State
    matching: gr.Textbox
    articles: gr.CheckboxGroup
    files: gr.File
    pasted: gr.Textbox
    words: gr.Slider
    style: gr.Radio
    begin: gr.Button
    stop: gr.Button
    result: gr.HTML
    file: gr.JSON

    def found(self, matching: str | None, chosen: list[str]) -> Any:
        """The articles to choose from: the chosen ones, then those that match."""
        assistant = self.desk.assistant
        page = assistant.browse(matching=matching or "", limit=_OFFERED + len(chosen))
        kept = assistant.listed(chosen)
        return gr.CheckboxGroup(
            choices=_choices([*kept, *page.articles]), value=[a.id for a in kept]
        )

    async def summarised(  # noqa: PLR0917 - Gradio hands values over by position
        self,
        chosen: list[str],
        files: list[str] | None,
        pasted: str | None,
        words: float,
        style: str,
        request: gr.Request,
    ) -> AsyncIterator[Updates]:
        """The summary of everything that was chosen, dropped and pasted, together."""
        try:
            sources: list[str | Upload | PastedText] = [
                *chosen,
                *uploads(files, limits=self.limits),
                *_pasted(pasted),
            ]
            if not sources:
                raise UsageError(
                    "There is nothing to summarise",
                    hint="Choose articles, drop files or paste a text",
                )
        except AssistantError as error:
            yield {self.result: told(error)}
            return
        async for updates in self._summarised(sources, int(words), style, request):
            yield updates

    async def one(
        self, words: float, style: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The summary of the one article that is open beside the page."""
        article = Named.of(event).article
        async for updates in self._summarised([article], int(words), style, request):
            yield updates

    async def several(
        self, words: float, style: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The summary of the articles that were chosen in the library."""
        try:
            chosen = Chosen.of(event).ids
        except UsageError as error:
            yield {self.result: told(error)}
            return
        async for updates in self._summarised(chosen, int(words), style, request):
            yield updates

    async def _summarised(
        self,
        sources: Sequence[str | Upload | PastedText],
        words: int,
        style: str,
        request: gr.Request,
    ) -> AsyncIterator[Updates]:
        outcome: Updates = {}
        try:
            async for updates in self.desk.work.run(
                partial(self._summarise, sources, words, style, outcome),
                page=page_of(request),
                kind=_KIND,
            ):
                yield updates
        except BusyError:
            return
        except StoppedError:
            outcome = {self.result: notice_html("Stopped.")}
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            outcome = {self.result: told(error)}
        # The end is shown when the work is over: whoever sees it can begin the next.
        yield {
            **outcome,
            self.begin: gr.Button(visible=True),
            self.stop: gr.Button(visible=False),
        }

    def _summarise(
        self,
        sources: Sequence[str | Upload | PastedText],
        words: int,
        style: str,
        outcome: Updates,
        give: Callable[[Updates], None],
    ) -> None:
        """Reads and summarises, and puts the summary into ``outcome``; in a thread of its own."""
        give(
            {
                self.begin: gr.Button(visible=False),
                self.stop: gr.Button(visible=True),
                self.result: render("working", words="Reading and summarising …"),
            }
        )
        assistant = self.desk.assistant
        # What a page names is an article of the library: no path of this machine, no address.
        material = assistant.read_whole(
            *(assistant.article(one) if isinstance(one, str) else one for one in sources)
        )
        summary = assistant.summarise(*material.articles, words=words, style=style)
        summary = replace(summary, left_out=material.left_out)
        shown = summary_html(summary, copied=summary_references(summary))
        outcome.update({self.digest: Digest(summary, material.articles), self.result: shown})

    def stopped(self, request: gr.Request) -> None:
        """Stops the summary that is being made."""
        self.desk.work.stop(page_of(request), _KIND)

    def saved(self, digest: Digest | None, event: gr.EventData) -> dict[str, str] | None:
        """The summary as a file for the browser to keep."""
        if digest is None:
            return None
        return download("summary", digest.summary, Saved.of(event), Terms())


def summarise_tab(desk: Desk, limits: Limits) -> SummariseTab:
    """Lays the tab out."""
    with gr.Row(elem_id="nd-summarise"):
        with gr.Column(elem_id="nd-material", min_width=0):
            matching = gr.Textbox(
                label="Find articles of the library",
                placeholder="Words of the headline or the outlet",
                max_length=200,
            )
            articles = gr.CheckboxGroup([], label="Articles", elem_id="nd-choices")
            files = gr.File(
                label=f"Files (at most {limits.files}, {limits.megabytes:g} MB each)",
                file_count="multiple",
                file_types=list(limits.endings),
                height=88,
                elem_id="nd-summary-files",
            )
            pasted = gr.Textbox(
                label="Or paste a text",
                lines=4,
                max_lines=12,
                max_length=limits.characters,
                elem_id="nd-pasted",
            )
        with gr.Column(elem_id="nd-digest", min_width=0):
            with gr.Row():
                words = gr.Slider(20, 400, value=120, step=10, label="Words")
                style = gr.Radio(
                    [("Paragraph", "paragraph"), ("Bullets", "bullets"), ("Headline", "headline")],
                    value="paragraph",
                    label="Style",
                )
            begin = gr.Button("Summarise", variant="primary", elem_id="nd-summarise-button")
            stop = gr.Button("Stop", visible=False)
            result = clickable("cite", "save", element="nd-result", value=render("blank_summary"))
    return SummariseTab(
        desk=desk,
        limits=limits,
        digest=gr.State(None),
        matching=matching,
        articles=articles,
        files=files,
        pasted=pasted,
        words=words,
        style=style,
        begin=begin,
        stop=stop,
        result=result,
        file=gr.JSON(visible=False),
    )


def wire(tab: SummariseTab) -> None:
    """Connects what people do in the tab with what it does."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    tab.begin.click(
        tab.summarised,
        inputs=[tab.articles, tab.files, tab.pasted, tab.words, tab.style],
        outputs=[tab.digest, tab.result, tab.begin, tab.stop],
        concurrency_limit=None,
        trigger_mode="multiple",  # the server takes one at a time
        **quiet,
    )
    tab.stop.click(tab.stopped, queue=False, **quiet)
    tab.matching.change(
        tab.found,
        inputs=[tab.matching, tab.articles],
        outputs=[tab.articles],
        trigger_mode="always_last",
        **quiet,
    )
    tab.result.save(tab.saved, inputs=[tab.digest], outputs=[tab.file], queue=False, **quiet).then(
        None, inputs=[tab.file], js="newsdesk.save", api_visibility="private"
    )


def _pasted(text: str | None) -> list[PastedText]:
    return [PastedText(text)] if text and text.strip() else []


def _choices(articles: Sequence[ArticleSummary]) -> list[tuple[str, str]]:
    """Labels and ids, each article once."""
    once = {article.id: article for article in articles}
    return [(one_line(headline_in_words(article)), key) for key, article in once.items()]
