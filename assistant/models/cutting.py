"""Cutting a request to a chat model's server off, from another thread.

Closing a response or a socket does not wake the thread that reads from it, but shutting the
connection down does: the read ends as if the server had gone. The HTTP client that is made
here tells which connection a request goes by, also before the server has sent anything.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from assistant.stopping import check_stopped, on_stop

if TYPE_CHECKING:
    import openai

_CONNECTED = ("connect_tcp.complete", "start_tls.complete")


class Line:
    """The connection that one request goes by: the last one that was opened for it."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None

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
        headers={"connection": "close"},
        event_hooks={"request": [_watch]},
        **options,
    )


def _watch(request: Any) -> None:
    check_stopped()
    request.extensions = {**request.extensions, "trace": _traced}


def _traced(event: str, info: Mapping[str, Any]) -> None:
    line = _line.get()
    if line is not None and event.endswith(_CONNECTED):
        line.opened(info["return_value"].get_extra_info("socket"))
