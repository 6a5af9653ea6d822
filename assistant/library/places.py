"""The other places of articles: where else what is kept stands today.

An article has one ``origin``, the place that it is kept by. The same article may be found at
other places as well (a path and the wire, two web addresses): each is a row here, and stands
for the article as its origin does. When another article takes the origin, the first of the
other places becomes the origin, and the article stays. A place stands for one article: it is
the origin of one, or a row here, or unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from assistant.library import notices, schema
from assistant.library.database import Database, in_parts
from assistant.types import Article

places: Final = sa.Table(
    "places",
    schema.metadata,
    sa.Column("origin", sa.String, primary_key=True),
    sa.Column(
        "article_id",
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    info=schema.PORTABLE,
)


# -- within a transaction of the catalogue -------------------------------------------


def article_at(connection: sa.Connection, origin: str) -> str | None:
    """The id of the article that stands at a place; None where none does."""
    columns = schema.articles.c
    own = connection.execute(sa.select(columns.id).where(columns.origin == origin)).scalar()
    return other_at(connection, origin) if own is None else str(own)


def other_at(connection: sa.Connection, origin: str) -> str | None:
    """The id of the article that stands at a place which is the origin of none."""
    query = sa.select(places.c.article_id).where(places.c.origin == origin)
    other = connection.execute(query).scalar()
    return None if other is None else str(other)


def places_of(connection: sa.Connection, article_id: str) -> tuple[str, ...]:
    """The places of an article, that which it is kept by first."""
    columns = schema.articles.c
    own = connection.execute(sa.select(columns.origin).where(columns.id == article_id)).scalar()
    if own is None:
        return ()
    # An older program knows nothing of these rows: it may have kept another article there.
    taken = sa.select(columns.id).where(columns.origin == places.c.origin).exists()
    query = sa.select(places.c.origin).where(places.c.article_id == article_id, ~taken)
    others = connection.execute(query.order_by(places.c.origin)).scalars()
    return (str(own), *map(str, others))


def take(connection: sa.Connection, article_id: str, *, origin: str) -> None:
    """Notes a place of an article that is kept by another one; nothing else stands there."""
    row = {"origin": origin, "article_id": article_id}
    connection.execute(sa.insert(places).prefix_with("OR REPLACE"), row)


def leave(connection: sa.Connection, article_id: str, *, origin: str) -> bool:
    """Takes a place from an article, which stays where else it stands.

    Returns:
        Whether there is such a place; where there is none nothing is changed but that the
        article has to go.
    """
    others = [place for place in places_of(connection, article_id) if place != origin]
    connection.execute(sa.delete(places).where(places.c.origin == origin))
    if not others:
        return False
    columns = schema.articles.c
    connection.execute(sa.delete(places).where(places.c.origin == others[0]))
    moved = sa.update(schema.articles).where(columns.id == article_id)
    connection.execute(moved.values(origin=others[0]))
    return True


def is_free(connection: sa.Connection, origin: str) -> bool:
    """Whether nothing stands at a place."""
    return article_at(connection, origin) is None


# -- reading -------------------------------------------------------------------------


class Places:
    """The places of a library's articles, to be read. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: str) -> tuple[str, ...]:
        """The places of an article, that which it is kept by first; empty where it is not."""
        with self._database.reading() as connection:
            return places_of(connection, article_id)

    def unnoted(self, articles: Sequence[Article]) -> list[Article]:
        """Those that are kept, and of which something is new here.

        That is where they were found now, or how their provider counts them.
        """
        found: list[Article] = []
        with self._database.reading() as connection:
            origins = _origins(connection, [article.id for article in articles])
            for article in articles:
                if article.id not in origins:
                    continue
                placed = (
                    origins[article.id] == article.origin
                    or article_at(connection, article.origin) == article.id
                )
                if not (placed and notices.is_counted(connection, article)):
                    found.append(article)
        return found


def _origins(connection: sa.Connection, article_ids: Sequence[str]) -> dict[str, str]:
    """The origins of articles, by id; those that are not kept are left out."""
    columns = schema.articles.c
    found: dict[str, str] = {}
    for part in in_parts(article_ids):
        query = sa.select(columns.id, columns.origin).where(columns.id.in_(part))
        found.update((row.id, row.origin) for row in connection.execute(query))
    return found
