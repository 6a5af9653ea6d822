"""A real HTTP server on loopback that speaks OpenAI's chat-completions protocol.

    with OpenAIServer() as server:
        server.script(Fails(429, headers={"retry-after-ms": "20"}), Says("It rained [1]."))
        ...  # point OPENAI_BASE_URL at server.base_url
        assert len(server.requests) == 2

Every chat request takes the next behaviour of the script; when there is none left, the server
reads the prompt itself (``answer_by_rule``), so a program can talk to it without any script.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.openai_behaviours import Behaviour, Request, Says, answer_by_rule
from tests.openai_handler import Handler

MODELS = ("gpt-test", "llama-test:8b")


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that go away: that is what some tests are about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class OpenAIServer:
    """The server; a context manager, on a free port of 127.0.0.1."""

    def __init__(self, *, models: tuple[str, ...] | None = MODELS) -> None:
        self.requests: list[Request] = []
        self.models = models
        self.models_fail: Behaviour | None = None
        self.pages: dict[str, Behaviour] = {}
        """What else there is, by path: what servers say of themselves in words of their own."""
        self.asked = threading.Semaphore(0)
        """Released by every chat request that comes."""
        self.gone = threading.Event()
        """Set once a client has closed a connection while an answer was being sent."""
        self.scripted: deque[Behaviour] = deque()
        self.otherwise: Behaviour = Says(answer_by_rule)
        self.closing = threading.Event()
        self._http = _QuietServer(("127.0.0.1", 0), self._handler())
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
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def chats(self) -> list[Request]:
        """The chat requests alone."""
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    def script(self, *behaviours: Behaviour | str) -> None:
        """What the next chat requests get, one each; a string is an answer."""
        self.scripted.extend(Says(one) if isinstance(one, str) else one for one in behaviours)

    def always(self, behaviour: Behaviour) -> None:
        """What chat requests get when the script is at its end."""
        self.otherwise = behaviour

    def _handler(self) -> type[Handler]:
        server = self

        class Owned(Handler):
            owner = server

        return Owned
