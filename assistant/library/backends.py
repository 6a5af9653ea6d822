"""What a library's backend has to offer, on one page, and which one is behind a home.

The tables, and all that reads and changes them, are the same for every backend. A backend has a
database for them, a lock among writers, and the two indexes that are searched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.homes import DatabaseHome, Home
from assistant.library.catalogue import Catalogue
from assistant.library.database import Database
from assistant.library.schema import PreparedArticle
from assistant.library.words import Found, WordIndex
from assistant.reports import Storage
from assistant.types import Filters

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

_Result = TypeVar("_Result")


class Lock(Protocol):
    """A lock among all who use a library; free again when its holder dies, whatever kills it.

    The thread that holds it may take it again.
    """

    def held(self, task: str) -> AbstractContextManager[None]:
        """Holds it for ``task`` ("adding articles"), waiting where another has it.

        Raises:
            LibraryBusyError: it did not become free in time.
            LibraryReadOnlyError: the library cannot be written to.
            StoppedError: the work was stopped while it waited.
        """

    def held_if_free(self, task: str) -> AbstractContextManager[bool]:
        """Holds it if nobody has it; says whether it does."""


class Vectors(Protocol):
    """The vectors of the passages, to be searched. Thread-safe."""

    @property
    def knows_articles(self) -> bool:
        """Whether it searches among chosen articles, and knows every limit."""

    def search(self, vector: NDArray[np.float32], *, k: int, filters: Filters) -> list[Found]:
        """Returns the ``k`` passages nearest to a unit vector, with their cosine, nearest first."""

    def get(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Returns the vectors of these passages, by id; of those not there none."""

    def ids(self) -> set[str]:
        """Returns the ids of all passages."""

    def count(self) -> int:
        """Returns the number of passages."""

    def store(self, embeddings: Embeddings) -> Chroma:
        """Returns them as LangChain's Chroma store that embeds by ``embeddings``.

        Raises:
            UsageError: they are in none.
        """


class Indexes(Protocol):
    """Both indexes of a library, which follow its catalogue without embedding anything."""

    @property
    def vectors(self) -> Vectors:
        """The vectors, as they were last synced."""

    @property
    def words(self) -> WordIndex:
        """The words, as they were last synced."""

    def searched(self, search: Callable[[Vectors, WordIndex], _Result]) -> _Result:
        """Returns what ``search`` finds in the indexes, synced, and rebuilt where they fail."""

    def sync(self) -> None:
        """Has them agree with the catalogue, without waiting for another who writes."""

    def update(self, prepared: Sequence[PreparedArticle], *, delete: Sequence[str]) -> None:
        """Follows what the catalogue has just taken, and deletes what went; while writing."""

    def refresh(self) -> None:
        """Lets go of what another process has made old; while writing."""

    def repair(self) -> None:
        """Repairs what a process that died has left behind; while writing."""

    def rebuild(self, *, on_step: Callable[[int], None] = ...) -> int:
        """Rebuilds both from the catalogue while others ask; returns how many articles it has."""

    def drop(self) -> None:
        """Makes way for vectors of another model, before they are put in use; while writing."""

    def are_made(self) -> bool:
        """Whether there are any that have followed."""

    def disagreements(self) -> list[str]:
        """Returns what the catalogue and they do not agree on."""

    def close(self) -> None:
        """Closes both; the next call opens them again."""


class Backend(Protocol):
    """Where a library is kept."""

    @property
    def catalogue(self) -> Database:
        """The database of its catalogue."""

    @property
    def lock(self) -> Lock:
        """The lock of its writer."""

    @property
    def telling(self) -> Lock:
        """The lock of who tells others what is new."""

    @property
    def refreshing(self) -> Lock:
        """The lock of who refreshes the feeds on their schedule."""

    def storage(self) -> Storage:
        """Returns what the library takes on disk."""

    def indexes(self, catalogue: Catalogue) -> Indexes:
        """Returns the indexes, which follow ``catalogue``; nothing is opened yet."""


def backend_of(
    home: Home, *, dimension: int, lock_timeout: float, on_notice: Callable[[str], None]
) -> Backend:
    """Opens the backend of a home; a folder is made where it is missing.

    Raises:
        LibraryError: it cannot be used.
    """
    if isinstance(home, DatabaseHome):
        from assistant.library.postgres.backend import Postgres

        return Postgres(home, dimension=dimension, lock_timeout=lock_timeout, on_notice=on_notice)
    from assistant.library.embedded import Embedded

    return Embedded(home, lock_timeout=lock_timeout, on_notice=on_notice)
