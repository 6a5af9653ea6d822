"""The folder of a library: private to its owner; what is wrong where it cannot be written to."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import Final

from assistant.errors import LibraryError, LibraryReadOnlyError

_OWN: Final = (
    *("catalogue.sqlite", "conversations.sqlite"),
    *("write.lock", "writer.json", "tell.lock", "teller.json", "refresh.lock", "refresher.json"),
)
_DERIVED: Final = ("indexes", "vectors", "words")
"""The folders within; ``vectors`` and ``words`` are where an older program has its indexes."""
_LEAST_FREE: Final = 2_000_000
"""Bytes of room below which a failed write is the disk's fault, whatever the vendor says."""


def make_home(home: Path) -> None:
    """Makes a library's folder where it is missing, for its owner alone.

    What is of the library in a folder that is there already is closed to others, too; the
    folder itself only where it holds nothing else.

    Raises:
        LibraryError: it cannot be made.
    """
    try:
        # The folders above are anybody's; only the last one is the library's.
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        if not is_writable(home):
            return
        own, other = [], False
        for path in home.iterdir():
            name = path.name.removesuffix("-wal").removesuffix("-shm")
            if name in (*_OWN, *_DERIVED):
                own.append(path)
            else:
                other = True
        for path in own if other else (home, *own):
            make_private(path)
    except OSError as error:
        raise LibraryError(
            f"The library's folder {home} cannot be made ({error.strerror})",
            hint="Choose another with --home or ASSISTANT_HOME",
        ) from error


def make_private(path: Path) -> None:
    """Takes a file or folder from everybody but its owner; another's is left as it is."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return  # SQLite's files beside a database come and go
    own = 0o700 if stat.S_ISDIR(found.st_mode) else 0o600
    if stat.S_ISLNK(found.st_mode) or found.st_uid != os.geteuid():
        return
    if stat.S_IMODE(found.st_mode) != own:
        path.chmod(own)


def make_file(path: Path) -> None:
    """Makes an empty file for its owner alone where there is none."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def make_folder(path: Path) -> None:
    """Makes a folder for its owner alone, in the place of anything that is no folder."""
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        path.unlink()
    path.mkdir(mode=0o700, exist_ok=True)
    make_private(path)


def is_writable(path: Path) -> bool:
    """Whether this process may write to a file or a folder that is there."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def remove(path: Path) -> bool:
    """Removes a file or a whole folder, whatever the permissions; returns whether it is gone."""
    if path.is_dir() and not path.is_symlink():
        make_private(path)
        for root, folders, _files in os.walk(path):
            for name in folders:
                make_private(Path(root, name))
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    return not path.exists()


def is_full(folder: Path) -> bool:
    """Whether there is no room left where ``folder`` is."""
    return folder.exists() and shutil.disk_usage(folder).free < _LEAST_FREE


def disk_full() -> LibraryError:
    """Returns the error that there is no room left; the next command finishes what was begun."""
    return LibraryError(
        "The disk is full",
        hint="Make room and run the command again: nothing that was added is lost",
    )


def read_only(folder: Path) -> LibraryReadOnlyError:
    """Returns the error that a library may be read and not be written to."""
    return LibraryReadOnlyError(
        f"The library in {folder} is read-only",
        hint="Correct its permissions, or copy it with: assistant backup FOLDER",
    )
