"""The feeds that a library follows, and which of their items have been taken in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from assistant.library import schema
from assistant.library.database import Database

feeds = sa.Table(
    "feeds",
    schema.metadata,
    sa.Column("url", sa.String, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("followed", sa.String, nullable=False),
    sa.Column("location", sa.String),
    sa.Column("etag", sa.String),
    sa.Column("last_modified", sa.String),
    sa.Column("checked", sa.String),
    sa.Column("error", sa.String),
    sa.Column("hint", sa.String),
    sa.Column("taken", sa.Integer, nullable=False, default=0),
)
items = sa.Table(
    "feed_items",
    schema.metadata,
    sa.Column("feed", sa.ForeignKey("feeds.url", ondelete="CASCADE"), primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("stamp", sa.String, nullable=False),
    sa.Column("moment", sa.String, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that is followed.

    ``checked`` is when it was last refreshed, None for never; ``error`` and ``hint`` say what
    went wrong then, None where nothing did, and ``taken`` how many articles came of it. The
    rest is by what its server tells whether it has changed.
    """

    url: str
    title: str
    followed: datetime
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    checked: datetime | None = None
    error: str | None = None
    hint: str | None = None
    taken: int = 0


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
        """Follows a feed, or brings what is known of it up to date."""
        row = {
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
        with self._database.transaction() as connection:
            changed = connection.execute(sa.update(feeds).where(feeds.c.url == feed.url), row)
            if not changed.rowcount:
                connection.execute(sa.insert(feeds), row)

    def drop(self, url: str) -> None:
        """Follows a feed no more; the articles that came of it stay."""
        with self._database.transaction() as connection:
            connection.execute(sa.delete(feeds).where(feeds.c.url == url))

    def seen(self, url: str) -> dict[str, str]:
        """The items of a feed that are done with: their keys, and the stamps they had."""
        query = sa.select(items.c.key, items.c.stamp).where(items.c.feed == url)
        with self._database.reading() as connection:
            return {row.key: row.stamp for row in connection.execute(query)}

    def see(
        self, url: str, stamps: Mapping[str, str], *, present: Iterable[str], moment: datetime
    ) -> None:
        """Notes items of a feed that are done with.

        Those that are no longer among the ``present`` ones are forgotten: a feed does not
        bring back what it has let go.
        """
        known = self.seen(url)
        kept = {key: stamp for key, stamp in known.items() if key in set(present)} | dict(stamps)
        rows = [
            {"feed": url, "key": key, "stamp": stamp, "moment": _text(moment)}
            for key, stamp in kept.items()
            if known.get(key) != stamp
        ]
        with self._database.transaction() as connection:
            for key in known.keys() - kept.keys():
                connection.execute(sa.delete(items).where(items.c.feed == url, items.c.key == key))
            if rows:
                connection.execute(sa.insert(items).prefix_with("OR REPLACE"), rows)


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
    return moment.isoformat(timespec="seconds") if moment else None
