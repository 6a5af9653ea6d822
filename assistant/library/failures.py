"""What an index of a vendor's raises, as the program's own errors."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from assistant.errors import LibraryError

_LEAST_FREE: Final = 2_000_000
"""Bytes of room below which a failed write is the disk's fault, whatever the vendor says."""


@contextmanager
def translated(index: str, *errors: type[Exception], folder: Path) -> Iterator[None]:
    """Turns ``errors`` (and the system's) into a ``LibraryError`` about ``index``."""
    caught: tuple[type[Exception], ...] = (*errors, OSError)
    try:
        yield
    except caught as error:
        if is_full(folder):
            raise disk_full() from error
        raise LibraryError(
            f"The library's {index} index cannot be used ({error})",
            hint="Make it anew with: assistant reindex",
        ) from error


def is_full(folder: Path) -> bool:
    """Whether there is no room left where ``folder`` is."""
    return folder.exists() and shutil.disk_usage(folder).free < _LEAST_FREE


def disk_full() -> LibraryError:
    """That there is no room left: what was begun is finished by the next command."""
    return LibraryError(
        "The disk is full",
        hint="Make room and run the command again: nothing that was added is lost",
    )
