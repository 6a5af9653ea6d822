"""A schema of a database on a PostgreSQL server; see ``Database``."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from assistant.errors import LibraryError, LibraryReadOnlyError
from assistant.homes import DatabaseHome
from assistant.library.postgres.connecting import (
    EXTENSION,
    LEAST_PGVECTOR,
    LEAST_VERSION,
    connected,
    translated,
)
from assistant.library.sqlite import SqliteDatabase

LOCKS: Final = 0x6E6577
"""The first number of the program's advisory locks; the second says which."""
_COPIED: Final = 500
"""Rows that are copied together."""

_SERVER: Final = sa.text(
    "SELECT current_setting('server_version_num')::int / 10000 AS version,"
    " current_setting('server_version') AS version_name,"
    " pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS read_only,"
    " (SELECT pg_encoding_to_char(encoding) FROM pg_database"
    "  WHERE datname = current_database()) AS encoding,"
    " (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS pgvector,"
    " (SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace"
    "  WHERE extname = 'vector') AS pgvector_schema"
)


class PostgresDatabase:
    """One schema of a database.

    A transaction that changes it begins by taking a lock that ends with it: transactions go one
    after the other, as they do in SQLite, from however many machines, and none that waits has
    read anything yet. Within a lock that this thread holds (``AdvisoryLock``), it is one of the
    connection that has the lock: when that is cut off, the lock is gone and nothing is changed.

    Args:
        home: the database.
        schema: the schema, which is made with the tables.
        lock: the number of the lock of its transactions.
        tables: all that it holds.
        also: what else is made with the tables, in SQL that changes nothing the second time.
        vectors: whether it holds vectors, and takes pgvector.

    Raises:
        LibraryError: it cannot be reached or used.
    """

    def __init__(
        self,
        home: DatabaseHome,
        *,
        schema: str,
        lock: int,
        tables: sa.MetaData,
        also: Sequence[str] = (),
        vectors: bool = False,
    ) -> None:
        self.home = home
        self._schema = schema
        self._lock = lock
        self._tables = tables
        self._also = also
        self._vectors = vectors
        self._own = threading.local()
        first = connected(home, schemas=schema)
        try:
            with translated(home), first.connect() as connection:
                server = connection.execute(_SERVER).one()
        finally:
            first.dispose()
        see(server, home, vectors=vectors)
        self.read_only = bool(server.read_only)
        where = server.pgvector_schema or "public"
        self.engine = connected(home, schemas=f"{schema},{where}")
        self._reader = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def close(self) -> None:
        """Closes the connections."""
        self.engine.dispose()

    def create(self, metadata: sa.MetaData, *, connection: sa.Connection) -> None:
        """Makes the schema, the tables and what else is missing.

        Raises:
            LibraryError: the server has no pgvector, or the role may not make it.
        """
        # A role that may not make schemas may have been given this one.
        if not sa.inspect(connection).has_schema(self._schema):
            connection.execute(sa.schema.CreateSchema(self._schema))
        if self._vectors:
            self._create_extension(connection)
        for table in _as_here(metadata).sorted_tables:
            connection.execute(sa.schema.CreateTable(table, if_not_exists=True))
            for index in table.indexes:
                connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))
        for statement in self._also:
            connection.exec_driver_sql(statement)

    def _create_extension(self, connection: sa.Connection) -> None:
        there = "SELECT true FROM pg_extension WHERE extname = 'vector'"
        if connection.exec_driver_sql(there).scalar():
            return
        try:
            connection.exec_driver_sql(f"{EXTENSION} WITH SCHEMA public")
        except sa.exc.DBAPIError as error:
            raise LibraryError(
                f"The database {self.home} has no extension vector, and it could not be made",
                hint=f"Install pgvector on the server and have its administrator run in the "
                f"database: {EXTENSION}",
            ) from error

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Gives a connection to read by, that sees one state of the database."""
        with translated(self.home), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Gives a connection whose changes are all made, or none, and that writes alone."""
        if self.read_only:
            raise self.refused()
        held = self.held()
        with translated(self.home):
            if held:
                with held[-1].begin():
                    self._take(held[-1])
                    yield held[-1]
                return
            with self.engine.begin() as connection:
                self._take(connection)
                yield connection

    def _take(self, connection: sa.Connection) -> None:
        lock = sa.func.pg_advisory_xact_lock(sa.cast(LOCKS, sa.Integer), self._lock)
        connection.execute(sa.select(lock))

    def held(self) -> list[sa.Connection]:
        """The connections by which this thread holds locks, the last taken last."""
        if not hasattr(self._own, "held"):
            self._own.held = []
        found: list[sa.Connection] = self._own.held
        return found

    def refused(self) -> LibraryReadOnlyError:
        """Returns the error that the database can be read alone."""
        return LibraryReadOnlyError(
            f"The library in {self.home} is read-only",
            hint="Use a role that may write to it, on a server that is no standby",
        )

    def outside(self, statement: str) -> None:
        """Runs a statement that cannot be part of a transaction."""
        alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        with translated(self.home), alone.connect() as connection:
            connection.exec_driver_sql(statement)

    def copy_to(self, path: Path) -> None:
        """Copies all tables as they are now into a new SQLite file, row by row."""
        copy = SqliteDatabase(path, name="copy", advice="Choose another place")
        with closing(copy), self.reading() as source, copy.transaction() as target:
            copy.create(self._tables, connection=target)
            for table in self._tables.sorted_tables:
                rows = source.execution_options(yield_per=_COPIED).execute(sa.select(table))
                for part in rows.mappings().partitions():
                    target.execute(sa.insert(table), [dict(row) for row in part])
        with closing(copy):
            if problems := copy.problems(deep=True):
                raise LibraryError(f"The copy is damaged ({problems[0]})")

    def problems(self, *, deep: bool = False) -> list[str]:
        """Returns what the server knows to be wrong: indexes that are not whole, bad checksums."""
        invalid = sa.text(
            "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid ="
            " indrelid WHERE NOT indisvalid AND relnamespace = CAST(:schema AS regnamespace)"
        )
        failed = sa.text(
            "SELECT coalesce(checksum_failures, 0) FROM pg_stat_database"
            " WHERE datname = current_database()"
        )
        with self.reading() as connection:
            names = connection.execute(invalid, {"schema": self._schema}).scalars()
            found = [f"the index {name} is not whole" for name in names]
            if deep and (count := connection.execute(failed).scalar()):
                found.append(f"{count} pages of the database do not fit their checksums")
        return found


