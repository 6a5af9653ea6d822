"""The indexes of a library in PostgreSQL: vectors in the database, words on each machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import sqlalchemy as sa

from assistant.errors import LibraryError
from assistant.library.backends import Vectors
from assistant.library.catalogue import Catalogue
from assistant.library.postgres.database import PostgresDatabase
from assistant.library.postgres.vectors import INDEX, PostgresVectors, index_of
from assistant.library.postgres.words import MachineWords, can_be_read
from assistant.library.schema import PreparedArticle
from assistant.library.words import WordIndex
from assistant.types import Filters

_Result = TypeVar("_Result")


class PostgresIndexes:
    """See ``Indexes``. The vectors change with the catalogue: only the words have to follow.

    Args:
        database: the library's.
        catalogue: the truth, in it.
        dimension: that of the vectors.
        timeout: seconds to wait for another process of this machine that makes the index.
        on_notice: takes a message for the person: that it is made.
    """

    def __init__(
        self,
        database: PostgresDatabase,
        catalogue: Catalogue,
        *,
        dimension: int,
        timeout: float,
        on_notice: Callable[[str], None],
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._dimension = dimension
        self._vectors = PostgresVectors(database, dimension=dimension)
        self._words = MachineWords(
            database,
            catalogue.articles,
            library_id=self._library_id,
            timeout=timeout,
            on_notice=on_notice,
        )

    def _library_id(self) -> str:
        return self._catalogue.facts.every()["id"]

    @property
    def vectors(self) -> Vectors:
        """The vectors."""
        return self._vectors

    @property
    def words(self) -> WordIndex:
        """The index of words, as it was last followed."""
        return self._words.current()

    def close(self) -> None:
        """Lets go of the index of words; the next call opens it again."""
        self._words.close()

    def refresh(self) -> None:
        """Does nothing: what another has changed is seen at once."""

    def repair(self) -> None:
        """Does nothing: a transaction leaves nothing half done."""

    def update(self, prepared: Sequence[PreparedArticle], *, delete: Sequence[str]) -> None:
        """Does nothing: the vectors have changed with the catalogue, the words follow its log."""

    def rebuild(self, *, on_step: Callable[[int], None] = lambda _done: None) -> int:
        """Makes the vectors' index and this machine's index of words anew, while others ask."""
        with self._database.transaction() as connection:
            there = connection.execute(sa.select(sa.func.to_regclass(INDEX))).scalar()
            if there is None:
                connection.exec_driver_sql(index_of(self._dimension))
        if there is not None:
            self._database.outside(f"REINDEX INDEX CONCURRENTLY {INDEX}")
        self._words.make(on_step=on_step)
        return self._catalogue.listing.count(Filters())

    def drop(self) -> None:
        """Drops the vectors' index, which takes no vectors of another dimension."""
        with self._database.transaction() as connection:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {INDEX}")

    def searched(self, search: Callable[[Vectors, WordIndex], _Result]) -> _Result:
        """Returns what ``search`` finds, with all changes followed; words that fail made anew."""
        self.sync()
        words = self.words
        try:
            return search(self._vectors, words)
        except LibraryError:
            if can_be_read(words):
                raise
            self.sync()
            # Another process of this machine may have made another, and removed this one.
            if self.words is words:
                self._words.make()
            return search(self._vectors, self.words)

    def sync(self) -> None:
        """Has this machine's words follow the changes, unless another process is doing that."""
        self._words.follow()

    def are_made(self) -> bool:
        """Whether this machine's words have followed all changes."""
        return self._words.is_up_to_date()

    def disagreements(self) -> list[str]:
        """Returns what the catalogue and this machine's words do not agree on."""
        self.sync()
        found = self._database.problems()
        expected, indexed = self._catalogue.passages.ids(), self.words.ids()
        if missing := len(expected - indexed):
            found.append(f"this machine's word index lacks {missing} passages")
        if surplus := len(indexed - expected):
            found.append(f"this machine's word index holds {surplus} passages that are gone")
        return found
