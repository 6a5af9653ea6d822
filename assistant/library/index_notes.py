"""Notes which changes of the catalogue the two indexes have yet to follow.

A change to the catalogue notes its articles in the same transaction; the note goes when
both indexes have followed. A process that dies in between leaves the note. In PostgreSQL, where
each machine follows by itself, it goes into a log that stays (``postgres.changes``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from assistant.library import schema
from assistant.library.database import Database, in_parts, insert_missing
from assistant.library.facts import fact, put_fact
from assistant.library.postgres import changes

_GENERATION: Final = "generation"
_FOLDER: Final = "indexes"


class IndexNotes:
    """The notes of one catalogue. Thread-safe; what changes them is called while writing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def generation(self) -> int:
        """Returns a number that grows whenever the indexes were updated."""
        return self.state()[0]

    def state(self) -> tuple[int, str]:
        """Returns the generation, and the name of the folder of its indexes; "" for none."""
        with self._database.reading() as connection:
            return _generation(connection), fact(connection, _FOLDER) or ""

    def unindexed(self) -> list[str]:
        """Returns the ids of articles that the indexes may not agree on, in a stable order."""
        query = sa.select(schema.unindexed.c.article_id).order_by(schema.unindexed.c.article_id)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def mark_indexed(self, article_ids: Sequence[str]) -> None:
        """Records that both indexes now agree with the catalogue on these articles."""
        with self._database.transaction() as connection:
            for part in in_parts(article_ids):
                done = schema.unindexed.c.article_id.in_(part)
                connection.execute(sa.delete(schema.unindexed).where(done))
            put_fact(connection, _GENERATION, str(_generation(connection) + 1))

    def adopt(self, folder: str) -> None:
        """Records that both indexes agree with the whole catalogue, in the folder of this name."""
        with self._database.transaction() as connection:
            connection.execute(sa.delete(schema.unindexed))
            put_fact(connection, _FOLDER, folder)
            put_fact(connection, _GENERATION, str(_generation(connection) + 1))

    def disown(self) -> None:
        """Records that there are no indexes: those of a copy are made by the first search."""
        with self._database.transaction() as connection:
            put_fact(connection, _FOLDER, "none")


def mark_unindexed(connection: sa.Connection, article_id: str) -> None:
    """Notes an article that is changed in the same transaction."""
    if connection.dialect.name == "postgresql":
        changes.note(connection, article_id)
    else:
        insert_missing(connection, schema.unindexed, {"article_id": article_id})


def _generation(connection: sa.Connection) -> int:
    return int(fact(connection, _GENERATION) or 0)
