"""A real HTTP server on loopback that gives pages, and misbehaves as strangers' servers do.

with NewsServer() as server:
    server.pages["/story"] = Gives(b"<html>…", headers={"etag": '"1"'})
    server.pages["/old"] = Gives(status=301, headers={"location": "/story"})
    ...  # fetch server.at("/old")
    assert [request.path for request in server.requests] == ["/robots.txt", "/old", "/story"]
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from assistant.stopping import Stop, stopping


@dataclass(frozen=True)
class Asked:
    """One request as the server got it; header names in lower case."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Gives:
    """A reply. ``length`` is the header where it lies; None leaves the true one."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"
    length: int | None = None


@dataclass(frozen=True)
class Drips:
    """A byte at a time, with a pause after each, until somebody goes away."""

    pause: float = 0.05
    head: bool = False
    """Whether already the header comes that way."""


@dataclass(frozen=True)
class Floods:
    """Bytes without end, in chunks, packed as ``encoding`` says."""

    chunk: bytes = b"x" * 65_536
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hangs:
    """Nothing, until the server is closed."""


Behaviour = Gives | Drips | Floods | Hangs
Rule = Callable[[Asked], Behaviour]


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that go away: that is what the tests are about."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class NewsServer:
    """The server; a context manager, on a free port of 127.0.0.1."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self.pages: dict[str, Behaviour | Rule | list[Behaviour]] = {}
        """By path: a reply, a rule, or replies that are given one after the other."""
        self.sent = 0
        """Bytes of bodies that have been handed to the network."""
        self.asked = threading.Event()
        self.closing = threading.Event()
        server = self

        class Handler(_Handler):
            owner = server

        self._http = _QuietServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def socket(self) -> Any:
        """The listening socket, to be wrapped in TLS before the server is entered."""
        return self._http.socket

    @socket.setter
    def socket(self, wrapped: Any) -> None:
        self._http.socket = wrapped

    def at(self, path: str, *, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [asked.path for asked in self.requests if asked.path != "/robots.txt"]


@contextmanager
def stopped_once_asked(server: NewsServer, path: str) -> Iterator[None]:
    """Stops the work within as soon as the server has been asked for ``path``."""
    stop = Stop()

    def stop_then() -> None:
        while path not in server.paths:
            server.asked.wait(0.01)
        stop.stop()

    stopper = threading.Thread(target=stop_then, daemon=True)
    stopper.start()
    with stopping(stop):
        yield
    stopper.join()


class _Handler(BaseHTTPRequestHandler):
    owner: NewsServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep quiet."""

    def do_GET(self) -> None:
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
        self.owner.requests.append(asked)
        self.owner.asked.set()
        self.close_connection = True
        match self._behaviour(asked):
            case Gives() as gives:
                self._give(gives)
            case Drips() as drips:
                self._drip(drips)
            case Floods() as floods:
                self._flood(floods)
            case Hangs():
                self.owner.closing.wait(30)

    def _behaviour(self, asked: Asked) -> Behaviour:
        found = self.owner.pages.get(asked.path)
        if found is None:
            return Gives(b"nothing here", status=404)
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found(asked) if callable(found) else found

    def _give(self, gives: Gives) -> None:
        self.send_response(gives.status)
        self.send_header("content-type", gives.content_type)
        length = len(gives.body) if gives.length is None else gives.length
        self.send_header("content-length", str(length))
        for name, value in gives.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(gives.body)
        self.owner.sent += len(gives.body)

    def _drip(self, drips: Drips) -> None:
        if not drips.head:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
        for piece in _forever(b"<p>slow</p>" if not drips.head else b"HTTP/1.1 200 OK\r\nx: y"):
            self.wfile.write(piece)
            self.wfile.flush()
            if self.owner.closing.wait(drips.pause):
                return

    def _flood(self, floods: Floods) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        for name, value in floods.headers.items():
            self.send_header(name, value)
        self.end_headers()
        while not self.owner.closing.is_set():
            self.wfile.write(floods.chunk)
            self.owner.sent += len(floods.chunk)


def _forever(data: bytes) -> Iterator[bytes]:
    while True:
        for number in data:
            yield bytes([number])
