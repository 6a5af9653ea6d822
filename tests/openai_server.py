"""A real HTTP server on loopback that speaks OpenAI's chat-completions protocol.

    with OpenAIServer() as server:
        server.script(Fails(429, headers={"retry-after-ms": "20"}), Says("It rained [1]."))
        ...  # point OPENAI_BASE_URL at server.base_url
        assert len(server.requests) == 2

Every chat request takes the next behaviour of the script; when there is none left, the server
reads the prompt itself (``answer_by_rule``), so a program can talk to it without any script.
"""

from __future__ import annotations

import json
import re
import select
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self, TypeAlias

MODELS = ("gpt-test", "llama-test:8b")
_LONGEST_HANG = 30.0


@dataclass(frozen=True)
class Request:
    """One request as the server got it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    received: float

    @property
    def system(self) -> str:
        return "\n".join(m["content"] for m in self.body["messages"] if m["role"] == "system")

    @property
    def user(self) -> str:
        """The last message of the user's."""
        return str([m["content"] for m in self.body["messages"] if m["role"] == "user"][-1])

    @property
    def prompt_tokens(self) -> int:
        """What the prompt comes to, counted as OpenAI does."""
        from assistant.models.tokens import count_tokens

        return 3 + sum(4 + count_tokens(message["content"]) for message in self.body["messages"])


@dataclass(frozen=True)
class Says:
    """An answer: text, or a rule from the request to text.

    ``piece``: characters a chunk. ``pause``: seconds between chunks. ``cut_after``: the
    connection is lost after so many chunks (``ends_after``: it ends in good order, but early).
    """

    text: str | Callable[[Request], str]
    piece: int = 7
    pause: float = 0.0
    finish_reason: str = "stop"
    usage: bool = True
    cut_after: int | None = None
    ends_after: int | None = None
    refusal: str | None = None


@dataclass(frozen=True)
class Fails:
    """An error status, with an error object as OpenAI writes it."""

    status: int
    message: str = "scripted failure"
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sends:
    """A body sent as it is."""

    body: bytes
    content_type: str = "text/event-stream"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pours:
    """A head, then one piece again and again, until the client has gone."""

    piece: bytes
    head: bytes = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
    pause: float = 0.0


@dataclass(frozen=True)
class Chooses:
    """What a rule makes of the request."""

    rule: Callable[[Request], Behaviour]


@dataclass(frozen=True)
class Hangs:
    """Nothing, until the client or the server gives up."""


@dataclass(frozen=True)
class Resets:
    """The connection is torn down before anything is sent."""


@dataclass(frozen=True)
class Waits:
    """An answer whose second half is sent only once ``event`` is set."""

    first: str
    second: str
    event: threading.Event


Behaviour: TypeAlias = "Says | Fails | Sends | Hangs | Resets | Waits | Pours | Chooses"


def answer_by_rule(request: Request) -> str:
    """What a careful model would reply to the program's prompts.

    A summary quotes the first sentences up to the words asked for; notes quote the first of
    every five; an answer quotes the sentence that shares most words with the question; a
    question to rewrite comes back with the question before it.
    """
    shown = "\n".join(m["content"] for m in request.body["messages"] if m["role"] == "user")
    numbered = re.findall(r"^\[(\d+)\] (.+)$", shown, re.MULTILINE)
    noted = re.findall(r"^(?!\[)(.+?) ((?:\[\d+\])+)$", shown, re.MULTILINE)
    sentences = [(text, f"[{number}]") for number, text in numbered] or noted
    if re.search(r"Write (?:it again|one |a list|the notes|fewer)", request.user):
        return _summary_by_rule(request, sentences)
    if asked := re.search(r"^Follow-up question: (.+)$", request.user, re.MULTILINE):
        earlier = re.findall(r"^Question: (.+)$", request.user, re.MULTILINE)
        return f"{asked[1].rstrip('?')} (after: {earlier[-1].rstrip('?')})?"
    questions = re.findall(r"^Question: (.+)$", request.user, re.MULTILINE)
    wanted = _content_words(questions[-1] if questions else request.user)
    overlaps = [(len(wanted & _content_words(text)), text, mark) for text, mark in sentences]
    best = max(overlaps, key=lambda one: one[0], default=(0, "", ""))
    return f"{best[1]} {best[2]}" if best[0] and best[0] >= min(2, len(wanted)) else "NO_ANSWER"


def _summary_by_rule(request: Request, sentences: list[tuple[str, str]]) -> str:
    if "Write the notes" in request.user or "Write fewer" in request.user:
        return "\n".join(f"{text} {mark}" for text, mark in sentences[::5])
    if "one headline" in request.user:
        text, mark = sentences[0]
        return " ".join(text.split()[:10]).rstrip(".,") + f" {mark}"
    limit = re.search(r"at most (\d+)\)", request.user)
    left = int(limit[1]) if limit else 100
    lines = []
    for text, mark in sentences:
        left -= len(text.split())
        if left < 0:
            break
        lines.append(f"{text} {mark}")
    return ("\n- " if "bullet" in request.user else " ").join(lines)


def _content_words(text: str) -> set[str]:
    words = {word.strip(".,?!\"'").lower() for word in text.split()}
    return {word for word in words if len(word) > 3}


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
        self._script: deque[Behaviour] = deque()
        self._always: Behaviour = Says(answer_by_rule)
        self._closing = threading.Event()
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
        self._closing.set()
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
        self._script.extend(Says(one) if isinstance(one, str) else one for one in behaviours)

    def always(self, behaviour: Behaviour) -> None:
        """What chat requests get when the script is at its end."""
        self._always = behaviour

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(_Handler):
            owner = server

        return Handler


class _Handler(BaseHTTPRequestHandler):
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
        script = self.owner._script
        self._behave(script.popleft() if script else self.owner._always, request)

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
                    self._idle_until(self.owner._closing)
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
                self.owner._closing.wait(says.pause)
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
        while not self.owner._closing.wait(pours.pause):
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
