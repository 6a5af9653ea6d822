"""A process that forks children, each killed at a point that it is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Killer:
    """Asks the process for one child after another."""

    process: subprocess.Popen[str]

    def killed(self, *fields: object) -> int:
        """The exit status of a child that was given ``fields``."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\t".join(map(str, fields)) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def killing(module: str) -> Iterator[Killer]:
    """The process that runs ``module``; it has to end well."""
    with subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Killer(process)
        assert process.stdin
        process.stdin.close()
        assert process.wait(30) == 0
