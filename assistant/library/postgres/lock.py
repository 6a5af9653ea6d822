"""Locks among all machines that use one database: PostgreSQL's advisory locks."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa

from assistant.errors import LibraryBusyError
from assistant.library.postgres.connecting import APPLICATION, translated
from assistant.library.postgres.database import LOCKS, PostgresDatabase
from assistant.stopping import check_stopped

_PAUSE: Final = 0.1
"""Seconds between two attempts to take a lock that another has."""
_LONGEST: Final = 63
"""Most bytes of what a connection calls itself."""

_HOLDER: Final = sa.text(
    "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND granted AND pg_locks.database ="
    " (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND classid = CAST(CAST(:first AS bigint) AS oid)"
    " AND objid = CAST(CAST(:second AS bigint) AS oid)"
)


class AdvisoryLock:
    """A lock that one thread of all machines holds; free again when its connection ends.

    The thread that holds it may take it again. What it changes meanwhile goes through the
    connection that has the lock.

    Args:
        database: the library's.
        number: which lock it is.
        timeout: seconds to wait while another has it.
        on_notice: told whom it is waited for.
    """

    def __init__(
        self,
        database: PostgresDatabase,
        number: int,
        *,
        timeout: float,
        on_notice: Callable[[str], None],
    ) -> None:
        self._database = database
        self._number = number
        self._timeout = timeout
        self._on_notice = on_notice
        self._own = threading.local()

    @contextmanager
    def held(self, task: str) -> Iterator[None]:
        """Holds the lock for ``task`` ("adding articles"), waiting where another has it.

        Raises:
            LibraryBusyError: it did not become free in time.
            LibraryReadOnlyError: the database cannot be written to.
            StoppedError: the work was stopped while it waited.
        """
        if self._database.read_only:
            raise self._database.refused()
        with self._holding(task, timeout=self._timeout) as got:
            if not got:
                raise LibraryBusyError(
                    f"Waited {self._timeout:g} seconds for another, who writes to the library",
                    hint="Try again later, or raise ASSISTANT_LOCK_TIMEOUT",
                )
            yield

    @contextmanager
    def held_if_free(self, task: str) -> Iterator[bool]:
        """Holds the lock if nobody has it; says whether it does."""
        if self._database.read_only:
            yield False
            return
        with self._holding(task, timeout=0) as got:
            yield got

    @contextmanager
    def _holding(self, task: str, *, timeout: float) -> Iterator[bool]:
        if getattr(self._own, "has", False):
            yield True
            return
        with translated(self._database.home):
            connection = self._database.engine.connect()
        try:
            with translated(self._database.home):
                got = self._taken(connection, task, timeout=timeout)
            if not got:
                yield False
                return
            held = self._database.held()
            held.append(connection)
            self._own.has = True
            try:
                yield True
            finally:
                self._own.has = False
                held.remove(connection)
                self._release(connection)
        finally:
            connection.close()

    def _taken(self, connection: sa.Connection, task: str, *, timeout: float) -> bool:
        until, told = time.monotonic() + timeout, not timeout
        while not self._asked(connection, sa.func.pg_try_advisory_lock):
            check_stopped()
            if time.monotonic() >= until:
                return False
            if not told:
                self._on_notice(f"Waiting for {self._who(connection)} …")
                told = True
            time.sleep(_PAUSE)
        _name(connection, f"{task} ({socket.gethostname()[:20]} {os.getpid()})")
        return True

    def _asked(self, connection: sa.Connection, function: Callable[..., Any]) -> bool:
        first = sa.cast(LOCKS, sa.Integer)
        with connection.begin():
            return bool(connection.execute(sa.select(function(first, self._number))).scalar())

    def _who(self, connection: sa.Connection) -> str:
        with connection.begin():
            numbers = {"first": LOCKS, "second": self._number}
            name = connection.execute(_HOLDER, numbers).scalar()
        return f"another who is {name}" if name else "another who writes to the library"

    def _release(self, connection: sa.Connection) -> None:
        try:
            _name(connection, APPLICATION)
            self._asked(connection, sa.func.pg_advisory_unlock)
        except sa.exc.DBAPIError:
            # Cut off: the server has let go of its locks.
            connection.invalidate()


def _name(connection: sa.Connection, name: str) -> None:
    """Has a connection call itself so, for whoever waits for it, or looks at the server."""
    short = name.encode()[:_LONGEST].decode(errors="ignore")
    with connection.begin():
        named = sa.func.set_config("application_name", short, sa.false())
        connection.execute(sa.select(named))
