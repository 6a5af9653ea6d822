"""A process that adds, replaces and removes articles until it is killed.

Started as ``python -m tests.library.crashing``, it imports everything once, then forks a
child for every line ``HOME SEED POINT`` that it reads. ``POINT`` is ``time:SECONDS``, when
it kills the child with SIGKILL at that moment after its first write, or ``step:NAME:N``,
when the child kills itself right before or after the Nth call of a step.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401 - imported once here, so that each child starts at once
import langchain_chroma  # noqa: F401 - as above

from assistant.library.library import Library
from assistant.library.vectors import VectorIndex
from assistant.library.words import WordIndex
from tests.library.made import article, library, prepared

STEPS = ("before-catalogue", "after-catalogue", "after-vectors", "after-words", "after-mark")
ROUNDS = 12
ARTICLES = 30


def work(home: Path, seed: int, reached: Callable[[str], None]) -> None:
    """Random writes to the library, telling each step that is reached."""
    choice = random.Random(seed)
    opened = library(home)
    _announce(opened, reached)
    for _ in range(ROUNDS):
        numbers = choice.sample(range(ARTICLES), 3)
        with opened.writing("testing"):
            if choice.random() < 0.3:
                present = opened.catalogue.articles.ids()
                gone = choice.sample(present, min(2, len(present)))
                opened.remove(gone)
            else:
                version = choice.randint(1, 3)
                opened.upsert([prepared(article(n, version=version)) for n in numbers])
    opened.close()


def _announce(opened: Library, reached: Callable[[str], None]) -> None:
    """Has the library tell what it has just done, or is just about to do."""

    def told(before: str | None, call: Callable[..., Any], after: str) -> Callable[..., Any]:
        def wrapped(*args: Any, **named: Any) -> Any:
            if before:
                reached(before)
            result = call(*args, **named)
            reached(after)
            return result

        return wrapped

    catalogue: Any = opened.catalogue
    notes: Any = opened.catalogue.index_notes
    # There are new ones whenever they are made anew.
    vectors: Any = VectorIndex
    words: Any = WordIndex
    catalogue.upsert = told("before-catalogue", catalogue.upsert, "after-catalogue")
    catalogue.delete = told("before-catalogue", catalogue.delete, "after-catalogue")
    notes.mark_indexed = told(None, notes.mark_indexed, "after-mark")
    vectors.update = told(None, vectors.update, "after-vectors")
    words.update = told(None, words.update, "after-words")


def _child(home: Path, seed: int, point: str, ready: int) -> None:
    kind, _, rest = point.partition(":")
    name, _, count = rest.partition(":")
    left = int(count) if kind == "step" else 0

    def reached(step: str) -> None:
        nonlocal left
        if step == "before-catalogue":
            os.write(ready, b".")
        if kind == "step" and step == name:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    work(home, seed, reached)


def _run(home: Path, seed: int, point: str) -> int:
    """Forks a child for one run; its exit status, negative for a signal."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        try:
            _child(home, seed, point, theirs)
        finally:
            os._exit(0)
    os.close(theirs)
    if point.startswith("time:"):
        os.read(ours, 1)
        time.sleep(float(point.partition(":")[2]))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(ours)
    return os.waitstatus_to_exitcode(status)


def _requests() -> Iterator[tuple[Path, int, str]]:
    for line in sys.stdin:
        home, seed, point = line.rstrip("\n").split("\t")
        yield Path(home), int(seed), point


if __name__ == "__main__":
    for request in _requests():
        print(_run(*request), flush=True)
