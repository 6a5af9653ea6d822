"""The chat model: LangChain's models behind one small surface, their errors translated."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import (
    AssistantError,
    ConfigurationError,
    ModelError,
    ModelRefusedError,
)
from assistant.models.chat_errors import Server, translated
from assistant.models.prices import Price, price_of
from assistant.models.prompts import Message, Prompt
from assistant.models.streaming import Streamed
from assistant.models.tokens import count_tokens
from assistant.settings import Settings
from assistant.types import Check, CheckState, Usage

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

OPENAI_URL = "https://api.openai.com/v1"

# The providers of LangChain's init_chat_model. Only needed to tell "ollama:llama3.2" (a provider)
# from "llama3.2:3b" (a model with a tag) where a server of the user's own is set.
_PROVIDERS = frozenset(
    "anthropic anthropic_bedrock azure_ai azure_openai baseten bedrock bedrock_converse cohere "
    "deepseek fireworks google_anthropic_vertex google_genai google_vertexai groq huggingface ibm "
    "litellm mistralai nvidia ollama openai openrouter perplexity together upstage xai".split()
)
# Models that think before they write. Their thinking counts as output, and needs room.
_REASONING = re.compile(r"(?:ft:)?(?:o[1-9]|gpt-[5-9])(?:[.-]|$)")
_REASONING_TOKENS = 4_000
# Other vendors' models cut text into more tokens than o200k_base does.
_FOREIGN_MARGIN = 1.15
_MESSAGE_TOKENS = 4
_REPLY_TOKENS = 3
_CONNECT_SECONDS = 10.0
_CHECK_SECONDS = 5.0


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


@dataclass(frozen=True, slots=True)
class _Choice:
    """The provider and the name of a model, read from ``provider:model``."""

    provider: str
    model: str


class ChatModel:
    """A chat model, by the settings or one of the user's own.

    Args:
        settings: which model, its server and key, budgets, time-outs, prices.
        model: a LangChain chat model to use instead of the one the settings name, or any
            Runnable from messages to a message or to text. Its own limits are its own affair;
            the settings' budgets hold for what it is asked.

    Raises:
        ConfigurationError: the settings name no model, or lack what it needs.
    """

    def __init__(self, settings: Settings, *, model: Runnable[Any, Any] | None = None) -> None:
        self._settings = settings
        self._given = model
        self._built: dict[int, Runnable[Any, Any]] = {}
        if model is None:
            self._choice = _choice(settings)
            self.name = f"{self._choice.provider}:{self._choice.model}"
        else:
            own_name = getattr(model, "model_name", None) or getattr(model, "model", None)
            self._choice = _Choice("own", str(own_name or type(model).__name__))
            self.name = self._choice.model
        self._server = _server(settings, self._choice)
        self._price = _price(settings, self._choice, official=self._official)

    @property
    def _official(self) -> bool:
        """Whether OpenAI itself is asked."""
        address = self._settings.openai_base_url or OPENAI_URL
        return self._choice.provider == "openai" and urlsplit(address).hostname == "api.openai.com"

    @property
    def answer_tokens(self) -> int:
        """Most tokens of an answer, at most a third of the exchange."""
        return min(self._settings.answer_tokens, self._settings.context_tokens // 3)

    def room(self, answer_tokens: int | None = None) -> int:
        """Tokens left for the prompt's messages when the answer may have ``answer_tokens``."""
        answer = answer_tokens or self.answer_tokens
        return self._settings.context_tokens - answer - self._thinking_tokens()

    def count(self, text: str) -> int:
        """Tokens of ``text``: counted for OpenAI's models, rounded up well for others."""
        tokens = count_tokens(text)
        return tokens if self._official else int(tokens * _FOREIGN_MARGIN) + 1

    def count_messages(self, messages: Iterable[Message]) -> int:
        """Tokens of a request with ``messages``."""
        return _REPLY_TOKENS + sum(
            self.count(message.content) + _MESSAGE_TOKENS for message in messages
        )

    def stream(
        self, messages: Sequence[Message], *, answer_tokens: int | None = None
    ) -> Streamed[str, ChatReply]:
        """Ask, and give the text as it comes; the reply is the stream's result.

        Nothing is sent before the first piece is asked for.

        Raises (while read):
            ModelError: or one of its kinds; see ``assistant.errors``.
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

        def render(values: dict[str, str]) -> list[BaseMessage]:
            if prompt is None:
                raise TypeError("no prompt to render")
            return _langchain_messages(prompt.render(values))

        chain = self._runnable(self.answer_tokens) | RunnableGenerator(_texts)
        return RunnableLambda(render) | chain if prompt else chain

    def _stream(
        self, messages: Sequence[Message], answer_tokens: int
    ) -> Generator[str, None, ChatReply]:
        reader = _ReplyReader()
        for chunk in self._chunks(messages, answer_tokens):
            if text := reader.read(chunk):
                yield text
        if text := reader.rest():
            yield text
        if not reader.text.strip():
            yield self._asked_again(reader, messages, answer_tokens)
        if reader.finish_reason == "content_filter":
            raise ModelRefusedError("The model's server held the answer back for its content")
        if self._server.says_how_it_ended and reader.finish_reason is None:
            raise ModelError("The answer of the chat model was cut off", hint="Ask again")
        return ChatReply(reader.text, self._usage(reader, messages), reader.finish_reason)

    def _chunks(self, messages: Sequence[Message], answer_tokens: int) -> Iterator[Any]:
        runnable = self._runnable(answer_tokens)
        received = False
        try:
            for chunk in runnable.stream(_langchain_messages(messages)):
                received = True
                yield chunk
        # Whatever a provider's package raises is translated here and raised on: the kinds of
        # all the providers' exceptions cannot be named without importing them all.
        except Exception as error:
            raise translated(error, server=self._server, received=received) from error

    def _asked_again(
        self, reader: _ReplyReader, messages: Sequence[Message], answer_tokens: int
    ) -> str:
        """Ask once more without streaming: only there can a refusal be read.

        Raises:
            ModelError: there is no text this time either.
        """
        limit = "Raise ASSISTANT_ANSWER_TOKENS: the model may have used them up by thinking"
        if reader.finish_reason == "length":
            raise ModelError("The chat model reached its limit before it answered", hint=limit)
        try:
            message = self._runnable(answer_tokens).invoke(_langchain_messages(messages))
        except Exception as error:
            raise translated(error, server=self._server, received=False) from error
        reader.calls += 1
        text = reader.read(message) + reader.rest()
        refusal = getattr(message, "additional_kwargs", {}).get("refusal")
        if refusal:
            said = self._server.redacted(str(refusal))
            raise ModelRefusedError(f"The chat model refuses to answer: {said}")
        if not text.strip():
            raise ModelError(
                "The chat model gave an empty answer",
                hint="Ask again, or try another model or --fallback extractive",
            )
        return text

    def _usage(self, reader: _ReplyReader, messages: Sequence[Message]) -> Usage:
        """The tokens the server reports; where it reports none, those the program counts."""
        read = reader.input_tokens or self.count_messages(messages) * reader.calls
        written = reader.output_tokens or count_tokens(reader.text)
        cost = self._price.cost(input_tokens=read, output_tokens=written) if self._price else None
        return Usage(read, written, calls=reader.calls, cost=cost)

    def _thinking_tokens(self) -> int:
        if self._choice.provider == "openai" and _REASONING.match(self._choice.model):
            return min(_REASONING_TOKENS, self._settings.context_tokens // 3)
        return 0

    def _runnable(self, answer_tokens: int) -> Runnable[Any, Any]:
        if self._given is not None:
            return self._given
        if answer_tokens not in self._built:
            self._built[answer_tokens] = self._build(answer_tokens + self._thinking_tokens())
        return self._built[answer_tokens]

    def _build(self, most_tokens: int) -> Runnable[Any, Any]:
        """LangChain's model for the settings.

        Raises:
            ConfigurationError: the provider is unknown, or its package is not installed.
        """
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {
            "max_tokens": most_tokens,
            "max_retries": self._settings.retries,
        }
        if self._settings.temperature is not None:
            options["temperature"] = self._settings.temperature
        if self._choice.provider == "openai":
            options |= _openai_options(self._settings, official=self._official)
        else:
            options["timeout"] = self._settings.timeout
        try:
            return init_chat_model(
                self._choice.model, model_provider=self._choice.provider, **options
            )
        except ImportError as error:
            package = re.search(r"pip install (?:-U )?\"?([\w\[\]-]+)", str(error))
            default = f"langchain-{self._choice.provider.replace('_', '-')}"
            raise ConfigurationError(
                f"The package for the provider '{self._choice.provider}' is not installed",
                hint=f"pip install {package[1] if package else default}",
            ) from error
        except ValueError as error:  # pydantic's errors are ValueErrors
            reason = self._server.redacted(str(error).splitlines()[0])
            raise ConfigurationError(
                f"The chat model '{self.name}' cannot be set up: {reason}",
                hint="Check ASSISTANT_CHAT_MODEL, and the key its provider needs",
            ) from error


class _ReplyReader:
    """Reads a model's chunks: text, usage, why it ended. Leaves out ``<think>…</think>``."""

    _OPEN, _CLOSE = "<think>", "</think>"

    def __init__(self) -> None:
        self.text = ""
        self.input_tokens = 0
        self.output_tokens = 0
        self.calls = 1
        self.finish_reason: str | None = None
        self._pending: str | None = ""  # text not yet known to be the answer; None once it is

    def read(self, chunk: object) -> str:
        """The text of ``chunk`` that belongs to the answer."""
        self._read_facts(chunk)
        return self._answer(_text(chunk))

    def rest(self) -> str:
        """What was waited with at the end, if it is no thinking."""
        pending, self._pending = self._pending, None
        if pending is None or pending.lstrip().startswith(self._OPEN):
            return ""
        self.text += pending
        return pending

    def _answer(self, text: str) -> str:
        if self._pending is not None:
            self._pending += text
            start = self._pending.lstrip()
            if start.startswith(self._OPEN):
                _, closed, after = start.partition(self._CLOSE)
                if not closed:
                    return ""
                text = after.lstrip()
            elif self._OPEN.startswith(start):
                return ""
            else:
                text = self._pending
            self._pending = None
        self.text += text
        return text

    def _read_facts(self, chunk: object) -> None:
        usage = getattr(chunk, "usage_metadata", None) or {}
        # The largest, not the sum: some servers send the running total with every chunk.
        self.input_tokens = max(self.input_tokens, usage.get("input_tokens", 0))
        self.output_tokens = max(self.output_tokens, usage.get("output_tokens", 0))
        facts = getattr(chunk, "response_metadata", None) or {}
        reason = next(
            (
                facts[name]
                for name in ("finish_reason", "stop_reason", "done_reason", "status")
                if facts.get(name)
            ),
            None,
        )
        if reason:
            incomplete = facts.get("incomplete_details") or {}
            cut = incomplete.get("reason") == "max_output_tokens"
            self.finish_reason = "length" if cut else str(reason)


