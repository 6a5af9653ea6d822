"""Following feeds: which ones, and taking in what is new in them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from assistant.errors import AssistantError, FetchError, ReadingError
from assistant.fetching.feeds import (
    FeedContent,
    FeedItem,
    completed,
    content_of,
    item_document,
    named_feeds,
    refuse_empty,
    without_packing,
    without_page,
)
from assistant.fetching.fetch_pool import Pages, SitePool, site_of, site_pool
from assistant.fetching.fetcher import Fetched, Fetcher, Validators
from assistant.fetching.locations import Location, locate
from assistant.library.library import Library
from assistant.models.embedder import Embedder
from assistant.reading import Source
from assistant.reports import AddedKind, AddReport, Feed, FeedOutcome, Progress
from assistant.services.adding import add_sources
from assistant.stopping import check_stopped
from assistant.types import ArticleSummary, Document

_LOG: Final = logging.getLogger(__name__)
_Result = TypeVar("_Result")


def feed_at(address: str, *, fetcher: Fetcher, now: datetime) -> Feed:
    """Returns the feed at ``address``, or the first one that the page there names.

    Args:
        address: where it is.
        fetcher: fetches it.
        now: since when it is followed.

    Raises:
        FetchError: there is none, or it cannot be fetched.
    """
    fetched = _unpacked(fetcher.fetch(address), fetcher=fetcher)
    url = locate(address).address
    named = named_feeds(fetched)
    if named:
        url = named[0]
        fetched = _unpacked(fetcher.fetch(url), fetcher=fetcher)
    return Feed(url=url, title=content_of(fetched).title, followed=now)


@dataclass(slots=True)
class _Round:
    """One feed being refreshed.

    ``new`` holds its new items by the names of their sources (two items with one page are
    one, unless the feed holds their texts), ``stamps`` what is to be noted of them by the same
    names, and ``waiting`` the names of those that are to be tried again the next time.
    """

    feed: Feed
    pages: Pages
    content: FeedContent | None = None
    found_at: Location | None = None
    error: ReadingError | None = None
    validators: Validators | None = None
    new: dict[str, FeedItem] = field(default_factory=dict)
    stamps: dict[str, dict[str, str]] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)

    def read(self, source: Source) -> tuple[Document | ArticleSummary, ...]:
        """What an item gives: its own text, or its page, or where that is gone what it has.

        Raises:
            FetchError: its page cannot be fetched, or is no article.
        """
        item = self.new[source.name]
        if self.content is None or self.found_at is None:
            raise AssertionError("an item comes of a feed that was read")
        if item.text is not None:
            return (item_document(item, feed=self.content, found_at=self.found_at),)
        if item.address is None:
            error = refuse_empty(item)
            return (without_page(item, error, feed=self.content, found_at=self.found_at),)
        # What nobody foresaw is tried again.
        self.waiting.add(source.name)
        try:
            found = self.pages.read(source)
        except ReadingError as error:
            if isinstance(error, FetchError) and error.passing:
                raise
            self.waiting.discard(source.name)
            return (without_page(item, error, feed=self.content, found_at=self.found_at),)
        self.waiting.discard(source.name)
        return tuple(
            one
            if isinstance(one, ArticleSummary)
            else completed(one, item=item, feed=self.content, found_at=self.found_at)
            for one in found
        )

    def sources(self) -> tuple[Source, ...]:
        """The new items as something to read."""
        return tuple(Source(name, None, url=name) for name in self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshing:
    """Takes in what is new in feeds.

    Args:
        library: where to, and what it knows of the feeds.
        fetcher: fetches them, and the pages of their items.
        embedder: embeds the articles.
        on_progress: told of every article.
        now: the time, for what is noted of the feeds.
    """

    library: Library
    fetcher: Fetcher
    embedder: Embedder
    on_progress: Callable[[Progress], None]
    now: Callable[[], datetime]

    def refresh(self, feeds: Iterable[Feed]) -> tuple[FeedOutcome, ...]:
        """Takes in what is new in ``feeds``, each there once, and returns what came of each.

        The feeds and the pages of their items are fetched side by side. What came of a feed is
        noted as soon as its items are kept; an item that failed, but may come out otherwise
        later, is tried again the next time.

        Raises:
            LibraryBusyError: another process was writing for too long.
            StoppedError: the work was stopped; what was kept before stays.
        """
        with site_pool() as jobs:
            begun = [
                (feed, jobs.begin(site_of(feed.url), partial(self._fetched, feed)))
                for feed in feeds
            ]
            rounds = [self._begun(feed, future, jobs) for feed, future in begun]
            outcomes = []
            for one in rounds:
                check_stopped()
                outcomes.append(self._taken_in(one))
        return tuple(outcomes)

    def _fetched(self, feed: Feed) -> Fetched:
        known = None
        if feed.location is not None:
            known = Validators(feed.location, feed.etag, feed.last_modified)
        return _unpacked(self.fetcher.fetch(feed.url, known=known), fetcher=self.fetcher)

    def _begun(self, feed: Feed, future: Future[Fetched], jobs: SitePool) -> _Round:
        """What is new in a feed, and the pages of that begun."""
        one = _Round(feed, Pages(library=self.library, fetcher=self.fetcher, jobs=jobs))

        def begin() -> None:
            fetched = future.result()
            one.validators = fetched.validators
            if fetched.unchanged:
                return
            one.content = content_of(fetched)
            one.found_at = fetched.location
            seen = self.library.feeds.seen(feed.url)
            # The oldest first, so that of two versions of a story the newer one stays.
            for item in reversed(one.content.items):
                if seen.get(item.key) != item.stamp:
                    one.new[item.name] = item
                    one.stamps.setdefault(item.name, {})[item.key] = item.stamp
            for name, item in one.new.items():
                if item.text is None and item.address is not None:
                    one.pages.begin(name)

        _contained(one, begin, otherwise=None)
        return one

    def _taken_in(self, one: _Round) -> FeedOutcome:
        report = AddReport(())
        if one.new and one.error is None:
            add = partial(
                add_sources,
                one.sources(),
                library=self.library,
                embedder=self.embedder,
                max_bytes=self.fetcher.limits.most_bytes,
                read_page=one.read,
                on_progress=self.on_progress,
            )
            report = _contained(one, add, otherwise=report)
            one.pages.remember(report)
        if one.error is not None:
            one.waiting.update(one.new)
        moment = self.now()
        feed = _after(one, report, moment=moment)
        present = {item.key for item in one.content.items} if one.content else None
        stamps: dict[str, str] = {}
        for name in one.new.keys() - one.waiting:
            stamps |= one.stamps[name]
        with self.library.writing("noting what came of a feed"):
            self.library.feeds.note(feed, stamps, present=present, moment=moment)
        return FeedOutcome(feed, report.outcomes, one.content.left_out if one.content else ())


def _unpacked(fetched: Fetched, *, fetcher: Fetcher) -> Fetched:
    return without_packing(fetched, most=fetcher.limits.most_bytes)


def _contained(one: _Round, step: Callable[[], _Result], *, otherwise: _Result) -> _Result:
    """What ``step`` gives; whatever it raises is the failure of this feed, and stops no other.

    Raises:
        AssistantError: it concerns them all: the library cannot be used, the work was stopped.
    """
    try:
        return step()
    except ReadingError as error:
        one.error = error
    except AssistantError:
        raise
    # A feed is what strangers wrote, and goes through several libraries that document no
    # errors of their own. What the program did not foresee is logged, and told as this feed's.
    except Exception as error:  # noqa: BLE001 - logged, and told as this feed
        _LOG.exception("The feed %s met an unexpected error", one.feed.url)
        one.error = FetchError(
            f"the program failed on the feed {one.feed.url} ({type(error).__name__})",
            hint="Look at the feed in the browser; refresh it with --debug, which shows where",
            passing=True,
        )
    return otherwise


def _after(one: _Round, report: AddReport, *, moment: datetime) -> Feed:
    """What is known of a feed now."""
    taken = report.count(AddedKind.ADDED) + report.count(AddedKind.REPLACED)
    feed = replace(
        one.feed,
        title=one.content.title if one.content else one.feed.title,
        checked=moment,
        error=one.error.message if one.error else None,
        hint=one.error.hint if one.error else None,
        taken=taken,
        failures=one.feed.failures + 1 if one.error else 0,
    )
    if one.error is not None:
        return feed
    # With items that have to wait, the feed is looked at again though it has not changed.
    validators = None if one.waiting else one.validators
    return replace(
        feed,
        location=validators.location if validators else None,
        etag=validators.etag if validators else None,
        last_modified=validators.last_modified if validators else None,
    )
