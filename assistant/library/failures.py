"""What an index of a vendor's raises, as the program's own errors."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from assistant.errors import LibraryError, LibraryReadOnlyError

_LEAST_FREE: Final = 2_000_000
"""Bytes of room below which a failed write is the disk's fault, whatever the vendor says."""


@contextmanager
def translated(index: str, *errors: type[Exception], folder: Path) -> Iterator[None]:
    """Turns ``errors`` (the system's and a panic of Rust too) into a ``LibraryError``."""
    caught: tuple[type[Exception], ...] = (*errors, OSError)
    try:
        yield
    except BaseException as error:
        # A panic has a class that cannot be imported, and is no Exception.
        if not isinstance(error, caught) and type(error).__name__ != "PanicException":
            raise
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


def read_only(folder: Path) -> LibraryReadOnlyError:
    """That a library may be read and not be written to."""
    return LibraryReadOnlyError(
        f"The library in {folder} is read-only",
        hint="Correct its permissions, or copy it with: assistant backup FOLDER",
    )
