"""What a person sees while articles are added."""

from __future__ import annotations

import json
import os
import pty
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from assistant.cli.progress import Rate, counted
from assistant.reports import Progress
from tests.cli.running import COMMAND, CommandLine


def test_the_rate_is_that_of_the_last_half_a_minute() -> None:
    now = 0.0
    rate = Rate(clock=lambda: now)
    assert rate.at(0) is None
    now = 0.5
    assert rate.at(3) is None, "too soon to be told"
    now = 2.0
    assert rate.at(8) == pytest.approx(4.0)
    for second in range(3, 100):
        now = float(second)
        told = rate.at(8 + 10 * (second - 2))
    assert told == pytest.approx(10.0)


def test_the_rate_goes_down_while_nothing_is_done() -> None:
    now = 0.0
    rate = Rate(clock=lambda: now)
    rate.at(0)
    now = 10.0
    assert rate.at(100) == pytest.approx(10.0)
    now = 20.0
    assert rate.at(100) == pytest.approx(5.0)


def test_what_is_counted_is_told_in_short() -> None:
    assert counted(Progress(3, 10, "a"), rate=None) == "3/10"
    told = counted(Progress(1204, 10_000, "a", estimated=True), rate=14.24)
    assert told == "1,204/~10,000 14.2/s"


def test_a_terminal_shows_how_far_it_is(empty: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(
        "".join(json.dumps({"id": n, "text": f"Story {n} it is."}) + "\n" for n in range(12))
    )
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "add", str(file)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=empty.environment(),
    ) as process:
        os.close(theirs)
        shown = _all(ours)
        assert process.stdout
        told = process.stdout.read().decode()
    os.close(ours)
    assert process.returncode == 0
    assert "Adding" in shown
    assert "12/12" in shown
    assert "12 added" in told


def test_ctrl_c_says_that_the_same_command_goes_on(empty: CommandLine) -> None:
    # Words this long are one token each: a window of them is embedded at once.
    text = " ".join([f"Story it is. {'x' * 150}"] * 20)
    lines = "".join(json.dumps({"id": n, "text": f"{n} {text}"}) + "\n" for n in range(150))
    with subprocess.Popen(
        [*COMMAND, "add", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=empty.environment(),
    ) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write(lines.encode())
        process.stdin.flush()
        while process.poll() is None and not _kept(empty.home):
            time.sleep(0.05)  # between two looks, not for luck
        process.send_signal(signal.SIGINT)
        told = process.stderr.read().decode()
        process.wait(60)
    assert process.returncode == 130, told
    assert "What has been added stays; the same command goes on from there" in told


def _kept(home: Path) -> bool:
    """Whether the library holds an article already."""
    file = home / "catalogue.sqlite"
    if not file.exists():
        return False
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return bool(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
        except sqlite3.OperationalError:  # its tables are being made
            return False


def _all(terminal: int) -> str:
    """Everything that is written to a terminal until nobody holds it open."""
    pieces = []
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # how Linux says that it was closed
            break
        if not piece:
            break
        pieces.append(piece)
    return b"".join(pieces).decode("utf-8", "replace")
