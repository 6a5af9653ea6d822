"""Whatever goes wrong: the message, the exit code, and never a traceback."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant.rendering.json import tasks
from tests.cli.running import COMMAND, CommandLine
from tests.openai_behaviours import Behaviour, Fails, Hangs, Resets, Waits
from tests.openai_server import OpenAIServer

QUESTION = "How long will the repairs of the ferry to Skarn take?"


STRAY = os.fsdecode(b"caf\xe9")
"""A word of a terminal that does not speak UTF-8, as Python hands it over."""


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are not bytes there")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["ask", f"When is the {STRAY} ferry back?"], 0),
        (["search", STRAY], 0),
        (["ask", "When is the ferry back?", "--outlet", STRAY], 0),
        (["list", "--outlet", STRAY], 0),
        (["list", "--since", STRAY], 2),
        (["show", STRAY], 2),
        (["show", "%"], 2),
        (["history", STRAY], 2),
        (["remove", STRAY], 2),
        (["summarise", STRAY], 2),
        (["add", f"https://127.0.0.1/{STRAY}"], 1),
        (["unfollow", STRAY], 2),
        (["refresh", STRAY], 2),
        (["prune", "--older-than", STRAY], 2),
        (["list", "--home", STRAY], 3),
        (["ask", "x", "--model", f"openai:{STRAY}"], 3),
        ([STRAY], 2),
    ],
)
def test_a_byte_that_is_no_utf_8_is_read_or_told_of(
    library: CommandLine, words: list[str], code: int
) -> None:
    ran = library(*words)
    assert ran.code == code, ran.err
    assert "inside the program" not in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="file names are not bytes there")
def test_files_whose_names_are_no_utf_8_are_articles_of_their_own(
    empty: CommandLine, tmp_path: Path
) -> None:
    for byte in (b"\xe8", b"\xe9"):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf" + byte + b".txt"))
        path.write_text(f"Ferry story {byte!r}\n\nThe ferry to Skarn was stopped by a storm today.")
    assert empty("add", str(tmp_path)).code == 0
    assert len(empty("list").out.splitlines()) == 2


def test_one_bad_path_does_not_stop_the_others(empty: CommandLine, tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Ferry stopped\n\nThe ferry to Skarn was stopped by a storm today.")
    ran = empty("add", str(good), "/nowhere/at/all.txt")
    assert ran.code == 1
    assert "Ferry stopped" in ran.out
    assert "1 added, 1 failed" in ran.out
    assert "there is no file or folder '/nowhere/at/all.txt'" in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ask"], "Missing argument"),
        (["ask", " "], "The question is empty"),
        (["nonsense"], "No such command"),
        (["sumarise", "x"], "Did you mean 'summarise'"),
        (["list", "--nonsense"], "No such option"),
        (["ask", "x", "--engine", "steam"], "steam"),
        (["list", "--since", "soon"], "cannot read 'soon' as a date"),
        (["list", "--since", "2025", "--until", "2024"], "No day"),
        (["show", "ffffffff"], "ffffffff"),
        (["add"], "nothing to add"),
        (["add", "no-such-file.txt"], "no-such-file.txt"),
        (["ask", "x", "--json", "--markdown"], "exclude each other"),
    ],
)
def test_wrong_use_exits_with_2(library: CommandLine, words: list[str], told: str) -> None:
    ran = library(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert told in ran.err


@pytest.mark.parametrize(
    ("words", "kind"), [(["nonsense"], "usage"), (["show", "ffffffff"], "article_not_found")]
)
def test_errors_are_json_where_json_is_asked_for(
    library: CommandLine, words: list[str], kind: str
) -> None:
    ran = library("--json", *words)
    assert ran.out == ""
    error = tasks.Error.model_validate_json(ran.err).error
    assert (error.kind, error.exit_code, ran.code) == (kind, 2, 2)


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (Fails(401), 4),
        (Fails(404), 4),
        (Resets(), 5),
        (Fails(429), 6),
        (Hangs(), 7),
    ],
)
def test_each_failure_of_a_chat_model_has_its_exit_code(
    library: CommandLine, server: OpenAIServer, behaviour: Behaviour, code: int
) -> None:
    server.always(behaviour)
    env = served_by(server) | {"ASSISTANT_TIMEOUT": "1", "ASSISTANT_FALLBACK": "none"}
    ran = library("ask", QUESTION, env=env)
    assert ran.code == code, ran.err
    assert ran.err.startswith("Error: ")


def test_a_fallback_answers_in_the_place_of_a_chat_model(
    library: CommandLine, server: OpenAIServer
) -> None:
    server.always(Fails(401))
    ran = library("ask", QUESTION, "--fallback", "extractive", env=served_by(server))
    assert ran.code == 0, ran.err
    assert "nine days" in ran.out
    assert "Quoted from the articles" in ran.out
    assert "Note: The chat model failed" in ran.out


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
    ran = empty.process("list", env=env)
    assert ran.code == 1
    assert "Something went wrong inside the program: TypeError: in the way." in ran.err
    assert "Traceback" in empty.process("list", "--debug", env=env).err


def test_a_hostile_article_is_shown_by_its_words_alone(library: CommandLine) -> None:
    found = library("search", "ferry Skarn helicopter", "-k", "1")
    assert "[bold]not bold[/bold]" in found.out
    shown = library("show", found.out.partition("id ")[2][:10])
    assert "[bold]not bold[/bold]" in shown.out


def test_output_is_utf8_whatever_the_locale(library: CommandLine) -> None:
    env = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    assert "‘all clear’" in library.process("list", env=env).out


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


def test_an_answer_is_printed_as_it_comes_and_ctrl_c_stops_it(
    library: CommandLine, server: OpenAIServer
) -> None:
    never = threading.Event()
    begun = "The ferry to Skarn was suspended [1]. It will run again [1]. And then"
    server.always(Waits(begun, " it stopped [1].", never))
    with subprocess.Popen(
        [*COMMAND, "ask", QUESTION],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=library.environment(served_by(server)),
    ) as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith(b"The ferry to Skarn was suspended. [1"):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    never.set()
    assert (process.returncode, err) == (130, b"Stopped.\n")
    assert b"it stopped" not in out


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
    import pty

    watching, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "add", many],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env=empty.environment({"TERM": "xterm"}),
    ) as process:
        os.close(terminal)
        try:
            seen = read_until(watching, b"/s")
            process.send_signal(signal.SIGINT)
            seen += read_until(watching, b"Stopped.")
            assert process.wait(20) == 130
        finally:
            process.kill()
    os.close(watching)
    assert b"Traceback" not in seen
    # What was finished is wholly there, and nothing is broken.
    assert empty("list").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_person_is_prompted_and_ctrl_c_at_the_prompt_leaves(library: CommandLine) -> None:
    import pty

    watching, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "chat"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=library.environment(),
        start_new_session=True,
    ) as process:
        os.close(terminal)
        try:
            read_until(watching, b"> ")
            os.write(watching, f"{QUESTION}\n".encode())
            answer = read_until(watching, b"\n> ")
            # A signal between the prompt and the wait for a key is only seen with the next.
            for _ in range(60):
                process.send_signal(signal.SIGINT)
                if select.select([watching], [], [], 0.5)[0]:
                    break
            left = read_until(watching, b"Stopped.")
            assert process.wait(20) == 130
        finally:
            process.kill()
    os.close(watching)
    assert b"\x1b[36m [1 " in answer
    assert b"Traceback" not in left


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_person_is_told_what_the_model_is_reading(
    library: CommandLine, server: OpenAIServer
) -> None:
    import pty

    piped = library("ask", QUESTION, env=served_by(server))
    assert "is reading" not in piped.out + piped.err
    server.script(Hangs())
    watching, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "ask", QUESTION],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env=library.environment(served_by(server)),
    ) as process:
        os.close(terminal)
        try:
            seen = read_until(watching, " tokens …".encode())
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 130
        finally:
            process.kill()
    os.close(watching)
    assert re.search(rb"The model is reading [0-9,]+ tokens", seen)


def served_by(server: OpenAIServer) -> dict[str, str]:
    """The settings of a chat model on ``server``."""
    return {
        "ASSISTANT_CHAT_MODEL": "openai:gpt-test",
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": server.base_url,
        "ASSISTANT_RETRIES": "0",
    }


def read_until(terminal: int, words: bytes, *, seconds: float = 60) -> bytes:
    """Everything the terminal shows until ``words`` have been shown, in time.

    How readline switches pasting in brackets on and off is left out.
    """
    seen = b""
    while words not in seen:
        ready, _, _ = select.select([terminal], [], [], seconds)
        assert ready, seen
        part = os.read(terminal, 4096)
        assert part, seen
        seen += part
        seen = seen.replace(b"\x1b[?2004h", b"").replace(b"\x1b[?2004l", b"")
    return seen
