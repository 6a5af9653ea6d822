"""Many pages at once: sites side by side, the pages of each one after the other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

from assistant.errors import FetchError
from assistant.fetching.fetcher import Fetcher, Validators
from assistant.fetching.locations import locate
from assistant.fetching.pagination import whole_document
from assistant.library.fetches import Fetch
from assistant.library.library import Library
from assistant.reading import Source
from assistant.reports import AddedKind, AddReport
from assistant.stopping import Stop, on_stop, stopping
from assistant.types import ArticleSummary, Document

Result = TypeVar("Result")

_SITES: Final = 8
"""Sites that are asked at once."""


class SitePool:
    """Runs jobs in threads: those of different sites beside each other, in order within one."""

    def __init__(self, executor: ThreadPoolExecutor, *, stop: Stop) -> None:
        self._executor = executor
        self._stop = stop
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[Callable[[], None]]] = {}

    def begin(self, site: str, job: Callable[[], Result]) -> Future[Result]:
        """Has ``job`` run when those of ``site`` before it are done."""
        future: Future[Result] = Future()

        def run() -> None:
            try:
                with stopping(self._stop):
                    future.set_result(job())
            except BaseException as error:  # noqa: BLE001 - whoever waits for the result gets it
                future.set_exception(error)

        with self._lock:
            queue = self._waiting.get(site)
            if queue is not None:
                queue.append(run)
                return future
            self._waiting[site] = deque([run])
        self._executor.submit(self._work, site)
        return future

    def _work(self, site: str) -> None:
        while True:
            with self._lock:
                queue = self._waiting[site]
                if not queue:
                    del self._waiting[site]
                    return
                run = queue.popleft()
            run()


@contextmanager
def site_pool() -> Iterator[SitePool]:
    """Runs jobs until the block is left; what is not done then is cut off."""
    stop = Stop()
    with ThreadPoolExecutor(_SITES, thread_name_prefix="fetcher") as executor, on_stop(stop.stop):
        try:
            yield SitePool(executor, stop=stop)
        finally:
            stop.stop()


def site_of(address: str) -> str:
    """Returns the site of an address; empty where it is none that may be fetched."""
    try:
        return locate(address).site
    except FetchError:
        return ""  # whoever fetches it is told


@dataclass(frozen=True, slots=True)
class Page:
    """What was made of a page: its document, or the id of its article where it has not changed."""

    validators: Validators
    document: Document | None
    article_id: str | None = None


class Pages:
    """The pages at some addresses, fetched side by side while others are read.

    Args:
        library: what it remembers of them, and where that is noted.
        fetcher: fetches them.
        jobs: where the fetching is done.
    """

    def __init__(self, *, library: Library, fetcher: Fetcher, jobs: SitePool) -> None:
        self._library = library
        self._fetcher = fetcher
        self._jobs = jobs
        self._begun: dict[str, Future[Page]] = {}
        self._read: dict[str, Validators] = {}

    def begin(self, address: str) -> None:
        """Begins to fetch a page that is going to be read, unless that has been begun."""
        if address in self._begun:
            return
        self._begun[address] = self._jobs.begin(site_of(address), lambda: self._page(address))

    def read(self, source: Source) -> tuple[Document | ArticleSummary, ...]:
        """Returns the document of a page; or its article in the library, where it has not changed.

        Raises:
            FetchError: it cannot be fetched, or is no article.
        """
        address = source.url or source.name
        self.begin(address)
        page = self._begun.pop(address).result()
        if page.document is not None:
            self._read[address] = page.validators
            return (page.document,)
        kept = self._library.catalogue.listing.summary(page.article_id or "")
        if kept is None:
            raise FetchError(
                f"{address} has not changed, and its article was removed meanwhile",
                hint="Add it again",
                passing=True,
            )
        return (kept,)

    def remember(self, report: AddReport) -> None:
        """Notes which articles were made of which pages, for the next time."""
        made = {
            outcome.name: outcome.article_id
            for outcome in report.outcomes
            if outcome.kind is not AddedKind.FAILED and outcome.article_id
        }
        done = [
            Fetch(
                url=address,
                location=validators.location,
                etag=validators.etag,
                last_modified=validators.last_modified,
                article_id=made[address],
                moment=datetime.now(UTC),
            )
            for address, validators in self._read.items()
            if address in made
        ]
        if done:
            with self._library.writing("noting what was fetched"):
                self._library.fetches.remember(done)

    def _page(self, address: str) -> Page:
        last = self._library.fetches.last(address)
        known = None
        if last is not None:
            known = Validators(last.location, last.etag, last.last_modified)
        fetched = self._fetcher.fetch(address, known=known)
        if fetched.unchanged and last is not None:
            return Page(fetched.validators, None, article_id=last.article_id)
        return Page(fetched.validators, whole_document(fetched, fetch=self._fetcher.fetch))


@contextmanager
def fetched_pages(
    addresses: Iterable[str], *, library: Library, fetcher: Fetcher
) -> Iterator[Pages]:
    """Yields the pages at ``addresses``, all of them begun; what is not read by then is cut off."""
    with site_pool() as jobs:
        pages = Pages(library=library, fetcher=fetcher, jobs=jobs)
        for address in addresses:
            pages.begin(address)
        yield pages
