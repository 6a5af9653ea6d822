"""A real server on the loopback that answers chat requests badly, each path in its way."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

_STATUS = {"refuse": 401, "limit": 429}
_BODY = b'{"error": {"message": "no", "type": "test", "code": "test"}}'


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        behaviour = self.path.split("/")[1]
        if behaviour == "hang":
            self.server.asked.set()
            self.server.released.wait(60)
            return
        self.send_response(_STATUS[behaviour])
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(_BODY)))
        self.end_headers()
        self.wfile.write(_BODY)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keeps quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked = threading.Event()
        self.released = threading.Event()


class ModelServer:
    """``refuse`` answers 401, ``limit`` 429, and ``hang`` nothing at all."""

    def __enter__(self) -> Self:
        self._server = _Server()
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def asked(self) -> threading.Event:
        """Set as soon as ``hang`` has been asked."""
        return self._server.asked

    def environment(self, behaviour: str) -> dict[str, str]:
        """The settings of a chat model that behaves so."""
        return {
            "ASSISTANT_CHAT_MODEL": "openai:test-model",
            "OPENAI_API_KEY": "test",
            "OPENAI_BASE_URL": f"http://127.0.0.1:{self._server.server_port}/{behaviour}/v1",
            "ASSISTANT_RETRIES": "0",
        }
