"""The vectors of the passages where they are kept: pgvector, in the table of the passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from assistant.errors import UsageError
from assistant.library import schema
from assistant.library.database import rows_among
from assistant.library.halfvec import HalfVec
from assistant.library.postgres.database import PostgresDatabase
from assistant.library.words import Found
from assistant.types import Filters

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

INDEX: Final = "passages_by_meaning"
COMPARED: Final = 20_000
"""Passages that are compared one by one, in the database, where filters leave no more."""
_SEARCH: Final = (
    # An index is looked through, a filter applied to what it gives, until there are enough.
    "SET LOCAL hnsw.iterative_scan = relaxed_order",
    "SET LOCAL hnsw.ef_search = 200",
    "SET LOCAL hnsw.max_scan_tuples = 100000",
)
_passages: Final = schema.passages.c
_articles: Final = schema.articles.c


def index_of(dimension: int) -> str:
    """Returns the SQL that makes the index of vectors of a dimension, where it is missing."""
    return (
        f"CREATE INDEX IF NOT EXISTS {INDEX} ON passages USING hnsw"
        f" ((vector::halfvec({dimension})) halfvec_cosine_ops)"
        " WITH (m = 16, ef_construction = 64)"
    )


class PostgresVectors:
    """The vectors of a database's passages, which change with them in one transaction.

    Thread-safe. Where filters leave few passages, all of these are compared; where they leave
    many, the index is looked through until there are enough, and all are compared where that
    ends with too few.

    Args:
        database: the library's.
        dimension: that of the vectors.
        compared: the most passages that are all compared.
    """

    knows_articles: Final = True

    def __init__(
        self, database: PostgresDatabase, *, dimension: int, compared: int = COMPARED
    ) -> None:
        self._database = database
        self._compared = compared
        self._type = HalfVec(dimension)

    def search(self, vector: NDArray[np.float32], *, k: int, filters: Filters) -> list[Found]:
        """Returns the ``k`` passages nearest to a unit vector, with their cosine, nearest first."""
        limits = schema.conditions(filters)
        with self._database.reading() as connection:
            rows: Sequence[Any] = ()
            few = bool(limits) and self._leaves_few(connection, limits)
            if not few:
                for setting in _SEARCH:
                    connection.exec_driver_sql(setting)
                rows = connection.execute(self._nearest(vector, limits, k=k)).all()
            if len(rows) < k:
                rows = connection.execute(self._nearest(vector, limits, k=k, each=True)).all()
        if not rows:
            return []
        # The index goes by the question in 16 bits, and in an order that is nearly right.
        known = np.stack([np.frombuffer(row.vector, "<f2") for row in rows]).astype(np.float32)
        cosines = known @ vector
        order = np.argsort(-cosines, kind="stable")
        return [Found(rows[place].id, float(cosines[place])) for place in order]

    def _leaves_few(
        self, connection: sa.Connection, limits: Sequence[sa.ColumnElement[bool]]
    ) -> bool:
        # An article that is searched has a passage at least: no more of them have to be counted.
        some = (
            sa.select(_articles.passage_count).where(*limits).limit(self._compared + 1).subquery()
        )
        counted = sa.select(sa.func.coalesce(sa.func.sum(some.c.passage_count), 0))
        return int(connection.execute(counted).scalar_one()) <= self._compared

    def _nearest(
        self,
        vector: NDArray[np.float32],
        limits: Sequence[sa.ColumnElement[bool]],
        *,
        k: int,
        each: bool = False,
    ) -> sa.Select[Any]:
        """Returns the query for the nearest; ``each`` compares all, by no index."""
        asked = sa.bindparam("asked", vector.astype("<f2").tobytes(), type_=self._type)
        own = sa.cast(_passages.vector, self._type)
        distance = own.op("<=>", return_type=sa.Float())(asked)
        query = sa.select(_passages.id, _passages.vector)
        if limits:
            query = query.join(schema.articles, _articles.id == _passages.article_id)
        # What is reckoned with is no more what the index holds.
        order = distance + sa.literal_column("0") if each else distance
        return query.where(*limits).order_by(order).limit(k)

    def get(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Returns the vectors of these passages, by id; of those not there none."""
        query = sa.select(_passages.id, _passages.vector)
        with self._database.reading() as connection:
            return {
                row.id: np.frombuffer(row.vector, "<f2").astype(np.float32)
                for row in rows_among(connection, query, _passages.id, passage_ids)
            }

    def ids(self) -> set[str]:
        """Returns the ids of all passages."""
        with self._database.reading() as connection:
            return set(connection.execute(sa.select(_passages.id)).scalars())

    def count(self) -> int:
        """Returns the number of passages."""
        query = sa.select(sa.func.count()).select_from(schema.passages)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def store(self, _embeddings: Embeddings) -> NoReturn:
        """Refuses: LangChain's Chroma store is of an embedded library.

        Raises:
            UsageError: always.
        """
        raise UsageError(
            "A library on a PostgreSQL server is no Chroma store",
            hint="Use as_retriever(), which searches any library",
        )
