"""The topics that a library's readers follow, which go along into another library."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import sqlalchemy as sa

from assistant.errors import UsageError
from assistant.library import schema
from assistant.library.database import Database, insert_missing
from assistant.library.schema import MOMENT, PORTABLE

LONGEST: Final = 200
"""Most characters of a topic."""
MOST: Final = 100
"""Most topics of a library."""

watches: Final = sa.Table(
    "watches",
    schema.metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("topic", sa.String, nullable=False),
    sa.Column("added", sa.String, nullable=False, info=MOMENT),
    info=PORTABLE,
)


class Watches:
    """The followed topics of a catalogue. Thread-safe; each change is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[str, ...]:
        """The topics, in the order in which they came."""
        query = sa.select(watches.c.topic).order_by(watches.c.added, watches.c.key)
        with self._database.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def keep(self, topic: str, *, at: datetime) -> bool:
        """Follows a topic; whether it was not followed yet, in whatever case it is written.

        Raises:
            UsageError: there are 100 topics already.
        """
        row = {
            "key": topic.casefold(),
            "topic": topic,
            "added": at.isoformat(timespec="microseconds"),
        }
        with self._database.transaction() as connection:
            new = insert_missing(connection, watches, row)
            counted = connection.execute(sa.select(sa.func.count()).select_from(watches))
            if counted.scalar_one() > MOST:
                raise UsageError(
                    f"A library follows {MOST} topics at most",
                    hint="Remove one first: assistant watch TOPIC --remove",
                )
            return bool(new)

    def drop(self, topic: str) -> bool:
        """Follows a topic no more; whether it was followed."""
        with self._database.transaction() as connection:
            mine = watches.c.key == topic.casefold()
            return bool(connection.execute(sa.delete(watches).where(mine)).rowcount)
