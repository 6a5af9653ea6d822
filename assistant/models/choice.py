"""Which engine answers by the settings, and why, in words for a person."""

from __future__ import annotations

from assistant.errors import ConfigurationError
from assistant.models.chat_setup import chosen, server_of
from assistant.reports import EngineChoice
from assistant.settings import Settings

_QUOTES = "the articles are quoted"


def engine_choice(settings: Settings, *, own: str | None = None) -> EngineChoice:
    """What answers, and why; no secret is in it, and nothing is raised.

    Args:
        settings: the settings.
        own: the engine's name where a chat model of the program's user was handed in.
    """
    if settings.engine == "extractive":
        return EngineChoice("extractive", None, f"{_engine(settings)}, so {_QUOTES}")
    if own is not None:
        return EngineChoice(own, own.removeprefix("chat:"), "a chat model was handed in")
    if settings.chat_model is None:
        return _without_model(settings)
    try:
        choice = chosen(settings)
    except ConfigurationError as error:
        return EngineChoice(
            "extractive", None, "the chat model of the settings cannot be used", problem=str(error)
        )
    host = server_of(choice, settings).host
    reason = f"{settings.named('chat_model')} names {choice.name}, which is asked at {host}"
    return EngineChoice(f"chat:{choice.name}", choice.name, reason)


def _without_model(settings: Settings) -> EngineChoice:
    if settings.engine == "chat":
        return EngineChoice(
            "extractive",
            None,
            f"{_engine(settings)}, but no chat model is configured",
            problem="No chat model is configured. Set ASSISTANT_CHAT_MODEL=provider:model, for "
            "example openai:gpt-5-mini, or see what can be reached: assistant models",
        )
    if settings.openai_api_key is not None:
        reason = (
            f"{settings.named('openai_api_key')} is set, but ASSISTANT_CHAT_MODEL is not: a key "
            f"alone switches nothing on, so {_QUOTES}"
        )
    else:
        reason = f"no chat model is configured (ASSISTANT_CHAT_MODEL is not set), so {_QUOTES}"
    return EngineChoice("extractive", None, reason)


def _engine(settings: Settings) -> str:
    return f"{settings.named('engine')} is {settings.engine}"
