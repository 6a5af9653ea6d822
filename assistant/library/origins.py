"""The origins of articles: where each one stands, and where else it was found.

An article is kept by one ``origin``. The same article may be found at other origins as well (a
path and the wire, two web addresses): each of these alternates is a row of ``places``. When
another article takes the origin, the first alternate becomes the origin, and the article stays.
An origin stands for one article at most, be it as its own or as an alternate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from assistant.library import notices, schema
from assistant.library.database import Database, rows_among, upsert
from assistant.types import Article

places: Final = sa.Table(
    "places",
    schema.metadata,
    sa.Column("origin", sa.String, primary_key=True),
    schema.article_key(nullable=False, index=True),
    info=schema.PORTABLE,
)
_columns: Final = schema.articles.c


# -- within a transaction of the catalogue -------------------------------------------


def article_at(connection: sa.Connection, origin: str) -> str | None:
    """Returns the id of the article at an origin, its own or an alternate; None for no one."""
    key: str | None = connection.execute(sa.select(id_at(origin))).scalar()
    return key


def id_at(origin: str) -> sa.ColumnElement[Any]:
    """Returns the id of the article at an origin as part of a query; its own goes first."""
    own = sa.select(_columns.id).where(_columns.origin == origin).limit(1)
    alternate = sa.select(places.c.article_id).where(places.c.origin == origin)
    return sa.func.coalesce(own.scalar_subquery(), alternate.scalar_subquery())


def origins_of(connection: sa.Connection, article_id: str) -> tuple[str, ...]:
    """Returns the origins of an article, that which it is kept by first."""
    own = connection.execute(sa.select(_columns.origin).where(_columns.id == article_id)).scalar()
    if own is None:
        return ()
    # An older program knows nothing of these rows: it may have kept another article there.
    taken = sa.select(_columns.id).where(_columns.origin == places.c.origin).exists()
    query = sa.select(places.c.origin).where(places.c.article_id == article_id, ~taken)
    others = connection.execute(query.order_by(places.c.origin)).scalars()
    return (str(own), *map(str, others))


def add(connection: sa.Connection, article_id: str, *, origin: str) -> None:
    """Records an alternate origin of an article, at which nothing else stands."""
    upsert(connection, places, {"origin": origin, "article_id": article_id})


def remove(connection: sa.Connection, article_id: str, *, origin: str) -> bool:
    """Takes an origin from an article; returns whether it has another, by which it is kept."""
    others = [place for place in origins_of(connection, article_id) if place != origin]
    connection.execute(sa.delete(places).where(places.c.origin.in_([origin, *others[:1]])))
    if not others:
        return False
    moved = sa.update(schema.articles).where(_columns.id == article_id)
    connection.execute(moved.values(origin=others[0]))
    return True


# -- reading -------------------------------------------------------------------------


class Origins:
    """Reads the origins of a library's articles. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: str) -> tuple[str, ...]:
        """Returns the origins of an article, its own first; none where it is not there."""
        with self._database.reading() as connection:
            return origins_of(connection, article_id)

    def unrecorded(self, articles: Sequence[Article]) -> list[Article]:
        """Returns those that are kept, but not by this origin or with this provider's number."""
        query = sa.select(_columns.id, _columns.origin)
        found: list[Article] = []
        with self._database.reading() as connection:
            rows = rows_among(connection, query, _columns.id, [one.id for one in articles])
            own = {row.id: row.origin for row in rows}
            for article in articles:
                if article.id not in own:
                    continue
                recorded = (
                    own[article.id] == article.origin
                    or article_at(connection, article.origin) == article.id
                )
                if not (recorded and notices.is_counted(connection, article)):
                    found.append(article)
        return found
