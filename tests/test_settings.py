"""The file of settings, and what comes before it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.configuring import (
    address_of,
    parsed,
    put,
    set_to,
    setting_of,
    table,
    unset,
    without_password,
)
from assistant.errors import AssistantError, ConfigurationError, UsageError
from assistant.settings import Origin, Settings, load_settings
from assistant.settings_file import (
    change_settings,
    is_open_to_others,
    read_settings,
    settings_path,
)

KEY = "sk-test-4f9a8b7c6d5e4f3a2b1c"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    for name in os.environ:
        if name.startswith(("ASSISTANT_", "OPENAI_")):
            monkeypatch.delenv(name)


def write(text: str | bytes) -> Path:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_options_come_before_the_environment_and_that_before_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put({"timeout": "1", "retries": "1", "answer-tokens": "100", "OPENAI_API_KEY": KEY})
    monkeypatch.setenv("ASSISTANT_TIMEOUT", "2")
    monkeypatch.setenv("ASSISTANT_RETRIES", "2")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    now = load_settings(timeout=3.0)
    assert (now.timeout, now.retries, now.answer_tokens, now.context_tokens) == (3, 2, 100, 16_000)
    assert now.openai_api_key == SecretStr("sk-of-the-environment")
    names = ("timeout", "retries", "answer_tokens", "context_tokens", "openai_api_key")
    assert [now.origin(name) for name in names] == [
        *(Origin.OPTION, Origin.ENVIRONMENT, Origin.FILE, Origin.DEFAULT, Origin.ENVIRONMENT)
    ]
    monkeypatch.setenv("OPENAI_API_KEY", "")
    assert load_settings().openai_api_key == SecretStr(KEY), "an empty variable is none"
    assert Settings(timeout=4).origin("timeout") is Origin.OPTION


def test_the_file_is_its_owners_alone_and_written_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "umask", os.umask)
    before = os.umask(0)
    try:
        put({"openai_api_key": KEY})
        path = settings_path()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert not is_open_to_others()
        path.chmod(0o644)
        assert is_open_to_others()
        put({"timeout": "5"})
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        os.umask(before)
    kept = sorted(one.name for one in path.parent.iterdir())
    assert kept == ["settings.json", "settings.lock"], "nothing half-written is left"


def test_a_file_that_a_link_leads_to_stays_where_it_is(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.json"
    real.write_text('{"retries": 1}', encoding="utf-8")
    settings_path().parent.mkdir(parents=True)
    settings_path().symlink_to(real)
    put({"timeout": "5"})
    assert settings_path().is_symlink()
    assert json.loads(real.read_text(encoding="utf-8")) == {"retries": 1, "timeout": 5.0}


def test_many_who_set_at_once_lose_nothing() -> None:
    names = [one.name for one in table() if one.name.endswith(("tokens", "price", "timeout"))]
    assert len(names) > 4
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: change_settings({name: 5000}), names))
    assert read_settings() == dict.fromkeys(names, 5000)


def test_whoever_is_killed_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    put({"timeout": "5"})
    before = settings_path().read_bytes()
    program = (
        "import os; from pathlib import Path; from assistant import settings_file as file\n"
        "Path.replace = lambda *_: os._exit(9)\n"
        "file.change_settings({'timeout': 6})"
    )
    done = subprocess.run([sys.executable, "-c", program], env=dict(os.environ), check=False)
    assert done.returncode == 9
    assert settings_path().read_bytes() == before
    put({"retries": "2"})
    assert read_settings() == {"timeout": 5.0, "retries": 2}
    assert tmp_path.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{{"openai_api_key": "{KEY}"', "line 1, column "),
        (f'{{"openai_api_key": "{KEY}",\n"timeout" 5}}', "line 2, column 11"),
        (f'["{KEY}"]', "no names with values"),
        (b"\xff\xfe{}", "no text of JSON"),
        ("[" * 100_000, "no text of JSON"),
        ("", "line 1"),
    ],
)
def test_a_damaged_file_is_told_with_its_path_and_never_with_what_it_holds(
    text: str | bytes, said: str
) -> None:
    path = write(text)
    for use in (load_settings, lambda: put({"timeout": "5"}), lambda: unset("timeout")):
        with pytest.raises(ConfigurationError) as told:
            use()
        assert str(path) in told.value.message
        assert said in told.value.message
        assert "remove the file" in (told.value.hint or "")
        assert KEY not in "".join(traceback.format_exception(told.value))
    assert path.read_bytes() == (text.encode() if isinstance(text, str) else text)


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    settings_path().mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings()
    settings_path().rmdir()
    settings_path().parent.rmdir()
    (tmp_path / "configuration").rmdir()
    (tmp_path / "configuration").write_text("in the way", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        put({"timeout": "5"})


def test_a_value_of_the_file_that_does_not_fit_is_told_with_how_to_mend_it() -> None:
    path = write('{"timeout": "soon", "retries": 1}')
    with pytest.raises(ConfigurationError) as told:
        load_settings()
    assert told.value.message.startswith(f"timeout in {path} does not fit")
    assert "assistant config set timeout" in (told.value.hint or "")
    (now,) = put({"timeout": "5"})
    assert (now.value, load_settings().retries) == ("5", 1)


def test_two_values_that_do_not_fit_are_mended_one_after_the_other() -> None:
    write('{"timeout": "soon", "retries": "many"}')
    with pytest.raises(ConfigurationError, match="retries in"):
        put({"timeout": "5"})
    put({"retries": "1"})
    assert (load_settings().timeout, load_settings().retries) == (5, 1)


def test_a_name_of_the_file_that_there_is_not_is_told_and_can_be_taken_out() -> None:
    write('{"chatmodel": "x", "retries": 1}')
    with pytest.raises(ConfigurationError, match="no setting 'chatmodel'") as told:
        load_settings()
    assert "assistant config unset chatmodel" in (told.value.hint or "")
    assert unset("chatmodel") == ("chatmodel",)
    assert load_settings().retries == 1


def test_names_are_understood_however_they_are_written() -> None:
    for word in ("openai_base_url", "openai-base-url", "OPENAI_BASE_URL", " Openai_Base_Url "):
        assert setting_of(word).name == "openai_base_url"
    assert setting_of("ASSISTANT_CHAT_MODEL").name == "chat_model"
    with pytest.raises(UsageError) as near:
        setting_of("chatmodel")
    assert near.value.hint == "Is chat_model meant?"
    with pytest.raises(UsageError) as far:
        setting_of("xyzzy")
    assert "chat_model" in (far.value.hint or "")
    assert "timeout" in (far.value.hint or "")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("timeout", "soon", "valid number"),
        ("timeout", "0", "greater than 0"),
        ("retries", "-1", "greater than or equal to 0"),
        ("unsupported", "ignore", "'flag', 'drop' or 'revise'"),
        ("rerank", "perhaps", "valid boolean"),
        ("temperature", "3", "less than or equal to 2"),
        ("openai_base_url", "ftp://x", "http://127.0.0.1:11434/v1"),
        ("openai_base_url", "desk.example", "Write it in full"),
        ("openai_base_url", "http://[::1", "Write it in full"),
        ("chat_model", "  ", "config unset chat_model"),
        ("chat_model", "\udcff", "not UTF-8"),
    ],
)
def test_values_that_do_not_fit_are_refused_with_what_would(
    name: str, text: str, said: str
) -> None:
    with pytest.raises(UsageError) as told:
        put({"retries": "1", name: text})
    assert said in str(told.value)
    assert not settings_path().exists(), "nothing is written where one does not fit"


def test_no_key_is_in_a_message_or_in_what_is_shown() -> None:
    with pytest.raises(AssistantError) as told:
        parsed(setting_of("openai_api_key"), KEY + "\udcff")
    assert KEY not in "".join(traceback.format_exception(told.value))
    write(json.dumps({"openai_api_key": [KEY]}))
    with pytest.raises(ConfigurationError) as told:
        load_settings()
    assert KEY not in "".join(traceback.format_exception(told.value))
    put({"openai_api_key": KEY, "openai_base_url": "https://me:secret99@desk.example/v1?k=99"})
    shown = {one.setting.name: one for one in set_to(load_settings())}
    assert (shown["openai_api_key"].value, shown["openai_proxy"].value) == ("set", "")
    assert shown["openai_base_url"].value == "https://…@desk.example/v1?…"
    for secret in (KEY, "secret99", "k=99"):
        assert secret not in repr(shown)
    assert KEY not in repr(load_settings())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("localhost:11434", "http://localhost:11434/v1"),
        ("127.0.0.1:8080/", "http://127.0.0.1:8080/v1"),
        ("[::1]:8000", "http://[::1]:8000/v1"),
        ("http://desk.example", "http://desk.example/v1"),
        ("http://desk.example/v1/", "http://desk.example/v1"),
        ("https://desk.example/v1/chat/completions", "https://desk.example/v1"),
        ("https://desk.example/openai/models", "https://desk.example/openai"),
        ("https://desk.example/api/v1?key=1#x", "https://desk.example/api/v1?key=1"),
    ],
)
def test_addresses_are_completed(text: str, address: str) -> None:
    assert parsed(setting_of("openai_base_url"), text) == address
    assert address_of(address) == address


def test_a_relative_folder_is_kept_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parsed(setting_of("home"), "library") == str(tmp_path / "library")


def test_every_setting_has_its_line_in_the_table() -> None:
    for one in table():
        assert len(one.meaning) > 10
        assert not one.meaning.endswith(".")
    assert without_password("http://[::1") == "(no address)"
