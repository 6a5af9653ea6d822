"""How much a request may bring along, and how long it may take: whoever it comes from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.connections import LONGEST_HEAD

UPLOAD: Final = "/gradio_api/upload"
LOGIN: Final = "/login"
_MOST_HEADERS: Final = 100
_PATIENCE_SECONDS: Final = 10.0
_SLOWEST: Final = 10_000
"""Bytes a second that a body has to bring, once the client's patience is spent."""


@dataclass(frozen=True, slots=True)
class Most:
    """Most bytes of one request: of a form to log in, of an upload with its files, of another."""

    login: int
    upload: int
    other: int

    def of(self, path: str) -> int:
        """Those of a request to ``path``."""
        return {UPLOAD: self.upload, LOGIN: self.login}.get(path, self.other)


class Bounds:
    """The middleware: refuses what is too large, or too slow, before it fills memory or disk.

    Args:
        app: what is let through to.
        most: the bounds.
        room: bytes that there is still room for where uploads lie.
    """

    def __init__(self, app: ASGIApp, *, most: Most, room: Callable[[], int]) -> None:
        self._app = app
        self._most = most
        self._room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on for as long as it keeps within the bounds."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        passage = _Passage(receive, send, most=self._most.of(scope["path"]))
        told = Headers(scope=scope).get("content-length", "")
        if _head(scope) > LONGEST_HEAD or len(scope["headers"]) > _MOST_HEADERS:
            passage.refusal = _refusal("The head of the request is too long.", 431)
        elif told.isdecimal() and int(told) > passage.left:
            passage.refusal = _too_large(passage.left)
        elif scope["path"] == UPLOAD and self._room() < (
            int(told) if told.isdecimal() else passage.left
        ):
            passage.refusal = _refusal(
                "Too many files wait here to be read. Try again in some minutes.", 503
            )
        else:
            try:
                await self._app(scope, passage.receive, passage.send)
            except Exception:
                # What the app makes of a request that breaks off is no news.
                if passage.refusal is None:
                    raise
        if passage.refusal is not None and not passage.is_answered:
            await passage.refusal(scope, receive, send)


class _Passage:
    """Counts what comes in; breaks off, and keeps back the app's answer, when it is too much.

    Attributes:
        left: bytes that may still come.
        refusal: the answer, once the request has broken off.
        is_answered: whether the app has begun to answer.
    """

    def __init__(self, receive: Receive, send: Send, *, most: int) -> None:
        self._receive = receive
        self._send = send
        self._most = most
        self._waited = 0.0
        self._is_whole = False
        self.left = most
        self.refusal: PlainTextResponse | None = None
        self.is_answered = False

    async def receive(self) -> Message:
        if self.refusal is not None:
            return {"type": "http.disconnect"}
        if self._is_whole:
            return await self._receive()
        began = monotonic()
        may_take = _PATIENCE_SECONDS + (self._most - self.left) / _SLOWEST - self._waited
        try:
            async with asyncio.timeout(may_take):
                message = await self._receive()
        except TimeoutError:
            self.refusal = _refusal("The request came too slowly.", 408)
            return {"type": "http.disconnect"}
        self._waited += monotonic() - began
        self._is_whole = not message.get("more_body", False)
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            self.refusal = _too_large(self._most)
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        if self.refusal is not None and not self.is_answered:
            return
        self.is_answered = True
        await self._send(message)


def _head(scope: Scope) -> int:
    """Bytes of a request's address and headers."""
    address = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    return address + sum(len(name) + len(value) for name, value in scope["headers"])


def _too_large(most: int) -> PlainTextResponse:
    return _refusal(
        f"This is more than the {most / 1_000_000:g} MB that are taken at a time. "
        "Add less at a time, or use assistant add.",
        413,
    )


def _refusal(words: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(words, status, headers={"connection": "close"})
