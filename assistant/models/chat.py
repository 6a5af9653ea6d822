"""The chat model: LangChain's models behind one small surface, their errors translated."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, ModelError, ModelRefusedError, StoppedError
from assistant.language.characters import well_formed
from assistant.models.chat_errors import translated
from assistant.models.chat_reader import ReplyReader
from assistant.models.chat_setup import (
    Builder,
    Choice,
    build_model,
    chosen,
    openai_options,
    price_for,
    server_of,
    thinking_tokens,
)
from assistant.models.cutting import Line
from assistant.models.prompts import Message, Prompt
from assistant.models.streaming import Streamed
from assistant.models.tokens import count_tokens
from assistant.reports import Check, CheckState
from assistant.settings import Settings
from assistant.stopping import check_stopped
from assistant.types import Usage

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

# Other vendors' models cut text into more tokens than o200k_base does.
_FOREIGN_MARGIN = 1.15
_MESSAGE_TOKENS = 4
_REPLY_TOKENS = 3
_CHECK_SECONDS = 5.0
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
        self._built: dict[int, Runnable[Any, Any]] = {}
        self._building = threading.Lock()
        if model is None:
            self._choice = chosen(settings)
        else:
            named = getattr(model, "model_name", None) or getattr(model, "model", None)
            self._choice = Choice("own", str(named or type(model).__name__))
        self.name = self._choice.name
        self._server = server_of(self._choice, settings)
        self._price = price_for(self._choice, settings)
        self._thinking = thinking_tokens(self._choice, settings)

    @property
    def answer_tokens(self) -> int:
        """Most tokens of an answer, at most a third of the exchange."""
        return min(self._settings.answer_tokens, self._settings.context_tokens // 3)

    def room(self, answer_tokens: int | None = None) -> int:
        """Tokens left for the prompt's messages when the answer may have ``answer_tokens``."""
        answer = answer_tokens or self.answer_tokens
        return self._settings.context_tokens - answer - self._thinking

    def count(self, text: str) -> int:
        """Tokens of ``text``: counted for OpenAI's models, rounded up well for others."""
        tokens = count_tokens(text)
        return tokens if self._choice.official else int(tokens * _FOREIGN_MARGIN) + 1

    def count_messages(self, messages: Iterable[Message]) -> int:
        """Tokens of a request with ``messages``."""
        return _REPLY_TOKENS + sum(
            self.count(message.content) + _MESSAGE_TOKENS for message in messages
        )

    def stream(
        self, messages: Sequence[Message], *, answer_tokens: int | None = None
    ) -> Streamed[str, ChatReply]:
        """Ask, and give the text as it comes; the reply is the stream's result.

        Nothing is sent before the first piece is asked for. Closing the stream closes the
        connection.

        Raises (while read):
            ModelError: or one of its kinds; see ``assistant.errors``.
            StoppedError: the work was stopped.
            ConfigurationError: the provider's package is not installed.
        """
        return Streamed(self._stream(messages, answer_tokens or self.answer_tokens))

    def complete(
        self, messages: Sequence[Message], *, answer_tokens: int | None = None
    ) -> ChatReply:
        """Ask, and wait for the whole reply. It is streamed too: a long one does not time out.

        Raises:
            ModelError: or one of its kinds.
        """
        return self.stream(messages, answer_tokens=answer_tokens).drained()

    def as_runnable(self, prompt: Prompt | None = None) -> Runnable[Any, str]:
        """The chain as a LangChain Runnable that gives text.

        With a ``prompt`` it takes a dictionary of the prompt's inputs, else LangChain messages.
        """
        from langchain_core.runnables import RunnableGenerator, RunnableLambda

        chain = self._runnable(self.answer_tokens) | RunnableGenerator(_texts)
        if prompt is None:
            return chain
        return RunnableLambda(lambda values: _langchain_messages(prompt.render(values))) | chain

    def _stream(
        self, messages: Sequence[Message], answer_tokens: int
    ) -> Generator[str, None, ChatReply]:
        reader = ReplyReader()
        with closing(self._chunks(messages, answer_tokens)) as chunks:
            for chunk in chunks:
                if text := reader.read(chunk):
                    yield text
        if text := reader.rest():
            yield text
        if not reader.text.strip() and reader.finish_reason != "content_filter":
            reader.follow(self._asked_again(reader.finish_reason, messages, answer_tokens))
            yield reader.text
        if reader.finish_reason == "content_filter":
            raise ModelRefusedError("The model's server held the answer back for its content")
        if self._server.says_how_it_ended and reader.finish_reason is None:
            raise ModelError("The answer of the chat model was cut off", hint="Ask again")
        return ChatReply(reader.text, self._usage(reader, messages), reader.finish_reason)

    def _chunks(
        self, messages: Sequence[Message], answer_tokens: int
    ) -> Generator[Any, None, None]:
        check_stopped()
        runnable = self._runnable(answer_tokens)
        line = Line()
        received = False
        chunks: Iterator[Any] = iter(())
        try:
            with line.used():
                chunks = runnable.stream(_langchain_messages(messages))
            while True:
                with line.used():
                    chunk = next(chunks, _END)
                if chunk is _END:
                    break
                received = True
                yield chunk
            # A server's answer may seem to end in good order where it was cut off.
            check_stopped()
        except StoppedError:
            raise
        # Whatever a provider's package raises is translated here and raised on: the kinds of
        # all the providers' exceptions cannot be named without importing them all.
        except Exception as error:
            check_stopped()
            raise translated(error, server=self._server, received=received) from error
        finally:
            if isinstance(chunks, Generator):
                chunks.close()

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
        try:
            with Line().used():
                message = self._runnable(answer_tokens).invoke(_langchain_messages(messages))
        except StoppedError:
            raise
        except Exception as error:
            check_stopped()
            raise translated(error, server=self._server, received=False) from error
        again = ReplyReader()
        again.read(message)
        again.rest()
        if refusal := getattr(message, "additional_kwargs", {}).get("refusal"):
            said = self._server.redacted(str(refusal))
            raise ModelRefusedError(f"The chat model refuses to answer: {said}")
        if not again.text.strip():
            raise ModelError(
                "The chat model gave an empty answer",
                hint="Ask again, or try another model or --fallback extractive",
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
            if answer_tokens not in self._built:
                self._built[answer_tokens] = self._build(
                    self._choice, self._settings, most_tokens=answer_tokens + self._thinking
                )
            return self._built[answer_tokens]


def reachable(settings: Settings) -> Check:
    """Whether the chat model's server answers, and knows the model. Costs no tokens."""
    name = "chat model"
    if settings.chat_model is None:
        return Check(name, CheckState.INFO, "none is configured; answers are quoted, not written")
    try:
        choice = chosen(settings)
        if choice.provider != "openai":
            detail = f"{choice.name} cannot be checked without asking it"
            return Check(name, CheckState.INFO, detail)
        models = _listed_models(settings, choice)
    except AssistantError as error:
        return Check(name, CheckState.FAILED, error.message, error.hint)
    host = server_of(choice, settings).host
    if models is None:
        return Check(name, CheckState.INFO, f"{host} answers, but does not list its models")
    if any(known == choice.model or known.startswith(f"{choice.model}:") for known in models):
        return Check(name, CheckState.OK, f"{host} answers and has {choice.model}")
    return Check(
        name,
        CheckState.INFO,
        f"{host} answers, but does not list {choice.model}",
        "It lists: " + ", ".join(models[:8]) if models else None,
    )


def _listed_models(settings: Settings, choice: Choice) -> list[str] | None:
    """The models that the server lists; None if it has no list.

    Raises:
        ModelError: or one of its kinds.
    """
    import openai

    server = server_of(choice, settings)
    timeout = min(settings.timeout, _CHECK_SECONDS)
    try:
        with openai.OpenAI(
            **(openai_options(settings) | {"timeout": timeout}), max_retries=0
        ) as client:
            return [model.id for model in client.models.list()]
    except openai.NotFoundError:
        return None
    except openai.OpenAIError as error:
        raise translated(error, server=server, received=False) from error
    except (ValueError, TypeError, AttributeError) as error:  # a reply that is no list of models
        raise translated(error, server=server, received=False) from error


def _langchain_messages(messages: Iterable[Message]) -> list[BaseMessage]:
    from langchain_core.messages import convert_to_messages

    return convert_to_messages(
        [(message.role, well_formed(message.content)) for message in messages]
    )


def _texts(chunks: Iterator[Any]) -> Iterator[str]:
    """The text of the chunks; as the last part of a chain."""
    reader = ReplyReader()
    for chunk in chunks:
        if text := reader.read(chunk):
            yield text
    if text := reader.rest():
        yield text
