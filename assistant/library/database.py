"""What a database has to offer to hold a library, and SQL that each takes in its own form.

The tables and queries are SQLAlchemy's, the same for all. Where the databases differ in their
words, the difference is here.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_Key = TypeVar("_Key", str, int)

LARGE: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A column of integers of up to 64 bits; SQLite's are that anyway."""


class Database(Protocol):
    """A database that holds tables of a library, for many threads and processes.

    ``read_only`` is whether it can be read and not be written to.
    """

    read_only: bool

    @property
    def engine(self) -> sa.Engine:
        """What its connections come from."""

    def close(self) -> None:
        """Closes the connections; the next use opens some again."""

    def create(self, metadata: sa.MetaData, *, connection: sa.Connection) -> None:
        """Makes the tables that are missing; two may do so at once."""

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """Gives a connection to read by: its queries see one state, whoever writes meanwhile.

        Raises:
            LibraryError: the database cannot be used.
        """

    def transaction(self) -> AbstractContextManager[sa.Connection]:
        """Gives a connection whose changes are all made, or none, and that writes alone.

        What it reads first stays so until it ends.

        Raises:
            LibraryReadOnlyError: the database cannot be written to.
            LibraryError: it cannot be used.
        """

    def copy_to(self, path: Path) -> None:
        """Copies all tables as they are now into a new SQLite file, whoever writes meanwhile.

        Raises:
            LibraryError: they cannot be read, or the copy not be written.
        """

    def problems(self, *, deep: bool = False) -> list[str]:
        """Returns what the database finds wrong with itself; nothing where it is whole."""


def folded(text: str | None) -> str:
    """Returns a text without the differences that a search for words is not to see.

    Every database has it as the function ``folded`` of SQL.
    """
    return unicodedata.normalize("NFKC", text or "").casefold()


def in_parts(keys: Iterable[_Key], *, size: int = 500) -> Iterator[list[_Key]]:
    """Yields the keys, each once, in lists below SQLite's limit of parameters."""
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]


class _EachOf(FunctionElement[str]):
    """The texts of a JSON array, as a table with the column ``value``."""

    inherit_cache = True


@compiles(_EachOf, "sqlite")
def _each_of_sqlite(element: _EachOf, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_EachOf, "postgresql")
def _each_of_postgresql(element: _EachOf, compiler: Any, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS json))"


def among(keys: Iterable[str]) -> sa.Select[Any]:
    """Returns ``keys`` as a subquery for ``in_``, however many there are."""
    return sa.select(_EachOf(json.dumps([*keys])).table_valued("value").c.value)


def rows_among(
    connection: sa.Connection,
    query: sa.Select[Any],
    column: sa.ColumnElement[_Key],
    keys: Iterable[_Key],
) -> Iterator[sa.Row[Any]]:
    """Yields the rows of ``query`` whose ``column`` is one of the keys, however many there are."""
    for batch in in_parts(keys):
        yield from connection.execute(query.where(column.in_(batch)))


def exists(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> bool:
    """Whether the table of the conditions has a row that fulfils all of them."""
    return bool(connection.execute(sa.select(sa.exists().where(*conditions))).scalar())


def insert_missing(connection: sa.Connection, table: sa.Table, *rows: Mapping[str, Any]) -> int:
    """Inserts the rows whose keys the table does not have; returns how many those were."""
    if not rows:
        return 0
    insert = _insert(connection, table).on_conflict_do_nothing()
    # SQLAlchemy else forgets the count of what is inserted.
    counted = {"preserve_rowcount": True}
    return connection.execute(insert, rows, execution_options=counted).rowcount


def upsert(connection: sa.Connection, table: sa.Table, *rows: Mapping[str, Any]) -> None:
    """Inserts rows in the place of those with the same keys."""
    if not rows:
        return
    insert = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    rest = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=rest), rows)


def _insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert:
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    # The two have the same methods and no common class that names them.
    return cast("sqlite.Insert", postgresql.insert(table))


def driven(
    connection: sa.Connection, statement: str, parameters: Sequence[Any] | None = None
) -> sa.CursorResult[Any]:
    """Runs SQL as it is, with ``?`` where a parameter goes: SQLAlchemy puts nothing together."""
    if connection.dialect.paramstyle != "qmark":
        statement = statement.replace("?", "%s")
    values = None if parameters is None else tuple(parameters)
    return connection.exec_driver_sql(statement, values)


def driven_each(connection: sa.Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Runs SQL as it is for each of some rows of parameters; for none does nothing."""
    wanted = list(rows)
    if wanted:
        if connection.dialect.paramstyle != "qmark":
            statement = statement.replace("?", "%s")
        connection.exec_driver_sql(statement, wanted)
