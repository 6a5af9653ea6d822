"""A process that exports, imports, backs up, prunes or embeds a library until it is killed.

Started as ``python -m tests.library.crashing_tasks``, it imports everything once, then forks a
child for every line ``TASK HOME PATH STEP`` that it reads. The child kills itself with SIGKILL
right before or after the step of this number, and its exit status is written.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401 - imported once here, so that each child starts at once
import langchain_chroma  # noqa: F401 - as above

from assistant.library import exchange, indexes, portable
from assistant.library.index_notes import IndexNotes
from assistant.library.library import Library
from assistant.library.sqlite import SqliteDatabase
from assistant.library.staging import Staging
from assistant.library.vectors import VectorIndex
from assistant.library.words import WordIndex
from assistant.models.embedder import Embedder
from assistant.services import maintenance
from assistant.services.maintenance import Maintenance
from assistant.services.resources import Resources
from assistant.settings import load_settings
from assistant.types import Article
from tests.library.made import library, over, prepared

BEFORE = date(2025, 3, 9)
"""What is pruned is from before this day."""


def run_task(task: str, opened: Library, path: Path) -> None:
    """Does one task, some articles at a time."""
    if task == "export":
        exchange.export_library(opened, path, vectors=True)
    elif task == "import":
        exchange.import_library(opened, path, prepare=_prepared)
    elif task == "backup":
        exchange.back_up(opened, path)
    elif task == "embed":
        assert isinstance(opened.home, Path)
        embed(opened.home)
    else:
        Maintenance(over(opened)).prune(BEFORE)


def embed(home: Path) -> list[str]:
    """Makes all vectors and both indexes anew, with the shipped model; what was told of it."""
    told: list[str] = []
    settings = load_settings(home=home, threads=1, lock_timeout=30)
    tasks = Maintenance(Resources(settings=settings, on_wait=told.append))
    tasks.reindex(embed=True, on_progress=lambda progress: told.append(progress.current))
    return told


def _prepared(articles: Iterable[Article]) -> Iterator[Any]:
    return map(prepared, articles)


def _announce(opened: Library, reached: Callable[[], None]) -> None:
    """Has every step of the tasks tell right before and right after it is done."""

    def told(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **named: Any) -> Any:
            reached()
            result = call(*args, **named)
            reached()
            return result

        return wrapped

    places: tuple[tuple[Any, str], ...] = (
        (opened.catalogue, "import_lineages"),
        (opened.catalogue, "delete"),
        (opened.catalogue.index_notes, "mark_indexed"),
        (Staging, "add"),
        (Staging, "apply"),
        (IndexNotes, "adopt"),
        (indexes, "remove"),
        (VectorIndex, "create"),
        (WordIndex, "create"),
        (VectorIndex, "update"),
        (WordIndex, "update"),
        (portable.Writer, "put"),
        (portable.Writer, "end"),
        (SqliteDatabase, "copy_to"),
        (Path, "rename"),
        (Path, "replace"),
    )
    for place, name in places:
        setattr(place, name, told(getattr(place, name)))


def _child(task: str, home: Path, path: Path, step: int) -> None:
    left = step

    def reached() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if task == "embed":
        opened = Library(home, model=Embedder.name, dimension=Embedder.dimension)
    else:
        opened = library(home)
    _announce(opened, reached)
    # Small steps, so that there are many moments between two of them.
    exchange._WINDOW_CHARACTERS = 900  # type: ignore[misc]  # a constant for everybody else
    maintenance._REMOVED = 3  # type: ignore[misc]  # likewise
    maintenance._EMBEDDED = 2  # type: ignore[misc]  # likewise
    run_task(task, opened, path)
    opened.close()


def _run(task: str, home: Path, path: Path, step: int) -> int:
    """Forks a child for one task; its exit status, negative for a signal."""
    child = os.fork()
    if child == 0:
        try:
            _child(task, home, path, step)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    for line in sys.stdin:
        what, where, to, number = line.rstrip("\n").split("\t")
        print(_run(what, Path(where), Path(to), int(number)), flush=True)
