"""Making summaries for a page: of what was chosen, and others of the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import gradio as gr

from assistant.errors import AssistantError, StoppedError, UsageError
from assistant.rendering.html import render
from assistant.rendering.html.answers import notice_html
from assistant.rendering.html.summaries import digest_html, summary_page
from assistant.rendering.renderers import Terms
from assistant.summarising.pipeline import STYLES
from assistant.telling import SummaryCoverage
from assistant.types import Article, LeftOut, Summary
from assistant.web.acts import Chosen, Named, Off, Offered, Refined, Saved
from assistant.web.desk import Desk, Updates, page_of, told
from assistant.web.downloads import download, file_of
from assistant.web.limits import Limits, uploads
from assistant.web.matter import (
    Item,
    Matter,
    articles_of,
    matter_html,
    of_articles,
    of_story,
    of_text,
    of_topic,
    of_upload,
    offers_html,
    with_item,
)
from assistant.web.summarise_components import LEAST, MOST, STEP, SummariseComponents
from assistant.web.uploads import forget
from assistant.web.work import BusyError

_SUMMARISING: Final = "summarising"
_READING: Final = "reading what is to be summarised"
_WORDS: Final = "Reading and summarising …"
_SHORTER: Final = 0.6
_LONGER: Final = 1.6
"""How long the next summary is, in that of this one."""

Given: TypeAlias = Callable[[Updates], None]


@dataclass(frozen=True, slots=True)
class Digest:
    """A summary with the articles it was made of, which need not be in the library.

    ``told`` is with its coverage where that was asked for; ``words`` and ``style`` are what was.
    """

    told: Summary | SummaryCoverage
    articles: tuple[Article, ...]
    left_out: tuple[LeftOut, ...]
    words: int
    style: str

    @property
    def summary(self) -> Summary:
        """The summary alone."""
        return self.told.summary if isinstance(self.told, SummaryCoverage) else self.told

    def refined(self, how: str) -> tuple[int, str]:
        """The words and the style of the next one, by what a button says."""
        if how in ("shorter", "longer"):
            words = round(self.words * (_SHORTER if how == "shorter" else _LONGER) / STEP) * STEP
            return min(MOST, max(LEAST, words)), self.style
        return self.words, how

    @property
    def offered(self) -> frozenset[str]:
        """What another one can be: see ``digest_html``."""
        offered: set[str] = {one for one in STYLES if one != self.style}
        if self.style != "headline":
            offered |= {"shorter"} if self.words > LEAST else set()
            offered |= {"longer"} if self.words < MOST else set()
        offered |= {"coverage"} if isinstance(self.told, Summary) else set()
        return frozenset(offered)


@dataclass(frozen=True, slots=True)
class Digesting:
    """What the events of the tab do. Each takes what was wrong before away."""

    desk: Desk
    limits: Limits
    tab: SummariseComponents

    # -- what is to be summarised --------------------------------------------------

    def offers(self, words: str | None) -> Updates:
        """What can be summarised that fits what is typed, at first the newest."""
        return {self.tab.offers: offers_html(self.desk.assistant, words), self.tab.outcome: ""}

    def taken(self, matter: Matter, event: gr.EventData) -> Updates:
        """A topic, a story or an article more."""
        act, assistant = Offered.of(event), self.desk.assistant
        if act.kind == "topic":
            items: Sequence[Item] = [of_topic(assistant, act.key)]
        elif act.kind == "story":
            items = [of_story(assistant, act.key)]
        else:
            items = of_articles(assistant, [act.key])
        for one in items:
            matter = with_item(matter, one)
        return {**self._shown(matter), self.tab.sought: ""}

    def named(self, matter: Matter, words: str | None) -> Updates:
        """The topic that is typed."""
        item = of_topic(self.desk.assistant, words or "")
        return {**self._shown(with_item(matter, item)), self.tab.sought: ""}

    def off(self, matter: Matter, event: gr.EventData) -> Updates:
        """One chip less; what else is summarised can be chosen then."""
        place = Off.of(event).index
        left = tuple(one for n, one in enumerate(matter) if n != place)
        return {**self._shown(left), self.tab.inputs: gr.Accordion(open=True)}

    def _shown(self, matter: Matter) -> Updates:
        return {
            self.tab.matter: matter,
            self.tab.chips: matter_html(matter),
            self.tab.outcome: "",
        }

    async def dropped(
        self, paths: list[str] | None, matter: Matter, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Files that were dropped, read at once and deleted."""
        if not paths:
            return
        outcome: Updates = {}
        try:
            sources = uploads(paths, limits=self.limits)
            yield {self.tab.outcome: render("summarising", words="Reading the files …")}

            def read(give: Callable[[Matter], None]) -> None:
                found = matter
                for source in sources:
                    found = with_item(found, of_upload(self.desk.assistant, source))
                give(found)

            async for found in self.desk.work.run(read, page=page_of(request), kind=_READING):
                outcome = self._shown(found)
        except StoppedError:
            outcome = {self.tab.outcome: notice_html("Stopped.")}
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            outcome = {self.tab.outcome: told(error)}
        finally:
            forget(paths)
        yield {**outcome, self.tab.files: None}

    # -- summaries -----------------------------------------------------------------

    async def summarised(  # noqa: PLR0917 - Gradio hands values over by position
        self,
        matter: Matter,
        sought: str | None,
        pasted: str | None,
        words: float,
        style: str,
        request: gr.Request,
    ) -> AsyncIterator[Updates]:
        """The summary of everything that was chosen, typed, dropped and pasted, together."""

        def find() -> Matter:
            assistant, found = self.desk.assistant, matter
            if sought and sought.strip():
                found = with_item(found, of_topic(assistant, sought))
            if pasted and pasted.strip():
                found = with_item(found, of_text(assistant, pasted, limits=self.limits))
            if not found:
                raise UsageError(
                    "There is nothing to summarise",
                    hint="Name a topic, choose a story or an article, drop files or paste a text",
                )
            return found

        emptied = {self.tab.sought: "", self.tab.pasted: ""}
        async for updates in self._summarised(find, words, style, request, emptied):
            yield updates

    async def of_article(
        self, words: float, style: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The summary of the one article that is open beside the page."""
        find = lambda: of_articles(self.desk.assistant, [Named.of(event).article])  # noqa: E731
        async for updates in self._summarised(find, words, style, request):
            yield updates

    async def of_chosen(
        self, words: float, style: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The summary of the articles that were chosen in the library."""
        find = lambda: of_articles(self.desk.assistant, Chosen.of(event).ids)  # noqa: E731
        async for updates in self._summarised(find, words, style, request):
            yield updates

    async def of_open_story(
        self, story: str, words: float, style: str, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The summary of the story that is open."""
        find = lambda: (of_story(self.desk.assistant, story),)  # noqa: E731
        async for updates in self._summarised(find, words, style, request):
            yield updates

    async def refined(
        self, digest: Digest | None, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Another summary of the same articles: shorter, longer, in another style."""
        try:
            act = Refined.of(event)
            if digest is None:
                raise _gone()
        except AssistantError as error:
            yield {self.tab.outcome: told(error)}
            return
        words, style = digest.refined(act.how)

        def make(give: Given) -> None:
            give({self.tab.words: words, self.tab.style: style})
            self._make(digest.articles, digest.left_out, words, style, give)

        async for updates in self._worked(make, request):
            yield updates

    async def covered(self, digest: Digest | None, request: gr.Request) -> AsyncIterator[Updates]:
        """What the summary leaves out of its articles."""
        if digest is None:
            yield {self.tab.outcome: told(_gone())}
            return

        def make(give: Given) -> None:
            found = self.desk.assistant.cover(digest.summary, digest.articles)
            give(self._told(replace(digest, told=found)))

        words = "Looking for what it leaves out …"
        async for updates in self._worked(make, request, words=words):
            yield updates

    async def _summarised(
        self,
        find: Callable[[], Matter],
        words: float,
        style: str,
        request: gr.Request,
        emptied: Updates | None = None,
    ) -> AsyncIterator[Updates]:
        """Shows what is to be summarised, then its summary."""

        def make(give: Given) -> None:
            matter = find()
            give({**self._shown(matter), **(emptied or {}), **self._going(_WORDS)})
            left_out = tuple(one for item in matter for one in item.left_out)
            articles = articles_of(self.desk.assistant, matter)
            self._make(articles, left_out, int(words), style, give)

        async for updates in self._worked(make, request):
            yield updates

    def _make(
        self,
        articles: tuple[Article, ...],
        left_out: tuple[LeftOut, ...],
        words: int,
        style: str,
        give: Given,
    ) -> None:
        summary = self.desk.assistant.summarise(*articles, words=words, style=style)
        summary = replace(summary, left_out=left_out)
        give(self._told(Digest(summary, articles, left_out, words, style)))

    def _told(self, digest: Digest) -> Updates:
        """A summary; what it was made of is folded away."""
        return {
            self.tab.digest: digest,
            self.tab.result: digest_html(digest.told, offered=digest.offered),
            self.tab.inputs: gr.Accordion(open=False, label="Change what is summarised, or how"),
        }

    def _going(self, words: str) -> Updates:
        return {self.tab.outcome: render("summarising", words=words)}

    async def _worked(
        self, make: Callable[[Given], None], request: gr.Request, *, words: str = _WORDS
    ) -> AsyncIterator[Updates]:
        """What ``make`` gives, in the place of what the page has going on; then how it ended."""
        yield self._going(words)
        outcome = ""
        work = self.desk.work.anew(make, page=page_of(request), kind=_SUMMARISING)
        try:
            async for updates in work:
                yield updates
        except BusyError:
            return
        except StoppedError:
            outcome = notice_html("Stopped.")
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            outcome = told(error)
        yield {self.tab.outcome: outcome}

    def stopped(self, request: gr.Request) -> None:
        """Stops what is read or summarised."""
        for kind in (_READING, _SUMMARISING):
            self.desk.work.stop(page_of(request), kind)

    def saved(self, digest: Digest | None, event: gr.EventData) -> Updates:
        """The summary as a file for the browser to keep."""
        if digest is None:
            raise _gone()
        act = Saved.of(event)
        if act.form == "html":
            page = file_of("summary", "html", f"{summary_page(digest.told)}\n")
        else:
            page = download("summary", digest.told, act, Terms())
        return {self.tab.file: page, self.tab.outcome: ""}


def _gone() -> UsageError:
    """That a page has been open for so long that its summary is forgotten."""
    return UsageError("This summary is no longer held here", hint="Summarise again")
