"""Switching a chat model on and off while the program runs, by the file of settings.

A key stays with the server that it was set for: with another server it is forgotten unless it is
given anew, so that nobody gets to see it by naming a server of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

from assistant.configuring import address_of, changed, fixed, is_fixed, without_password
from assistant.errors import ConfigurationError, UsageError
from assistant.models.chat_setup import OPENAI_URL
from assistant.models.probing import at_server, configured_address, is_same_server
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """A chat model that somebody asks for; ``key`` is empty where theirs is none, or the old."""

    address: str
    model: str = ""
    key: str = field(default="", repr=False)


def asked_with(settings: Settings, wanted: Wanted) -> Settings:
    """The settings to ask the wanted model with, this once: nothing is written.

    Raises:
        UsageError: its address is none.
    """
    address = _address(settings, wanted)
    update: dict[str, object] = {"openai_base_url": address, "engine": "auto"}
    if wanted.key:
        update["openai_api_key"] = SecretStr(wanted.key)
    if wanted.model:
        update["chat_model"] = f"openai:{wanted.model}"
    return at_server(settings, address).model_copy(update=update)


def switched_on(settings: Settings, wanted: Wanted, *, context: int | None) -> Settings:
    """Writes the wanted model into the file, and gives the settings with it.

    Args:
        settings: those until now.
        wanted: the model.
        context: most tokens that its server gives it, where that is less than is usual.

    Raises:
        UsageError: no model is named, or its address is none.
        ConfigurationError: an option or the environment says otherwise and comes before the
            file, or would send its key to another server; or the file cannot be written.
    """
    if not wanted.model:
        raise UsageError("No model is chosen", hint="Choose one of those that the server lists")
    address = _address(settings, wanted)
    named = {"openai_base_url": address, "chat_model": f"openai:{wanted.model}"}
    if settings.engine == "extractive" and is_fixed(settings, "engine"):
        raise fixed("engine")
    put: dict[str, object] = {**named, **_key(settings, wanted, address)}
    if not is_fixed(settings, "context_tokens"):
        put["context_tokens"] = context
    return changed(settings, {**put, "engine": None})


def _key(settings: Settings, wanted: Wanted, address: str) -> dict[str, object]:
    moved = not is_same_server(address, configured_address(settings) or OPENAI_URL)
    if settings.openai_api_key and is_fixed(settings, "openai_api_key"):
        if wanted.key:
            raise fixed("openai_api_key")
        if moved:
            raise _would_go_along(address)
        return {}
    if wanted.key:
        return {"openai_api_key": wanted.key}
    return {"openai_api_key": None} if moved else {}


def switched_off(settings: Settings) -> Settings:
    """Takes the chat model out of the file, and gives the settings without it.

    Raises:
        ConfigurationError: an option or the environment names it; or the file cannot be written.
    """
    if settings.chat_model and is_fixed(settings, "chat_model"):
        raise fixed("chat_model")
    return changed(settings, {"chat_model": None})


def _address(settings: Settings, wanted: Wanted) -> str:
    """The address that is meant; the present one may be named as it is shown."""
    present = configured_address(settings)
    if present and wanted.address.strip() == without_password(present):
        return present
    return address_of(wanted.address)


def _would_go_along(address: str) -> ConfigurationError:
    host = urlsplit(address).netloc.rpartition("@")[2]
    return ConfigurationError(
        f"OPENAI_API_KEY is set in the environment of the program, and would be sent to {host}",
        hint="Start the program without it, or set this server at its command line: assistant "
        "config set openai_base_url",
    )