def reachable(settings: Settings) -> Check:
    """Whether the chat model's server answers, and knows the model. Costs no tokens."""
    name = "chat model"
    if settings.chat_model is None:
        return Check(name, CheckState.INFO, "none is configured; answers are quoted, not written")
    try:
        choice = _choice(settings)
        if choice.provider != "openai":
            detail = f"{choice.provider}:{choice.model} cannot be checked without asking it"
            return Check(name, CheckState.INFO, detail)
        models = _listed_models(settings, choice)
    except AssistantError as error:
        return Check(name, CheckState.FAILED, error.message, error.hint)
    host = _server(settings, choice).host
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


def _listed_models(settings: Settings, choice: _Choice) -> list[str] | None:
    """The models that the server lists; None if it has no list.

    Raises:
        ModelError: or one of its kinds.
    """
    import openai

    server = _server(settings, choice)
    timeout = min(settings.timeout, _CHECK_SECONDS)
    options = _openai_options(settings, official=True)
    try:
        with openai.OpenAI(
            api_key=options["api_key"],
            base_url=options["base_url"],
            http_client=options.get("http_client"),
            timeout=timeout,
            max_retries=0,
        ) as client:
            return [model.id for model in client.models.list()]
    except openai.NotFoundError:
        return None
    except openai.OpenAIError as error:
        raise translated(error, server=server, received=False) from error
    except (ValueError, TypeError, AttributeError) as error:  # a reply that is no list of models
        raise translated(error, server=server, received=False) from error


