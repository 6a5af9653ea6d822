"""Stages rebuilt passages and vectors beside those in use, until all articles have some.

Others read, meanwhile, what is in use; a run that dies has changed nothing, and the next one
goes on where it was. All of them are applied in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import sqlalchemy as sa

from assistant.library import notices, schema
from assistant.library.database import Database
from assistant.library.facts import fact, put_fact
from assistant.library.index_notes import mark_unindexed
from assistant.library.schema import PreparedArticle
from assistant.library.withdrawals import deindex

_BY: Final = "staged"
"""The fact that records what the staged vectors were made by."""
_OF_ARTICLE: Final = ("sentences", "sentence_count", "passage_count")


_articles: Final = sa.Table(
    "staged_articles",
    schema.metadata,
    schema.article_key(index=True),
    *(sa.Column(name, schema.articles.c[name].type, nullable=False) for name in _OF_ARTICLE),
)
_OF_PASSAGE: Final = [
    column for column in schema.passages.c if column.name not in ("number", "article_id")
]
_passages: Final = sa.Table(
    "staged_passages",
    schema.metadata,
    schema.article_key(index=True),
    *(sa.Column(column.name, column.type, nullable=False) for column in _OF_PASSAGE),
)


class Staging:
    """What of a catalogue is staged; to be used while writing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self, *, by: str) -> set[str]:
        """Returns the ids of the articles staged with vectors made ``by`` this; deletes others."""
        with self._database.transaction() as connection:
            if fact(connection, _BY) != by:
                _clear(connection)
                put_fact(connection, _BY, by)
            return set(connection.execute(sa.select(_articles.c.article_id)).scalars())

    def add(self, prepared: Sequence[PreparedArticle]) -> None:
        """Stages articles with their sentences, passages and vectors."""
        with self._database.transaction() as connection:
            for item in prepared:
                row = {
                    "article_id": item.article.id,
                    "sentences": schema.offsets(item.article),
                    "sentence_count": len(item.article.sentences),
                    "passage_count": len(item.passages),
                }
                connection.execute(sa.insert(_articles), row)
                if rows := schema.passage_rows(item):
                    connection.execute(sa.insert(_passages), rows)

    def apply(self, facts: Mapping[str, str]) -> None:
        """Replaces what is in use by what is staged, and records ``facts``, all or nothing."""
        columns = schema.articles.c
        ids = sa.select(_articles.c.article_id)
        old = schema.passages.c.article_id.in_(ids)
        names = [column.name for column in _passages.c]
        own = _articles.c.article_id == columns.id
        values = {
            name: sa.select(_articles.c[name]).where(own).scalar_subquery() for name in _OF_ARTICLE
        }
        with self._database.transaction() as connection:
            connection.execute(sa.delete(schema.passages).where(old))
            connection.execute(sa.insert(schema.passages).from_select(names, sa.select(_passages)))
            connection.execute(sa.update(schema.articles).where(columns.id.in_(ids)).values(values))
            for article_id in connection.execute(ids).scalars().all():
                mark_unindexed(connection, article_id)
            withdrawn = sa.select(columns.id).where(notices.is_withdrawn())
            for article_id in connection.execute(withdrawn).scalars().all():
                deindex(connection, article_id)
            _clear(connection)
            for name, value in facts.items():
                put_fact(connection, name, value)


def _clear(connection: sa.Connection) -> None:
    connection.execute(sa.delete(_passages))
    connection.execute(sa.delete(_articles))
