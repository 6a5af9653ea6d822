"""Both indexes of a library in one folder: what is put in, and whether they are as written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.errors import LibraryError
from assistant.library.preparation import heading
from assistant.library.schema import day_number
from assistant.library.sums import Sums
from assistant.library.vectors import VectorEntry, VectorIndex
from assistant.library.words import WordEntry, WordIndex
from assistant.types import Article, Passage, passage_key

PassageEntry: TypeAlias = tuple[Article, Passage, NDArray[np.float32]]
"""A passage to be indexed, with its article and its vector."""


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
        if not self.vectors.is_open and not self.sums.hold():
            raise LibraryError(
                "The library's vector index is not as it was written",
                hint="Make it anew with: assistant reindex",
            )
        self.vectors.check()

    def update(self, entries: Sequence[PassageEntry], *, forget: Sequence[str]) -> None:
        """Puts passages in, in the place of all that is there of the articles to ``forget``."""
        self.vectors.update(forget=forget, entries=[_vector_entry(*entry) for entry in entries])
        self.words.update(
            forget=forget,
            entries=[_word_entry(article, passage) for article, passage, _ in entries],
        )
        # Chroma writes its files when it is next asked.
        self.vectors.check()
        self.sums.note()

    def close(self) -> None:
        """Lets go of both; of a folder for this process alone nothing is left."""
        self.vectors.close()
        if self.made is not None:
            self.made.cleanup()


def pair_in(folder: Path, *, made: TemporaryDirectory[str] | None = None) -> IndexPair:
    """The indexes in a folder, not yet opened."""
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
    """Empty indexes in a folder that goes when they are closed.

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


def _vector_entry(article: Article, passage: Passage, vector: NDArray[np.float32]) -> VectorEntry:
    return VectorEntry(
        id=passage_key(article.id, passage.index),
        article_id=article.id,
        text=article.text[passage.start : passage.end],
        title=article.title,
        source=article.source,
        day=day_number(article.published),
        # As the catalogue keeps it, so that an index made anew is the same index.
        vector=vector.astype(np.float16).astype(np.float32),
    )


def _word_entry(article: Article, passage: Passage) -> WordEntry:
    return WordEntry(
        id=passage_key(article.id, passage.index),
        article_id=article.id,
        heading=heading(article),
        text=article.text[passage.start : passage.end],
        source=article.source,
        day=day_number(article.published),
        language=article.language,
    )
