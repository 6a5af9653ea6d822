"""Which models a server has, and whether it answers at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assistant.errors import AssistantError
from assistant.models.chat_errors import too_late, translated
from assistant.models.chat_setup import Choice, chosen, openai_options, server_of
from assistant.models.cutting import Line
from assistant.reports import Check, CheckState
from assistant.settings import Settings

_CHECK_SECONDS: Final = 5.0
_DEADLINE: Final = 10
_LISTED: Final = 8


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
    return Check(
        name,
        CheckState.INFO,
        f"{host} answers, but does not list {choice.model}",
        f"It lists: {few(models)}" if models else None,
    )


def listed_models(settings: Settings, choice: Choice) -> list[str] | None:
    """The models that the server lists; None if it has no list.

    Raises:
        ModelError: or one of its kinds.
    """
    import openai

    server = server_of(choice, settings)
    timeout = min(settings.timeout, _CHECK_SECONDS)
    line = Line(seconds=_DEADLINE * timeout)
    try:
        with (
            line,
            line.used(),
            openai.OpenAI(
                **(openai_options(settings) | {"timeout": timeout}), max_retries=0
            ) as client,
        ):
            return [model.id for model in client.models.list()]
    except openai.NotFoundError:
        return None
    except openai.OpenAIError as error:
        if line.late:
            raise too_late(server, _DEADLINE * timeout) from error
        raise translated(error, server=server, received=False) from error
    except (ValueError, TypeError, AttributeError) as error:  # a reply that is no list of models
        raise translated(error, server=server, received=False) from error


def few(models: Sequence[str]) -> str:
    """The first of ``models``, for a message."""
    more = len(models) - _LISTED
    return ", ".join(models[:_LISTED]) + (f", and {more} more" if more > 0 else "")
