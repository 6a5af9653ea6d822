"""Runs: killed and gone on with, recorded and replayed, refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from assistant.errors import UsageError
from eval.gold.loading import load
from eval.regression import main
from eval.runs.folder import OUTCOMES, Run
from tests.eval.conftest import CASES
from tests.eval.stand_in import StandIn
from tests.inside import run_inside
from tests.openai_behaviours import Fails, Says
from tests.openai_server import OpenAIServer

KEY = "sk-very-secret-0123456789"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command wrote to standard error, and its exit code."""

    returncode: int
    stderr: str


class Eval:
    """``python -m eval`` with folders of its own and nothing of the tester's environment.

    ``command`` is what starts it as a process; a call runs it within this one.
    """

    def __init__(self, folder: Path, *, libraries: Path) -> None:
        self.folder = folder
        self._libraries = libraries
        self.out = folder / "run"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "eval", *self._words(*words)]

    def _words(self, *words: str) -> tuple[str, ...]:
        if words[0] == "run":
            words = (*words, "--libraries", str(self._libraries))
            if "--out" not in words:
                words = (*words, "--out", str(self.out))
        return words

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        return {**kept, "HOME": str(self.folder), "ASSISTANT_THREADS": "2", **more}

    def __call__(self, *words: str, **more: str) -> Ran:
        code, _, err = run_inside(
            lambda: main(self._words(*words)), environment=self.environment(**more)
        )
        return Ran(code, err.decode("utf-8"))


@pytest.fixture
def evaluating(tmp_path: Path, libraries: Path) -> Eval:
    return Eval(tmp_path, libraries=libraries)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every fourth of the sample cases, as a set of its own."""
    given = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    for kind in ("questions", "summaries"):
        given[kind] = given[kind][::4]
    path = tmp_path_factory.mktemp("few") / "few-cases.yaml"
    path.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    return path


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_a_run_that_is_killed_goes_on_where_it_was(evaluating: Eval, few: Path) -> None:
    words = ("run", "--dataset", str(few), "--engine", "extractive")
    process = subprocess.Popen(
        evaluating.command(*words),
        env=evaluating.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    outcomes = evaluating.out / OUTCOMES
    while len(_lines(outcomes)) < 5:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with outcomes.open("ab") as torn:  # as if it had died in the middle of a line
        torn.write(b'{"case": "ferry-depar')
    kept = _lines(outcomes)[:5]
    ran = evaluating(*words)
    assert ran.returncode == 0, ran.stderr
    assert _lines(outcomes)[:5] == kept
    counts = Counter(outcome.case for outcome in Run.read(evaluating.out).outcomes)
    assert set(counts) == {case.id for case in load((few,)).cases}
    assert set(counts.values()) == {1}


def test_another_run_is_not_mixed_with_what_is_there(evaluating: Eval, few: Path) -> None:
    small = ("--dataset", str(few), "--engine", "extractive")
    assert evaluating("run", *small).returncode == 0
    other = evaluating("run", *small, "--passages", "3")
    assert other.returncode == 2
    assert "passages: 3, there 12" in other.stderr
    assert evaluating("run", *small, "--passages", "3", "--fresh").returncode == 0
    assert Run.read(evaluating.out).manifest.identity["passages"] == "3"


def test_the_chat_engine_is_recorded_and_replayed_without_its_server(
    evaluating: Eval, few: Path
) -> None:
    small = ("--dataset", str(few), "--engine", "chat")
    recordings = evaluating.folder / "recordings.jsonl"
    named = {"ASSISTANT_CHAT_MODEL": "openai:gpt-test"}
    gold = load((few,))
    with OpenAIServer() as server:
        server.always(Says(StandIn(gold)))
        ran = evaluating(
            *("run", *small, "--record", str(recordings)),
            **named,
            OPENAI_BASE_URL=server.base_url,
            OPENAI_API_KEY=KEY,
        )
        assert ran.returncode == 0, ran.stderr
        asked = len(server.chats)
    assert len(_lines(recordings)) == asked >= 0.8 * len(gold.cases)
    written = recordings.read_text(encoding="utf-8")
    assert KEY not in written
    assert "authorization" not in written.lower()
    recorded = Run.read(evaluating.out)
    second = evaluating.folder / "second"
    replay = ("run", *small, "--replay", str(recordings), "--out", str(second))
    replayed = evaluating(*replay, **named)  # neither a server nor a key
    assert replayed.returncode == 0, replayed.stderr
    again = Run.read(second)
    told = {outcome.case: outcome.answer or outcome.summary for outcome in recorded.outcomes}
    for outcome in again.outcomes:
        result = outcome.answer or outcome.summary
        was = told[outcome.case]
        assert result is not None
        assert was is not None
        assert (result.text, result.usage) == (was.text, was.usage), outcome.case
    # A request that has changed has no recording, and is an error: never a silent call.
    with OpenAIServer() as server:
        changed = evaluating(
            *(*replay, "--fresh", "--passages", "3"),
            **named,
            OPENAI_BASE_URL=server.base_url,
            OPENAI_API_KEY=KEY,
        )
        assert server.requests == []
    assert changed.returncode == 2
    assert "has no recording of a request of the case" in changed.stderr
    nothing = evaluating("run", *small, "--replay", str(second / "none.jsonl"), **named)
    assert nothing.returncode == 2
    assert "There are no recordings" in nothing.stderr


def test_a_model_that_fails_is_told_case_by_case_and_counts_against_the_run(
    evaluating: Eval, few: Path
) -> None:
    small = ("--dataset", str(few), "--engine", "chat")
    with OpenAIServer() as server:
        server.always(Fails(500))
        server.script(*["Two families drove back [1]."] * 2)
        ran = evaluating(
            *("run", *small, "--jobs", "4"),
            ASSISTANT_CHAT_MODEL="openai:gpt-test",
            ASSISTANT_RETRIES="0",
            OPENAI_BASE_URL=server.base_url,
        )
    assert ran.returncode == 0, ran.stderr
    assert "cases ended with an error" in ran.stderr
    outcomes = Run.read(evaluating.out).outcomes
    assert sum(outcome.error is not None for outcome in outcomes) > len(outcomes) / 2
    refused = evaluating("accept", str(evaluating.out), "--because", "x", *small[:2])
    assert refused.returncode == 2
    assert "ended with an error" in refused.stderr


def test_repeats_are_kept_apart(evaluating: Eval, few: Path) -> None:
    small = ("--dataset", str(few), "--engine", "extractive")
    ran = evaluating("run", *small, "--repeat", "2", "--jobs", "2")
    assert ran.returncode == 0, ran.stderr
    outcomes = Run.read(evaluating.out).outcomes
    assert Counter(outcome.repeat for outcome in outcomes) == {0: 20, 1: 20}


def test_a_folder_without_a_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no run"):
        Run.read(tmp_path)
    (tmp_path / "run.json").write_text(json.dumps({"name": "x"}), encoding="utf-8")
    (tmp_path / OUTCOMES).write_text("no json\n", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        Run.read(tmp_path)
