"""Both indexes of a library in one folder, and whether they are as they were written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import LibraryError
from assistant.library.index_files import Sums
from assistant.library.schema import PassageEntry
from assistant.library.vectors import VectorIndex
from assistant.library.words import WordIndex


@dataclass(frozen=True, slots=True)
class IndexPair:
    """Both indexes in one folder; ``made`` is the folder where it is for this process alone."""

    folder: Path
    vectors: VectorIndex
    words: WordIndex
    sums: Sums
    made: TemporaryDirectory[str] | None = None

    def check(self) -> None:
        """Sees that the vectors are as they were written, before they are first opened.

        Raises:
            LibraryError: they are not.
        """
        if not self.vectors.is_open and not self.sums.match():
            raise LibraryError(
                "The library's vector index is not as it was written",
                hint="Make it anew with: assistant reindex",
            )
        self.vectors.check()

    def update(self, entries: Sequence[PassageEntry], *, delete: Sequence[str]) -> None:
        """Deletes the passages of the articles ``delete`` (ids), then inserts ``entries``."""
        self.vectors.update(entries, delete=delete)
        self.words.update(entries, delete=delete)
        # Chroma writes its files when it is next asked.
        self.vectors.check()
        self.sums.record()

    def remove_remains(self) -> None:
        """Removes what processes that were killed have left beside the vectors in use."""
        if self.vectors.remove_remains():
            self.sums.record()

    def close(self) -> None:
        """Closes both, and removes a folder that is for this process alone."""
        self.vectors.close()
        if self.made is not None:
            self.made.cleanup()


def pair_in(folder: Path, *, made: TemporaryDirectory[str] | None = None) -> IndexPair:
    """Returns the indexes in a folder, not yet opened."""
    vectors, words = VectorIndex(folder / "vectors"), WordIndex(folder / "words")
    return IndexPair(folder, vectors, words, Sums(folder), made)


def copy_tree(source: Path, to: Path) -> None:
    """Copies files without their permissions."""
    for root, _folders, files in os.walk(source):
        made = to / Path(root).relative_to(source)
        made.mkdir()
        for name in files:
            shutil.copyfile(Path(root, name), made / name)


def temporary_pair() -> IndexPair:
    """Returns empty indexes in a folder that goes when they are closed.

    Raises:
        LibraryError: it cannot be made.
    """
    try:
        made = TemporaryDirectory(prefix="assistant-indexes-")
    except OSError as error:
        raise LibraryError(
            f"The indexes cannot be used, nor be made elsewhere ({error.strerror})",
            hint="Make them anew with: assistant reindex",
        ) from error
    return pair_in(Path(made.name), made=made)
