from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.settings import Settings, load_settings


def _settings(tmp_path: Path, **given: object) -> Settings:
    return load_settings(home=tmp_path, **given)


@pytest.mark.parametrize(
    ("given", "name", "said"),
    [
        ({}, "extractive", "ASSISTANT_CHAT_MODEL is not set"),
        ({"OPENAI_API_KEY": "sk-secret"}, "extractive", "a key alone switches nothing on"),
        ({"engine": "extractive", "chat_model": "openai:x"}, "extractive", "ASSISTANT_ENGINE"),
        (
            {"chat_model": "openai:gpt-5-mini", "OPENAI_API_KEY": "sk-secret"},
            "chat:openai:gpt-5-mini",
            "api.openai.com",
        ),
        (
            {
                "chat_model": "openai:llama",
                "OPENAI_API_KEY": "sk-secret",
                "OPENAI_BASE_URL": "http://me:sk-secret@desk.example:8080/v1?key=sk-secret",
            },
            "chat:openai:llama",
            "desk.example:8080",
        ),
    ],
)
def test_what_answers_and_why(tmp_path: Path, given: dict[str, str], name: str, said: str) -> None:
    choice = Assistant(settings=_settings(tmp_path, **given)).engine_choice()
    assert choice.name == name
    assert said in choice.reason
    assert choice.problem is None
    assert "secret" not in repr(choice)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"engine": "chat"}, "No chat model is configured"),
        ({"chat_model": "openai:gpt-5-mini"}, "needs a key"),
        ({"chat_model": "openai:", "OPENAI_API_KEY": "sk-secret"}, "names no model"),
    ],
)
def test_what_is_wrong_is_told_and_not_raised(
    tmp_path: Path, given: dict[str, str], said: str
) -> None:
    choice = Assistant(settings=_settings(tmp_path, **given)).engine_choice()
    assert choice.problem is not None
    assert said in choice.problem
    assert "secret" not in repr(choice)
