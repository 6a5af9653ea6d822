"""Reads the articles of a library, whole, by their ids, and their passages with vectors."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from assistant.caching import Recent
from assistant.errors import ArticleNotFoundError
from assistant.examining import examined
from assistant.library import schema
from assistant.library.database import Database, among, rows_among
from assistant.library.schema import PassageEntry
from assistant.library.versions import Versions
from assistant.types import Article, Filters, Passage

_BEGINNING: Final = re.compile(r"[0-9a-f]{1,16}")
"""An id of an article, or its beginning."""
_SHOWN: Final = 40
"""Characters of what was asked for that a message repeats."""
_CACHED: Final = 24_000_000
"""Bytes of articles that stay in memory, those that were read last."""
_SENTENCE: Final = 128
"""Bytes that a sentence of an article takes."""


class Articles:
    """Reads the newest versions. Thread-safe; some of them are cached.

    Args:
        database: the catalogue's.
        versions: the older ones, whose ids may be meant, too.
    """

    def __init__(self, database: Database, *, versions: Versions) -> None:
        self._database = database
        self._versions = versions
        # With the bytes that the sentences were made from.
        self._cached: Recent[str, tuple[Article, bytes]] = Recent(most_bytes=_CACHED)

    def ids(self) -> list[str]:
        """Returns all ids, in a stable order."""
        query = sa.select(schema.articles.c.id).order_by(schema.articles.c.id)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def has(self, article_ids: Sequence[str]) -> set[str]:
        """Returns the ids of those that are there."""
        column = schema.articles.c.id
        with self._database.reading() as connection:
            found = rows_among(connection, sa.select(column), column, article_ids)
            return {row.id for row in found}

    def resolve(self, prefix: str, *, older: bool = False) -> str:
        """Returns the id that begins with ``prefix``; ``older`` versions have ids, too.

        Raises:
            ArticleNotFoundError: none does, or more than one.
        """
        pattern = prefix.lower()
        if not _BEGINNING.fullmatch(pattern):
            raise _no_one("No article has the id", prefix)
        column = schema.articles.c.id
        with self._database.reading() as connection:
            query = sa.select(column).where(column.startswith(pattern)).limit(2)
            found = set(connection.execute(query).scalars())
        if older:
            found |= self._versions.beginning(pattern)
        if len(found) == 1:
            return str(found.pop())
        problem = (
            "More than one article has an id that begins with" if found else "No article has the id"
        )
        raise _no_one(problem, prefix)

    def by_id(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Returns the articles with these ids; those not there, or damaged, are left out."""
        with self._database.reading() as connection:
            return self.read(connection, article_ids)

    def read(self, connection: sa.Connection, article_ids: Iterable[str]) -> dict[str, Article]:
        """As ``by_id``, of the state of the catalogue that ``connection`` sees."""
        wanted = list(article_ids)
        columns = schema.articles.c
        # An id stands for its text for good, but not for being there, nor for its origin, nor
        # for where the sentences begin and end: those are asked for each time.
        query = sa.select(columns.id, columns.sentences, columns.origin)
        found: dict[str, Article] = {}
        unread: list[str] = []
        for row in rows_among(connection, query, columns.id, wanted):
            article, offsets = self._cached.get(row.id) or (None, b"")
            if article is not None and (offsets, article.origin) == (row.sentences, row.origin):
                found[row.id] = article
            else:
                unread.append(row.id)
        for row in rows_among(connection, sa.select(schema.articles), columns.id, unread):
            of_row = partial(schema.article_from, row)
            article = examined(row.id, "row of the catalogue", of_row, otherwise=None)
            if article is not None:
                found[row.id] = article
                size = sys.getsizeof(article.text) + _SENTENCE * len(article.sentences)
                self._cached.put(row.id, (article, row.sentences), size=size)
        return {key: found[key] for key in wanted if key in found}


