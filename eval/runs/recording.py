"""Requests to chat models, recorded and replayed: a chat engine's run without its model.

A recording holds what the model wrote and how many tokens it took, under a hash of the case
and of everything that the model was sent; neither keys nor headers nor the request itself. A
request that has changed, by a word of a prompt or by another passage, has no recording.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.runnables import Runnable, RunnableConfig

from assistant.errors import ModelError, UsageError
from assistant.models.chat_reader import text_of
from assistant.models.chat_setup import Builder, build_model

if TYPE_CHECKING:
    from langchain_core.messages.ai import UsageMetadata

    from assistant.models.chat_setup import Choice
    from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Recorded:
    """One reply. ``case`` is for people who read the file; ``key`` is what counts."""

    key: str
    case: str
    text: str
    finish_reason: str | None = None
    refusal: str | None = None
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(slots=True)
class _Going:
    """The case that a thread is at, and how often it has sent each request."""

    case: str
    repeat: int
    sent: Counter[str] = field(default_factory=Counter)


_going: ContextVar[_Going] = ContextVar("going")


class Recordings:
    """A file of recordings: read to replay from it, or added to.

    Thread-safe.

    Raises:
        UsageError: the file cannot be read, or (to replay) is not there.
    """

    def __init__(self, path: Path, *, replay: bool) -> None:
        self._path = path
        self._replay = replay
        self._missing: list[str] = []
        self._lock = threading.Lock()
        self._known: dict[str, Recorded] = {}
        if path.exists():
            self._known = {each.key: each for each in _read(path)}
        elif replay:
            raise UsageError(
                f"There are no recordings at {path}",
                hint="Make them with --record and a chat model",
            )

    @property
    def build(self) -> Builder:
        """Makes models that record or replay, for ``ChatModel``."""
        return self._build

    @contextmanager
    def during(self, case: str, repeat: int) -> Iterator[None]:
        """Has the requests of the block belong to a case."""
        token = _going.set(_Going(case, repeat))
        try:
            yield
        finally:
            _going.reset(token)

    def _build(self, choice: Choice, settings: Settings, *, most_tokens: int) -> Runnable[Any, Any]:
        facts = (choice.name, str(most_tokens), str(settings.temperature))
        if self._replay:
            return _Replaying(self, facts)
        return _Recording(self, facts, build_model(choice, settings, most_tokens=most_tokens))

    def key(self, facts: Sequence[str], messages: Sequence[BaseMessage]) -> str:
        """The key of a request that is about to be sent."""
        going = _going.get()
        sent = [[message.type, message.content] for message in messages]
        request = hashlib.sha256(json.dumps([*facts, sent]).encode()).hexdigest()
        going.sent[request] += 1
        whole = [going.case, going.repeat, going.sent[request], request]
        return hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:24]

    def get(self, key: str) -> Recorded:
        """The recording of a request.

        Raises:
            ModelError: there is none; ``check`` says so too, where a fallback hides it.
        """
        found = self._known.get(key)
        if found is None:
            with self._lock:
                self._missing.append(_going.get().case)
            raise ModelError(f"{self._path.name} has no recording of this request")
        return found

    def check(self) -> None:
        """Ends the run where a request had no recording.

        Raises:
            UsageError: one had none.
        """
        if self._missing:
            raise UsageError(
                f"{self._path} has no recording of a request of the case {self._missing[0]}",
                hint="A prompt, the articles, a setting or the program has changed: --record anew",
            )

    def put(self, recorded: Recorded) -> None:
        """Adds a recording."""
        with self._lock:
            self._known[recorded.key] = recorded
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(asdict(recorded)) + "\n")


def _read(path: Path) -> Iterator[Recorded]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield Recorded(**json.loads(line))
        except (json.JSONDecodeError, TypeError) as error:
            raise UsageError(f"{path}, line {number} is no recording: {error}") from error


class _Recording(Runnable[Any, Any]):
    """A model whose replies are recorded once they are complete."""

    def __init__(
        self, recordings: Recordings, facts: Sequence[str], model: Runnable[Any, Any]
    ) -> None:
        self._recordings = recordings
        self._facts = facts
        self._model = model

    def stream(
        self, input: Any, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Any]:
        """As the model does."""
        key = self._recordings.key(self._facts, input)
        whole: AIMessageChunk | None = None
        try:
            for chunk in self._model.stream(input, config, **kwargs):
                whole = chunk if whole is None else whole + chunk
                yield chunk
        except GeneratorExit:  # whoever reads has read enough: so it will when it is replayed
            if whole is not None:
                self._recordings.put(_recorded(key, whole))
            raise
        if whole is not None:
            self._recordings.put(_recorded(key, whole))

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """As the model does."""
        key = self._recordings.key(self._facts, input)
        message = self._model.invoke(input, config, **kwargs)
        self._recordings.put(_recorded(key, message))
        return message


class _Replaying(Runnable[Any, Any]):
    """Recordings in a model's place."""

    def __init__(self, recordings: Recordings, facts: Sequence[str]) -> None:
        self._recordings = recordings
        self._facts = facts

    def stream(
        self, input: Any, config: RunnableConfig | None = None, **_kwargs: Any
    ) -> Iterator[AIMessageChunk]:
        """The recorded reply, in one piece."""
        found = self._recordings.get(self._recordings.key(self._facts, input))
        yield AIMessageChunk(
            content=found.text,
            usage_metadata=_usage(found),
            response_metadata={"finish_reason": found.finish_reason},
        )

    def invoke(self, input: Any, config: RunnableConfig | None = None, **_kwargs: Any) -> AIMessage:
        """The recorded reply."""
        found = self._recordings.get(self._recordings.key(self._facts, input))
        return AIMessage(
            content=found.text,
            additional_kwargs={"refusal": found.refusal} if found.refusal else {},
            usage_metadata=_usage(found),
            response_metadata={"finish_reason": found.finish_reason},
        )


def _recorded(key: str, message: BaseMessage) -> Recorded:
    facts = message.response_metadata
    reason = facts.get("finish_reason") or facts.get("stop_reason") or facts.get("status")
    usage: Any = getattr(message, "usage_metadata", None) or {}
    return Recorded(
        key=key,
        case=_going.get().case,
        text=text_of(message),
        finish_reason=reason,
        refusal=message.additional_kwargs.get("refusal"),
        input_tokens=usage.get("input_tokens", 0),
        output_tokens=usage.get("output_tokens", 0),
    )


def _usage(found: Recorded) -> UsageMetadata:
    return {
        "input_tokens": found.input_tokens,
        "output_tokens": found.output_tokens,
        "total_tokens": found.input_tokens + found.output_tokens,
    }
