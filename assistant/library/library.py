"""A library: the catalogue, its two derived indexes, and the lock of its writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from assistant.errors import LibraryError
from assistant.library.catalogue import Catalogue, Taken
from assistant.library.facts import Identity
from assistant.library.feeds import Feeds
from assistant.library.fetches import Fetches
from assistant.library.folded import Folded
from assistant.library.folder import make_home
from assistant.library.indexes import Indexes
from assistant.library.lock import WriteLock
from assistant.library.places import Places
from assistant.library.portable import RowEntry
from assistant.library.schema import PreparedArticle
from assistant.library.taking import Change
from assistant.library.transfer import Lineage
from assistant.library.vectors import VectorIndex
from assistant.library.withdrawals import Withdrawal, Withdrawals
from assistant.library.words import WordIndex
from assistant.stopping import check_stopped
from assistant.types import Article, Notice

_STEP: Final = 200
"""Articles that are compared with the others in one transaction."""


class Library:
    """The articles in one folder.

    The catalogue is the truth. Whatever is changed is changed there first, in one
    transaction that also notes which articles the indexes have yet to follow; a process
    that dies in between leaves the note, and whoever uses the indexes next follows it.
    What changes articles goes through here; what is read is asked of ``catalogue``,
    ``vectors`` and ``words`` themselves, after ``indexes.agree()``.

    Thread-safe: readers go on beside each other and beside the one writer.

    Args:
        home: the folder; made where it is missing.
        model: name of the embedding model whose vectors are kept.
        dimension: dimension of its vectors.
        lock_timeout: seconds to wait for another writer.
        on_notice: takes a message for the person: waiting, repairing.
        checked: False opens a library of another model or format, to make it anew.

    Raises:
        LibraryFormatError: the library was made by another format version or model.
        LibraryReadOnlyError: there is none, and the folder cannot be written to.
        LibraryError: the folder or the catalogue cannot be used.
    """

    def __init__(
        self,
        home: Path,
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
        make_home(home)
        self.catalogue = Catalogue(home / "catalogue.sqlite")
        self.identity = Identity(self.catalogue.facts, model=model, dimension=dimension)
        self.fetches = Fetches(self.catalogue.database)
        self.feeds = Feeds(self.catalogue.database)
        self.places = Places(self.catalogue.database)
        self.withdrawals = Withdrawals(self.catalogue.database)
        self.folded = Folded(self.catalogue.database)
        self._lock = WriteLock(home, timeout=lock_timeout, on_notice=on_notice)
        self.indexes = Indexes(home, self.catalogue, lock=self._lock, on_notice=on_notice)
        try:
            self._make(checked=checked)
        except LibraryError:
            self.close()
            raise

    def _make(self, *, checked: bool) -> None:
        """Checks whose the catalogue is, and makes what is missing of it."""
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
    def vectors(self) -> VectorIndex:
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

    @contextmanager
    def rebuilding(self, task: str) -> Iterator[None]:
        """Holds the writer's lock for ``task``, with nothing repaired: it is all made anew."""
        with self._lock.held(task):
            self.indexes.refresh()
            yield

    def keep(
        self, prepared: Sequence[PreparedArticle], *, seen: Sequence[Article] = ()
    ) -> list[Change]:
        """Takes articles in and indexes them; to be called while ``writing``.

        Those that are only ``seen`` are kept already, and told where else they stand.
        """
        changes = self.catalogue.keep(prepared, added=datetime.now(UTC), seen=seen)
        new = _new(changes)
        kept = [item for item in prepared if item.article.id in new]
        self.indexes.follow(kept, forget=_gone(changes))
        return changes

    def withdraw(self, told: Sequence[Notice]) -> list[Withdrawal]:
        """Remembers notices and has no search find what they are about any more.

        To be called while ``writing``.
        """
        found = self.catalogue.withdraw(told, at=datetime.now(UTC))
        if deindexed := [key for one in found for key in one.deindexed]:
            self.indexes.follow([], forget=deindexed)
        return found

    def take(
        self, lineages: Sequence[Lineage], prepared: Mapping[str, PreparedArticle]
    ) -> list[Taken]:
        """Takes articles with their histories in and indexes them; to be called while ``writing``.

        Args:
            lineages: what a portable file holds of them.
            prepared: the articles with their vectors, by id; what is there already needs none.
        """
        taken = self.catalogue.take(lineages, prepared, at=datetime.now(UTC))
        changes = [one.change for one in taken]
        self.indexes.follow([prepared[key] for key in _new(changes)], forget=_gone(changes))
        return taken

    def put_rows(self, entries: Sequence[RowEntry]) -> int:
        """Puts rows of other tables in; how many were not there yet.

        To be called while ``writing``.
        """
        put = self.catalogue.put_rows(entries)
        # A notice among them may have withdrawn something.
        self.indexes.follow([], forget=self.catalogue.index_notes.unindexed())
        return put

    def remove(self, article_ids: Sequence[str], *, told: bool = False) -> None:
        """Removes articles with all their versions; to be called while ``writing``.

        Notices that withdraw them stay, unless what was ``told`` is to be forgotten as well.
        """
        self.catalogue.forget(article_ids, told=told)
        self.indexes.follow([], forget=list(article_ids))

    def compare(self, *, anew: bool = False) -> None:
        """Finds copies and stories among the articles not compared yet, or among all.

        To be called while ``writing``. Articles are compared when they are kept: what is left
        is what an older program has kept.
        """
        clusters, stories = self.catalogue.clusters, self.catalogue.stories
        if anew:
            clusters.forget()
            stories.forget()
        if not clusters.told():
            self._on_notice("Looking for copies among the articles …")
            _in_steps(clusters.tell_some)
        if not stories.told():
            self._on_notice("Grouping the articles into stories …")
            _in_steps(stories.tell_some)
        self._compared = True


class _Telling(Protocol):
    def __call__(self, *, after: str, most: int) -> str | None: ...


def _in_steps(tell_some: _Telling) -> None:
    after: str | None = ""
    while after is not None:
        check_stopped()
        after = tell_some(after=after, most=_STEP)


def _new(changes: Sequence[Change]) -> set[str]:
    """Ids of the articles that the indexes have to take in."""
    new = {change.article_id for change in changes if change.fresh and not change.withdrawn}
    # Of two versions that come together the first has gone already.
    return new.difference(_gone(changes))


def _gone(changes: Sequence[Change]) -> list[str]:
    """Ids of the articles that the indexes have to forget."""
    gone = [change.gone for change in changes if change.gone]
    return gone + [key for change in changes for key in change.deindexed]
