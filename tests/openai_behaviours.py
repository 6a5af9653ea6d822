"""What a server of OpenAI's protocol does with a request, and what a careful model would reply."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


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
