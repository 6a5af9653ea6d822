"""Keeps older versions of articles beside the newest, which alone is searched.

``versions`` holds the texts of older versions, once for each origin and id, without vectors;
``replacements`` logs which version was the newest from when to when. The newest one is in
``articles``. The versions of one article have one ``origin``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any, Final

import sqlalchemy as sa

from assistant.articles.versions import became_of, difference, is_older
from assistant.examining import examined
from assistant.library import notices, origins, schema
from assistant.library.database import Database, exists, insert_missing, rows_among
from assistant.types import Article, Citation
from assistant.versions import CitedSentence, History, Later, Since, Version

versions: Final = sa.Table(
    "versions",
    schema.metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.String, nullable=False, index=True),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("source", sa.String),
    sa.Column("url", sa.String),
    sa.Column("authors", sa.String, nullable=False),
    sa.Column("published", sa.String),
    sa.Column("updated", sa.String),
    sa.Column("language", sa.String, nullable=False),
    sa.Column("sentences", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("origin", "article_id"),
)
replacements: Final = sa.Table(
    "replacements",
    schema.metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("origin", sa.String, nullable=False, index=True),
    sa.Column("article_id", sa.String, nullable=False, index=True),
    sa.Column("added", sa.String, nullable=False),
    sa.Column("replaced", sa.String, nullable=False),
    sa.Column("replaced_by", sa.String, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False),
)

# -- within a transaction of the catalogue -------------------------------------------


def newest_at(connection: sa.Connection, origin: str) -> Article | None:
    """Returns the article that stands at ``origin`` today, its own or an alternate."""
    query = sa.select(schema.articles).where(schema.articles.c.id == origins.id_at(origin))
    row = connection.execute(query).first()
    return None if row is None else schema.article_from(row)


def retire(
    connection: sa.Connection, newest: Article, *, origin: str, by: str, at: datetime
) -> None:
    """Moves the newest version at ``origin`` into its history, replaced ``by`` another's id."""
    # It may be kept by another origin than this one.
    newest = replace(newest, origin=origin)
    insert_missing(connection, versions, version_row(newest))
    _log(connection, newest, added=newest.added or at, replaced=at, by=by, late=False)


def put_late(connection: sa.Connection, article: Article, *, newest: str, added: datetime) -> bool:
    """Inserts a version older than the ``newest`` (an id) into the history; whether it is new."""
    if not insert_missing(connection, versions, version_row(article)):
        return False
    _log(connection, article, added=added, replaced=added, by=newest, late=True)
    return True


def recall(connection: sa.Connection, article: Article) -> None:
    """Takes an older version out of the history: it is the newest again."""
    mine = versions.c.article_id == article.id
    connection.execute(sa.delete(versions).where(versions.c.origin == article.origin, mine))


def forget(connection: sa.Connection, article_id: str) -> None:
    """Deletes the history of an article that is about to go, at all its origins."""
    places = origins.origins_of(connection, article_id)
    for table in (versions, replacements):
        connection.execute(sa.delete(table).where(table.c.origin.in_(places)))


def _log(
    connection: sa.Connection,
    article: Article,
    *,
    added: datetime,
    replaced: datetime,
    by: str,
    late: bool,
) -> None:
    row = {
        "origin": article.origin,
        "article_id": article.id,
        "added": added.isoformat(timespec="seconds"),
        "replaced": replaced.isoformat(timespec="seconds"),
        "replaced_by": by,
        "late": late,
    }
    connection.execute(sa.insert(replacements), row)


def version_row(article: Article) -> dict[str, Any]:
    """Returns the row of ``versions`` for an article."""
    return {"article_id": article.id, **schema.text_values(article)}


def article_from(row: Any) -> Article:
    """Returns the article of a row of ``versions``, which does not say when it was added.

    Raises:
        LibraryError: the row is damaged.
    """
    return schema.read_row(row, key=row.article_id, added=lambda: None)


# -- reading -------------------------------------------------------------------------


