"""OpenAI's chat-completions protocol over HTTP: how a request is taken, and a behaviour sent."""

from __future__ import annotations

import json
import select
import socket
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, Final

from tests.openai_behaviours import (
    Behaviour,
    Chooses,
    Fails,
    Hangs,
    Pours,
    Request,
    Resets,
    Says,
    Sends,
    Waits,
)

if TYPE_CHECKING:
    from tests.openai_server import OpenAIServer

_LONGEST_HANG: Final = 30.0


class Handler(BaseHTTPRequestHandler):
    """One connection; ``owner`` says what to do."""

    owner: OpenAIServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep quiet."""

    def do_GET(self) -> None:
        self._record({})
        if (page := self.owner.pages.get(self.path)) is not None:
            self._behave(page, self.owner.requests[-1])
        elif self.owner.models_fail is not None:
            self._behave(self.owner.models_fail, self.owner.requests[-1])
        elif self.path != "/v1/models" or self.owner.models is None:
            self._behave(Fails(404, "no such page"), self.owner.requests[-1])
        else:
            listed = [
                {"id": name, "object": "model", "created": 0, "owned_by": "tests"}
                for name in self.owner.models
            ]
            self._send_json(200, {"object": "list", "data": listed})

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        request = self._record(json.loads(self.rfile.read(length) or b"{}"))
        if self.path != "/v1/chat/completions":
            page = self.owner.pages.get(self.path)
            self._behave(page or Fails(404, "no such page"), request)
            return
        self.owner.asked.release()
        script = self.owner.scripted
        self._behave(script.popleft() if script else self.owner.otherwise, request)

    def _record(self, body: Mapping[str, Any]) -> Request:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body, time.monotonic())
        self.owner.requests.append(request)
        return request

    def _behave(self, behaviour: Behaviour, request: Request) -> None:
        try:
            match behaviour:
                case Says():
                    self._say(behaviour, request)
                case Waits():
                    self._wait(behaviour)
                case Fails():
                    error = {"message": behaviour.message, "type": "error", "code": behaviour.code}
                    self._send_json(behaviour.status, {"error": error}, behaviour.headers)
                case Sends():
                    self._send(
                        behaviour.status,
                        behaviour.body,
                        behaviour.content_type,
                        behaviour.headers,
                    )
                case Pours():
                    self._pour(behaviour)
                case Chooses():
                    self._behave(behaviour.rule(request), request)
                case Hangs():
                    self._idle_until(self.owner.closing)
                    self.close_connection = True
                case Resets():
                    self._reset()
        except (BrokenPipeError, ConnectionResetError):
            self.owner.gone.set()
            self.close_connection = True

    def _say(self, says: Says, request: Request) -> None:
        text = says.text if isinstance(says.text, str) else says.text(request)
        usage = {
            "prompt_tokens": request.prompt_tokens,
            "completion_tokens": len(text.split()) + 1,
            "total_tokens": request.prompt_tokens + len(text.split()) + 1,
        }
        if not request.body.get("stream"):
            message = {"role": "assistant", "content": text or None, "refusal": says.refusal}
            choice = {"index": 0, "message": message, "finish_reason": says.finish_reason}
            whole = _completion("chat.completion", [choice])
            self._send_json(200, whole | ({"usage": usage} if says.usage else {}))
            return
        wants_usage = (request.body.get("stream_options") or {}).get("include_usage")
        self._start_stream()
        for sent, event in enumerate(_events(says, text)):
            if sent == says.cut_after:
                self.close_connection = True  # in the middle of the chunked body
                return
            if sent == says.ends_after:
                self._chunk(b"")
                return
            self._event(event)
            if says.pause:
                self.owner.closing.wait(says.pause)
        if says.usage and wants_usage:
            self._event(_completion("chat.completion.chunk", []) | {"usage": usage})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _wait(self, waits: Waits) -> None:
        self._start_stream()
        self._event(_delta({"role": "assistant", "content": waits.first}))
        self._idle_until(waits.event)
        self._event(_delta({"content": waits.second}))
        self._event(_delta({}, finish_reason="stop"))
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _pour(self, pours: Pours) -> None:
        self.close_connection = True
        self.wfile.write(pours.head)
        while not self.owner.closing.wait(pours.pause):
            self.wfile.write(pours.piece)
            self.wfile.flush()

    def _idle_until(self, event: threading.Event) -> None:
        """Sends nothing until ``event`` is set, or the time is up.

        Raises:
            ConnectionResetError: the client has gone.
        """
        end = time.monotonic() + _LONGEST_HANG
        while not event.wait(0.01) and time.monotonic() < end:
            readable, _, _ = select.select([self.connection], [], [], 0)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionResetError

    def _start_stream(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def _event(self, event: Mapping[str, Any]) -> None:
        self._chunk(f"data: {json.dumps(event)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _send_json(
        self, status: int, content: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        self._send(status, json.dumps(content).encode(), "application/json", headers)

    def _send(
        self,
        status: int,
        body: bytes,
        content_type: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _reset(self) -> None:
        """Tear the connection down with a TCP reset."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


def _events(says: Says, text: str) -> Iterator[dict[str, Any]]:
    yield _delta({"role": "assistant", "content": ""})
    if says.refusal:
        yield _delta({"refusal": says.refusal})
    for start in range(0, len(text), says.piece):
        yield _delta({"content": text[start : start + says.piece]})
    yield _delta({}, finish_reason=says.finish_reason)


def _delta(delta: Mapping[str, Any], *, finish_reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return _completion("chat.completion.chunk", [choice])


def _completion(kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": "chat-1", "object": kind, "created": 0, "model": "gpt-test", "choices": choices}
