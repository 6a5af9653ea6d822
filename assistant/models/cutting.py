"""Cutting a request to a chat model's server off, from another thread.

Closing a response or a socket does not wake the thread that reads from it, but shutting the
connection down does: the read ends as if the server had gone. The HTTP client that is made
here tells which connection a request goes by, also before the server has sent anything.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from assistant.models.bounded import Heard, bind
from assistant.stopping import check_stopped, on_stop

if TYPE_CHECKING:
    import openai

_CONNECTED = ("connect_tcp.complete", "start_tls.complete")


class Line:
    """The connection that one request goes by: the last one that was opened for it.

    A context manager: within it, the connection is cut off after ``seconds``, whatever comes
    by it, and the request's further tries with it.

    Attributes:
        late: whether the time is up.
        heard: takes the beginning of a reply that is no stream of events.
    """

    def __init__(self, *, seconds: float) -> None:
        self.late = False
        self.heard = Heard()
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

        Only what goes by a ``cuttable_client`` is cut off; another request is stopped between
        two pieces of its answer. Not for a block that yields.

        Raises:
            StoppedError: the work has been stopped already.
        """
        token = _line.set(self)
        try:
            with on_stop(self._cut):
                yield
        finally:
            _line.reset(token)

    def opened(self, connection: socket.socket) -> None:
        """Takes the connection.

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


_line: ContextVar[Line | None] = ContextVar("line", default=None)


def cuttable_client(**options: Any) -> openai.DefaultHttpxClient:
    """OpenAI's HTTP client with ``options``, whose requests a ``Line`` can cut off."""
    import openai

    return openai.DefaultHttpxClient(
        # A connection of its own for each request: of one that is used again, nothing tells
        # which it is before the server has answered.
        # Nothing packed: a few bytes could hold any number of them.
        headers={"connection": "close", "accept-encoding": "identity"},
        event_hooks={"request": [_watch], "response": [_bind]},
        **options,
    )


def _watch(request: Any) -> None:
    check_stopped()
    request.extensions = {**request.extensions, "trace": _traced}


def _bind(response: Any) -> None:
    line = _line.get()
    bind(response, None if line is None else line.heard)


def _traced(event: str, info: Mapping[str, Any]) -> None:
    line = _line.get()
    if line is not None and event.endswith(_CONNECTED):
        line.opened(info["return_value"].get_extra_info("socket"))
