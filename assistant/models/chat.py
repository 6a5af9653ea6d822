"""The chat model: LangChain's models behind one small surface, their errors translated."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.characters import well_formed
from assistant.errors import (
    ModelError,
    ModelRefusedError,
    PromptTooLongError,
    StoppedError,
    UnknownModelError,
)
from assistant.models.capabilities import Capabilities
from assistant.models.chat_errors import said_by, too_late, translated
from assistant.models.chat_reader import REPETITION, ReplyReader, text_of
from assistant.models.chat_setup import (
    Builder,
    Choice,
    build_model,
    capabilities_for,
    chosen,
    few,
    listed_models,
    price_for,
    server_of,
    thinking_tokens,
)
from assistant.models.connection import Connection
from assistant.models.known_models import is_small
from assistant.models.prompts import Message
from assistant.models.server_words import is_completion
from assistant.models.streaming import streamed
from assistant.models.tokens import count_tokens
from assistant.settings import Settings
from assistant.stopping import check_stopped
from assistant.types import Usage

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

# Other vendors' models cut text into more tokens than o200k_base does.
_FOREIGN_MARGIN = 1.15
_MESSAGE_TOKENS = 4
SMALL_EVIDENCE = 400
"""Tokens of evidence for a small model, unless the settings say otherwise (measured)."""
_REPLY_TOKENS = 3
_DEADLINE = 10
"""Time-outs that a whole reply may take."""
_MOST_TRIES = 6
_MOST_SHRINKINGS = 3
_LEAST_CONTEXT = 300
_CONTEXT_SHARE = 0.9  # their counting differs from ours
_Result = TypeVar("_Result")
_END = object()


@dataclass(frozen=True, slots=True)
class ChatReply:
    """What a request came to; ``truncated``: the limit of its tokens was reached."""

    text: str
    usage: Usage
    finish_reason: str | None = None

    @property
    def truncated(self) -> bool:
        """Whether the text was cut off by the limit of tokens."""
        return self.finish_reason in {"length", "max_tokens", "MAX_TOKENS"}

    @property
    def repeated(self) -> bool:
        """Whether it was cut off because it said the same again and again."""
        return self.finish_reason == REPETITION


class ChatModel:
    """A chat model, by the settings or one of the user's own.

    Thread-safe, as far as a model of the user's own is. A request to an OpenAI server is cut
    off when the work is stopped, even while the server sends nothing; only the pause before
    a request is tried again (seconds, or as long as the server asks for) is waited out. One
    to another provider is given up between two pieces of its answer.

    Args:
        settings: which model, its server and key, budgets, time-outs, prices.
        model: a LangChain chat model to use instead of the one the settings name, or any
            Runnable from messages to a message or to text. Its own limits are its own affair;
            the settings' budgets hold for what it is asked.

        build: makes the model that the settings name, for the most tokens it may write; to
            put something of one's own around ``build_model``.

    Attributes:
        name: ``provider:model``, or the model's own name where it was handed in.

    Raises:
        ConfigurationError: the settings name no model, or lack what it needs.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        model: Runnable[Any, Any] | None = None,
        build: Builder = build_model,
    ) -> None:
        self._settings = settings
        self._given = model
        self._build = build
        self._built: dict[tuple[int, frozenset[str]], Runnable[Any, Any]] = {}
        self._building = threading.Lock()
        if model is None:
            self._choice = chosen(settings)
        else:
            named = getattr(model, "model_name", None) or getattr(model, "model", None)
            self._choice = Choice("own", str(named or type(model).__name__))
        self.name = self._choice.name
        self._capabilities = (
            capabilities_for(self._choice, settings) if model is None else Capabilities()
        )
        self._server = server_of(self._choice, settings)
        self._price = price_for(self._choice, settings)
        self._thinking = thinking_tokens(self._choice, settings)

    @property
    def small(self) -> bool:
        """Whether it is asked as a small model: by the settings, else by its name."""
        size = self._settings.model_size
        return is_small(self._choice.model) if size == "auto" else size == "small"

    @property
    def evidence_tokens(self) -> int | None:
        """Most tokens of evidence it is worth being asked about; None for whole passages."""
        return self._settings.evidence_tokens or (SMALL_EVIDENCE if self.small else None)

    @property
    def answer_tokens(self) -> int:
        """Most tokens of an answer, at most a third of the exchange."""
        return min(self._settings.answer_tokens, self._context // 3)

    @property
    def _context(self) -> int:
        return min(self._settings.context_tokens, self._capabilities.context or 1_000_000_000)

    def room(self, answer_tokens: int | None = None) -> int:
        """Tokens left for the prompt's messages when the answer may have ``answer_tokens``."""
        answer = answer_tokens or self.answer_tokens
        return self._context - answer - min(self._thinking, self._context // 3)

    def shrunk(self, error: PromptTooLongError) -> bool:
        """Takes the model's context for as small as it turned out to be.

        Returns:
            Whether asking again with less makes sense; ``room`` is then smaller.
        """
        now = self._context
        told = int(error.limit * _CONTEXT_SHARE) if error.limit else now
        smaller = told if told < now * _CONTEXT_SHARE else now // 2
        if smaller < _LEAST_CONTEXT:
            return False
        self._capabilities.context = smaller
        return True

    def fitted(self, ask: Callable[[], _Result]) -> _Result:
        """What ``ask`` gives, which is called again where the model took less than thought.

        Raises:
            PromptTooLongError: it takes too little.
        """
        for _ in range(_MOST_SHRINKINGS):
            try:
                return ask()
            except PromptTooLongError as error:
                if not self.shrunk(error):
                    raise
        return ask()

    def count(self, text: str) -> int:
        """Tokens of ``text``: counted for OpenAI's models, rounded up well for others."""
        tokens = count_tokens(text)
        return tokens if self._choice.official else int(tokens * _FOREIGN_MARGIN) + 1

    def count_messages(self, messages: Iterable[Message]) -> int:
        """Tokens of a request with ``messages``."""
        return _REPLY_TOKENS + sum(
            self.count(message.content) + _MESSAGE_TOKENS for message in messages
        )

    @streamed
    def stream(
        self, messages: Sequence[Message], *, answer_tokens: int | None = None
    ) -> Generator[str, None, ChatReply]:
        """Ask, and give the text as it comes; the reply is the stream's result.

        Nothing is sent before the first piece is asked for. Closing the stream closes the
        connection.

        Raises (while read):
            ModelError: or one of its kinds; see ``assistant.errors``.
            StoppedError: the work was stopped.
            ConfigurationError: the provider's package is not installed.
        """
        tokens = answer_tokens or self.answer_tokens
        reader = ReplyReader(hold=self._capabilities.unopened)
        with closing(self._chunks(messages, tokens)) as chunks:
            for chunk in chunks:
                yield from reader.read(chunk)
                if reader.finish_reason == REPETITION:
                    break
        yield from reader.rest()
        if reader.filter.unopened:
            self._capabilities.unopened = True
        if not reader.text.strip() and reader.finish_reason != "content_filter":
            reader.follow(self._asked_again(reader.finish_reason, messages, tokens))
            yield reader.text
        if reader.finish_reason == "content_filter":
            raise ModelRefusedError("The model's server held the answer back for its content")
        if self._server.says_how_it_ended and reader.finish_reason is None:
            raise ModelError("The answer of the chat model was cut off", hint="Ask again")
        return ChatReply(reader.text, self._usage(reader, messages), reader.finish_reason)

    def complete(
        self, messages: Sequence[Message], *, answer_tokens: int | None = None
    ) -> ChatReply:
        """Ask, and wait for the whole reply. It is streamed too: a long one does not time out.

        Raises:
            ModelError: or one of its kinds.
        """
        return self.stream(messages, answer_tokens=answer_tokens).drained()

    def _chunks(
        self, messages: Sequence[Message], answer_tokens: int, *, whole: bool = False
    ) -> Generator[Any, None, None]:
        """The chunks of a reply; what the server turns out not to take is left out."""
        for last in range(_MOST_TRIES - 1, -1, -1):
            known = self._capabilities.without
            begun = False
            try:
                for chunk in self._once(messages, answer_tokens, whole=whole):
                    begun = begun or bool(text_of(chunk))
                    yield chunk
            except UnknownModelError as error:
                raise self._with_models(error) from error.__cause__
            except PromptTooLongError:
                raise
            except ModelError as error:
                if (cause := error.__cause__) is not None:
                    status = getattr(cause, "status_code", None)
                    self._capabilities.learn(said_by(cause), status=status)
                if begun or not last or self._capabilities.without == known:
                    raise
            else:
                return

    def _once(
        self, messages: Sequence[Message], answer_tokens: int, *, whole: bool
    ) -> Generator[Any, None, None]:
        check_stopped()
        runnable = self._runnable(answer_tokens)
        asked = _langchain_messages(messages, system="system" not in self._capabilities.without)
        whole = whole or "stream" in self._capabilities.without
        received = False
        chunks: Iterator[Any] = iter(())
        seconds = self._settings.timeout * _DEADLINE
        with Connection(seconds=seconds) as connection:
            try:
                with connection.used():
                    chunks = iter([runnable.invoke(asked)]) if whole else runnable.stream(asked)
                while True:
                    with connection.used():
                        chunk = next(chunks, _END)
                    if chunk is _END or connection.late:
                        break
                    received = received or bool(text_of(chunk))
                    yield chunk
                # A server's answer may seem to end in good order where it was cut off.
                check_stopped()
            except StoppedError:
                raise
            # Whatever a provider's package raises is translated here and raised on: the kinds of
            # all the providers' exceptions cannot be named without importing them all.
            except Exception as error:
                check_stopped()
                if connection.late:
                    raise too_late(self._server, seconds) from error
                if is_completion(connection.body) and not whole:
                    self._capabilities.without |= {"stream"}
                raise translated(
                    error, server=self._server, received=received, body=connection.body
                ) from error
            finally:
                if isinstance(chunks, Generator):
                    chunks.close()
            if connection.late:
                raise too_late(self._server, seconds)

    def _with_models(self, error: UnknownModelError) -> UnknownModelError:
        if self._choice.provider != "openai":
            return error
        try:
            models = listed_models(self._settings, self._choice)
        except ModelError:
            models = None  # what is wrong is told already
        if not models:
            return error
        return UnknownModelError(error.message, hint=f"It has: {few(models)}")

    def _asked_again(
        self, finish_reason: str | None, messages: Sequence[Message], answer_tokens: int
    ) -> ReplyReader:
        """Ask once more without streaming: only there can a refusal be read.

        Raises:
            ModelError: there is no text this time either.
        """
        if finish_reason == "length":
            raise ModelError(
                "The chat model reached its limit before it answered",
                hint="Raise ASSISTANT_ANSWER_TOKENS: thinking may have used them up",
            )
        if finish_reason == REPETITION:
            raise ModelError(
                "The chat model thought in circles, and said nothing",
                hint="Try another model, or --engine extractive",
            )
        again = ReplyReader()
        refusal = ""
        with closing(self._chunks(messages, answer_tokens, whole=True)) as chunks:
            for message in chunks:
                list(again.read(message))
                refusal = refusal or getattr(message, "additional_kwargs", {}).get("refusal") or ""
        list(again.rest())
        if refusal:
            said = self._server.redacted(str(refusal))
            raise ModelRefusedError(f"The chat model refuses to answer: {said}")
        if not again.text.strip():
            raise ModelError(
                "The chat model gave an empty answer, asked twice",
                hint="Ask again, or try another model or --engine extractive",
            )
        return again

    def _usage(self, reader: ReplyReader, messages: Sequence[Message]) -> Usage:
        """The tokens the server reports; where it reports none, those the program counts."""
        read = reader.input_tokens or self.count_messages(messages) * reader.calls
        written = reader.output_tokens or count_tokens(reader.text)
        cost = self._price.cost(input_tokens=read, output_tokens=written) if self._price else None
        return Usage(read, written, calls=reader.calls, cost=cost)

    def _runnable(self, answer_tokens: int) -> Runnable[Any, Any]:
        if self._given is not None:
            return self._given
        with self._building:
            key = answer_tokens, self._capabilities.without
            if key not in self._built:
                self._built[key] = self._build(
                    self._choice, self._settings, most_tokens=answer_tokens + self._thinking
                )
            return self._built[key]


def _langchain_messages(messages: Iterable[Message], *, system: bool = True) -> list[BaseMessage]:
    """The messages for LangChain; without ``system``, as one of the user's at the beginning."""
    from langchain_core.messages import convert_to_messages

    written = [(message.role, well_formed(message.content)) for message in messages]
    if not system and len(written) > 1 and written[0][0] == "system":
        (_, rules), (role, first), *others = written
        written = [(role, f"{rules}\n\n{first}"), *others]
    return convert_to_messages(written)
