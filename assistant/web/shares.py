"""What one person may have going on at once, so that enough is left for the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.forwarded import origin
from assistant.web.guard import USER

_TOOLS: Final = 4
_ACTS: Final = 16
_ACTS_OF_A_PLACE: Final = 64
_STREAMS: Final = 100
_EVENTS: Final = 24
"""Most of a person's requests at once: to the tools, of those that do something (of an address
where nobody logs in, which may be many people's), of all others (a page listens as long as it is
open); and most events that wait or are worked on."""
_QUEUES: Final = re.compile(r"/gradio_api/(?:queue/join|call/(?:v2/)?\w+)/?")


class Shares:
    """The middleware: behind the guard, which says who asks.

    Args:
        app: what is asked.
        waiting: whose events wait or are worked on, a name for each.
    """

    def __init__(self, app: ASGIApp, *, waiting: Callable[[], Iterable[str | None]]) -> None:
        self._app = app
        self._waiting = waiting
        self._going_on: Counter[tuple[str, int]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on where its sender's share is not used up."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        user = scope.get(USER)
        acts = scope["method"] not in ("GET", "HEAD")
        own = _ACTS if user else _ACTS_OF_A_PLACE
        most = _TOOLS if scope["path"].startswith("/mcp") else own if acts else _STREAMS
        place = (user or origin((scope["client"] or ("", 0))[0]), most)
        queues = user and acts and _QUEUES.fullmatch(scope["path"])
        if self._going_on[place] >= most or (
            queues and sum(one == user for one in self._waiting()) >= _EVENTS
        ):
            said = "Too much of yours is going on: wait until some of it is done"
            answer = JSONResponse({"error": said, "detail": said}, 503, {"retry-after": "1"})
            await answer(scope, receive, send)
            return
        self._going_on[place] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._going_on[place] -= 1
            if not self._going_on[place]:
                del self._going_on[place]
