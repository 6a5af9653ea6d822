"""The backend of a library in a database on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from assistant.homes import DatabaseHome
from assistant.library import conversation_tables, schema
from assistant.library.catalogue import Catalogue
from assistant.library.database import driven
from assistant.library.postgres import changes
from assistant.library.postgres.database import PostgresDatabase
from assistant.library.postgres.indexes import PostgresIndexes
from assistant.library.postgres.lock import AdvisoryLock
from assistant.library.postgres.vectors import INDEX, index_of
from assistant.reports import Storage

_WRITING, _TELLING, _CATALOGUE, _CONVERSATIONS, _REFRESHING = 1, 2, 3, 4, 5
"""The numbers of the program's advisory locks."""
_SCHEMA: Final = "assistant"
_CONVERSED: Final = f"{_SCHEMA}_conversations"
_SIZES: Final = (
    "SELECT nspname AS schema, relname = ? AS is_index,"
    " sum(pg_relation_size(pg_class.oid)) AS bytes"
    " FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname IN (?, ?) GROUP BY 1, 2"
)
_ID: Final = (
    "INSERT INTO facts (name, value) VALUES ('id', gen_random_uuid()::text) ON CONFLICT DO NOTHING"
)
_FOLDED: Final = (
    # Python's casefold, but for a handful of letters: lower() leaves these two as they are.
    "CREATE OR REPLACE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE"
    " AS $$ SELECT replace(replace("
    "lower(normalize(coalesce($1, ''), NFKC) COLLATE pg_catalog.pg_c_utf8), 'ß', 'ss'), 'ς', 'σ')"
    ' COLLATE "C" $$'
)


class Postgres:
    """See ``Backend``. Catalogue and conversations have a schema each."""

    def __init__(
        self,
        home: DatabaseHome,
        *,
        dimension: int,
        lock_timeout: float,
        on_notice: Callable[[str], None],
    ) -> None:
        self._dimension = dimension
        self._timeout = lock_timeout
        self._on_notice = on_notice
        self.catalogue = PostgresDatabase(
            home,
            schema=_SCHEMA,
            lock=_CATALOGUE,
            tables=schema.metadata,
            also=(_FOLDED, changes.TABLE, index_of(dimension), _ID),
            vectors=True,
        )
        self.lock = self._lock(_WRITING)
        self.telling = self._lock(_TELLING)
        self.refreshing = self._lock(_REFRESHING)

    def _lock(self, number: int) -> AdvisoryLock:
        return AdvisoryLock(
            self.catalogue, number, timeout=self._timeout, on_notice=self._on_notice
        )

    def storage(self) -> Storage:
        """Returns what both schemas take on the server, but not the words of this machine."""
        with self.catalogue.reading() as connection:
            sizes = {
                (row.schema, row.is_index): int(row.bytes)
                for row in driven(connection, _SIZES, (INDEX, _SCHEMA, _CONVERSED))
            }
        return Storage(
            articles=sizes.get((_SCHEMA, False), 0),
            conversations=sizes.get((_CONVERSED, False), 0),
            indexes=sizes.get((_SCHEMA, True), 0),
        )

    def indexes(self, catalogue: Catalogue) -> PostgresIndexes:
        """Returns the vectors of the database, and this machine's index of words."""
        return PostgresIndexes(
            self.catalogue,
            catalogue,
            dimension=self._dimension,
            timeout=self._timeout,
            on_notice=self._on_notice,
        )


def conversations_in(home: DatabaseHome) -> PostgresDatabase:
    """Opens the schema of a database's conversations."""
    return PostgresDatabase(
        home,
        schema=_CONVERSED,
        lock=_CONVERSATIONS,
        tables=conversation_tables.METADATA,
    )
