"""Damage of every kind to what is derived, and a process whose children read and mend it.

Started as ``python -m tests.library.damaging``, it forks a child for every line ``TASK HOME``
that it reads: damaged native indexes may take a process with them. The child writes what it
found, as JSON, into ``HOME/found.json``.
"""

from __future__ import annotations

import json
import operator
import os
import random
import shutil
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

import chromadb  # noqa: F401 - imported once here, so that each child starts at once
import langchain_chroma  # noqa: F401 - as above

from assistant.errors import LibraryError
from assistant.library import integrity, vectors
from assistant.library.library import Library
from assistant.library.lock import WriteLock
from assistant.types import Filters
from tests.library.made import library, vector_of

QUESTIONS: Final = [f"story {number} fact {number * 1000 + 4}" for number in range(0, 30, 3)]


# -- damaging ------------------------------------------------------------------------


def _files(folder: Path, choice: random.Random) -> Path:
    return choice.choice(sorted(path for path in folder.rglob("*") if path.is_file()))


def _folders(folder: Path, choice: random.Random) -> Path:
    return choice.choice([folder, *sorted(path for path in folder.rglob("*") if path.is_dir())])


def _truncate(folder: Path, choice: random.Random) -> None:
    path = _files(folder, choice)
    with path.open("r+b") as file:
        file.truncate(choice.randrange(max(path.stat().st_size, 1)))


def _empty(folder: Path, choice: random.Random) -> None:
    _files(folder, choice).write_bytes(b"")


def _delete(folder: Path, choice: random.Random) -> None:
    _files(folder, choice).unlink()


def _zero(folder: Path, choice: random.Random) -> None:
    path = _files(folder, choice)
    path.write_bytes(bytes(path.stat().st_size))


def _zero_part(folder: Path, choice: random.Random) -> None:
    path = _files(folder, choice)
    held = bytearray(path.read_bytes())
    start = choice.randrange(max(len(held), 1))
    held[start : start + 4096] = bytes(len(held[start : start + 4096]))
    path.write_bytes(held)


def _flip(folder: Path, choice: random.Random) -> None:
    path = _files(folder, choice)
    held = bytearray(path.read_bytes())
    for _ in range(min(len(held), 8)):
        held[choice.randrange(len(held))] ^= 1 << choice.randrange(8)
    path.write_bytes(held)


def _garbage(folder: Path, choice: random.Random) -> None:
    _files(folder, choice).write_bytes(choice.randbytes(choice.randrange(1, 5000)))


def _file_for_folder(folder: Path, choice: random.Random) -> None:
    path = choice.choice([folder.parent, _folders(folder, choice)])
    shutil.rmtree(path)
    path.write_bytes(b"no folder")


def _folder_for_file(folder: Path, choice: random.Random) -> None:
    path = _files(folder, choice)
    path.unlink()
    path.mkdir()
    (path / "within").write_bytes(b"x")


def _foreign(folder: Path, choice: random.Random) -> None:
    path = _folders(folder, choice) / choice.choice(["foreign.txt", "0.store", "x.sqlite3-wal"])
    path.write_bytes(choice.randbytes(200))


def _exchange(folder: Path, choice: random.Random) -> None:
    one, other = _files(folder, choice), _files(folder, choice)
    held = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(held)


def _lose_folder(folder: Path, choice: random.Random) -> None:
    shutil.rmtree(choice.choice([folder.parent, _folders(folder, choice)]))


def _lose_half(folder: Path, choice: random.Random) -> None:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if choice.random() < 0.5:
            path.unlink()


def _close(folder: Path, choice: random.Random) -> None:
    choice.choice([_folders(folder, choice), _files(folder, choice)]).chmod(0)


def _dangling(folder: Path, choice: random.Random) -> None:
    path = choice.choice([_files(folder, choice), _folders(folder, choice)])
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.symlink_to("nowhere")


DAMAGES: Final[dict[str, Callable[[Path, random.Random], None]]] = {
    damage.__name__.strip("_"): damage
    for damage in (
        _truncate,
        _empty,
        _delete,
        _zero,
        _zero_part,
        _flip,
        _garbage,
        _file_for_folder,
        _folder_for_file,
        _foreign,
        _exchange,
        _lose_folder,
        _lose_half,
        _close,
        _dangling,
    )
}


# -- the children --------------------------------------------------------------------


def small_steps(put: Callable[[Any, str, int], None]) -> None:
    """Has Chroma write its segments to files after a few passages, not after thousands."""
    for name, value in (("sync_threshold", 20), ("batch_size", 10)):
        put(vectors.SEARCH["hnsw"], name, value)


def hits(opened: Library) -> list[list[tuple[str, float]]]:
    """What both indexes find for each question, but for what is as good as the last."""
    return opened.indexes.searched(
        lambda dense, words: [
            sorted((hit.id, round(hit.score, 4)) for hit in found if hit.score > found[-1].score)
            for question in QUESTIONS
            for found in (
                dense.search(vector_of(question), k=10, filters=Filters()),
                words.search(question, k=10, filters=Filters()),
            )
        ]
    )


def _found(task: str, home: Path) -> dict[str, Any]:
    lock = WriteLock(home, timeout=1, on_notice=print)
    with lock.held("testing") if task == "read-busy" else nullcontext():
        try:
            opened = library(home)
            if task == "reindex":
                with opened.rebuilding("testing"):
                    opened.indexes.rebuild()
            return {
                "hits": hits(opened),
                "problems": [
                    *(opened.indexes.disagreements() if task == "reindex" else ()),
                    *(integrity.check_indexes(opened).problems if task == "reindex" else ()),
                ],
                "folders": len(list((home / "indexes").iterdir())),
            }
        except LibraryError as error:
            return {"error": str(error)}


def _run(task: str, home: Path) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            (home / "found.json").write_text(json.dumps(_found(task, home)))
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    small_steps(operator.setitem)
    for line in sys.stdin:
        what, where = line.rstrip("\n").split("\t")
        print(_run(what, Path(where)), flush=True)
