"""A library: the catalogue, its two derived indexes, and the lock of its writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Final

from assistant.errors import LibraryError
from assistant.homes import Home
from assistant.library.backends import Vectors, backend_of
from assistant.library.catalogue import Catalogue
from assistant.library.collapsed import Collapsed
from assistant.library.facts import Identity
from assistant.library.feeds import Feeds
from assistant.library.fetches import Fetches
from assistant.library.origins import Origins
from assistant.library.portable import RowEntry
from assistant.library.schema import PreparedArticle
from assistant.library.transfer import Lineage
from assistant.library.upserting import Change
from assistant.library.withdrawals import Withdrawal, Withdrawals
from assistant.library.words import WordIndex
from assistant.stopping import check_stopped
from assistant.types import Article, Notice

_STEP: Final = 200
"""Articles that are compared with the others in one transaction."""


class Library:
    """The articles in one folder, or in one database of a server.

    The catalogue is the truth. Whatever is changed is changed there first, in one
    transaction that also notes which articles the indexes have yet to follow; a process
    that dies in between leaves the note, and whoever uses the indexes next follows it.
    What changes articles goes through here; what is read is asked of ``catalogue``,
    ``vectors`` and ``words`` themselves, after ``indexes.sync()``.

    Thread-safe: readers go on beside each other and beside the one writer.

    Args:
        home: the folder, made where it is missing, or the database.
        model: name of the embedding model whose vectors are kept.
        dimension: dimension of its vectors.
        lock_timeout: seconds to wait for another writer.
        on_notice: takes a message for the person: waiting, repairing.
        checked: False opens a library of another model or format, to rebuild it.

    Raises:
        LibraryFormatError: the library was made by another format version or model.
        LibraryReadOnlyError: there is none, and the folder cannot be written to.
        LibraryError: the folder, the server or the catalogue cannot be used.
    """

    def __init__(
        self,
        home: Home,
        *,
        model: str,
        dimension: int,
        lock_timeout: float = 300.0,
        on_notice: Callable[[str], None] = lambda _message: None,
        checked: bool = True,
    ) -> None:
        self.home = home
        self.dimension = dimension
        self._on_notice = on_notice
        self._compared = False
        backend = backend_of(
            home, dimension=dimension, lock_timeout=lock_timeout, on_notice=on_notice
        )
        self.catalogue = Catalogue(backend.catalogue)
        self.identity = Identity(self.catalogue.facts, model=model, dimension=dimension)
        self.fetches = Fetches(self.catalogue.database)
        self.feeds = Feeds(self.catalogue.database)
        self.origins = Origins(self.catalogue.database)
        self.withdrawals = Withdrawals(self.catalogue.database)
        self.collapsed = Collapsed(self.catalogue.database)
        self._lock, self._telling = backend.lock, backend.telling
        self._refreshing, self.storage = backend.refreshing, backend.storage
        self.indexes = backend.indexes(self.catalogue)
        try:
            self._make(checked=checked)
        except LibraryError:
            self.close()
            raise

    def _make(self, *, checked: bool) -> None:
        if not self.catalogue.facts.every():
            # Of a folder that cannot be written to, this says so.
            with self._lock.held("making the library"):
                self.catalogue.create(self.identity.own)
        if checked:
            self.identity.check()
        # After the check: nothing is made in a library of another program's format.
        if self.catalogue.lacking():
            with self._lock.held("making new tables"):
                self.catalogue.complete()

    @property
    def vectors(self) -> Vectors:
        """The index of the passages' vectors."""
        return self.indexes.vectors

    @property
    def words(self) -> WordIndex:
        """The index of the passages' words."""
        return self.indexes.words

    def close(self) -> None:
        """Closes the catalogue and the indexes; the next call opens them again."""
        self.indexes.close()
        self.catalogue.close()

    @contextmanager
    def writing(self, task: str) -> Iterator[None]:
        """Holds the writer's lock for ``task`` ("adding articles"), everything repaired.

        Raises:
            LibraryBusyError: another process held it for too long.
        """
        with self._lock.held(task):
            self.indexes.refresh()
            self.indexes.repair()
            if not self._compared:
                self.compare()
            yield

    def telling(self) -> AbstractContextManager[None]:
        """Holds the lock of who tells others what is new, so that each is told it once.

        Raises:
            LibraryBusyError: another process held it for too long.
            LibraryReadOnlyError: the folder cannot be written to.
        """
        return self._telling.held("telling what is new")

    def refreshing(self) -> AbstractContextManager[bool]:
        """Holds the lock of who refreshes feeds by a schedule, if nobody has it; says whether."""
        return self._refreshing.held_if_free("refreshing feeds")

    @contextmanager
    def rebuilding(self, task: str) -> Iterator[None]:
        """Holds the writer's lock for ``task``, with nothing repaired: all is to be rebuilt."""
        with self._lock.held(task):
            self.indexes.refresh()
            yield

    # -- all of these are to be called while ``writing`` -------------------------------

    def upsert(
        self, prepared: Sequence[PreparedArticle], *, seen: Sequence[Article] = ()
    ) -> list[Change]:
        """Inserts and indexes articles; of those only ``seen`` again the origins are recorded."""
        changes = self.catalogue.upsert(prepared, added=datetime.now(UTC), seen=seen)
        self._index(changes, {item.article.id: item for item in prepared})
        return changes

    def withdraw(self, received: Sequence[Notice]) -> list[Withdrawal]:
        """Records notices, and takes what they are about out of the indexes."""
        found = self.catalogue.withdraw(received, at=datetime.now(UTC))
        if deindexed := [key for one in found for key in one.deindexed]:
            self.indexes.update([], delete=deindexed)
        return found

    def import_lineages(
        self, lineages: Sequence[Lineage], prepared: Mapping[str, PreparedArticle]
    ) -> list[Change]:
        """Inserts and indexes articles with their histories.

        Args:
            lineages: what a portable file holds of them.
            prepared: the articles with their vectors, by id; what is there already needs none.
        """
        changes = self.catalogue.import_lineages(lineages, prepared, at=datetime.now(UTC))
        self._index(changes, prepared)
        return changes

    def insert_rows(self, entries: Sequence[RowEntry]) -> int:
        """Inserts rows of other tables; returns how many are new."""
        inserted = self.catalogue.insert_rows(entries)
        # A notice among them may have withdrawn something.
        self.indexes.update([], delete=self.catalogue.index_notes.unindexed())
        return inserted

    def remove(self, article_ids: Sequence[str], *, notices: bool = False) -> None:
        """Removes articles with all their versions.

        The notices that withdraw them stay, unless ``notices`` are to be deleted as well.
        """
        self.catalogue.delete(article_ids, notices=notices)
        self.indexes.update([], delete=list(article_ids))

    def _index(self, changes: Sequence[Change], prepared: Mapping[str, PreparedArticle]) -> None:
        gone = [change.gone for change in changes if change.gone]
        gone += [key for change in changes for key in change.deindexed]
        fresh = (one.article_id for one in changes if one.fresh and not one.withdrawn)
        # Of two versions that come together the first has gone already.
        new = [prepared[key] for key in fresh if key not in gone]
        self.indexes.update(new, delete=gone)

    def compare(self, *, again: bool = False) -> None:
        """Finds copies and stories among the articles that were not compared yet, or ``again``.

        Articles are compared when they are inserted: what is left is of an older program.
        """
        clusters = self.catalogue.clusters
        if again:
            clusters.clear()
        if not clusters.is_complete():
            self._on_notice("Looking for copies among the articles …")
            after: str | None = ""
            while after is not None:
                check_stopped()
                after = clusters.add_missing(after=after, most=_STEP)
        stories = self.catalogue.stories
        if again:
            stories.forget()
        if not stories.told():
            self._on_notice("Grouping the articles into stories …")
            while stories.tell_some(most=_STEP):
                check_stopped()
        self._compared = True
