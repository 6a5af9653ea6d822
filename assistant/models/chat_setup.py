"""Makes LangChain's chat model of the settings: provider, server, key, price, limits."""

from __future__ import annotations

import re
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from assistant.errors import ConfigurationError
from assistant.models.capabilities import Capabilities, capabilities_of
from assistant.models.chat_errors import Server, too_late, translated
from assistant.models.connection import Connection, cancellable_client
from assistant.models.known_models import Price, price_of, reasons
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

OPENAI_URL = "https://api.openai.com/v1"

# The providers of LangChain's init_chat_model. Only needed to tell "ollama:llama3.2" (a provider)
# from "llama3.2:3b" (a model with a tag) where a server of the user's own is set.
_PROVIDERS = re.compile(
    "anthropic|anthropic_bedrock|azure_ai|azure_openai|baseten|bedrock|bedrock_converse|cohere|"
    "deepseek|fireworks|google_anthropic_vertex|google_genai|google_vertexai|groq|huggingface|ibm|"
    "litellm|mistralai|nvidia|ollama|openai|openrouter|perplexity|together|upstage|xai"
)
_REASONING_TOKENS = 4_000
_CONNECT_SECONDS = 10.0
_LIST_SECONDS = 5.0
_LIST_DEADLINE = 10
_LISTED = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A provider and a model of it; the provider is ``own`` for a model handed in."""

    provider: str
    model: str
    official: bool = False
    """Whether it is OpenAI itself that is asked."""

    @property
    def name(self) -> str:
        """``provider:model``, or the model alone where it was handed in."""
        return self.model if self.provider == "own" else f"{self.provider}:{self.model}"


def chosen(settings: Settings) -> Choice:
    """The provider and the model that the settings name, a model alone being OpenAI's.

    Raises:
        ConfigurationError: none is named, or OpenAI is without a key.
    """
    named = (settings.chat_model or "").strip()
    provider, colon, model = named.partition(":")
    if not named or (colon and not model):
        raise ConfigurationError(
            f"'{named}' names no model" if named else "No chat model is configured",
            hint="Set ASSISTANT_CHAT_MODEL to provider:model, such as openai:gpt-5-mini",
        )
    known = provider.replace("-", "_").lower()
    tagged = settings.openai_base_url and not _PROVIDERS.fullmatch(known)
    # OpenAI's fine-tuned models are named ft:…
    if not colon or provider == "ft" or tagged:
        known, model = "openai", named
    if known != "openai":
        return Choice(known, model)
    if not (settings.openai_api_key or settings.openai_base_url):
        raise ConfigurationError(
            f"The chat model openai:{model} needs a key",
            hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own",
        )
    return Choice(known, model, official=is_official(settings.openai_base_url or OPENAI_URL))


def is_official(address: str) -> bool:
    """Whether it is OpenAI itself that is asked at an address.

    Raises:
        ConfigurationError: it is no web address.
    """
    return _host_of(address) == "api.openai.com"


def _host_of(address: str) -> str:
    """The host that OPENAI_BASE_URL names.

    Raises:
        ConfigurationError: it is no web address.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise ConfigurationError(
            "OPENAI_BASE_URL is no web address with http:// or https://",
            hint="Write it in full, such as http://127.0.0.1:11434/v1",
        )
    return host


def capabilities_for(choice: Choice, settings: Settings) -> Capabilities:
    """What is known of the server and the model of a choice."""
    address = settings.openai_base_url or OPENAI_URL
    return capabilities_of(f"{choice.provider} {address.rstrip('/')}", choice.model)


def server_of(choice: Choice, settings: Settings) -> Server:
    """What messages say about the model's server, and what they must not say."""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    parts = urlsplit(settings.openai_base_url or OPENAI_URL)
    own = choice.provider == "openai"
    return Server(
        model=choice.model,
        host=parts.netloc.rpartition("@")[2] if own else choice.name.partition(":")[0],
        timeout=settings.timeout,
        retries=settings.retries,
        address=(settings.openai_base_url or OPENAI_URL) if own and not parts.password else "",
        secrets=tuple(secret for secret in (key, parts.password) if secret),
        says_how_it_ended=own,
    )


def price_for(choice: Choice, settings: Settings) -> Price | None:
    """The price by the settings, then by the table; None unless both parts are known."""
    listed = price_of(choice.model) if choice.official else None
    reading, writing = settings.input_price, settings.output_price
    if listed is not None:
        reading = listed.input if reading is None else reading
        writing = listed.output if writing is None else writing
    return Price(reading, writing) if reading is not None and writing is not None else None


