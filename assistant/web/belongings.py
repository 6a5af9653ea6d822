"""Pages, events and uploads belong to the person who made them.

Gradio knows a page by a word that its browser made up, an event and an uploaded file by what it
calls them, and serves whoever names one. Here each is refused to everybody but its owner, where
people log in.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Iterator
from enum import Enum
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.bounds import UPLOAD
from assistant.web.guard import USER

_MOST: Final = 5_000
"""Belongings of one kind that are remembered of one person; the oldest are forgotten."""
_LONGEST: Final = 200
_IN_PATH: Final = re.compile(
    r"/gradio_api/(?:heartbeat/(?P<page>[^/]+)|call/(?:v2/)?\w+/(?P<event>[^/]+))"
)
_BEGINS: Final = re.compile(r"/gradio_api/(?:queue/join|call/(?:v2/)?\w+)/?")
_REFUSED: Final = "This belongs to somebody else, or is no longer known"


class _Kind(Enum):
    """Pages and the progress of uploads are named by the browser, the rest by Gradio."""

    PAGE = "session_hash"
    PROGRESS = "upload_id"
    EVENT = "event_id"
    FILE = "path"


_Named = tuple[_Kind, object]


class Belongings:
    """The middleware: behind the guard, which says who asks.

    Args:
        app: what is asked.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._held: dict[tuple[str, _Kind], OrderedDict[str, None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on that names nothing of another person's."""
        user = scope.get(USER)
        if user is None:
            await self._app(scope, receive, send)
            return
        named = list(_in_address(scope))
        if scope["method"] == "POST" and scope["path"].startswith("/gradio_api/"):
            if scope["path"] != UPLOAD:
                body = await _body(receive)
                if body is None:
                    return
                receive = _Again(body, receive)
                named += _in_body(body)
            send = _Learning(send, self, user=user, path=scope["path"])
        if all(self._may(user, kind, name) for kind, name in named):
            await self._app(scope, receive, send)
        else:
            await JSONResponse({"error": _REFUSED, "detail": _REFUSED}, 403)(scope, receive, send)

    def take(self, user: str, kind: _Kind, name: str) -> None:
        """Something is ``user``'s from now on."""
        held = self._held.setdefault((user, kind), OrderedDict())
        held[name] = None
        held.move_to_end(name)
        if len(held) > _MOST:
            held.popitem(last=False)

    def _may(self, user: str, kind: _Kind, name: object) -> bool:
        """Whether ``user`` may use something; what nobody has yet named is theirs."""
        if not isinstance(name, str) or (len(name) > _LONGEST and kind is not _Kind.FILE):
            return False
        if name in self._held.get((user, kind), ()):
            self.take(user, kind, name)
            return True
        if kind in (_Kind.EVENT, _Kind.FILE) or any(
            name in held for (_, what), held in self._held.items() if what is kind
        ):
            return False
        self.take(user, kind, name)
        return True


class _Learning:
    """Learns from Gradio's answers what belongs to whoever gets them."""

    def __init__(self, send: Send, belongings: Belongings, *, user: str, path: str) -> None:
        self._send = send
        self._belongings = belongings
        self._user = user
        self._path = path

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            for kind, name in self._given(message.get("body", b"")):
                self._belongings.take(self._user, kind, name)
        await self._send(message)

    def _given(self, body: bytes) -> Iterator[tuple[_Kind, str]]:
        if self._path == UPLOAD:
            paths = _read(body)
            for path in paths if isinstance(paths, list) else ():
                yield _Kind.FILE, str(path)
        elif _BEGINS.fullmatch(self._path):
            answer = _read(body)
            if isinstance(answer, dict) and (event := answer.get("event_id")):
                yield _Kind.EVENT, str(event)
                # Where no page asked, the event is its own page.
                yield _Kind.PAGE, str(event)


class _Again:
    """Gives a body that has been read to whoever reads next."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


async def _body(receive: Receive) -> bytes | None:
    """The whole of a request's body, which is bounded already; None where it breaks off."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def _in_address(scope: Scope) -> Iterator[_Named]:
    for name, value in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True):
        if name in ("session_hash", "upload_id", "event_id"):
            yield _Kind(name), value
    if found := _IN_PATH.match(scope["path"]):
        yield (_Kind.PAGE, found["page"]) if found["page"] else (_Kind.EVENT, found["event"])


def _in_body(body: bytes) -> Iterator[_Named]:
    """What the JSON of a request names; None of it has a name where it is not what it should be."""
    request = _read(body)
    if not isinstance(request, dict):
        yield _Kind.PAGE, None
        return
    for kind in (_Kind.PAGE, _Kind.EVENT):
        if request.get(kind.value) is not None:
            yield kind, request[kind.value]
    pending: list[Any] = [request]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if _Kind.FILE.value in value:
                yield _Kind.FILE, value[_Kind.FILE.value]
            pending += value.values()
        elif isinstance(value, list):
            pending += value


def _read(body: bytes) -> object:
    """What JSON says; None where it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
