"""Servers that send without end: bounded time and memory, and a message that says so."""

from __future__ import annotations

import gzip
import json
import random
import tracemalloc
from collections.abc import Callable

import pytest

from assistant.errors import ModelError, ModelTimeoutError
from assistant.models.chat import ChatModel
from assistant.models.prompts import Message
from assistant.models.trying import reachable
from assistant.reports import CheckState
from assistant.settings import Settings
from tests.openai_behaviours import Behaviour, Pours, Sends
from tests.openai_server import OpenAIServer

HELLO = (Message("user", "Hello?"),)
Make = Callable[..., ChatModel]


def head(status: str = "200 OK", kind: str = "text/event-stream") -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n".encode()


def event(**delta: str) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": None}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    return f"data: {json.dumps(chunk | {'choices': [choice]})}\n\n".encode()


WORDS = "".join(random.Random(1).choices("abcdefghij", k=4_001))
ENDLESS: list[tuple[str, Behaviour, str]] = [
    ("text without a blank", Pours(event(content=WORDS)), "does not end"),
    ("thinking", Pours(event(content=f"<think>{WORDS}")), "does not end"),
    ("thinking in a field", Pours(event(reasoning_content=WORDS * 10)), "does not end"),
    ("a line", Pours(b"x" * 65_536, head() + b"data: "), "does not end"),
    ("lines without an event", Pours(b"data: x\n" * 8_192), "does not end"),
    ("comments", Pours(b": still here\n\n" * 4_096), "does not end"),
    ("JSON", Pours(b"[" * 65_536, head(kind="application/json")), "does not end"),
    ("an error", Pours(b"so sorry " * 8_000, head("400 No", "text/plain")), "so sorry"),
    ("a server's failure", Pours(b"so sorry " * 8_000, head("500 No", "text/html")), "so sorry"),
    ("headers", Pours(b"x-more: yes\r\n" * 5_000, b"HTTP/1.1 200 OK\r\n"), "no HTTP|No connection"),
    ("no HTTP", Pours(b"x" * 65_536, b""), "no HTTP|No connection"),
]


@pytest.mark.parametrize(
    ("behaviour", "told"), [one[1:] for one in ENDLESS], ids=[o[0] for o in ENDLESS]
)
def test_a_reply_without_end_ends(
    server: OpenAIServer, model: Make, behaviour: Behaviour, told: str
) -> None:
    server.script("Hello.")
    server.always(behaviour)
    chat = model()
    assert chat.complete(HELLO).text == "Hello."  # what is imported and built counts for nothing
    tracemalloc.start()
    try:
        with pytest.raises(ModelError, match=told) as caught:
            chat.complete(HELLO)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 150_000_000
    assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize(
    "behaviour",
    [
        Pours(b": wait\n\n", pause=0.05),
        Pours(event(content=""), pause=0.05),
        Pours(b"x", b"HTTP/1.1 200 OK\r\nx-slow: ", pause=0.05),
        Pours(b"HTTP/1.1 102 Processing\r\n\r\n", b"", pause=0.05),
        Pours(b" ", head(kind="application/json"), pause=0.05),
    ],
    ids=["comments", "empty pieces", "a header", "informing", "blanks"],
)
def test_a_server_that_keeps_the_line_alive_has_no_more_time(
    server: OpenAIServer, model: Make, behaviour: Behaviour
) -> None:
    server.always(behaviour)
    with pytest.raises(ModelTimeoutError, match="did not end its reply within 2 seconds"):
        model(timeout=0.2).complete(HELLO)


def test_what_is_packed_is_not_unpacked(server: OpenAIServer, model: Make) -> None:
    bomb = gzip.compress(b"data: " + b" " * 50_000_000)
    server.always(Sends(bomb, headers={"content-encoding": "gzip"}))
    with pytest.raises(ModelError, match="packs its replies"):
        model().complete(HELLO)
    assert server.chats[-1].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "behaviour",
    [Pours(b"[" * 65_536, head(kind="application/json")), Pours(b" ", head(), pause=0.05)],
    ids=["fast", "slow"],
)
def test_a_list_of_models_without_end_ends(
    server: OpenAIServer, configured: Callable[..., Settings], behaviour: Pours
) -> None:
    server.models_fail = behaviour
    assert reachable(configured(timeout=0.5)).state is CheckState.FAILED