def thinking_tokens(choice: Choice, settings: Settings) -> int:
    """Tokens kept for the thinking of a reasoning model of OpenAI's; 0 for others."""
    if choice.provider == "openai" and reasons(choice.model):
        return min(_REASONING_TOKENS, settings.context_tokens // 3)
    return 0


class Builder(Protocol):
    """Makes the model of a choice: as ``build_model`` does."""

    def __call__(
        self, choice: Choice, settings: Settings, *, most_tokens: int
    ) -> Runnable[Any, Any]:
        """The model, to write at most ``most_tokens``."""
        ...


def build_model(choice: Choice, settings: Settings, *, most_tokens: int) -> Runnable[Any, Any]:
    """LangChain's model, set up to write at most ``most_tokens``.

    Raises:
        ConfigurationError: the provider is unknown, or its package is not installed.
    """
    from langchain.chat_models import init_chat_model

    without = capabilities_for(choice, settings).without
    options: dict[str, Any] = {"max_retries": settings.retries}
    if "max_completion_tokens" in without:
        options["extra_body"] = {"max_tokens": most_tokens}
    else:
        options["max_tokens"] = most_tokens
    if settings.temperature is not None and "temperature" not in without:
        options["temperature"] = settings.temperature
    if choice.provider == "openai":
        options |= openai_options(settings)
        options["stream_usage"] = "stream_options" not in without
        if not choice.official:
            options["use_responses_api"] = False
        # Neither LangChain's own transport nor its reading of the proxy beside our client.
        options |= {"openai_proxy": None, "http_socket_options": ()}
    else:
        options["timeout"] = settings.timeout
    try:
        model: Runnable[Any, Any] = init_chat_model(
            choice.model, model_provider=choice.provider, **options
        )
    except ImportError as error:
        package = re.search(r"pip install (?:-U )?\"?([\w\[\]-]+)", str(error))
        named = package[1] if package else f"langchain-{choice.provider.replace('_', '-')}"
        raise ConfigurationError(
            f"The package for the provider '{choice.provider}' is not installed",
            hint=f"pip install {named}",
        ) from error
    except ValueError as error:  # pydantic's errors are ValueErrors, too
        reason = server_of(choice, settings).redacted(str(error).splitlines()[0])
        raise ConfigurationError(
            f"The chat model {choice.name} cannot be set up: {reason}",
            hint="Check ASSISTANT_CHAT_MODEL, and the key its provider needs",
        ) from error
    if client := options.get("http_client"):
        weakref.finalize(model, client.close)  # nobody else closes a client that is handed in
    return model


def openai_options(settings: Settings) -> dict[str, Any]:
    """What OpenAI's client needs to reach the server of the settings.

    The HTTP client in it is the caller's to close.
    """
    import openai

    address = settings.openai_base_url or OPENAI_URL
    # Servers of one's own need no key, but the client does.
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "no-key"
    timeout = openai.Timeout(settings.timeout, connect=min(_CONNECT_SECONDS, settings.timeout))
    # A proxy cannot reach this machine's own servers, whatever the environment says of it.
    here = urlsplit(address).hostname in {"localhost", "127.0.0.1", "::1"}
    client = cancellable_client(
        timeout=timeout, trust_env=not here, proxy=None if here else settings.openai_proxy
    )
    return {"api_key": key, "base_url": address, "timeout": timeout, "http_client": client}


def listed_models(settings: Settings, choice: Choice) -> list[str] | None:
    """The models that the server lists; None if it has no list.

    Raises:
        ModelError: or one of its kinds.
    """
    import openai

    server = server_of(choice, settings)
    timeout = min(settings.timeout, _LIST_SECONDS)
    options = openai_options(settings) | {"timeout": timeout, "max_retries": 0}
    connection = Connection(seconds=_LIST_DEADLINE * timeout)
    try:
        with connection, connection.used(), openai.OpenAI(**options) as client:
            return [model.id for model in client.models.list()]
    except openai.NotFoundError:
        return None
    except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:
        if connection.late and isinstance(error, openai.OpenAIError):
            raise too_late(server, _LIST_DEADLINE * timeout) from error
        # What is none of OpenAI's errors tells of a reply that is no list of models.
        raise translated(error, server=server, received=False) from error


def few(models: Sequence[str]) -> str:
    """The first of ``models``, for a message."""
    more = len(models) - _LISTED
    return ", ".join(models[:_LISTED]) + (f", and {more} more" if more > 0 else "")
