"""The two indexes of an embedded library, and how they follow its catalogue."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from assistant.errors import LibraryError
from assistant.library.catalogue import Catalogue
from assistant.library.database import in_parts
from assistant.library.folder import make_folder, remove
from assistant.library.index_files import Sums
from assistant.library.index_pair import IndexPair, copy_tree, pair_in, temporary_pair
from assistant.library.lock import WriteLock
from assistant.library.schema import PassageEntry, PreparedArticle
from assistant.library.vectors import VectorIndex
from assistant.library.words import WordIndex
from assistant.types import Filters

_Result = TypeVar("_Result")

_FOLDER: Final = "indexes"
_STEP: Final = 200
"""Articles whose index entries are made in one step: bounds the memory of a repair."""


class FolderIndexes:
    """Keeps the indexes of an embedded library in agreement with its catalogue; see ``Indexes``.

    They are in a folder of their own, which the catalogue names. Both follow what it notes
    (``IndexNotes``); whoever holds the writer's lock follows what another has left. What
    cannot be followed or used is rebuilt in another folder, which the catalogue names when it
    is complete: until then others read the old one. A process that may not write, or finds
    another writing, makes indexes of its own in a temporary folder. Nothing is embedded for
    any of this. Thread-safe.

    Args:
        home: the library's folder.
        catalogue: the truth.
        lock: the library's writer's.
        on_notice: takes a message for the person: that they are repaired.
    """

    def __init__(
        self,
        home: Path,
        catalogue: Catalogue,
        *,
        lock: WriteLock,
        on_notice: Callable[[str], None],
    ) -> None:
        self._home = home
        self._catalogue = catalogue
        self._lock = lock
        self._on_notice = on_notice
        self._pair: IndexPair | None = None
        self._seen = -1
        self._switching = threading.RLock()
        self._looked = False
        self._looking = threading.RLock()

    def close(self) -> None:
        """Closes both; the next call opens them again."""
        with self._switching:
            self._switch(None, seen=-1)
            self._looked = False

    def refresh(self) -> None:
        """Closes or replaces what another process has made old."""
        generation, name = self._catalogue.index_notes.state()
        # Asked within the lock: another thread may have come first, or have written itself.
        with self._switching:
            if generation <= self._seen:
                return
            folder = self._folder(name)
            if self._pair is not None and self._pair.folder == folder:
                self._pair.vectors.close()
                self._seen = generation
            elif self._catalogue.database.read_only:
                self._switch(self._copied(folder), seen=generation)
            else:
                self._switch(pair_in(folder), seen=generation)

    def current(self) -> IndexPair:
        """Returns both indexes, as they were last seen."""
        with self._switching:
            while self._pair is None:
                self.refresh()
            return self._pair

    @property
    def vectors(self) -> VectorIndex:
        """The vectors, as they were last seen."""
        return self.current().vectors

    @property
    def words(self) -> WordIndex:
        """The words, as they were last seen."""
        return self.current().words

    def _switch(self, pair: IndexPair | None, *, seen: int) -> None:
        old, self._pair, self._seen = self._pair, pair, seen
        if old is not None:
            old.close()

    def _folder(self, name: str) -> Path:
        return self._home / _FOLDER / name if name else self._home

    # -- while writing -----------------------------------------------------------

    def update(self, prepared: Sequence[PreparedArticle], *, delete: Sequence[str]) -> None:
        """Inserts articles that the catalogue has just taken, and deletes those that went.

        To be called while writing, as all up to ``sync``.
        """
        entries = [entry for item in prepared for entry in item.entries()]
        self.current().update(entries, delete=delete)
        self._mark_indexed([item.article.id for item in prepared] + list(delete))

    def rebuild(self, *, on_step: Callable[[int], None] = lambda _done: None) -> int:
        """Rebuilds both indexes from the catalogue; returns how many articles there are."""
        make_folder(self._home / _FOLDER)
        name = secrets.token_hex(8)
        pair = pair_in(self._folder(name))
        try:
            make_folder(pair.folder)
            self._fill(pair, on_step=on_step)
            self._catalogue.index_notes.adopt(name)
        except BaseException:
            pair.close()
            remove(pair.folder)
            raise
        with self._switching:
            self._switch(pair, seen=self._catalogue.index_notes.generation())
        self._remove_remains()
        return self._catalogue.listing.count(Filters())

    def drop(self) -> None:
        """Does nothing: indexes that are rebuilt are made in a folder of their own."""

    def repair(self) -> None:
        """Repairs what a process that died, or damage to the folder, has left behind."""
        with self._switching:
            if self._pair is not None and self._pair.made is not None:
                self._switch(None, seen=-1)
        self._remove_remains()
        noted = self._catalogue.index_notes.unindexed()
        try:
            self.current().check()
            self.current().remove_remains()
            if noted:
                self._on_notice("Finishing what an interrupted run had begun …")
                for part in in_parts(noted, size=_STEP):
                    self.current().update(self._stored(part), delete=part)
                    self._mark_indexed(part)
            sound = self._agrees()
        except LibraryError:
            sound = False
        if not sound:
            if self._catalogue.passages.count():
                self._on_notice("The indexes do not agree with the catalogue: making them anew …")
            self.rebuild()

    def _fill(
        self, pair: IndexPair, *, on_step: Callable[[int], None] = lambda _done: None
    ) -> None:
        """Makes both indexes from the catalogue."""
        pair.vectors.create()
        pair.words.create()
        done = 0
        for part in in_parts(self._catalogue.articles.ids(), size=_STEP):
            pair.update(self._stored(part), delete=[])
            done += len(part)
            on_step(done)

    def _stored(self, article_ids: Sequence[str]) -> list[PassageEntry]:
        articles = self._catalogue.articles.by_id(article_ids).values()
        return [entry for one in articles for entry in self._catalogue.passages.of(one)]

    def _agrees(self) -> bool:
        expected = self._catalogue.passages.count()
        pair = self.current()
        pair.check()
        return pair.vectors.count() == expected and pair.words.count() == expected

    def _remove_remains(self) -> None:
        """Removes the folders of indexes that are used no more, or were never completed."""
        name = self._catalogue.index_notes.state()[1]
        if not name:
            return
        folder = self._home / _FOLDER
        found = list(folder.iterdir()) if folder.is_dir() else []
        old = [self._home / "vectors", self._home / "words", *found]
        for path in old:
            if path.name != name and os.path.lexists(path) and not remove(path):
                self._on_notice(f"What is left of an old index cannot be removed: {path}")

    def _mark_indexed(self, article_ids: Sequence[str]) -> None:
        with self._switching:
            self._catalogue.index_notes.mark_indexed(article_ids)
            self._seen = self._catalogue.index_notes.generation()

    # -- before searching --------------------------------------------------------

    def searched(self, search: Callable[[VectorIndex, WordIndex], _Result]) -> _Result:
        """Returns what ``search`` finds in the indexes, synced, and rebuilt where they fail."""
        self.sync()
        pair = self.current()
        try:
            return search(pair.vectors, pair.words)
        except LibraryError:
            pair = self._rebuilt(pair)
            return search(pair.vectors, pair.words)

    def sync(self) -> None:
        """Has the indexes agree with the catalogue, without ever waiting for another process.

        While another writes, what is not yet indexed is not found yet. Only the first
        call, which checks the whole library, is waited for by other threads.
        """
        if not self._looked:
            with self._looking:
                if not self._looked:
                    self._repair_if_free()
                    self._looked = True
        seen = self._seen
        self.refresh()
        copied = self._seen != seen and self._catalogue.database.read_only
        if copied or self._catalogue.index_notes.unindexed():
            self._repair_if_free()

    def _repair_if_free(self) -> None:
        with self._lock.held_if_free("repairing the library") as free:
            self.refresh()
            if free:
                self.repair()
                return
        try:
            # What another is just writing is not there yet.
            usable = self._agrees() or not self._catalogue.database.read_only
        except LibraryError:
            usable = False
        if not usable:
            self._make_temporary()

    def _rebuilt(self, failed: IndexPair) -> IndexPair:
        """Returns indexes that can be used, after a search in ``failed`` could not."""
        with self._looking, self._lock.held_if_free("repairing the library") as free:
            self.refresh()
            # Another may have made others meanwhile, and have removed these.
            if self.current() is failed:
                if free:
                    self._on_notice("An index cannot be used: making both anew …")
                    self.rebuild()
                else:
                    self._make_temporary()
            return self.current()

    def _make_temporary(self) -> None:
        """Makes both indexes in a folder that goes when this process closes them."""
        self._on_notice("Making the indexes for this run alone …")
        generation = self._catalogue.index_notes.generation()
        pair = temporary_pair()
        try:
            self._fill(pair)
        except BaseException:
            pair.close()
            raise
        with self._switching:
            self._switch(pair, seen=generation)

    def _copied(self, folder: Path) -> IndexPair:
        """Returns a copy of what cannot be written to: Chroma and tantivy write to read.

        It is empty where the indexes are not as they were written, have still to follow the
        catalogue, or were changed while they were copied.
        """
        if not Sums(folder).match():
            return temporary_pair()
        pair, notes = temporary_pair(), self._catalogue.index_notes
        state = notes.state()
        with suppress(OSError):  # the copy lacks what cannot be read, and does not agree
            for name in ("vectors", "words"):
                copy_tree(folder / name, pair.folder / name)
        if notes.unindexed() or notes.state() != state:
            pair.close()
            return temporary_pair()
        return pair

    # -- what is wrong -----------------------------------------------------------

    def are_made(self) -> bool:
        """Whether there are any: those of a backup are made by the first search."""
        folder = self._folder(self._catalogue.index_notes.state()[1])
        return any((folder / name).exists() for name in ("vectors", "words"))

    def disagreements(self) -> list[str]:
        """Returns what the catalogue and the indexes do not agree on, for ``doctor``.

        Raises:
            LibraryError: an index cannot be used.
        """
        pair = self.current()
        pair.check()
        found = self._catalogue.database.problems()
        expected = self._catalogue.passages.ids()
        for name, indexed in (("vector", pair.vectors.ids()), ("word", pair.words.ids())):
            if missing := len(expected - indexed):
                found.append(f"the {name} index lacks {missing} passages")
            if surplus := len(indexed - expected):
                found.append(f"the {name} index holds {surplus} passages that are gone")
        return found
