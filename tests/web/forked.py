"""Apps that start at once: processes of their own, forked from one that has imported all of it."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Final, NoReturn

_FORKING: Final = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.web.preloaded"])


class Forked:
    """A process that runs ``assistant`` with ``words``, handled as one of ``subprocess``."""

    def __init__(self, words: Sequence[str], *, env: Mapping[str, str], told: Path) -> None:
        reading, writing = _FORKING.Pipe(duplex=False)
        self._process = _FORKING.Process(target=_run, args=(words, dict(env), writing, told))
        self._process.start()
        writing.close()  # the child's alone: when it is dead, nobody waits for its word
        self.stdout = os.fdopen(os.dup(reading.fileno()), encoding="utf-8")
        reading.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self._process.pid is not None
        return self._process.pid

    def send_signal(self, number: int) -> None:
        """Sends a signal to the process, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def poll(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """The exit code, when it has ended.

        Raises:
            TimeoutExpired: it has not, for ``timeout`` seconds.
        """
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise TimeoutExpired("assistant", timeout)
        return code

    def kill(self) -> None:
        """Ends it with SIGKILL."""
        self._process.kill()

    def close(self) -> None:
        """Lets go of a process that has been ended."""
        self._process.join()
        self._process.close()
        self.stdout.close()


def _run(words: Sequence[str], env: Mapping[str, str], out: Connection, told: Path) -> NoReturn:
    os.dup2(out.fileno(), 1)
    os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
    out.close()
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - until its end
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - likewise
    os.environ.clear()
    os.environ.update(env)
    from assistant.__main__ import run

    run(words)
