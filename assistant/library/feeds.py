"""Records the feeds that a library follows, and which of their items are done with."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from assistant.library import schema
from assistant.library.database import Database, in_parts, insert_missing, upsert
from assistant.library.schema import MOMENT, PORTABLE
from assistant.library.stored import from_row, to_values
from assistant.reports import Feed

feeds = sa.Table(
    "feeds",
    schema.metadata,
    sa.Column("url", sa.String, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("followed", sa.String, nullable=False, info=MOMENT),
    sa.Column("location", sa.String),
    sa.Column("etag", sa.String),
    sa.Column("last_modified", sa.String),
    sa.Column("checked", sa.String, info=MOMENT),
    sa.Column("error", sa.String),
    sa.Column("hint", sa.String),
    sa.Column("taken", sa.Integer, nullable=False, default=0),
    info=PORTABLE,
)
items = sa.Table(
    "feed_items",
    schema.metadata,
    sa.Column("feed", sa.ForeignKey("feeds.url", ondelete="CASCADE"), primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("stamp", sa.String, nullable=False),
    sa.Column("moment", sa.String, nullable=False, info=MOMENT),
    info=PORTABLE,
)
# Beside the feeds, so that an older program's library gets it when it is opened.
states = sa.Table(
    "feed_states",
    schema.metadata,
    sa.Column("feed", sa.ForeignKey("feeds.url", ondelete="CASCADE"), primary_key=True),
    sa.Column("paused", sa.String, info=MOMENT),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    info=PORTABLE,
)
_STATE: Final = ("paused", "failures")
"""The fields of a feed that are in ``states``."""


class Feeds:
    """The feeds of a library. Thread-safe; what changes them is called while writing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[Feed, ...]:
        """Returns the feeds, in the order in which they were followed."""
        failures = sa.func.coalesce(states.c.failures, 0).label("failures")
        query = (
            sa.select(feeds, states.c.paused, failures)
            .select_from(feeds.outerjoin(states))
            .order_by(feeds.c.followed, feeds.c.url)
        )
        with self._database.reading() as connection:
            return tuple(from_row(Feed, row) for row in connection.execute(query))

    def follow(self, *followed: Feed) -> None:
        """Follows feeds; one that is followed already stays as it is."""
        with self._database.transaction() as connection:
            insert_missing(connection, feeds, *map(_row, followed))
            fresh = [{"feed": one.url, "paused": None, "failures": 0} for one in followed]
            insert_missing(connection, states, *fresh)

    def pause(self, url: str, *, since: datetime | None) -> None:
        """Pauses a feed, or (``since`` is None) resumes it; what failed before counts no more."""
        paused = None if since is None else since.isoformat(timespec="microseconds")
        with self._database.transaction() as connection:
            upsert(connection, states, {"feed": url, "paused": paused, "failures": 0})

    def note(
        self, feed: Feed, stamps: Mapping[str, str], *, present: Set[str] | None, moment: datetime
    ) -> None:
        """Records what came of refreshing a feed, unless nobody follows it any more.

        Args:
            feed: what is known of it now.
            stamps: its items that are done with, by key.
            present: the keys of all the items in it; what is known of others is forgotten, for
                a feed does not bring back what it has let go. None where nobody looked.
            moment: when it was refreshed.
        """
        known = self.seen(feed.url)
        left = known.keys() if present is None else known.keys() & present
        kept = {key: known[key] for key in left} | dict(stamps)
        with self._database.transaction() as connection:
            update = sa.update(feeds).where(feeds.c.url == feed.url).values(**_row(feed))
            if not connection.execute(update).rowcount:
                return
            # Whoever paused it meanwhile is not to find it resumed.
            failures = {"failures": feed.failures}
            if insert_missing(connection, states, {"feed": feed.url, **failures}) == 0:
                mine = sa.update(states).where(states.c.feed == feed.url)
                connection.execute(mine.values(**failures))
            for part in in_parts(known.keys() - kept.keys()):
                gone = items.c.key.in_(part)
                connection.execute(sa.delete(items).where(items.c.feed == feed.url, gone))
            refreshed = moment.isoformat(timespec="microseconds")
            rows = [
                {"feed": feed.url, "key": key, "stamp": stamp, "moment": refreshed}
                for key, stamp in kept.items()
                if known.get(key) != stamp
            ]
            upsert(connection, items, *rows)

    def drop(self, url: str) -> None:
        """Unfollows a feed; the record of its items goes, its articles stay."""
        with self._database.transaction() as connection:
            connection.execute(sa.delete(feeds).where(feeds.c.url == url))

    def seen(self, url: str) -> dict[str, str]:
        """Returns the stamps of the items of a feed that are done with, by key."""
        query = sa.select(items.c.key, items.c.stamp).where(items.c.feed == url)
        with self._database.reading() as connection:
            return {row.key: row.stamp for row in connection.execute(query)}


def _row(feed: Feed) -> dict[str, Any]:
    values = to_values(feed, timespec="microseconds")
    return {name: value for name, value in values.items() if name not in _STATE}
