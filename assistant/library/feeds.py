"""The feeds that a library follows, and which of their items have been taken in."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from assistant.library import schema
from assistant.library.database import Database
from assistant.library.schema import MOMENT, PORTABLE
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


class Feeds:
    """The feeds of a library. Thread-safe; what changes them is called while writing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[Feed, ...]:
        """The feeds, in the order in which they came."""
        query = sa.select(feeds).order_by(feeds.c.followed, feeds.c.url)
        with self._database.reading() as connection:
            return tuple(_feed(row) for row in connection.execute(query))

    def keep(self, feed: Feed) -> None:
        """Follows a feed; one that is followed already stays as it is."""
        with self._database.transaction() as connection:
            connection.execute(sa.insert(feeds).prefix_with("OR IGNORE"), _row(feed))

    def note(
        self, feed: Feed, stamps: Mapping[str, str], *, present: Set[str] | None, moment: datetime
    ) -> None:
        """Notes what came of refreshing a feed, unless nobody follows it any more.

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
            for key in known.keys() - kept.keys():
                gone = sa.delete(items).where(items.c.feed == feed.url, items.c.key == key)
                connection.execute(gone)
            rows = [
                {"feed": feed.url, "key": key, "stamp": stamp, "moment": _text(moment)}
                for key, stamp in kept.items()
                if known.get(key) != stamp
            ]
            if rows:
                connection.execute(sa.insert(items).prefix_with("OR REPLACE"), rows)

    def drop(self, url: str) -> None:
        """Follows a feed no more; what is known of its items goes, its articles stay."""
        with self._database.transaction() as connection:
            connection.execute(sa.delete(feeds).where(feeds.c.url == url))

    def seen(self, url: str) -> dict[str, str]:
        """The items of a feed that are done with: their keys, and the stamps they had."""
        query = sa.select(items.c.key, items.c.stamp).where(items.c.feed == url)
        with self._database.reading() as connection:
            return {row.key: row.stamp for row in connection.execute(query)}


def _row(feed: Feed) -> dict[str, Any]:
    return {
        "url": feed.url,
        "title": feed.title,
        "followed": _text(feed.followed),
        "location": feed.location,
        "etag": feed.etag,
        "last_modified": feed.last_modified,
        "checked": _text(feed.checked),
        "error": feed.error,
        "hint": feed.hint,
        "taken": feed.taken,
    }


def _feed(row: Any) -> Feed:
    return Feed(
        url=row.url,
        title=row.title,
        followed=datetime.fromisoformat(row.followed),
        location=row.location,
        etag=row.etag,
        last_modified=row.last_modified,
        checked=datetime.fromisoformat(row.checked) if row.checked else None,
        error=row.error,
        hint=row.hint,
        taken=row.taken,
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="microseconds") if moment else None
