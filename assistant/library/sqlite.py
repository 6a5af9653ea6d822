"""The SQLite files of an embedded library: how they are opened, and what their errors mean."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, Self, cast

import sqlalchemy as sa

from assistant.errors import AssistantError, LibraryError, UsageError
from assistant.library.database import folded
from assistant.library.folder import disk_full, is_writable, make_file, read_only

_PATIENCE: Final = 30.0
"""Seconds to wait for another writer."""
_PAUSE: Final = 0.02
"""Seconds between two attempts where SQLite does not wait itself."""


class SqliteDatabase:
    """One SQLite file; see ``Database``.

    Args:
        path: the file; it may be one that cannot be written to.
        name: what people know it as: "catalogue".
        advice: what can be done where it is damaged.
    """

    def __init__(self, path: Path, *, name: str, advice: str) -> None:
        self._path = path
        self._name = name
        self._advice = advice
        self.engine: sa.Engine
        self.read_only = not all(is_writable(one) for one in (path.parent, path) if one.exists())
        if self.read_only and not path.exists():
            raise read_only(path.parent)
        if self.read_only:
            # How such a file is opened depends on who else has it open: asked each time.
            self.engine = sa.create_engine(
                "sqlite://", creator=self._connect_to_read, poolclass=sa.NullPool
            )
            return
        try:
            make_file(path)
        except OSError as error:
            raise LibraryError(
                f"The library's {name} {path} cannot be made ({error.strerror})",
                hint="Choose another folder with --home or ASSISTANT_HOME",
            ) from error
        self.engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(path)),
            connect_args={"timeout": _PATIENCE},
            # Nobody waits for another thread's connection, which may be a writer's.
            max_overflow=-1,
        )
        sa.event.listen(self.engine, "connect", _configure)

    @classmethod
    def of_catalogue(cls, path: Path) -> Self:
        """Opens the file of a catalogue."""
        advice = "Move its folder away and add the articles again, or bring back a backup"
        return cls(path, name="catalogue", advice=advice)

    @classmethod
    def of_conversations(cls, path: Path) -> Self:
        """Opens a file of conversations."""
        advice = f"Move {path.name} away: new ones are then kept in a new file"
        return cls(path, name="file of conversations", advice=advice)

    def _connect_to_read(self) -> sqlite3.Connection:
        """Opens a file that cannot be written to, nor any be made beside it.

        SQLite opens one in WAL mode by what its writer has left beside it; where there is
        nothing, only if it is promised that nobody writes meanwhile. Each use opens it again,
        so that the promise is as short as a query.
        """
        log = self._path.with_name(f"{self._path.name}-wal")
        how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
        address = f"{self._path.absolute().as_uri()}?{how}"
        made = sqlite3.connect(address, uri=True, timeout=_PATIENCE, check_same_thread=False)
        _teach_folding(made)
        return made

    def close(self) -> None:
        """Closes the connections."""
        self.engine.dispose()

    def create(self, metadata: sa.MetaData, *, connection: sa.Connection) -> None:
        """Makes the tables that are missing; two may do so at once."""
        for table in metadata.sorted_tables:
            connection.execute(sa.schema.CreateTable(table, if_not_exists=True))
            for index in table.indexes:
                connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Gives a connection to read by.

        Raises:
            LibraryError: the file cannot be used.
        """
        with self._translating(), self.engine.connect() as connection:
            # Several queries see one state of the file, whoever writes meanwhile.
            connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Gives a connection whose changes are all made, or none.

        Raises:
            LibraryReadOnlyError: the file cannot be written to.
            LibraryError: the file cannot be used.
        """
        if self.read_only:
            raise read_only(self._path.parent)
        with self._translating(), self.engine.begin() as connection:
            # SQLite else begins as a reader, and fails when another has written in between.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def copy_to(self, path: Path) -> None:
        """Copies the file as it is now, by SQLite's backup, whoever writes meanwhile.

        Raises:
            LibraryError: the file cannot be read, or the copy not be written.
        """
        try:
            make_file(path)
            with self.engine.connect() as connection, closing(sqlite3.connect(path)) as copy:
                # One step takes one state, and keeps no writer waiting.
                cast("sqlite3.Connection", connection.connection.driver_connection).backup(copy)
                (state,) = copy.execute("PRAGMA quick_check").fetchone()
        except sa.exc.DatabaseError as error:
            raise self._translated(error) from error
        except (sqlite3.Error, OSError) as error:
            raise LibraryError(
                f"The library's {self._name} cannot be copied to {path} ({error})",
                hint="Choose another place, or make room",
            ) from error
        if state != "ok":
            raise LibraryError(f"The copy of the {self._name} is damaged ({state})")

    def problems(self, *, deep: bool = False) -> list[str]:
        """Returns what SQLite finds wrong with the file; nothing where it is whole."""
        with self.reading() as connection:
            check = "PRAGMA integrity_check" if deep else "PRAGMA quick_check"
            rows = connection.exec_driver_sql(check).scalars().all()
            found = [str(row) for row in rows if row != "ok"]
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if deep else []
        return found + [
            f"a row of {row[0]} refers to one of {row[2]} that is not there" for row in broken
        ]

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DatabaseError as error:
            raise self._translated(error) from error
        except UnicodeEncodeError as error:
            raise UsageError(
                f"What is looked for is not text ({error.reason})", hint="Type it again, in UTF-8"
            ) from error

    def _translated(self, error: sa.exc.DatabaseError) -> AssistantError:
        reason = str(error.orig) if error.orig else str(error)
        if "pattern too complex" in reason or "Expression tree is too large" in reason:
            return UsageError("What is looked for is too long", hint="Look for fewer words")
        if "malformed" in reason or "not a database" in reason:
            return LibraryError(
                f"The library's {self._name} is damaged ({reason})", hint=self._advice
            )
        if "disk" in reason and "full" in reason:
            return disk_full()
        if "readonly" in reason:
            return read_only(self._path.parent)
        return LibraryError(
            f"The library's {self._name} cannot be used ({reason})",
            hint="See what is wrong with: assistant doctor",
        )


def _teach_folding(connection: sqlite3.Connection) -> None:
    connection.create_function("folded", 1, folded, deterministic=True)


def _configure(connection: Any, _record: object) -> None:
    _teach_folding(connection)
    # WAL: readers go on beside the writer. NORMAL: a killed process loses nothing; a
    # power cut may lose the last transactions but leaves the file whole. What is deleted is
    # not to be found in the file any more.
    cursor = connection.cursor()
    _write_ahead(cursor)
    for pragma in (
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",
        # 16 MB: what lands all over the file (the slots of signatures) is written back together.
        "wal_autocheckpoint=4000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Turns a new file's journal to WAL; in one that has it already, nothing changes.

    SQLite does not wait for another that does the same or writes meanwhile: it would keep
    its own lock while it waits (``sqlite3_busy_handler``). So we try again.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return
