"""``config`` and ``models``."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
from pathlib import Path

import pytest

from assistant.rendering.json import answers, tasks
from tests.cli.running import COMMAND, CommandLine
from tests.cli.test_failures import read_until
from tests.openai_behaviours import Fails, Hangs, Sends
from tests.openai_server import OpenAIServer

KEY = "sk-test-4f9a8b7c6d5e4f3a2b1c"


def filed(run: CommandLine) -> Path:
    return run.home.parent / ".config" / "news-assistant" / "settings.json"


def test_settings_are_set_shown_and_taken_out(empty: CommandLine) -> None:
    done = empty("config", "set", "chat-model", "openai:gpt-test", "OPENAI_BASE_URL", "localhost:9")
    assert done.code == 0
    assert done.out.splitlines() == [
        "chat_model\topenai:gpt-test\tfile",
        "openai_base_url\thttp://localhost:9/v1\tfile",
    ]
    assert "which is asked at localhost:9" in done.err
    assert stat.S_IMODE(filed(empty).stat().st_mode) == 0o600
    assert empty("config", "get", "chat_model").out == "openai:gpt-test\n"
    assert empty("config", "get", "temperature").out == "\n"
    rows = [row.split("\t") for row in empty("config", "list").out.splitlines()]
    assert ["home", str(empty.home), "environment"] in rows
    assert ["timeout", "60", "default"] in rows
    listed = empty("config", "list", "--json", env={"ASSISTANT_TIMEOUT": "7"})
    settings = {one.name: one for one in listed.parsed(tasks.Configuration).settings}
    assert (settings["timeout"].value, settings["timeout"].origin) == ("7", "environment")
    assert settings["unsupported"].choices == ["flag", "drop", "revise"]
    gone = empty("config", "unset", "chat_model", "--json")
    assert json.loads(gone.out) == {"unset": ["chat_model"]}
    again = empty("config", "unset", "chat_model")
    assert (again.code, again.out) == (0, "")
    assert "no chat model is configured" in again.err.lower()


def test_what_comes_before_the_file_is_said(empty: CommandLine) -> None:
    done = empty("config", "set", "retries", "1", env={"ASSISTANT_RETRIES": "2"})
    assert done.out == "retries\t2\tenvironment\n"
    assert "ASSISTANT_RETRIES in the environment comes before the file" in done.err


def test_a_key_is_read_from_a_pipe_and_never_shown(empty: CommandLine, tmp_path: Path) -> None:
    for words in (("openai_api_key",), ("openai_api_key", "-")):
        done = empty.process("config", "set", *words, typed=f"{KEY}\n")
        assert (done.code, done.out) == (0, "openai_api_key\tset\tfile\n")
    assert json.loads(filed(empty).read_text(encoding="utf-8")) == {"openai_api_key": KEY}
    assert "a key alone switches nothing on" in done.err
    told = empty("config", "set", "openai_base_url", "http://127.0.0.1:9/v1")
    assert "The key (the setting openai_api_key (in the file)) goes along to http://127" in told.err
    shown = [done, told]
    shown += [empty("config", "get", "openai_api_key"), empty("config", "list")]
    shown += [empty("config", "list", "--json"), empty("doctor"), empty("models")]
    shown += [empty("ask", "Who?", "--model", "openai:x", "--fallback", "none", "--debug")]
    shown += [empty("config", "set", "openai_api_key", " ")]
    for one in shown:
        assert KEY not in one.out + one.err
    assert tmp_path.exists()


def test_a_key_is_typed_unseen(empty: CommandLine) -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "config", "set", "openai_api_key"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=empty.environment(),
        start_new_session=True,
    )
    os.close(follower)
    try:
        read_until(leader, b"openai_api_key: ")
        os.write(leader, f"{KEY}\n".encode())
        seen = read_until(leader, b"switches nothing on")
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
        os.close(leader)
    assert KEY.encode() not in seen
    assert json.loads(filed(empty).read_text(encoding="utf-8")) == {"openai_api_key": KEY}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("chatmodel", "x"), "Is chat_model meant?"),
        (("timeout", "soon"), "valid number"),
        (("timeout", "5", "retries"), "without a value"),
        (("unsupported", "ignore"), "'flag', 'drop' or 'revise'"),
    ],
)
def test_wrong_use_is_told(empty: CommandLine, words: tuple[str, ...], said: str) -> None:
    done = empty("config", "set", *words)
    assert done.code == 2
    assert said in done.err
    assert not filed(empty).exists()


def test_a_damaged_file_stops_every_command_with_its_path(empty: CommandLine) -> None:
    filed(empty).parent.mkdir(parents=True)
    filed(empty).write_text(f'{{"openai_api_key": "{KEY}"', encoding="utf-8")
    for words in (("list",), ("config", "list"), ("config", "set", "retries", "1"), ("doctor",)):
        done = empty(*words, "--debug")
        assert done.code == 3
        assert str(filed(empty)) in done.err
        assert KEY not in done.err


def test_the_file_switches_a_model_on(empty: CommandLine, server: OpenAIServer) -> None:
    assert empty("add", "--samples").code == 0
    address = server.base_url.removeprefix("http://").removesuffix("/v1")
    line = ("config", "set", "openai_base_url", address, "chat_model", "openai:gpt-test")
    assert empty(*line).code == 0
    question = ("ask", "How many people were rescued from the Saint Orla?", "--json")
    assert empty(*question).parsed(answers.Answer).engine == "chat:openai:gpt-test"
    once = empty(*question, env={"ASSISTANT_ENGINE": "extractive"})
    assert once.parsed(answers.Answer).engine == "extractive"


def test_models_are_listed_and_tried(empty: CommandLine, server: OpenAIServer) -> None:
    listed = empty("models", "--at", server.base_url)
    assert listed.code == 0
    assert "2 models" in listed.out
    line = f"assistant config set openai_base_url {server.base_url} chat_model openai:gpt-test"
    assert f"Switch it on: {line}" in listed.out
    assert server.chats == []
    document = empty("models", "--at", server.base_url, "--test", "llama-test:8b", "--json")
    found = document.parsed(tasks.Models)
    assert [model.name for model in found.servers[0].models] == ["gpt-test", "llama-test:8b"]
    assert found.switch_on is not None
    assert found.test is not None
    assert (found.test.ok, found.test.model) == (True, "openai:llama-test:8b")
    assert len(server.chats) == 1
    assert not filed(empty).exists(), "looking switches nothing on"


def test_a_model_that_fails_is_told_in_its_servers_words(
    empty: CommandLine, server: OpenAIServer
) -> None:
    server.always(Fails(500, "out of memory \x1b[31m"))
    done = empty("models", "--test", "--at", server.base_url)
    assert done.code == 1
    assert "out of memory" in done.out
    unknown = empty("models", "--test", "nothing", "--at", server.base_url)
    assert (unknown.code, "gpt-test" in unknown.err) == (2, True)
    assert empty("models", "gpt-test").code == 2


def test_what_a_server_calls_its_models_steers_no_terminal(
    empty: CommandLine, server: OpenAIServer
) -> None:
    names = ["\x1b]0;title\x07evil", "\u202edlrow", "[bold]x[/bold]", "a;reboot"]
    body = json.dumps({"data": [{"id": name} for name in names]})
    server.pages["/v1/models"] = Sends(body.encode(), "application/json")
    done = empty("models", "--at", server.base_url)
    assert "[bold]x[/bold]" in done.out
    assert "Switch it on" not in done.out


def test_doctor_says_how_a_model_is_switched_on(empty: CommandLine, server: OpenAIServer) -> None:
    env = {"OPENAI_BASE_URL": server.base_url}
    checks = empty("doctor", "--json", env=env).parsed(tasks.Checks)
    (check,) = [check for check in checks.checks if check.name == "chat model"]
    assert "offers gpt-test" in check.detail
    assert check.hint == (
        f"Switch it on: assistant config set openai_base_url {server.base_url} "
        "chat_model openai:gpt-test"
    )
    server.models_fail = Hangs()
    silent = empty("doctor", "--json", env=env).parsed(tasks.Checks)
    (check,) = [check for check in silent.checks if check.name == "chat model"]
    assert check.hint is not None
    assert "assistant config set chat_model" in check.hint
