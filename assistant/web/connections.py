"""Connections: how many are held at once, and how long one may take to say what it wants.

uvicorn waits for ever for a request that was begun. Here each connection has a deadline while
nobody is served by it, and may be given up for another one: whoever sends half a request, or
none, takes nobody's place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from assistant.web.forwarded import Network, is_within, origin

ADMITTED: Final = "assistant.admitted"
"""In a request's state: to be called when whoever asks has been let in."""

LONGEST_HEAD: Final = 16_384
"""Bytes of a request's first line and headers."""
_HEAD_SECONDS: Final = 10.0
_READ_SECONDS: Final = 30.0
"""How long a client may leave what it asked for unread."""
_MOST_WAITING: Final = 64
"""Connections of one address that nobody is served by."""
_MOST_EACH: Final = 256
"""Connections of one address."""


class Crowd:
    """All connections, by where they come from, and which of them nobody is served by.

    Where there are too many, one of the latter is given up: the one that has waited longest, of
    the address that is over its share, or of the one with most of them. A request that is sent
    at once is served before its turn comes.

    Args:
        most: connections at once, of everybody.
        trusted: proxies, whose connections are many people's.
    """

    def __init__(self, *, most: int, trusted: Sequence[Network]) -> None:
        self._most = most
        self._trusted = trusted
        self._count = 0
        self._all: dict[str, set[Connection]] = {}
        self._waiting: dict[str, dict[Connection, None]] = {}

    def enter(self, one: Connection) -> None:
        """Takes a new connection in, where need be in another's place."""
        self._all.setdefault(one.origin, set()).add(one)
        self._count += 1
        self.waits(one)
        if not is_within(one.origin, self._trusted) and (
            len(self._waiting[one.origin]) > _MOST_WAITING
            or len(self._all[one.origin]) > _MOST_EACH
        ):
            self._give_up(one.origin)
        if self._count > self._most:
            self._give_up(max(self._waiting, key=lambda each: len(self._waiting[each])))

    def waits(self, one: Connection) -> None:
        """Nobody is served by a connection, from now on."""
        if one in self._all.get(one.origin, ()):
            self._waiting.setdefault(one.origin, {})[one] = None

    def serves(self, one: Connection) -> None:
        """Somebody is served by it who may be."""
        _drop(self._waiting, one)

    def leave(self, one: Connection) -> None:
        """It is gone."""
        self.serves(one)
        self._count -= _drop(self._all, one)

    def _give_up(self, where: str) -> None:
        longest = next(iter(self._waiting[where]))
        self.leave(longest)
        longest.transport.abort()


def _drop(places: dict[str, Any], one: Connection) -> bool:
    """Takes a connection out of its place, and the place away with its last one."""
    place = places.get(one.origin, {})
    if one not in place:
        return False
    place.pop(one) if isinstance(place, dict) else place.remove(one)
    if not place:
        del places[one.origin]
    return True


class Connection(HttpToolsProtocol):
    """One of them: uvicorn's, with deadlines and a bound on what leads nowhere.

    Args:
        crowd: all of them.
        given: what uvicorn gives.
    """

    def __init__(self, crowd: Crowd, **given: Any) -> None:
        super().__init__(**given)
        self.origin = ""
        self._crowd = crowd
        self._deadline: asyncio.TimerHandle | None = None
        self._in_body = False
        self._led_nowhere = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Enters."""
        super().connection_made(transport)
        self.origin = origin(self.client[0] if self.client else "")
        self._within(_HEAD_SECONDS)
        self._crowd.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leaves."""
        self._within(None)
        self._crowd.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on, unless it has been given too much that is no end of a head and no body.

        So are headers bounded, and what may stand between and behind the parts of a body.
        """
        self._led_nowhere += len(data)
        super().data_received(data)
        if self._led_nowhere <= LONGEST_HEAD or self.transport.is_closing():
            return
        if self._is_idle:
            self.send_400_response("The head of the request is too long")
        else:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """Gives the request a way to say that its sender has been let in."""
        super().on_message_begin()
        self.scope["state"][ADMITTED] = partial(self._crowd.serves, self)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Takes no header after a body: all have been judged before it."""
        if not self._in_body:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head was in time; how long the body takes is for whoever asks for it."""
        self._led_nowhere = 0
        self._in_body = True
        self._within(None)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Takes a part of the body."""
        self._led_nowhere = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._led_nowhere = 0
        self._in_body = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Waits for the next request, unless the last one's body was not wanted."""
        super().on_response_complete()
        self._crowd.waits(self)
        if self._is_idle:
            self._within(_HEAD_SECONDS)
            if self._in_body:
                self.transport.close()

    def pause_writing(self) -> None:
        """Gives the client time to read what it asked for."""
        self._within(_READ_SECONDS)
        super().pause_writing()

    def resume_writing(self) -> None:
        """It has read."""
        self._within(_HEAD_SECONDS if self._is_idle else None)
        super().resume_writing()

    @property
    def _is_idle(self) -> bool:
        """Whether no answer is on its way."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def _within(self, seconds: float | None) -> None:
        """Sets the deadline after which the connection is cut off."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = (
            None if seconds is None else self.loop.call_later(seconds, self.transport.abort)
        )
