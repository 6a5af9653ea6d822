"""The embedded backend: a folder with SQLite files, indexes by Chroma and tantivy, file locks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from stat import S_ISREG

from assistant.library.catalogue import Catalogue
from assistant.library.folder import make_home
from assistant.library.indexes import FolderIndexes
from assistant.library.lock import WriteLock
from assistant.library.sqlite import SqliteDatabase
from assistant.reports import Storage


class Embedded:
    """See ``Backend``."""

    def __init__(
        self, home: Path, *, lock_timeout: float, on_notice: Callable[[str], None]
    ) -> None:
        self._home = home
        self._on_notice = on_notice
        make_home(home)
        self.catalogue = SqliteDatabase.of_catalogue(home / "catalogue.sqlite")
        lock_of = partial(WriteLock, home, timeout=lock_timeout, on_notice=on_notice)
        self.lock = lock_of()
        self.telling = lock_of(files=("tell.lock", "teller.json"))
        self.refreshing = lock_of(files=("refresh.lock", "refresher.json"))

    def storage(self) -> Storage:
        """Returns the sizes of the folder's files."""
        return Storage(
            articles=_size(self._home.glob("catalogue.sqlite*")),
            conversations=_size(self._home.glob("conversations.sqlite*")),
            indexes=_size((self._home / "indexes").rglob("*")),
        )

    def indexes(self, catalogue: Catalogue) -> FolderIndexes:
        """Returns the indexes in the folder."""
        return FolderIndexes(self._home, catalogue, lock=self.lock, on_notice=self._on_notice)


def _size(paths: Iterable[Path]) -> int:
    """The bytes of files together; one that is gone meanwhile has none."""
    found = 0
    for path in paths:
        with suppress(FileNotFoundError):
            state = path.lstat()
            found += state.st_size if S_ISREG(state.st_mode) else 0
    return found
