"""Machines as processes that are killed at random moments, and a server that is cut off."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.library import integrity
from assistant.library.library import Library
from assistant.types import Filters
from tests.library.made import article, library
from tests.library.postgres_node import POOL, VERSIONS
from tests.postgres import Server
from tests.tiers import tiered

_NODES = 3
_CHECKS: tuple[Callable[[Library], integrity.Finding], ...] = (
    integrity.check_database,
    integrity.check_articles,
    integrity.check_versions,
    integrity.check_origins,
    integrity.check_indexes,
)


class Machine:
    """A process that keeps and asks; what it acknowledged stands in a file."""

    def __init__(self, home: str, folder: Path, name: str) -> None:
        self.name = name
        self._command = [sys.executable, "-m", "tests.library.postgres_node", home]
        self._folder = folder
        self._said = folder / f"said-{name}"
        self._errors = folder / f"errors-{name}"
        self._begun = self._before = 0
        self.start()

    def start(self) -> None:
        """Begins, or begins again, with the index of words that it had."""
        self._begun += 1
        self._before = self._said.stat().st_size if self._said.exists() else 0
        seed = f"{self.name}-{self._begun}"
        with self._said.open("ab") as said, self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                [*self._command, str(self._folder / self.name), seed], stdout=said, stderr=errors
            )

    def wait(self) -> None:
        """Waits until it has kept something since it began."""
        until = time.monotonic() + 60
        while self._said.stat().st_size == self._before:
            assert self._process.poll() is None, self._errors.read_text()
            assert time.monotonic() < until, self._errors.read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """Kills it at whatever it is doing; that it still runs shows that nothing was wrong."""
        assert self._process.poll() is None, self._errors.read_text()
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def kept(self) -> set[str]:
        """The ids of what it acknowledged."""
        lines = self._said.read_bytes().split(b"\n")[:-1]
        return {key.decode() for line in lines for key in line.split()}


@pytest.mark.parametrize("kills", tiered([6, 200], always=[6]))
def test_machines_that_are_killed_and_cut_off_lose_and_double_nothing(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    place = postgres.library()
    choice = random.Random(kills)
    machines = [Machine(str(place), tmp_path, f"machine-{n}") for n in range(_NODES)]
    for number in range(kills):
        one = choice.choice(machines)
        one.wait()
        time.sleep(choice.uniform(0.0, 0.4))
        one.kill()
        if number % 20 == 3:
            postgres.restart("immediate" if number % 40 == 3 else "fast")
        one.start()
    for one in machines:
        one.wait()
        one.kill()
    acknowledged = set().union(*(one.kept() for one in machines))
    assert len(acknowledged) > POOL
    possible = {article(n, version=v).origin for n in range(POOL) for v in range(1, VERSIONS + 1)}
    for name in ("machine-0", "new"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))
        with closing(library(place)) as opened:
            known = {
                version.article.id
                for key in opened.catalogue.articles.ids()
                for version in opened.catalogue.versions.every(key)
            }
            assert acknowledged <= known
            listed = opened.catalogue.listing.summaries(Filters())
            assert len({one.origin for one in listed}) == len(listed) <= len(possible)
            assert [problem for check in _CHECKS for problem in check(opened).problems] == []
    postgres.drop(place.database)