def see(server: Any, home: DatabaseHome, *, vectors: bool) -> None:
    """Sees that the server is one that can be used.

    Raises:
        LibraryError: it is not.
    """
    if server.version < LEAST_VERSION:
        raise LibraryError(
            f"The server of {home} is PostgreSQL {server.version_name}, which is too old",
            hint=f"Use PostgreSQL {LEAST_VERSION} or a newer one",
        )
    if server.encoding != "UTF8":
        raise LibraryError(
            f"The database {home} keeps text in {server.encoding}",
            hint="Make one with: createdb --encoding UTF8 --template template0 NAME",
        )
    if not vectors or server.pgvector is None:
        return
    if tuple(map(int, server.pgvector.split(".")[:2])) < LEAST_PGVECTOR:
        raise LibraryError(
            f"The database {home} has pgvector {server.pgvector}, which is too old",
            hint="Install pgvector 0.8 or newer on the server, then run in the database: "
            "ALTER EXTENSION vector UPDATE",
        )


def _as_here(metadata: sa.MetaData) -> sa.MetaData:
    """Returns the tables with texts that are compared byte by byte, as SQLite does.

    An order of ids, of days, of names is the same then, whatever the server's language is.
    """
    made = sa.MetaData()
    for table in metadata.sorted_tables:
        copied = table.to_metadata(made)
        for column in copied.columns:
            if isinstance(column.type, sa.String):
                column.type = sa.Text(collation="C")
    return made
