"""Trying a chat model: one line is asked of it, and no article is in it."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from assistant.configuring import without_password
from assistant.errors import AssistantError, ConfigurationError, StoppedError, UsageError
from assistant.models.chat import ChatModel
from assistant.models.chat_setup import chosen
from assistant.models.probing import at_server, configured_address
from assistant.models.prompts import Message
from assistant.reports import ModelServer, Trial
from assistant.settings import Settings

_LINE: Final = "Reply with one word: ready"
_SHOWN: Final = 80


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
        name = _name(once)
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


def _name(settings: Settings) -> str:
    try:
        return chosen(settings).name
    except ConfigurationError:
        return settings.chat_model or ""
