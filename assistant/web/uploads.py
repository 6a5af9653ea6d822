"""Files that browsers send: read once, and gone then, whatever becomes of it.

They lie in a folder of the server's own, which nobody else can read. What a server left behind
that was killed goes when the next one starts.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

_FOLDER: Final = "assistant-uploads-"
_LOCK: Final = ".server"


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder for uploads that nobody else can read, gone afterwards.

    It is locked for as long as its server lives, however that ends.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER))
    lock = FileLock(folder / f"{_LOCK}-begun")
    try:
        with lock:
            # Whoever sweeps sees the lock only when it is held.
            (folder / f"{_LOCK}-begun").rename(folder / _LOCK)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def forget(paths: Iterable[str | Path]) -> None:
    """Deletes uploads, each with the folder that it has to itself; those that are gone stay so."""
    for path in map(Path, paths):
        path.unlink(missing_ok=True)
        with suppress(OSError):  # somebody else's of the same content is there
            path.parent.rmdir()


def held_bytes(folder: Path) -> int:
    """How much lies in a folder of uploads."""
    held = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # it has just been read and deleted
            held += path.stat().st_size
    return held


def _sweep() -> None:
    """Removes what servers of this account left behind that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        with suppress(OSError, Timeout):  # another server lives there, or is quicker
            state = folder.lstat()
            mine = not hasattr(os, "getuid") or state.st_uid == os.getuid()
            if mine and stat.S_ISDIR(state.st_mode) and (folder / _LOCK).exists():
                with FileLock(folder / _LOCK, timeout=0):
                    shutil.rmtree(folder, ignore_errors=True)
