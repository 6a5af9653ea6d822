from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr

from assistant.models.chat import ChatModel
from assistant.settings import Settings
from tests.openai_server import OpenAIServer

KEY = "sk-test-4f9a8b7c6d5e4f3a2b1c"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("ASSISTANT_", "OPENAI_", "LANGCHAIN_", "LANGSMITH_")):
            monkeypatch.delenv(name)


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def configured(server: OpenAIServer) -> Callable[..., Settings]:
    """Settings for the server; keywords change them."""

    def make(**changed: object) -> Settings:
        given: dict[str, object] = {
            "chat_model": "openai:gpt-test",
            "openai_api_key": SecretStr(KEY),
            "openai_base_url": server.base_url,
            "timeout": 20.0,
            "retries": 0,
        }
        return Settings(**{**given, **changed})  # type: ignore[arg-type]

    return make


@pytest.fixture
def model(configured: Callable[..., Settings]) -> Callable[..., ChatModel]:
    """A chat model on the server; keywords change the settings."""
    return lambda **changed: ChatModel(configured(**changed))
