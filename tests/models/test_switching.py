"""Switching a model on and off: what is written, what becomes of the key, what comes before."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.errors import ConfigurationError, UsageError
from assistant.models.switching import Wanted, asked_with, switched_off, switched_on
from assistant.settings import Origin, Settings, load_settings
from assistant.settings_file import settings_path

KEY = "sk-test-4f9a8b7c6d5e4f3a2b1c"
OLLAMA = "http://127.0.0.1:11434/v1"
OPENAI = "https://api.openai.com/v1"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ASSISTANT_CHAT_MODEL", "ASSISTANT_ENGINE"):
        monkeypatch.delenv(name, raising=False)


def filed() -> dict[str, object]:
    found: dict[str, object] = json.loads(settings_path().read_text(encoding="utf-8"))
    return found


def same(one: Settings, other: Settings) -> bool:
    names = ("openai_base_url", "openai_api_key", "chat_model", "engine", "context_tokens")
    return all(
        (getattr(one, name), one.origin(name)) == (getattr(other, name), other.origin(name))
        for name in names
    )


def test_what_is_switched_on_is_what_the_next_start_finds() -> None:
    now = switched_on(load_settings(), Wanted(OLLAMA, "llama3.1:8b"), context=4096)
    assert now.chat_model == "openai:llama3.1:8b"
    assert same(now, load_settings())
    assert filed() == {
        "openai_base_url": OLLAMA,
        "chat_model": "openai:llama3.1:8b",
        "context_tokens": 4096,
    }
    assert stat.S_IMODE(settings_path().stat().st_mode) == 0o600
    wider = switched_on(now, Wanted(OLLAMA, "other"), context=None)
    assert wider.context_tokens == 16_000
    assert same(wider, load_settings())
    off = switched_off(wider)
    assert off.chat_model is None
    assert same(off, load_settings())
    assert filed() == {"openai_base_url": OLLAMA}


def test_a_key_stays_with_its_server() -> None:
    now = switched_on(load_settings(), Wanted(OPENAI, "gpt-5-mini", KEY), context=None)
    assert now.openai_api_key == SecretStr(KEY)
    kept = switched_on(now, Wanted(OPENAI, "gpt-5"), context=None)
    assert kept.openai_api_key == SecretStr(KEY)
    asked = asked_with(kept, Wanted("http://thief.example/v1", "gpt-5"))
    assert asked.openai_api_key is None
    assert asked_with(kept, Wanted(OPENAI, "gpt-5")).openai_api_key == SecretStr(KEY)
    moved = switched_on(kept, Wanted("http://thief.example/v1", "gpt-5"), context=None)
    assert moved.openai_api_key is None
    assert KEY not in settings_path().read_text(encoding="utf-8")
    assert same(moved, load_settings())


def test_a_key_is_forgotten_also_where_the_model_was_switched_off_before() -> None:
    on = switched_on(load_settings(), Wanted(OPENAI, "gpt-5-mini", KEY), context=None)
    off = switched_off(on)
    moved = switched_on(off, Wanted("http://thief.example/v1", "x"), context=None)
    assert moved.openai_api_key is None


def test_a_key_of_the_environment_goes_to_no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    given = load_settings()
    assert asked_with(given, Wanted(OLLAMA, "x")).openai_api_key is None
    with pytest.raises(ConfigurationError, match=r"would be sent to 127\.0\.0\.1") as told:
        switched_on(given, Wanted(OLLAMA, "x"), context=None)
    assert KEY not in str(told.value)
    with pytest.raises(ConfigurationError, match="OPENAI_API_KEY"):
        switched_on(given, Wanted(OPENAI, "x", "sk-another-key-1234"), context=None)
    assert not settings_path().exists()
    now = switched_on(given, Wanted(OPENAI, "gpt-5-mini"), context=None)
    assert now.openai_api_key == SecretStr(KEY)
    assert now.origin("openai_api_key") is Origin.ENVIRONMENT
    assert KEY not in settings_path().read_text(encoding="utf-8")


def test_what_comes_before_the_file_is_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    by_option = load_settings(chat_model="openai:other", openai_base_url=OLLAMA)
    with pytest.raises(ConfigurationError, match="ASSISTANT_CHAT_MODEL"):
        switched_on(by_option, Wanted(OLLAMA, "x"), context=None)
    with pytest.raises(ConfigurationError, match="ASSISTANT_CHAT_MODEL"):
        switched_off(by_option)
    monkeypatch.setenv("ASSISTANT_ENGINE", "extractive")
    with pytest.raises(ConfigurationError, match="ASSISTANT_ENGINE"):
        switched_on(load_settings(), Wanted(OLLAMA, "x"), context=None)
    monkeypatch.setenv("ASSISTANT_ENGINE", "auto")
    monkeypatch.setenv("ASSISTANT_CONTEXT_TOKENS", "9000")
    now = switched_on(load_settings(), Wanted(OLLAMA, "x"), context=4096)
    assert now.context_tokens == 9_000
    assert same(now, load_settings())


def test_quoting_that_the_file_asks_for_ends_when_a_model_is_switched_on() -> None:
    settings_path().parent.mkdir()
    settings_path().write_text('{"engine": "extractive", "timeout": 5}', encoding="utf-8")
    now = switched_on(load_settings(), Wanted("localhost:11434", "x"), context=None)
    assert now.engine == "auto"
    assert now.openai_base_url == "http://localhost:11434/v1"
    assert filed()["timeout"] == 5


def test_an_address_with_a_password_is_meant_by_what_is_shown_of_it() -> None:
    address = "https://me:secret99@desk.example/v1"
    now = switched_on(load_settings(), Wanted(address, "x", KEY), context=None)
    again = switched_on(now, Wanted("https://…@desk.example/v1", "y"), context=None)
    assert again.openai_base_url == address
    assert again.openai_api_key == SecretStr(KEY)


def test_what_is_no_wish_is_refused() -> None:
    with pytest.raises(UsageError, match="No model is chosen"):
        switched_on(load_settings(), Wanted(OLLAMA), context=None)
    with pytest.raises(UsageError, match="no web address"):
        asked_with(load_settings(), Wanted("file:///etc/passwd", "x"))
    assert KEY not in repr(Wanted(OPENAI, "x", KEY))
