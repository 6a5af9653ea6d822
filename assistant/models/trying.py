"""Tries a chat model: whether its server answers, and what it replies to one line."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from assistant.configuring import without_password
from assistant.errors import AssistantError, ConfigurationError, StoppedError, UsageError
from assistant.models.chat import ChatModel
from assistant.models.chat_setup import chosen, few, listed_models, server_of
from assistant.models.probing import at_server, configured_address
from assistant.models.prompts import Message
from assistant.reports import Check, CheckState, ModelServer, Trial
from assistant.settings import Settings

_LINE: Final = "Reply with one word: ready"
_SHOWN: Final = 80


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
        models = listed_models(settings, choice)
    except AssistantError as error:
        return Check(name, CheckState.FAILED, error.message, error.hint)
    host = server_of(choice, settings).host
    if models is None:
        return Check(name, CheckState.INFO, f"{host} answers, but does not list its models")
    if any(known == choice.model or known.startswith(f"{choice.model}:") for known in models):
        return Check(name, CheckState.OK, f"{host} answers and has {choice.model}")
    listed = f"It lists: {few(models)}" if models else None
    detail = f"{host} answers, but does not list {choice.model}"
    return Check(name, CheckState.INFO, detail, listed)


def named_model(settings: Settings, servers: tuple[ModelServer, ...], name: str | None) -> Settings:
    """The settings under which a model is to be tried.

    Args:
        settings: those of the program.
        servers: what can be reached.
        name: a model that one of them offers; None means the configured one, else the first.

    Raises:
        UsageError: nothing offers it, or there is nothing to try.
    """
    if name is None and settings.chat_model:
        return settings
    wanted = (name or "").removeprefix("openai:")
    for server in servers:
        for model in server.models:
            if wanted in (model.name, model.name.removesuffix(":latest")) or (
                name is None and model.writes
            ):
                there = settings
                if not server.configured:
                    there = at_server(settings, server.address)
                return there.model_copy(update={"chat_model": f"openai:{model.name}"})
    if name is None:
        raise UsageError(
            "There is no model to try", hint="Start a server, or name one: config set chat_model"
        )
    if ":" in name and chosen(settings.model_copy(update={"chat_model": name})).provider != (
        "openai"
    ):
        return settings.model_copy(update={"chat_model": name})
    offered = [model.name for server in servers for model in server.models]
    raise UsageError(
        f"No server that can be reached offers the model {wanted!r}",
        hint=f"They offer: {', '.join(offered[:8])}" if offered else "None can be reached",
    )


def try_model(settings: Settings) -> Trial:
    """Asks the model of the settings for one word, once; what goes wrong is in the result.

    Raises:
        StoppedError: the work was stopped.
    """
    once = settings.model_copy(update={"retries": 0})
    address = without_password(configured_address(settings) or "")
    began = perf_counter()
    try:
        model = ChatModel(once)
        reply = model.complete([Message("user", _LINE)])
    except StoppedError:
        raise
    except AssistantError as error:
        try:
            name = chosen(once).name
        except ConfigurationError:
            name = once.chat_model or ""
        return Trial(
            name,
            address,
            perf_counter() - began,
            error=error.message,
            hint=error.hint,
            exit_code=error.exit_code,
        )
    usage = reply.usage
    return Trial(
        model.name,
        address,
        perf_counter() - began,
        reply=" ".join(reply.text.split())[:_SHOWN],
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost=usage.cost,
    )