def _no_one(problem: str, wanted: str) -> ArticleNotFoundError:
    shown = wanted if len(wanted) <= _SHOWN else f"{wanted[:_SHOWN]}…"
    return ArticleNotFoundError(f"{problem} {shown!r}", hint="See the ids with: assistant list")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a search found, with its article."""

    id: str
    article: Article
    passage: Passage


class Passages:
    """Reads the passages of a catalogue. Thread-safe."""

    def __init__(self, database: Database, *, articles: Articles) -> None:
        self._database = database
        self._articles = articles

    def count(self) -> int:
        """Returns how many there are."""
        query = sa.select(sa.func.coalesce(sa.func.sum(schema.articles.c.passage_count), 0))
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def ids(self) -> set[str]:
        """Returns all ids."""
        with self._database.reading() as connection:
            return set(connection.execute(sa.select(schema.passages.c.id)).scalars())

    def numbers(self, filters: Filters) -> dict[str, int]:
        """Returns how many passages each article within ``filters`` has that has any, by id."""
        key, limits = schema.passages.c.article_id, schema.conditions(filters)
        query = sa.select(key, sa.func.count().label("number")).group_by(key)
        within = sa.select(schema.articles.c.id).where(*limits)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(key.in_(within)))
            return {row.article_id: int(row.number) for row in rows}

    def vectors(self, article_ids: Iterable[str]) -> tuple[list[str], NDArray[np.float32]]:
        """Returns the ids of all passages of articles, and their vectors [passages, dimension]."""
        columns = schema.passages.c
        query = sa.select(columns.id, columns.vector)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(columns.article_id.in_(among(article_ids)))).all()
        numbers = np.frombuffer(b"".join([vector for _, vector in rows]), np.float16)
        vectors = numbers.reshape(len(rows), -1) if rows else numbers.reshape(0, 0)
        return [key for key, _ in rows], vectors.astype(np.float32)

    def of(self, article: Article) -> list[PassageEntry]:
        """Returns the passages of one article with their vectors, in order."""
        query = sa.select(schema.passages).where(schema.passages.c.article_id == article.id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(schema.passages.c.position)).all()
        return [
            PassageEntry(
                article,
                schema.passage_from(row, article),
                np.frombuffer(row.vector, np.float16).astype(np.float32),
            )
            for row in rows
        ]

    def candidates(self, passage_ids: Sequence[str]) -> dict[str, Candidate]:
        """Returns passages by id with their articles, without those gone or damaged."""
        columns = schema.passages.c
        query = sa.select(
            columns.id, columns.article_id, columns.position, columns.first, columns.last
        )
        with self._database.reading() as connection:
            rows = list(rows_among(connection, query, columns.id, passage_ids))
            articles = self._articles.read(connection, {row.article_id for row in rows})
        found: dict[str, Candidate] = {}
        for row in rows:
            if (article := articles.get(row.article_id)) is None:
                continue
            of_row = partial(schema.passage_from, row, article)
            passage = examined(article.id, "passage", of_row, otherwise=None)
            if passage is not None:
                found[row.id] = Candidate(row.id, article, passage)
        return found

    def sentence_vectors(
        self, passage_ids: Sequence[str], *, dimension: int
    ) -> dict[str, NDArray[np.float32]]:
        """Returns the unit vectors [sentences, dimension] of passages, by passage id."""
        columns = schema.passages.c
        query = sa.select(columns.id, columns.sentence_vectors)
        with self._database.reading() as connection:
            return {
                row.id: schema.unpack(row.sentence_vectors, dimension=dimension)
                for row in rows_among(connection, query, columns.id, passage_ids)
            }

    def vectors_by_sentence(
        self, article_ids: Sequence[str], *, dimension: int
    ) -> dict[tuple[str, int], NDArray[np.float32]]:
        """The unit vector of each sentence of articles, by article id and sentence index."""
        columns = schema.passages.c
        query = sa.select(columns.article_id, columns.first, columns.sentence_vectors)
        found: dict[tuple[str, int], NDArray[np.float32]] = {}
        with self._database.reading() as connection:
            for row in rows_among(connection, query, columns.article_id, article_ids):
                vectors = schema.unpack(row.sentence_vectors, dimension=dimension)
                for index, vector in enumerate(vectors, start=row.first):
                    found[row.article_id, index] = vector
        return found
