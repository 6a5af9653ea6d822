"""Taking articles in and removing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from assistant.errors import ArticleNotFoundError, UsageError
from assistant.reports import AddReport, FeedOutcome, Progress, ignore_progress
from assistant.services.browsing import Browsing
from assistant.services.resources import Resources
from assistant.services.subscriptions import Subscriptions
from assistant.types import ArticleSummary, Filters

if TYPE_CHECKING:
    from assistant.reading import PastedText, Source, Upload

SAMPLES: Final = Path(__file__).parents[1] / "samples"
"""The articles that come with the program."""


class Intake:
    """What comes into a library, and goes."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def add(
        self,
        *sources: str | Path | Upload | PastedText,
        stdin: BinaryIO | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> AddReport:
        """Adds the articles of files, folders, patterns, uploads, web pages, texts, or ``stdin``.

        A web page is named by its address (``"https://…"``), standard input by ``"-"``. What
        is there already is left alone; what has changed at the same place replaces its older
        version, which is kept in the ``history``, or goes there itself where its dates say
        that it is older. What its provider withdraws is no longer searched. What cannot be read
        is reported, and the others go on.

        Raises:
            UsageError: the only path does not exist, or there is nothing to read in it.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.reading import expand

        if not sources:
            raise UsageError("Nothing to add", hint="Name files, folders or - for standard input")
        return self._add(expand(sources), stdin=stdin, on_progress=on_progress)

    def add_samples(self, *, on_progress: Callable[[Progress], None] | None = None) -> AddReport:
        """Adds the sample articles that come with the program; all in them is invented."""
        from assistant.reading import expand

        # Nobody asked for files of the installation, so they go by their names alone.
        samples = [replace(source, name=Path(source.name).name) for source in expand([SAMPLES])]
        return self._add(samples, stdin=None, on_progress=on_progress)

    def add_or_follow(
        self, address: str, *, on_progress: Callable[[Progress], None] | None = None
    ) -> AddReport | FeedOutcome:
        """Adds the page at a web address, or follows the feed that stands there.

        Of a feed what is new is taken in at once.

        Raises:
            FetchError: it is no address of the web, or its feed cannot be fetched.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.fetching.locations import locate
        from assistant.reading import Source

        # What is no address is never a path.
        url = locate(address).address
        report = self._add([Source(url, None, url=url)], stdin=None, on_progress=on_progress)
        if not any(outcome.is_feed for outcome in report.outcomes):
            return report
        subscriptions = Subscriptions(self._resources)
        (outcome,) = subscriptions.refresh(subscriptions.follow(url).url, on_progress=on_progress)
        return outcome

    def _add(
        self,
        opened: Sequence[Source],
        *,
        stdin: BinaryIO | None,
        on_progress: Callable[[Progress], None] | None,
    ) -> AddReport:
        from assistant.services.adding import add_sources

        add = partial(
            add_sources,
            opened,
            library=self._resources.library,
            embedder=self._resources.embedder,
            max_bytes=self._resources.max_bytes,
            stdin=stdin,
            on_progress=on_progress or ignore_progress,
        )
        addresses = [source.url for source in opened if source.url is not None]
        if not addresses:
            return add()
        from assistant.fetching.fetch_pool import fetched_pages

        library, fetcher = self._resources.library, self._resources.fetcher
        with fetched_pages(addresses, library=library, fetcher=fetcher) as pages:
            report = add(read_page=pages.read)
            pages.remember(report)
            return report

    def remove(self, *article_ids: str) -> tuple[ArticleSummary, ...]:
        """Removes articles with all their versions, all of them or, where one is missing, none.

        Notices that withdraw them go, too: what is added again afterwards stands.

        Raises:
            ArticleNotFoundError: an id is not there, is not the beginning of one alone, or is
                that of an older version.
        """
        library = self._resources.library
        with library.writing("removing articles"):
            keys = list(dict.fromkeys(self._newest(key) for key in article_ids))
            listed = library.catalogue.listing.summaries(Filters())
            removed = tuple(summary for summary in listed if summary.id in set(keys))
            library.remove(keys, notices=True)
        return removed

    def _newest(self, article_id: str) -> str:
        """Returns the whole id of a newest version.

        Raises:
            ArticleNotFoundError: there is none of this beginning; or it is an older version's.
        """
        try:
            return self._resources.library.catalogue.articles.resolve(article_id)
        except ArticleNotFoundError as error:
            newest = None
            with suppress(ArticleNotFoundError):
                newest = Browsing(self._resources).history(article_id).newest.article
            if newest is None:
                raise
            raise ArticleNotFoundError(
                f"{article_id!r} is an older version of {newest.title!r}",
                hint=f"Remove all its versions with: assistant remove {newest.id}",
            ) from error
