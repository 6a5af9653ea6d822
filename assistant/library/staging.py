"""Passages and vectors made anew, held beside those in use until there are some of all articles.

Others read, meanwhile, what is in use; a run that dies has changed nothing, and the next one
goes on where it was. All of them take their places in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import sqlalchemy as sa

from assistant.library import notices, schema
from assistant.library.facts import fact, put_fact
from assistant.library.index_notes import mark_unindexed
from assistant.library.schema import PreparedArticle
from assistant.library.withdrawals import deindex_if_withdrawn

_BY: Final = "staged"
"""The fact that records what the staged vectors were made by."""
_OF_ARTICLE: Final = ("sentences", "sentence_count", "passage_count")


def _key() -> sa.Column[str]:
    return sa.Column("article_id", sa.ForeignKey("articles.id", ondelete="CASCADE"), index=True)


_articles: Final = sa.Table(
    "staged_articles",
    schema.metadata,
    _key(),
    *(sa.Column(name, schema.articles.c[name].type, nullable=False) for name in _OF_ARTICLE),
)
_OF_PASSAGE: Final = [
    column for column in schema.passages.c if column.name not in ("number", "article_id")
]
_passages: Final = sa.Table(
    "staged_passages",
    schema.metadata,
    _key(),
    *(sa.Column(column.name, column.type, nullable=False) for column in _OF_PASSAGE),
)


def staged(connection: sa.Connection, *, by: str) -> set[str]:
    """Ids of the articles that are staged; what was made by anything else is forgotten."""
    if fact(connection, _BY) != by:
        _forget(connection)
        put_fact(connection, _BY, by)
    return set(connection.execute(sa.select(_articles.c.article_id)).scalars())


def stage(connection: sa.Connection, prepared: Sequence[PreparedArticle]) -> None:
    """Puts articles in, with their sentences, passages and vectors."""
    for item in prepared:
        values = schema.article_values(item)
        row = {name: values[name] for name in _OF_ARTICLE}
        connection.execute(sa.insert(_articles), {"article_id": item.article.id, **row})
        if rows := schema.passage_rows(item):
            connection.execute(sa.insert(_passages), rows)


def put(connection: sa.Connection, facts: Mapping[str, str]) -> None:
    """Puts all that is staged in the place of what is in use, and records ``facts`` of it."""
    columns = schema.articles.c
    ids = sa.select(_articles.c.article_id)
    connection.execute(sa.delete(schema.passages).where(schema.passages.c.article_id.in_(ids)))
    names = [column.name for column in _passages.c]
    connection.execute(sa.insert(schema.passages).from_select(names, sa.select(_passages)))
    own = _articles.c.article_id == columns.id
    values = {
        name: sa.select(_articles.c[name]).where(own).scalar_subquery() for name in _OF_ARTICLE
    }
    connection.execute(sa.update(schema.articles).where(columns.id.in_(ids)).values(values))
    for article_id in connection.execute(ids).scalars().all():
        mark_unindexed(connection, article_id)
    withdrawn = sa.select(columns.id).where(notices.is_withdrawn())
    for article_id in connection.execute(withdrawn).scalars().all():
        deindex_if_withdrawn(connection, article_id)
    _forget(connection)
    for name, value in facts.items():
        put_fact(connection, name, value)


def _forget(connection: sa.Connection) -> None:
    connection.execute(sa.delete(_passages))
    connection.execute(sa.delete(_articles))
