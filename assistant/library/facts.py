"""Records named facts of a library, and checks that its format and model are the program's."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from assistant.errors import LibraryFormatError
from assistant.library import schema
from assistant.library.database import Database, upsert
from assistant.library.schema import FORMAT_VERSION


class Facts:
    """The facts of a catalogue. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> dict[str, str]:
        """Returns all of them by name; none where the library was never made."""
        with self._database.reading() as connection:
            if not sa.inspect(connection).has_table(schema.facts.name):
                return {}
            return {row.name: row.value for row in connection.execute(sa.select(schema.facts))}

    def put_later(self, name: str, moment: datetime) -> None:
        """Records a time, unless a later one is recorded by that name."""
        with self._database.transaction() as connection:
            known = fact(connection, name)
            if known is None or datetime.fromisoformat(known) < moment:
                put_fact(connection, name, moment.isoformat())

    def moment(self, name: str) -> datetime | None:
        """Returns the time that is recorded by a name; None where none is."""
        known = self.every().get(name)
        return None if known is None else datetime.fromisoformat(known)


class Identity:
    """What a library records of its format and model, beside what this program has.

    Args:
        facts: what the library records of itself.
        model: name of this program's embedding model.
        dimension: dimension of its vectors.
    """

    def __init__(self, facts: Facts, *, model: str, dimension: int) -> None:
        self._facts = facts
        self.own = {"format": str(FORMAT_VERSION), "model": model, "dimension": str(dimension)}

    def check(self) -> None:
        """Checks that the library is of this program's format and model.

        Raises:
            LibraryFormatError: it is of another.
        """
        facts = self._facts.every()
        if int(facts.get("format", "0")) > FORMAT_VERSION:
            raise LibraryFormatError(
                f"The library has format {facts['format']},"
                f" this program knows up to {FORMAT_VERSION}",
                hint="Use a newer version of the program",
            )
        for name, own in self.own.items():
            if facts.get(name) != own:
                raise LibraryFormatError(
                    f"The library's {name} is {facts.get(name)!r}, this program's is {own!r}",
                    hint="Make the library anew with: assistant reindex",
                )

    def made_by(self, model: str | None, dimension: int | None) -> bool:
        """Whether vectors of this model and dimension are of the program's own."""
        return (model, str(dimension)) == (self.own["model"], self.own["dimension"])

    def fits(self) -> bool:
        """Whether the library is of this program's format and model."""
        facts = self._facts.every()
        return all(facts.get(name) == own for name, own in self.own.items())


# -- within a transaction of the catalogue -------------------------------------------


def fact(connection: sa.Connection, name: str) -> str | None:
    """Returns what is recorded by a name; None where nothing is."""
    query = sa.select(schema.facts.c.value).where(schema.facts.c.name == name)
    value: str | None = connection.execute(query).scalar()
    return value


def put_fact(connection: sa.Connection, name: str, value: str) -> None:
    """Records one fact, in the place of what was recorded by that name."""
    upsert(connection, schema.facts, {"name": name, "value": value})
