"""Records the web pages that the articles of a library were fetched from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from assistant.library import schema
from assistant.library.database import Database, exists, upsert
from assistant.library.schema import MOMENT, PORTABLE
from assistant.library.stored import from_row, to_values

fetches = sa.Table(
    "fetches",
    schema.metadata,
    sa.Column("url", sa.String, primary_key=True),
    sa.Column("location", sa.String, nullable=False),
    sa.Column("etag", sa.String),
    sa.Column("last_modified", sa.String),
    # A page is forgotten with its article, and fetched in whole when it is named again.
    schema.article_key(nullable=False, index=True),
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
    """The pages that were fetched, by their addresses. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, url: str) -> Fetch | None:
        """Returns the last fetch of ``url``, as long as its article is in the library."""
        query = sa.select(fetches).where(fetches.c.url == url)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else from_row(Fetch, row)

    def remember(self, done: list[Fetch]) -> None:
        """Records fetches, but for those whose article is not there; to be called while writing."""
        with self._database.transaction() as connection:
            for fetch in done:
                if exists(connection, schema.articles.c.id == fetch.article_id):
                    upsert(connection, fetches, to_values(fetch, timespec="seconds"))
