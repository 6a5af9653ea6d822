"""The two indexes of a library, and how they follow its catalogue."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.library.catalogue import Catalogue
from assistant.library.lock import WriteLock
from assistant.library.preparation import heading
from assistant.library.schema import PreparedArticle, day_number
from assistant.library.vectors import VectorEntry, VectorIndex
from assistant.library.words import WordEntry, WordIndex
from assistant.types import Article, Filters, Passage, passage_key

_STEP: Final = 200
"""Articles whose index entries are made in one step: bounds the memory of a repair."""


class Indexes:
    """Keeps the indexes of a library in agreement with its catalogue.

    Both follow what the catalogue notes (``IndexNotes``); whoever holds the writer's lock
    follows what another has left. Nothing is embedded for it. Thread-safe.

    Args:
        catalogue: the truth.
        vectors: the index of the passages' vectors.
        words: the index of the passages' words.
        lock: the library's writer's.
        on_notice: takes a message for the person: that they are repaired.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        vectors: VectorIndex,
        words: WordIndex,
        lock: WriteLock,
        on_notice: Callable[[str], None],
    ) -> None:
        self._catalogue = catalogue
        self._vectors = vectors
        self._words = words
        self._lock = lock
        self._on_notice = on_notice
        self._seen = -1
        self._seeing = threading.Lock()
        self._looked = False
        self._looking = threading.Lock()

    # -- while writing -----------------------------------------------------------

    def follow(self, prepared: Sequence[PreparedArticle], *, forget: Sequence[str]) -> None:
        """Takes in articles that the catalogue has just kept, and forgets those that went.

        To be called while writing, as all up to ``agree``.
        """
        vectors = [
            (item.article, passage, vector)
            for item in prepared
            for passage, vector in zip(item.passages, item.vectors, strict=True)
        ]
        self._update(vectors, forget=forget)
        self._done([item.article.id for item in prepared] + list(forget))

    def rebuild(self, *, on_step: Callable[[int], None] = lambda _done: None) -> int:
        """Makes both indexes anew from the catalogue; the number of articles."""
        self._catalogue.index_notes.mark_all_unindexed()
        self._words.clear()
        self._vectors.clear()
        self._follow_notes(on_step=on_step)
        return self._catalogue.listing.count(Filters())

    def refresh(self) -> None:
        """Lets go of what another process has made old."""
        generation = self._catalogue.index_notes.generation()
        # Asked within the lock: another thread may have come first, or have written itself.
        with self._seeing:
            if generation > self._seen:
                self._vectors.reopen()
                self._seen = generation

    def repair(self) -> None:
        """Mends what a process that died, or a lost index folder, has left behind."""
        if self._catalogue.index_notes.unindexed():
            self._on_notice("Finishing what an interrupted run had begun …")
            self._follow_notes()
        expected = self._catalogue.passages.count()
        if self._vectors.count() != expected or self._words.count() != expected:
            self._on_notice("The indexes do not agree with the catalogue: making them anew …")
            self.rebuild()

    def _follow_notes(self, *, on_step: Callable[[int], None] = lambda _done: None) -> None:
        """Brings the indexes to agree with the catalogue on all articles that are noted."""
        noted = self._catalogue.index_notes.unindexed()
        for start in range(0, len(noted), _STEP):
            part = noted[start : start + _STEP]
            stored = [
                (article, kept.passage, kept.vector)
                for article in self._catalogue.articles.by_id(part).values()
                for kept in self._catalogue.passages.of(article)
            ]
            self._update(stored, forget=part)
            self._done(part)
            on_step(start + len(part))

    def _update(
        self,
        entries: Sequence[tuple[Article, Passage, NDArray[np.float32]]],
        *,
        forget: Sequence[str],
    ) -> None:
        self._vectors.update(forget=forget, entries=[_vector_entry(*entry) for entry in entries])
        self._words.update(
            forget=forget,
            entries=[_word_entry(article, passage) for article, passage, _ in entries],
        )

    def _done(self, article_ids: Sequence[str]) -> None:
        with self._seeing:
            self._catalogue.index_notes.mark_indexed(article_ids)
            self._seen = self._catalogue.index_notes.generation()

    # -- before searching --------------------------------------------------------

    def agree(self) -> None:
        """Sees to it that a search finds what the catalogue holds, without ever waiting.

        While another writes, what is not yet indexed is not found yet. Only the first
        call, which looks at all of the library, is waited for by other threads.
        """
        if not self._looked:
            with self._looking:
                if not self._looked:
                    self.refresh()
                    self._repair_if_free()
                    self._looked = True
        self.refresh()
        if self._catalogue.index_notes.unindexed():
            self._repair_if_free()

    def _repair_if_free(self) -> None:
        with self._lock.held_if_free("repairing the library") as free:
            if free:
                self.refresh()
                self.repair()

    def disagreements(self) -> list[str]:
        """What the catalogue and the indexes do not agree on, for ``doctor``."""
        found = self._catalogue.database.problems()
        expected = self._catalogue.passages.ids()
        for name, held in (("vector", self._vectors.ids()), ("word", self._words.ids())):
            if missing := len(expected - held):
                found.append(f"the {name} index lacks {missing} passages")
            if surplus := len(held - expected):
                found.append(f"the {name} index holds {surplus} passages that are gone")
        return found


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
    )
