"""What a library records of itself: facts, each a name and a value."""

from __future__ import annotations

import sqlalchemy as sa

from assistant.library import schema
from assistant.library.database import Database


class Facts:
    """The facts of a catalogue. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> dict[str, str]:
        """All of them, by name; empty where the library was never made."""
        with self._database.reading() as connection:
            if not sa.inspect(connection).has_table(schema.facts.name):
                return {}
            return {row.name: row.value for row in connection.execute(sa.select(schema.facts))}

    def put(self, name: str, value: str) -> None:
        """Records one fact, in the place of what was recorded by that name."""
        with self._database.transaction() as connection:
            put_fact(connection, name, value)


# -- within a transaction of the catalogue -------------------------------------------


def fact(connection: sa.Connection, name: str) -> str | None:
    """What is recorded by a name; None where nothing is."""
    query = sa.select(schema.facts.c.value).where(schema.facts.c.name == name)
    value: str | None = connection.execute(query).scalar()
    return value


def put_fact(connection: sa.Connection, name: str, value: str) -> None:
    """Records one fact, in the place of what was recorded by that name."""
    connection.execute(sa.delete(schema.facts).where(schema.facts.c.name == name))
    connection.execute(sa.insert(schema.facts), {"name": name, "value": value})
