"""How a PostgreSQL server is reached, and what its errors mean; psycopg is used here alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa

from assistant.errors import (
    AssistantError,
    ConfigurationError,
    LibraryError,
    LibraryReadOnlyError,
    UsageError,
)
from assistant.homes import DatabaseHome

LEAST_VERSION: Final = 17
"""PostgreSQL's first version with a collation of its own that knows all letters' cases."""
LEAST_PGVECTOR: Final = (0, 8)
"""pgvector's first version that goes on looking where a filter has left too few."""
EXTENSION: Final = "CREATE EXTENSION vector"

APPLICATION: Final = "news-desk-assistant"
"""What connections call themselves."""

_PATIENCE: Final = 10
"""Seconds to wait for a server that does not answer."""
_LOST: Final = frozenset({"57P01", "57P02", "57P03", "57P05"})
"""The server was shut down, or is starting."""
_MAKE_ROOM: Final = (
    "Make room on the server and run the command again: nothing that was added is lost"
)


def connected(home: DatabaseHome, *, schemas: str) -> sa.Engine:
    """Returns an engine for a database, which connects when it is first used.

    Args:
        home: the database.
        schemas: where names are looked up, in this order, apart by commas.

    Raises:
        ConfigurationError: the package that it takes is not installed.
    """
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise ConfigurationError(
            "A library on a PostgreSQL server takes a package that is not installed",
            hint="Install it: pip install 'news-desk-assistant[postgres]'",
        ) from error
    options = dict(home.options)
    own = options.pop("options", "")
    address = sa.URL.create(
        "postgresql+psycopg",
        username=home.user,
        password=home.password,
        host=home.host,
        port=home.port,
        database=home.database,
        query=options,
    )
    engine = sa.create_engine(
        address,
        connect_args={
            "connect_timeout": _PATIENCE,
            "application_name": APPLICATION,
            "options": f"-c search_path={schemas} -c client_min_messages=warning {own}",
        },
        # Nobody waits for another thread's connection; one that was cut off is replaced.
        max_overflow=-1,
        pool_pre_ping=True,
    )
    sa.event.listen(engine, "connect", _adapt)
    return engine


def _adapt(connection: Any, _record: object) -> None:
    """Has a connection send every integer alike.

    psycopg else sends one by its size, and the server plans a query anew for each.
    """
    from psycopg.types.numeric import Int8Dumper

    connection.adapters.register_dumper(int, Int8Dumper)


@contextmanager
def translated(home: DatabaseHome) -> Iterator[None]:
    """Turns the errors of a server into the program's; no password is in any."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise _translated(error, home) from error
    except UnicodeEncodeError as error:
        raise UsageError(
            f"What is looked for is not text ({error.reason})", hint="Type it again, in UTF-8"
        ) from error


def _translated(error: sa.exc.DBAPIError, home: DatabaseHome) -> AssistantError:
    reason = _reason(error)
    state = getattr(error.orig, "sqlstate", None) or ""
    if state.startswith("53"):
        return LibraryError(f"The database server has no room left ({reason})", hint=_MAKE_ROOM)
    if state in ("25006", "42501"):
        return LibraryReadOnlyError(
            f"The library in {home} is read-only ({reason})",
            hint="Use a role that may write to it, on a server that is no standby",
        )
    if state.startswith("54") or "NUL" in reason:
        return UsageError(f"What is looked for cannot be ({reason})", hint="Look for fewer words")
    if not state and error.statement is None:
        return _unreachable(reason, home)
    unknown = not state and isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError)
    if state in _LOST or state.startswith("08") or error.connection_invalidated or unknown:
        return LibraryError(
            f"The connection to the database server was lost ({reason})",
            hint="Run the command again: nothing that was kept is lost",
        )
    return LibraryError(
        f"The library in {home} cannot be used ({reason})",
        hint="See what is wrong with: assistant doctor",
    )


def _unreachable(reason: str, home: DatabaseHome) -> LibraryError:
    """Returns the error that no connection came about; such have no code, only words."""
    if "authentication" in reason or "password" in reason:
        return LibraryError(
            f"The database server does not let {home.user or 'this user'} in ({reason})",
            hint="Give the password in PGPASSWORD, or in the file ~/.pgpass",
        )
    if "does not exist" in reason:
        return LibraryError(
            f"The database server cannot open {home} ({reason})",
            hint=f"Make the database or the role first, for example: createdb {home.database}",
        )
    return LibraryError(
        f"No PostgreSQL server can be reached at {home} ({reason})",
        hint="Start it, or give another address with --home or ASSISTANT_HOME",
    )


def _reason(error: sa.exc.DBAPIError) -> str:
    said = getattr(getattr(error.orig, "diag", None), "message_primary", None)
    if said:
        return str(said)
    lines = [line.strip() for line in str(error.orig or error).splitlines() if line.strip()]
    # Of several addresses of one host the last says the same as the first.
    failed = [line for line in lines if "failed" in line] or lines or [""]
    return failed[-1].removeprefix("- ").removeprefix("connection failed: ")