def _choice(settings: Settings) -> _Choice:
    """The provider and the model that the settings name, a model alone being OpenAI's.

    Raises:
        ConfigurationError: none is named, or OpenAI is without a key.
    """
    named = (settings.chat_model or "").strip()
    provider, colon, model = named.partition(":")
    known = provider.replace("-", "_").lower()
    if not named or (colon and not model):
        raise ConfigurationError(
            "No chat model is configured" if not named else f"'{named}' names no model",
            hint="Set ASSISTANT_CHAT_MODEL to provider:model, such as openai:gpt-5-mini",
        )
    if not colon or provider == "ft":  # OpenAI's fine-tuned models are ft:…
        choice = _Choice("openai", named)
    elif settings.openai_base_url and known not in _PROVIDERS:
        choice = _Choice("openai", named)
    else:
        choice = _Choice(known, model)
    if choice.provider == "openai" and not (settings.openai_api_key or settings.openai_base_url):
        raise ConfigurationError(
            f"The chat model {choice.provider}:{choice.model} needs a key",
            hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own",
        )
    return choice


def _server(settings: Settings, choice: _Choice) -> Server:
    """What messages say about the server, and what they must not say."""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    own = choice.provider == "openai"
    parts = urlsplit(settings.openai_base_url or OPENAI_URL)
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or "the server"
    return Server(
        model=choice.model,
        host=host if own else choice.provider,
        timeout=settings.timeout,
        retries=settings.retries,
        secrets=tuple(secret for secret in (key, parts.password) if secret),
        says_how_it_ended=own,
    )


