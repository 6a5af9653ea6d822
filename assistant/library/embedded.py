"""The embedded backend: a folder with SQLite files, indexes by Chroma and tantivy, file locks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.library.catalogue import Catalogue
from assistant.library.folder import make_home
from assistant.library.indexes import FolderIndexes
from assistant.library.lock import WriteLock
from assistant.library.sqlite import SqliteDatabase


class Embedded:
    """See ``Backend``."""

    def __init__(
        self, home: Path, *, lock_timeout: float, on_notice: Callable[[str], None]
    ) -> None:
        self._home = home
        self._on_notice = on_notice
        make_home(home)
        self.catalogue = SqliteDatabase.of_catalogue(home / "catalogue.sqlite")
        self.lock = WriteLock(home, timeout=lock_timeout, on_notice=on_notice)
        self.telling = WriteLock(
            home,
            timeout=lock_timeout,
            on_notice=on_notice,
            files=("tell.lock", "teller.json"),
        )

    def indexes(self, catalogue: Catalogue) -> FolderIndexes:
        """Returns the indexes in the folder."""
        return FolderIndexes(self._home, catalogue, lock=self.lock, on_notice=self._on_notice)
