"""What the library remembers of the web pages that its articles were fetched from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from assistant.library import schema
from assistant.library.database import Database
from assistant.library.schema import MOMENT, PORTABLE

fetches = sa.Table(
    "fetches",
    schema.metadata,
    sa.Column("url", sa.String, primary_key=True),
    sa.Column("location", sa.String, nullable=False),
    sa.Column("etag", sa.String),
    sa.Column("last_modified", sa.String),
    # A page is forgotten with its article, and fetched in whole when it is named again.
    sa.Column(
        "article_id",
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("moment", sa.String, nullable=False, info=MOMENT),
    info=PORTABLE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """A page that was fetched.

    ``url`` is what was asked for, ``location`` where its redirects ended; ``etag`` and
    ``last_modified`` are by what the server tells whether it has changed. ``article_id`` is
    the article that was made of it, ``moment`` when it was fetched.
    """

    url: str
    location: str
    etag: str | None
    last_modified: str | None
    article_id: str
    moment: datetime


class Fetches:
    """The pages fetched so far, by what was asked for. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, url: str) -> Fetch | None:
        """The last fetch of ``url``, as long as its article is in the library."""
        query = sa.select(fetches).where(fetches.c.url == url)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Fetch(
            url=row.url,
            location=row.location,
            etag=row.etag,
            last_modified=row.last_modified,
            article_id=row.article_id,
            moment=datetime.fromisoformat(row.moment),
        )

    def remember(self, done: list[Fetch]) -> None:
        """Notes fetches, in the place of older ones; to be called while writing.

        One whose article is not there (any more) is left out.
        """
        rows = [
            {
                "url": fetch.url,
                "location": fetch.location,
                "etag": fetch.etag,
                "last_modified": fetch.last_modified,
                "article_id": fetch.article_id,
                "moment": fetch.moment.isoformat(timespec="seconds"),
            }
            for fetch in done
        ]
        with self._database.transaction() as connection:
            for row in rows:
                there = sa.select(schema.articles.c.id).where(
                    schema.articles.c.id == row["article_id"]
                )
                if connection.execute(there).first() is not None:
                    connection.execute(sa.insert(fetches).prefix_with("OR REPLACE"), row)