class Versions:
    """Reads the histories of a library's articles. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beginning(self, prefix: str) -> set[str]:
        """Returns the ids of older versions that begin with ``prefix``, two at most."""
        column = versions.c.article_id
        query = sa.select(column).where(column.startswith(prefix, autoescape=True)).distinct()
        with self._database.reading() as connection:
            return set(connection.execute(query.limit(2)).scalars())

    def version(self, article_id: str) -> Version | None:
        """Returns a version by its id, the newest or an older one; None where it is not there."""
        # One that came back stands there more than once: the last time counts.
        found = reversed(self.every(article_id))
        return next((one for one in found if one.article.id == article_id), None)

    def text(self, article_id: str) -> str | None:
        """Returns the text of a version, newest or older; None where it is not there."""
        articles = sa.select(schema.articles.c.text).where(schema.articles.c.id == article_id)
        older = sa.select(versions.c.text).where(versions.c.article_id == article_id)
        with self._database.reading() as connection:
            found = connection.execute(articles).scalar() or connection.execute(older).scalar()
        return None if found is None else str(found)

    def every(self, article_id: str) -> tuple[Version, ...]:
        """Returns all versions of the article that has this version, oldest first."""
        with self._database.reading() as connection:
            origin = _origin_of(connection, article_id)
            return () if origin is None else _versions_at(connection, origin)

    def history(self, article_id: str) -> History | None:
        """Returns the same with what changed between them; None where it is not there."""
        with self._database.reading() as connection:
            origin = _origin_of(connection, article_id)
            if origin is None:
                return None
            found = _versions_at(connection, origin)
            known = dict.fromkeys(notices.notices_at(connection, origin))
        # What withdraws a version may have come under another id that it was sent by.
        known |= dict.fromkeys(one.withdrawn for one in found if one.withdrawn)
        return History(
            found,
            tuple(difference(old.article, new.article) for old, new in pairwise(found)),
            tuple(sorted(known, key=lambda one: one.came.isoformat() if one.came else "")),
        )

    def superseded(self, articles: Sequence[Article]) -> set[str]:
        """Returns the ids of those that are in the history and would go there again."""
        found: set[str] = set()
        key = versions.c.article_id
        query, ids = sa.select(key, versions.c.origin), [article.id for article in articles]
        with self._database.reading() as connection:
            older = set(map(tuple, rows_among(connection, query, key, ids)))
            for article in articles:
                if (article.id, article.origin) not in older:
                    continue
                newest = newest_at(connection, article.origin)
                if newest is None or newest.id == article.id:
                    continue
                counted = notices.is_older_by_number(
                    connection, article, than=newest.id, origin=article.origin
                )
                dated = is_older(article, newest) or _came_before(article, newest)
                if dated if counted is None else counted:
                    found.add(article.id)
        return found

    def since(self, citations: Iterable[Citation]) -> dict[CitedSentence, Since]:
        """Returns what became of cited sentences, but for those of newest versions."""
        by_article: dict[str, list[Citation]] = {}
        for citation in citations:
            by_article.setdefault(citation.article_id, []).append(citation)
        found: dict[CitedSentence, Since] = {}
        with self._database.reading() as connection:
            withdrawn = notices.withdrawing(connection, by_article)
            for article_id, cited in by_article.items():
                stands = exists(connection, schema.articles.c.id == article_id)
                notice = withdrawn.get(article_id)
                if stands and notice is None:
                    continue
                old = None if stands else _older(connection, article_id)
                newest = None if old is None else newest_at(connection, old.origin)
                if notice is not None:
                    since = Since(Later.KILLED, newest=newest.id if newest else None, notice=notice)
                elif newest is None:
                    since = Since(Later.REMOVED)
                else:
                    since = Since(Later.NOT_EXAMINED, newest=newest.id)
                same = dict.fromkeys(((article_id, one.sentence_index) for one in cited), since)
                if notice is None and old is not None and newest is not None:
                    examine = partial(became_of, cited, cited=old, newest=newest)
                    what = "what became of cited sentences"
                    same = dict(examined(article_id, what, examine, otherwise=same))
                found |= same
        return found


def older_count() -> sa.ColumnElement[int]:
    """Returns the number of older versions of a row of ``articles``."""
    return (
        sa.select(sa.func.count())
        .where(versions.c.origin == schema.articles.c.origin)
        .scalar_subquery()
    )


def _came_before(article: Article, newest: Article) -> bool:
    """Whether an imported version, whose dates do not tell, was added before the newest."""
    if article.added is None or newest.added is None or is_older(newest, article):
        return False
    return article.added <= newest.added


def _older(connection: sa.Connection, article_id: str) -> Article | None:
    query = sa.select(versions).where(versions.c.article_id == article_id)
    row = connection.execute(query.order_by(versions.c.number.desc())).first()
    return None if row is None else article_from(row)


def _origin_of(connection: sa.Connection, article_id: str) -> str | None:
    query = sa.select(schema.articles.c.origin).where(schema.articles.c.id == article_id)
    origin = connection.execute(query).scalar()
    if origin is None:
        older = _older(connection, article_id)
        origin = older.origin if older else None
    return None if origin is None else str(origin)


def _versions_at(connection: sa.Connection, origin: str) -> tuple[Version, ...]:
    """Returns the versions from one origin, oldest first, each with what withdraws it."""
    query = sa.select(versions).where(versions.c.origin == origin)
    read = (
        examined(row.article_id, "row of its history", partial(article_from, row), otherwise=None)
        for row in connection.execute(query)
    )
    articles = {one.id: one for one in read if one is not None}
    newest = newest_at(connection, origin)
    if newest is not None:
        articles[newest.id] = newest
    log = sa.select(replacements).where(replacements.c.origin == origin)
    found = [
        Version(
            replace(articles[row.article_id], added=datetime.fromisoformat(row.added)),
            added=datetime.fromisoformat(row.added),
            replaced=datetime.fromisoformat(row.replaced),
            replaced_by=row.replaced_by,
            late=row.late,
        )
        for row in connection.execute(log.order_by(replacements.c.replaced, replacements.c.number))
        if row.article_id in articles
    ]
    if newest is not None and newest.added is not None:
        found.append(Version(newest, added=newest.added))
    ordered = [one for one in found if not one.late]
    # What came late stands before the first that its dates say is newer.
    for late in (one for one in found if one.late):
        newer = (place for place, one in enumerate(ordered) if is_older(late.article, one.article))
        ordered.insert(next(newer, max(0, len(ordered) - 1)), late)
    withdrawn = notices.withdrawing(connection, articles)
    return tuple(replace(one, withdrawn=withdrawn.get(one.article.id)) for one in ordered)
