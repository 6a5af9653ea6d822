"""The vectors of the passages: Chroma's embedded store, and the way to it for LangChain."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.library.folder import make_folder, remove
from assistant.library.index_files import translated
from assistant.library.lock import SharedLock
from assistant.library.schema import PassageEntry, day_number, day_range, outlet_key, outlet_keys
from assistant.library.words import Found
from assistant.memory import few_pools
from assistant.types import Filters

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.types import Where
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

COLLECTION: Final = "passages"
_DATABASE: Final = "chroma.sqlite3"
SEARCH: Final[CreateCollectionConfiguration] = {
    "hnsw": {
        "space": "cosine",
        "ef_construction": 128,
        "ef_search": 200,
        "max_neighbors": 24,
        "sync_threshold": 5_000,
        "batch_size": 500,
    }
}
"""Chroma's index: see docs/measurements/retrieval.md for the recall that this gives."""


class VectorIndex:
    """The vector index in one folder, for many readers beside one writer.

    It is there when ``create`` has made it: using one that is not is a ``LibraryError``.

    An open Chroma client does not see what another process has added since: then the owner
    has to ``close`` it. Thread-safe: searches and a writer's changes go on side by side, and
    only closing waits for them.
    """

    knows_articles: Final = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = _store_of(folder)

    @property
    def is_open(self) -> bool:
        """Whether this process holds it open."""
        return self._store.is_open

    def create(self) -> None:
        """Makes the index, empty, in a folder that is not there yet."""
        make_folder(self.folder)
        with self._translated(), self._store.lock.alone():
            self._store.create()

    def search(self, vector: NDArray[np.float32], *, k: int, filters: Filters) -> list[Found]:
        """Returns the ``k`` passages nearest to a unit vector, with their cosine, nearest first.

        ``filters`` limit outlets and days; among chosen articles ``nearest`` looks.
        """
        with self._used() as collection:
            result = collection.query(
                query_embeddings=vector[np.newaxis],
                n_results=k,
                where=_where(filters),
                include=["distances"],
            )
        distances = (result["distances"] or [[]])[0]
        return [
            Found(key, 1.0 - float(distance))
            for key, distance in zip(result["ids"][0], distances, strict=True)
        ]

    def update(self, entries: Sequence[PassageEntry], *, delete: Sequence[str]) -> None:
        """Deletes the passages of the articles ``delete`` (ids), then inserts ``entries``."""
        # Chroma fails a search that meets the very first writing of a collection.
        with self._used(alone=self.count() == 0) as collection:
            for article_id in delete:
                collection.delete(where={"article_id": article_id})
            largest = self._store.client.get_max_batch_size()
            for start in range(0, len(entries), largest):
                part = entries[start : start + largest]
                # Not by LangChain's add_texts, which would embed the texts again.
                collection.upsert(
                    ids=[entry.id for entry in part],
                    # As the catalogue keeps it, so that a rebuilt index is the same index.
                    embeddings=np.stack([entry.vector for entry in part])
                    .astype(np.float16)
                    .astype(np.float32),
                    documents=[entry.text for entry in part],
                    metadatas=[
                        {
                            "article_id": entry.article.id,
                            "title": entry.article.title,
                            "outlet": outlet_key(entry.article.source),
                            "day": day_number(entry.article.published),
                        }
                        for entry in part
                    ],
                )

    def count(self) -> int:
        """Returns the number of passages."""
        with self._used() as collection:
            return collection.count()

    def check(self) -> None:
        """Reads a vector: where files are lost, Chroma else just finds less.

        Raises:
            LibraryError: it cannot be read.
        """
        with self._used() as collection:
            # The first is the one that has been longest out of the log, which hides the loss.
            collection.get(limit=1, include=["embeddings"])

    def get(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Returns the vectors of these passages, by id; of those not there none."""
        with self._used() as collection:
            got = collection.get(ids=list(passage_ids), include=["embeddings"])
        vectors = got["embeddings"]
        if vectors is None:
            return {}
        return {
            key: np.asarray(vector, np.float32)
            for key, vector in zip(got["ids"], vectors, strict=True)
        }

    def ids(self) -> set[str]:
        """Returns the ids of all passages."""
        with self._used() as collection:
            return set(collection.get(include=[])["ids"])

    def close(self) -> None:
        """Closes the store; the next call opens it again, and sees what is on disk."""
        with self._store.lock.alone():
            self._store.let_go()

    def remove_remains(self) -> bool:
        """Removes the folders of segments that are of no collection; whether there were any.

        Chroma has a folder for each segment, named by its UUID.
        """
        folders = [path for path in self.folder.glob("*-*-*-*-*") if path.is_dir()]
        address = f"{(self.folder / _DATABASE).absolute().as_uri()}?mode=rw"
        with self._translated(), closing(sqlite3.connect(address, uri=True)) as database:
            in_use = {row[0] for row in database.execute("SELECT id FROM segments")}
        remains = [path for path in folders if path.name not in in_use]
        return bool([path for path in remains if remove(path)])

    def store(self, embeddings: Embeddings) -> Chroma:
        """Returns the collection as a LangChain vector store that embeds by ``embeddings``.

        It is good until the next ``close``. The library's own searches ask
        Chroma itself: importing langchain-chroma takes a quarter of the time that a question
        from a cold start may take.
        """
        from langchain_chroma import Chroma

        with self._translated(), self._store.lock.together():
            return Chroma(
                COLLECTION,
                client=self._store.client,
                embedding_function=embeddings,
                collection_configuration=SEARCH,
            )

    @contextmanager
    def _used(self, *, alone: bool = False) -> Iterator[Collection]:
        """Gives the collection, which nobody closes meanwhile, nor uses if ``alone``."""
        lock = self._store.lock
        with self._translated(), lock.alone() if alone else lock.together():
            yield self._store.collection

    def _translated(self) -> AbstractContextManager[None]:
        from chromadb.errors import ChromaError

        return translated("vector", ChromaError, ValueError, sqlite3.Error, folder=self.folder)


class _Store:
    """Chroma's client of one folder, and its collection; opened when first needed.

    Chroma shares what it has in memory among all the clients of a folder, and lets go of it
    only when the last one closes. So there is one for all the indexes of a process: with a
    second one open, ``let_go`` would let go of nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.lock = SharedLock()
        self._folder = folder
        self._opening = threading.RLock()
        self._client: Client | None = None
        self._collection: Collection | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a client now."""
        return self._client is not None

    @property
    def client(self) -> Client:
        """The client; to be used while ``lock`` is held."""
        with self._opening:
            if self._client is None:
                # Chroma would make a new one, and find nothing in it.
                if not (self._folder / _DATABASE).is_file():
                    raise FileNotFoundError(f"there is none in {self._folder}")
                self._see_schema()
                self._client = self._opened()
            return self._client

    @property
    def collection(self) -> Collection:
        """The collection; to be used while ``lock`` is held."""
        with self._opening:
            if self._collection is None:
                self._collection = self.client.get_collection(COLLECTION, embedding_function=None)
            return self._collection

    def create(self) -> None:
        """Makes an empty collection; to be called while ``lock`` is held alone."""
        self._client = self._opened()
        self._collection = self._client.create_collection(
            COLLECTION, configuration=SEARCH, embedding_function=None
        )

    def _opened(self) -> Client:
        few_pools()
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        # PersistentClient is typed by its interface, which has no close().
        return cast("Client", chromadb.PersistentClient(str(self._folder), settings=settings))

    def _see_schema(self) -> None:
        """Raises where the database's schema cannot be read.

        Chroma's native code aborts the process over what SQLite says of one that is no UTF-8.
        """
        address = f"{(self._folder / _DATABASE).as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.execute("SELECT name, tbl_name, sql FROM sqlite_master").fetchall()

    def let_go(self) -> None:
        """Closes the client; to be called while ``lock`` is held alone."""
        self._collection = None
        if self._client is not None:
            self._client.close()
            self._client = None


_stores: WeakValueDictionary[Path, _Store] = WeakValueDictionary()
_finding = threading.Lock()


def _store_of(folder: Path) -> _Store:
    """Returns the one store of a folder in this process."""
    key = folder.resolve()
    with _finding:
        store = _stores.get(key)
        if store is None:
            store = _stores[key] = _Store(key)
        return store


def _where(filters: Filters) -> Where | None:
    if filters.only is not None:
        raise AssertionError("among chosen articles the nearest are looked for otherwise")
    conditions: list[dict[str, Any]] = []
    if filters.sources:
        conditions.append({"outlet": {"$in": outlet_keys(filters)}})
    if days := day_range(filters):
        within = {"$and": [{"day": {"$gte": days[0]}}, {"day": {"$lte": days[1]}}]}
        conditions.append({"$or": [{"day": 0}, within]} if filters.lets_undated_in else within)
    if len(conditions) > 1:
        return {"$and": conditions}
    return conditions[0] if conditions else None
