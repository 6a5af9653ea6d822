"""Whatever goes wrong: the message, the exit code, and never a traceback."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.model_server import ModelServer
from tests.cli.running import COMMAND, CommandLine
from tests.rendering import json_forms as forms
from tests.rendering.test_safety import steers

QUESTION = "How long will the repairs of the ferry to Skarn take?"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ask"], "Missing argument"),
        (["ask", " "], "The question is empty"),
        (["nonsense"], "No such command"),
        (["list", "--nonsense"], "No such option"),
        (["ask", "x", "--engine", "steam"], "steam"),
        (["list", "--since", "soon"], "cannot read 'soon' as a date"),
        (["show", "ffffffff"], "ffffffff"),
        (["add"], "nothing to add"),
        (["add", "no-such-file.txt"], "no-such-file.txt"),
        (["ask", "x", "--json", "--markdown"], "exclude each other"),
    ],
)
def test_wrong_use_exits_with_2(empty: CommandLine, words: list[str], told: str) -> None:
    ran = empty(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert told in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("words", "kind"), [(["nonsense"], "usage"), (["show", "ffffffff"], "article_not_found")]
)
def test_errors_are_json_where_json_is_asked_for(
    empty: CommandLine, words: list[str], kind: str
) -> None:
    ran = empty("--json", *words)
    assert ran.out == ""
    error = forms.Error.model_validate_json(ran.err).error
    assert (error.kind, error.exit_code, ran.code) == (kind, 2, 2)


@pytest.mark.parametrize(
    ("behaviour", "code", "more"),
    [
        ("refuse", 4, {}),
        ("unreachable", 5, {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}),
        ("limit", 6, {}),
        ("hang", 7, {"ASSISTANT_TIMEOUT": "0.5"}),
    ],
)
def test_each_failure_of_a_chat_model_has_its_exit_code(
    library: CommandLine, model_server: ModelServer, behaviour: str, code: int, more: dict[str, str]
) -> None:
    ran = library("ask", QUESTION, env=model_server.environment(behaviour) | more)
    assert ran.code == code, ran.err
    assert ran.err.startswith("Error: ")
    assert "Traceback" not in ran.err


def test_a_fallback_answers_in_the_place_of_a_chat_model(
    library: CommandLine, model_server: ModelServer
) -> None:
    ran = library(
        "ask", QUESTION, "--fallback", "extractive", env=model_server.environment("refuse")
    )
    assert ran.code == 0, ran.err
    assert "nine days" in ran.out
    assert "extractive engine" in ran.out


def test_a_chat_engine_without_a_model_is_not_configured(library: CommandLine) -> None:
    ran = library("ask", QUESTION, "--engine", "chat")
    assert ran.code == 3
    assert "ASSISTANT_CHAT_MODEL" in ran.err


def test_a_wrong_setting_is_named(library: CommandLine) -> None:
    ran = library("list", env={"ASSISTANT_TIMEOUT": "soon"})
    assert ran.code == 3
    assert "ASSISTANT_TIMEOUT" in ran.err


def test_a_fault_of_the_program_is_one_sentence_unless_debugged(
    empty: CommandLine, tmp_path: Path
) -> None:
    # A module of the same name in the way is a fault that no code of ours foresees.
    (tmp_path / "sqlalchemy.py").write_text("raise TypeError('in the way')\n", encoding="utf-8")
    env = {"PYTHONPATH": str(tmp_path)}
    ran = empty("list", env=env)
    assert ran.code == 1
    assert "Something went wrong inside the program: TypeError: in the way." in ran.err
    assert "Traceback" not in ran.err
    assert "Traceback" in empty("list", "--debug", env=env).err


def test_no_colour_codes_in_a_pipe(library: CommandLine) -> None:
    for words in (["ask", QUESTION], ["list"], ["search", "ferry"], ["doctor"]):
        ran = library(*words, env={"FORCE_COLOR": "1", "TERM": "xterm-256color"})
        assert "\x1b" not in ran.out + ran.err


def test_a_hostile_article_reaches_no_terminal(library: CommandLine) -> None:
    found = library("search", "ferry Skarn helicopter", "-k", "1")
    assert "[bold]not bold[/bold]" in found.out
    shown = library("show", found.out.partition("id ")[2][:10])
    asked = library("ask", QUESTION, "--json")
    for ran in (found, shown, asked):
        assert not any(steers(character) for character in ran.out)


@pytest.mark.parametrize(
    "env", [{"LANG": "C", "LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0"}]
)
def test_output_is_utf8_whatever_the_locale(library: CommandLine, env: dict[str, str]) -> None:
    ran = library("ask", QUESTION, env=env)
    assert ran.code == 0
    assert "[1 §2]" in ran.out


def test_a_closed_pipe_is_quiet(library: CommandLine) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*COMMAND, "list"],
            stdout=writing,
            stderr=subprocess.PIPE,
            env=library.environment(),
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_ctrl_c_stops_while_a_model_is_waited_for(
    library: CommandLine, model_server: ModelServer
) -> None:
    model_server.asked.clear()
    with subprocess.Popen(
        [*COMMAND, "ask", QUESTION],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=library.environment(model_server.environment("hang")),
    ) as process:
        assert model_server.asked.wait(60)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"Stopped.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_ctrl_c_stops_while_threads_embed(empty: CommandLine, tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    record = '{{"title": "Story {0}", "text": "{1}"}}\n'
    many.write_text(
        "".join(
            record.format(n, " ".join(f"Sentence {m} of story {n} is here." for m in range(60)))
            for n in range(3000)
        ),
        encoding="utf-8",
    )
    watching, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "add", many],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env=empty.environment({"TERM": "xterm"}),
    ) as process:
        os.close(terminal)
        seen = read_until(watching, b"/3000")
        process.send_signal(signal.SIGINT)
        seen += read_until(watching, b"Stopped.")
        assert process.wait(20) == 130
    os.close(watching)
    assert b"Traceback" not in seen
    # What was finished is wholly there, and nothing is broken.
    assert empty("doctor").code == 0


def read_until(terminal: int, words: bytes) -> bytes:
    """Everything the terminal shows until ``words`` have been shown."""
    seen = b""
    while words not in seen:
        part = os.read(terminal, 4096)
        assert part, seen
        seen += part
    return seen
