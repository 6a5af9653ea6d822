"""Runs the command line: within this process, or in one of its own as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from assistant.cli.front import main
from tests.inside import run_inside
from tests.rendering.test_safety import steers

FormT = TypeVar("FormT", bound=BaseModel)

COMMAND = (sys.executable, "-m", "assistant")
_KEPT = ("PATH", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str

    def parsed(self, form: type[FormT]) -> FormT:
        """Standard output, which is to be one JSON document of ``form``."""
        return form.model_validate_json(self.out)


def checked(ran: Ran, *, debug: bool = False) -> Ran:
    """``ran``, which keeps the promises that every command makes."""
    written = ran.out + ran.err
    assert not any(steers(character) for character in written), written
    assert debug or "Traceback" not in ran.err, ran.err
    return ran


@dataclass(frozen=True, slots=True)
class CommandLine:
    """The command line with a library of its own and nothing of the tester's environment."""

    home: Path

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """What the process gets to see."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        own = {
            "HOME": str(self.home.parent),
            "ASSISTANT_HOME": str(self.home),
            "FORCE_COLOR": "1",  # which a pipe is not to listen to
            "TERM": "xterm-256color",
        }
        return {**kept, **own, **(more or {})}

    def __call__(
        self,
        *words: str | Path,
        typed: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Ran:
        """Runs ``assistant`` with ``words`` in this process, feeding it what is ``typed``.

        The start of a process takes longer than most commands. What a process alone shows
        (signals, terminals, locales, what is imported) goes through ``process``.
        """
        return _ran(
            words,
            *run_inside(
                lambda: main([*map(str, words)]),
                environment=self.environment(env),
                typed=_in_bytes(typed),
                cwd=cwd,
            ),
        )

    def process(
        self, *words: str | Path, typed: str | bytes = b"", env: Mapping[str, str] | None = None
    ) -> Ran:
        """Runs ``assistant`` with ``words`` as a process, feeding it what is ``typed``."""
        done = subprocess.run(
            [*COMMAND, *map(str, words)],
            input=_in_bytes(typed),
            capture_output=True,
            env=self.environment(env),
            timeout=120,
            check=False,
        )
        return _ran(words, done.returncode, done.stdout, done.stderr)


def _ran(words: tuple[str | Path, ...], code: int, out: bytes, err: bytes) -> Ran:
    ran = Ran(code, out.decode("utf-8"), err.decode("utf-8"))
    return checked(ran, debug="--debug" in words)


def _in_bytes(typed: str | bytes) -> bytes:
    return typed.encode() if isinstance(typed, str) else typed