def _price(settings: Settings, choice: _Choice, *, official: bool) -> Price | None:
    """The price by the settings, then by the table; None unless both parts are known."""
    listed = price_of(choice.model) if official else None
    reading = settings.input_price if settings.input_price is not None else listed and listed.input
    writing = (
        settings.output_price if settings.output_price is not None else listed and listed.output
    )
    return Price(reading, writing) if reading is not None and writing is not None else None


def _openai_options(settings: Settings, *, official: bool) -> dict[str, Any]:
    """What OpenAI's client, and servers that speak its protocol, need."""
    import openai

    address = settings.openai_base_url or OPENAI_URL
    # Servers of one's own need no key, but the client does.
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "no-key"
    timeout = openai.Timeout(settings.timeout, connect=min(_CONNECT_SECONDS, settings.timeout))
    options: dict[str, Any] = {
        "api_key": key,
        "base_url": address,
        "timeout": timeout,
        "stream_usage": True,
    }
    if not official:
        options["use_responses_api"] = False
    if urlsplit(address).hostname in {"localhost", "127.0.0.1", "::1"}:
        # A proxy cannot reach this machine's own servers, whatever the environment says of it.
        options["http_client"] = openai.DefaultHttpxClient(trust_env=False, timeout=timeout)
        options["http_socket_options"] = ()
    return options


def _langchain_messages(messages: Iterable[Message]) -> list[BaseMessage]:
    from langchain_core.messages import convert_to_messages

    return convert_to_messages([(message.role, message.content) for message in messages])


def _text(chunk: object) -> str:
    """The text of a message or of a chunk of one; blocks that are no text are left out."""
    content = getattr(chunk, "content", chunk)
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    return "".join(
        block if isinstance(block, str) else str(block.get("text", ""))
        for block in content
        if isinstance(block, str) or block.get("type") == "text"
    )


def _texts(chunks: Iterator[Any]) -> Iterator[str]:
    """The text of the chunks; as the last part of a chain."""
    reader = _ReplyReader()
    for chunk in chunks:
        if text := reader.read(chunk):
            yield text
    if text := reader.rest():
        yield text
