"""Which chat models can be reached: the usual servers on this machine, and the configured one.

Asking is free of charge and sends nothing but the question which models there are; the key goes
to the server of the settings alone. All servers are asked at once, and each has two seconds.
"""

from __future__ import annotations

import re
import shlex
import threading
from collections.abc import Mapping, Sequence
from contextvars import copy_context
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

from assistant.configuring import without_password
from assistant.errors import ConfigurationError, ModelTimeoutError
from assistant.models import native
from assistant.models.chat_errors import Server, translated
from assistant.models.chat_setup import (
    OPENAI_URL,
    Choice,
    chosen,
    is_official,
    openai_options,
    server_of,
)
from assistant.models.connection import Connection
from assistant.models.server_words import words_in
from assistant.reports import ModelServer, OfferedModel
from assistant.settings import Settings

if TYPE_CHECKING:
    import openai

USUAL: Final[tuple[tuple[str, str], ...]] = (
    (native.OLLAMA, "http://127.0.0.1:11434/v1"),
    (native.LLAMA_CPP, "http://127.0.0.1:8080/v1"),
    (native.LM_STUDIO, "http://127.0.0.1:1234/v1"),
    (native.VLLM, "http://127.0.0.1:8000/v1"),
)
"""Where the programs that run models listen, unless they are told otherwise."""
OPENAI_LINE: Final = (
    "assistant config set chat_model openai:gpt-5-mini && assistant config set openai_api_key"
)
SECONDS: Final = 2.0
_MARGIN: Final = 0.3
_PLAIN: Final = re.compile(r"[A-Za-z0-9][\w.:/@+-]*", re.ASCII)
"""Names that stand in a command as they are; others are shown, but not proposed."""
_OLLAMA_GIVES: Final = 4_096
"""Tokens that Ollama gives a model where there is little memory; what is longer it cuts off."""
_LEAST_CONTEXT: Final = 1_000


def find_servers(
    settings: Settings, *, at: Sequence[str] | None = None, seconds: float = SECONDS
) -> tuple[ModelServer, ...]:
    """What each server offers: that of the settings first, then those usual on this machine.

    Args:
        settings: which server is configured.
        at: addresses to ask instead of the usual ones.
        seconds: how long a server may take, from its name to the last byte.
    """
    import openai  # noqa: F401 - takes longer than a server may: before the clocks start

    kinds = dict.fromkeys(at) if at is not None else {place: kind for kind, place in USUAL}
    own = configured_address(settings)
    asked: dict[str, str | None] = {own: None} if own else {}
    for place, kind in kinds.items():
        asked[own if own and is_same_server(place, own) else place] = kind
    found = _all_asked(settings, asked, own=own, seconds=seconds)
    return (*_unlistable(settings), *found)


def configured_address(settings: Settings) -> str | None:
    """The address of the settings' server that speaks OpenAI's API; None where none is named.

    A key alone names none.
    """
    if settings.openai_base_url:
        return settings.openai_base_url.rstrip("/")
    try:
        named = settings.chat_model is not None and chosen(settings).provider == "openai"
    except ConfigurationError:
        named = False
    return OPENAI_URL if named else None


def at_server(settings: Settings, address: str) -> Settings:
    """The settings for another server: the key stays with the one that it was set for."""
    if is_same_server(address, configured_address(settings) or OPENAI_URL):
        return settings
    changed = {"openai_base_url": address, "openai_api_key": None, "openai_proxy": None}
    return settings.model_copy(update=changed)


def switching_on(servers: Sequence[ModelServer]) -> str | None:
    """The line that switches on the first model that can be reached; None where there is none.

    One whose address has a password, which is not shown, is left out.
    """
    for server in servers:
        if "…" in server.address:
            continue
        able = [model for model in server.models if model.writes and _PLAIN.fullmatch(model.name)]
        for model in sorted(able, key=lambda model: not model.loaded):
            return command_for(server, model)
    return None


def advice(servers: Sequence[ModelServer]) -> str:
    """What to do to have a chat model, where none is switched on."""
    if line := switching_on(servers):
        return f"Switch it on: {line}"
    return (
        "Start one on this machine (Ollama, llama.cpp, LM Studio, vLLM) and look again: assistant "
        f"models. Or take OpenAI's: {OPENAI_LINE}"
    )


def command_for(server: ModelServer, model: OfferedModel) -> str:
    """The line that switches a model on, which keeps within what its server takes."""
    words = ["openai_base_url", server.address, "chat_model", f"openai:{model.name}"]
    if context := narrow_context(server, model):
        words += ["context_tokens", str(context)]
    return shlex.join(["assistant", "config", "set", *words])


def narrow_context(server: ModelServer, model: OfferedModel) -> int | None:
    """What ``context_tokens`` has to be for a model; None where the usual will do."""
    usual: int = Settings.model_fields["context_tokens"].default
    context = model.context
    if context is None and server.kind == native.OLLAMA:
        context = _OLLAMA_GIVES
    return max(context, _LEAST_CONTEXT) if context is not None and context < usual else None


