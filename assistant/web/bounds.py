"""How much a request may bring along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UPLOAD: Final = "/gradio_api/upload"


@dataclass(frozen=True, slots=True)
class Most:
    """Most bytes of one request: of an upload with all its files, and of anything else."""

    upload: int
    other: int


class Bounds:
    """The middleware: refuses requests that are too large before they fill memory or disk.

    Args:
        app: what is let through to.
        most: the bounds.
    """

    def __init__(self, app: ASGIApp, *, most: Most) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on for as long as it keeps within the bounds."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most.upload if scope["path"] == UPLOAD else self._most.other
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told) > most:
            await _too_large(most)(scope, receive, send)
            return
        passage = _Passage(receive, send, most=most)
        try:
            await self._app(scope, passage.receive, passage.send)
        except Exception:
            # What the app makes of a request that breaks off is no news.
            if not passage.is_broken:
                raise
        if passage.is_broken and not passage.is_answered:
            await _too_large(most)(scope, receive, send)


class _Passage:
    """Counts what comes in; breaks off, and keeps back the app's answer, when it is too much."""

    def __init__(self, receive: Receive, send: Send, *, most: int) -> None:
        self._receive = receive
        self._send = send
        self._left = most
        self.is_broken = False
        self.is_answered = False

    async def receive(self) -> Message:
        if self.is_broken:
            return {"type": "http.disconnect"}
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                self.is_broken = True
                return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        if self.is_broken and not self.is_answered:
            return
        self.is_answered = True
        await self._send(message)


def _too_large(most: int) -> PlainTextResponse:
    return PlainTextResponse(
        f"This is more than the {most / 1_000_000:g} MB that are taken at a time. "
        "Add less at a time, or use assistant add.",
        413,
        headers={"connection": "close"},
    )
