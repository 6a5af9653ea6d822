"""What the catalogue notes of the two indexes: what they have yet to follow it on.

A change to the catalogue notes its articles in the same transaction; the note goes when
both indexes have followed. A process that dies in between leaves the note.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from assistant.library import schema
from assistant.library.database import Database, in_parts
from assistant.library.facts import fact, put_fact

_GENERATION: Final = "generation"
_FOLDER: Final = "indexes"


class IndexNotes:
    """The notes of one catalogue. Thread-safe; what changes them is called while writing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def generation(self) -> int:
        """A number that grows whenever the indexes have been brought up to date."""
        return self.state()[0]

    def state(self) -> tuple[int, str]:
        """The generation, and the name of the folder that its indexes are in; "" for none."""
        with self._database.reading() as connection:
            return _generation(connection), fact(connection, _FOLDER) or ""

    def unindexed(self) -> list[str]:
        """Ids of the articles that the indexes may not agree on, in a stable order."""
        query = sa.select(schema.unindexed.c.article_id).order_by(schema.unindexed.c.article_id)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def mark_indexed(self, article_ids: Sequence[str]) -> None:
        """Records that both indexes now agree with the catalogue on these articles."""
        with self._database.transaction() as connection:
            for part in in_parts(article_ids):
                connection.execute(
                    sa.delete(schema.unindexed).where(schema.unindexed.c.article_id.in_(part))
                )
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
    connection.execute(
        sa.insert(schema.unindexed).prefix_with("OR IGNORE"), {"article_id": article_id}
    )


def _generation(connection: sa.Connection) -> int:
    return int(fact(connection, _GENERATION) or 0)