def _all_asked(
    settings: Settings, asked: Mapping[str, str | None], *, own: str | None, seconds: float
) -> list[ModelServer]:
    """What comes of asking every address, each in a thread that is not waited for longer."""
    answers: dict[str, ModelServer] = {}

    def ask(address: str, kind: str | None) -> None:
        there = at_server(settings, address).model_copy(update={"timeout": seconds})
        answers[address] = _asked(there, address, kind, configured=address == own)

    threads = [
        threading.Thread(
            target=copy_context().run, args=(ask, address, kind), daemon=True, name="probe"
        )
        for address, kind in asked.items()
    ]
    end = monotonic() + seconds + _MARGIN
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - monotonic()))
    late = f"did not answer within {seconds:g} seconds"
    return [
        answers.get(address)
        or ModelServer(without_password(address), kind, address == own, error=late, seconds=seconds)
        for address, kind in asked.items()
    ]


def _asked(settings: Settings, address: str, kind: str | None, *, configured: bool) -> ModelServer:
    import openai

    began = monotonic()
    answer = ModelServer(without_password(address), kind, configured)
    try:
        choice = Choice("openai", "", official=is_official(address))
    except ConfigurationError as error:
        return replace(answer, error=error.message, hint=error.hint)
    server = server_of(choice, settings)
    connection = Connection(seconds=settings.timeout)
    try:
        with (
            connection,
            connection.used(),
            openai.OpenAI(**openai_options(settings), max_retries=0) as client,
        ):
            listed = client.get("/models", cast_to=object, options={"follow_redirects": False})
            models = native.offered(listed)
            if models is None:
                answer = replace(answer, error=_no_list(listed, server))
            elif choice.official or not address.endswith("/v1"):
                answer = replace(answer, models=tuple(models), kind=native.kind_of(listed))
            else:
                likely = native.kind_of(listed) or kind
                models, shown = native.described(models, likely, _asker(client, address))
                answer = replace(answer, models=tuple(models), kind=shown)
    except openai.NotFoundError:
        problem = "answers, but has no list of models there"
        answer = replace(answer, error=problem, hint="Its address usually ends in /v1")
    except Exception as error:  # noqa: BLE001 - whatever a server brings about is told of it
        answer = _failed(answer, error, server, connection)
    return replace(answer, seconds=monotonic() - began)


def _asker(client: openai.OpenAI, address: str) -> native.Ask:
    """Asks the programs' own doors; what comes of it otherwise than as JSON is None."""
    import openai

    root = urlunsplit(urlsplit(address.removesuffix("/v1"))._replace(query=""))

    def ask(path: str, body: Mapping[str, str] | None) -> object:
        try:
            if body is None:
                return client.get(root + path, cast_to=object, options={"follow_redirects": False})
            return client.post(
                root + path, cast_to=object, body=body, options={"follow_redirects": False}
            )
        except (openai.OpenAIError, ValueError, RecursionError):
            return None  # the list is there: what would come besides is not known

    return ask


def _no_list(listed: object, server: Server) -> str:
    if isinstance(listed, str) and (words := server.redacted(words_in(listed))):
        return f"sends no list of models, but: {words}"
    return "sends no list of models"


def _failed(
    answer: ModelServer, error: Exception, server: Server, connection: Connection
) -> ModelServer:
    if connection.late:
        what = "end its answer" if connection.body else "answer"
        return replace(answer, error=f"did not {what} within {server.timeout:g} seconds")
    if "refused" in str(error.__cause__).lower():
        return replace(answer, error="nothing listens there", silent=True)
    known = translated(error, server=server, received=False)
    # What is advised is about the settings, which name the configured one alone.
    advised = answer.configured and not isinstance(known, ModelTimeoutError)
    return replace(answer, error=known.message, hint=known.hint if advised else None)


def _unlistable(settings: Settings) -> tuple[ModelServer, ...]:
    """What is configured and has no list in OpenAI's shape, or cannot be asked for one."""
    if settings.chat_model is None or settings.openai_base_url:
        return ()
    try:
        choice = chosen(settings)
    except ConfigurationError as error:
        return (ModelServer("", None, configured=True, error=error.message, hint=error.hint),)
    if choice.provider == "openai":
        return ()
    problem = f"{choice.name} is named; its provider's models cannot be listed"
    hint = "Try it: assistant models --test"
    return (ModelServer("", choice.provider, configured=True, error=problem, hint=hint),)


def is_same_server(one: str, other: str) -> bool:
    """Whether two addresses are one, this machine having several names."""
    return _spelled(one) == _spelled(other)


def _spelled(address: str) -> str:
    return re.sub(r"^http://(?:localhost|\[::1\])(?=[:/])", "http://127.0.0.1", address.rstrip("/"))
