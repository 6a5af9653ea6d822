"""The feeds that a library follows: which ones, paused or not, and when each is refreshed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from assistant.errors import FetchError, UsageError
from assistant.reports import (
    Feed,
    FeedOutcome,
    ListedFeed,
    ListedFeeds,
    Progress,
    ignore_progress,
)
from assistant.services.resources import Resources

_LONGEST_NAME: Final = 200
_LONGEST_WAIT: Final = timedelta(days=1)
"""After which a feed is asked again, however often it has failed."""
_MOST_DOUBLED: Final = 12


class Subscriptions:
    """What is followed, and what is new in it."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def feeds(self) -> tuple[Feed, ...]:
        """Returns the feeds that are followed, with what came of their last refreshing."""
        return self._resources.library.feeds.every()

    def follow(self, address: str) -> Feed:
        """Follows a feed: RSS, Atom or JSON Feed, or the one that a page names.

        Nothing of it is taken in before ``refresh``.

        Raises:
            FetchError: there is no feed, or it cannot be fetched.
        """
        from assistant.services.following import feed_at

        now = self._resources.now()
        feed = feed_at(address, fetcher=self._resources.fetcher, now=now)
        library = self._resources.library
        with library.writing("following a feed"):
            library.feeds.follow(feed)
            return self._followed(feed.url)

    def unfollow(self, address: str) -> Feed:
        """Follows a feed no more; the articles that came of it stay.

        Raises:
            UsageError: it is not followed.
        """
        library = self._resources.library
        with library.writing("following a feed no more"):
            feed = self._followed(address)
            library.feeds.drop(feed.url)
            return feed

    def pause_feed(self, address: str) -> Feed:
        """Keeps a feed without refreshing it, until it is resumed or asked for by its name.

        Raises:
            UsageError: it is not followed.
        """
        return self._set_paused(address, since=self._resources.now())

    def resume_feed(self, address: str) -> Feed:
        """Refreshes a paused feed again with the others; what failed before counts no more.

        Raises:
            UsageError: it is not followed.
        """
        return self._set_paused(address, since=None)

    def _set_paused(self, address: str, *, since: datetime | None) -> Feed:
        library = self._resources.library
        with library.writing("pausing a feed" if since else "resuming a feed"):
            feed = self._followed(address)
            if (feed.paused is None) is not (since is None):
                library.feeds.pause(feed.url, since=since)
            return self._followed(feed.url)

    def follow_listed(self, data: bytes, *, name: str = "the list of feeds") -> ListedFeeds:
        """Follows the feeds that a list (OPML) names, and returns what became of each.

        Nothing is fetched before ``refresh``, which says of what is no feed that it is none.

        Args:
            data: the list.
            name: what people know it as.

        Raises:
            ReadingError: it is no OPML, or names no feed.
        """
        from assistant.fetching.connections import refuse_private_number
        from assistant.fetching.locations import locate
        from assistant.fetching.opml import outlines_of

        outlines = outlines_of(data, name=name)
        now = self._resources.now()
        allowed = self._resources.settings.allow_private_network
        wanted: dict[str, Feed] = {}
        failed: list[ListedFeed] = []
        for one in outlines.feeds:
            try:
                location = locate(one.address)
                if not allowed:
                    refuse_private_number(location)
            except FetchError as error:
                shown = one.address[:_LONGEST_NAME]
                failed.append(ListedFeed(shown, one.title, error=error.message, hint=error.hint))
            else:
                title = one.title or location.host
                wanted.setdefault(
                    location.address, Feed(url=location.address, title=title, followed=now)
                )
        library = self._resources.library
        with library.writing("following feeds"):
            known = {feed.url for feed in self.feeds()}
            if wanted:
                library.feeds.follow(*wanted.values())
        kept = (ListedFeed(url, feed.title, url not in known) for url, feed in wanted.items())
        return ListedFeeds((*failed, *kept), outlines.left_out)

    def feed_list(self) -> bytes:
        """Returns the feeds that are followed as OPML, which other readers of news take."""
        from assistant.fetching.opml import opml_of

        return opml_of(self.feeds())

    def refresh(
        self, *addresses: str, on_progress: Callable[[Progress], None] | None = None
    ) -> tuple[FeedOutcome, ...]:
        """Takes in what is new in feeds: those named, or all that are not paused.

        A feed that cannot be read is told, and the others go on.

        Raises:
            UsageError: one of those named is not followed, or there is none to refresh.
            LibraryBusyError: another process was writing for too long.
        """
        named = [self._followed(address) for address in addresses]
        followed = self.feeds()
        if not followed:
            hint = "Follow one with: assistant follow https://…"
            raise UsageError("No feed is followed", hint=hint)
        wanted = named or [feed for feed in followed if feed.paused is None]
        if not wanted:
            hint = "Resume one, or name it: assistant refresh https://…"
            raise UsageError("Every feed is paused", hint=hint)
        return self._refresh({feed.url: feed for feed in wanted}.values(), on_progress)

    def refresh_due(
        self, *, on_progress: Callable[[Progress], None] | None = None
    ) -> tuple[FeedOutcome, ...]:
        """Refreshes the feeds whose time has come by ``feeds_every``.

        None where there is none, and while another process does the same.

        Raises:
            LibraryBusyError: another process was writing for too long.
        """
        if not self._due():
            return ()
        with self._resources.library.refreshing() as free:
            # Asked again: whoever had the lock may have refreshed them.
            due = self._due() if free else []
            return self._refresh(due, on_progress) if due else ()

    def next_refresh(self, feed: Feed) -> datetime | None:
        """Returns when a feed is due by ``feeds_every``; None where it is not by itself.

        One that was never refreshed is due at once. One that fails waits twice as long after each
        time, a day at most.
        """
        every = timedelta(minutes=self._resources.settings.feeds_every)
        if not every or feed.paused is not None:
            return None
        if feed.checked is None:
            return datetime.min.replace(tzinfo=UTC)
        longer: timedelta = every * 2 ** min(feed.failures, _MOST_DOUBLED)
        return feed.checked + min(longer, max(every, _LONGEST_WAIT))

    def _due(self) -> list[Feed]:
        now = self._resources.now()
        return [
            feed
            for feed in self.feeds()
            if (moment := self.next_refresh(feed)) is not None and moment <= now
        ]

    def _refresh(
        self, feeds: Iterable[Feed], on_progress: Callable[[Progress], None] | None
    ) -> tuple[FeedOutcome, ...]:
        from assistant.services.following import Refreshing

        refreshing = Refreshing(
            library=self._resources.library,
            fetcher=self._resources.fetcher,
            embedder=self._resources.embedder,
            on_progress=on_progress or ignore_progress,
            now=self._resources.now,
        )
        return refreshing.refresh(feeds)

    def _followed(self, address: str) -> Feed:
        """Returns the feed that is followed at an address, or by a title.

        Raises:
            UsageError: there is none.
        """
        from assistant.fetching.locations import locate

        wanted = {address, address.rstrip("/")}
        with suppress(FetchError):  # it may be a title
            wanted.add(locate(address).address)
        for feed in self.feeds():
            if feed.url in wanted or feed.title == address:
                return feed
        raise UsageError(
            f"There is no feed {address[:_LONGEST_NAME]!r} among those that are followed",
            hint="See them with: assistant feeds",
        )
