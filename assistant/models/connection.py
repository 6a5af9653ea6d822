"""The connection to a chat model's server: cut off from another thread, and bounded in bytes.

Closing a response or a socket does not wake the thread that reads from it, but shutting the
connection down does: the read ends as if the server had gone. The HTTP client that is made
here reports which connection a request goes by, also before the server has sent anything.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from assistant.errors import ModelError
from assistant.stopping import check_stopped, on_stop

if TYPE_CHECKING:
    import openai

MOST_BYTES: Final = 16_000_000
"""Bytes of one reply; a thousand tokens streamed one by one are about 0.3 million."""
_MOST_OF_EVENT: Final = 262_144
_MOST_LINES: Final = 200_000
_KEPT: Final = 65_536
_PACKED: Final = "The chat model's server packs its replies, though it is asked not to"
_CONNECTED: Final = ("connect_tcp.complete", "start_tls.complete")


class Connection:
    """The connection that one request goes by: the last one that was opened for it.

    A context manager: within it, the connection is cut off after ``seconds``, whatever comes
    by it, and the request's further tries with it.

    Attributes:
        late: whether the time is up.
        body: the beginning of a reply that is no stream of events: the server's own words.
    """

    def __init__(self, *, seconds: float) -> None:
        self.late = False
        self.body = b""
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def _expire(self) -> None:
        self.late = True
        self._cut()

    @contextmanager
    def used(self) -> Iterator[None]:
        """Has whoever stops this thread's work cut off the request that is made in the block.

        Only what goes by a ``cancellable_client`` is cut off; another request is stopped
        between two pieces of its answer. Not for a block that yields.

        Raises:
            StoppedError: the work has been stopped already.
        """
        token = _current.set(self)
        try:
            with on_stop(self._cut):
                yield
        finally:
            _current.reset(token)

    def opened(self, connection: socket.socket) -> None:
        """Takes the socket.

        Raises:
            StoppedError: the work was stopped meanwhile, and there was nothing to cut off.
        """
        self._socket = connection
        check_stopped()
        if self.late:
            self._cut()

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # closed, or its server has gone: nothing is left to do
                # Not SSLSocket's own method, which would change what the reading thread uses.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


_current: ContextVar[Connection | None] = ContextVar("connection", default=None)


def cancellable_client(**options: Any) -> openai.DefaultHttpxClient:
    """OpenAI's HTTP client with ``options``, whose requests a ``Connection`` can cut off."""
    import openai

    return openai.DefaultHttpxClient(
        # A connection of its own for each request: of one that is used again, nothing tells
        # which it is before the server has answered.
        # Nothing packed: a few bytes could hold any number of them.
        headers={"connection": "close", "accept-encoding": "identity"},
        event_hooks={"request": [_watch], "response": [_bound]},
        **options,
    )


def _watch(request: Any) -> None:
    check_stopped()
    request.extensions = {**request.extensions, "trace": _traced}


def _traced(event: str, info: Mapping[str, Any]) -> None:
    connection = _current.get()
    if connection is not None and event.endswith(_CONNECTED):
        connection.opened(info["return_value"].get_extra_info("socket"))


def _bound(response: Any) -> None:
    """Has ``response`` end in bounded bytes; of an error the beginning is all that is read.

    Raises:
        ModelError: it is packed, so that its size cannot be told from its bytes.
    """
    if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise ModelError(_PACKED, hint="Have the server, or the proxy before it, send plain text")
    events = "text/event-stream" in response.headers.get("content-type", "").lower()
    raw, connection = response.iter_raw, _current.get()

    # What reads a response, in whole or line by line, reads it by this.
    def iter_raw(chunk_size: int | None = None) -> Iterator[bytes]:
        chunks = raw(chunk_size)
        if events:
            yield from _events(chunks)
        else:
            yield from _bounded(chunks, cut=response.is_error, connection=connection)

    response.iter_raw = iter_raw


def _bounded(
    chunks: Iterator[bytes], *, cut: bool, connection: Connection | None
) -> Iterator[bytes]:
    read = 0
    for chunk in chunks:
        read += len(chunk)
        if connection is not None and len(connection.body) < _KEPT:
            connection.body += chunk[:_KEPT]
        yield chunk
        if cut and read >= _KEPT:
            return
        if read > MOST_BYTES:
            raise endless(f"{read:,} bytes")


def _events(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Whoever reads events puts each together from its lines, copying it every time."""
    read = unfinished = lines = 0
    before = b""
    for chunk in chunks:
        read += len(chunk)
        lines += chunk.count(b"\n") + chunk.count(b"\r")
        seen = before + chunk
        end = max(seen.rfind(b"\n\n"), seen.rfind(b"\r\n\r\n"), seen.rfind(b"\r\r"))
        unfinished = len(seen) - end if end >= 0 else unfinished + len(chunk)
        before = seen[-3:]
        yield chunk
        if read > MOST_BYTES or lines > _MOST_LINES or unfinished > _MOST_OF_EVENT:
            raise endless(f"{read:,} bytes")


def endless(so_far: str) -> ModelError:
    """The error for a reply that does not end."""
    return ModelError(
        f"The reply of the chat model does not end: it was given up after {so_far}",
        hint="Ask again, or try another model",
    )
