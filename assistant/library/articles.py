"""The articles of a library, whole, by their ids, and their passages with vectors."""

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
from assistant.library.database import Database, in_parts
from assistant.library.schema import StoredPassage
from assistant.library.versions import Versions
from assistant.types import Article, Passage

_BEGINNING: Final = re.compile(r"[0-9a-f]{1,16}")
"""An id of an article, or its beginning."""
_SHOWN: Final = 40
"""Characters of what was asked for that a message repeats."""
_REMEMBERED: Final = 24_000_000
"""Bytes of articles that stay in memory, those that were read last."""
_SENTENCE: Final = 128
"""Bytes that a sentence of an article takes."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    """An article that has been read, and the bytes that its sentences were made from."""

    article: Article
    offsets: bytes


class Articles:
    """The newest versions, to be read. Thread-safe; some of them are held in memory.

    Args:
        database: the catalogue's.
        versions: the older ones, whose ids may be meant, too.
    """

    def __init__(self, database: Database, *, versions: Versions) -> None:
        self._database = database
        self._versions = versions
        self._remembered: Recent[str, _Remembered] = Recent(most_bytes=_REMEMBERED)

    def ids(self) -> list[str]:
        """All ids, in a stable order."""
        query = sa.select(schema.articles.c.id).order_by(schema.articles.c.id)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def has(self, article_ids: Sequence[str]) -> set[str]:
        """Which of these articles are there."""
        found: set[str] = set()
        with self._database.reading() as connection:
            for part in in_parts(article_ids):
                query = sa.select(schema.articles.c.id).where(schema.articles.c.id.in_(part))
                found.update(connection.execute(query).scalars())
        return found

    def resolve(self, prefix: str, *, older: bool = False) -> str:
        """The id that begins with ``prefix``; ``older`` versions have ids, too.

        Raises:
            ArticleNotFoundError: none does, or more than one.
        """
        pattern = prefix.lower()
        if not _BEGINNING.fullmatch(pattern):
            raise _no_one("No article has the id", prefix)
        query = (
            sa.select(schema.articles.c.id).where(schema.articles.c.id.startswith(pattern)).limit(2)
        )
        with self._database.reading() as connection:
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
        """The articles with these ids; those not there, or damaged, are left out."""
        with self._database.reading() as connection:
            return self.read(connection, article_ids)

    def read(self, connection: sa.Connection, article_ids: Iterable[str]) -> dict[str, Article]:
        """As ``by_id``, of the state of the catalogue that ``connection`` sees."""
        wanted = list(article_ids)
        columns = schema.articles.c
        # An id stands for its text for good, but not for being there, nor for its place, nor
        # for where the sentences begin and end: those are asked for each time.
        present: dict[str, bytes] = {}
        origins: dict[str, str] = {}
        for part in in_parts(wanted):
            query = sa.select(columns.id, columns.sentences, columns.origin)
            for row in connection.execute(query.where(columns.id.in_(part))):
                present[row.id], origins[row.id] = row.sentences, row.origin
        found = {
            key: known.article
            for key, offsets in present.items()
            if (known := self._remembered.get(key)) is not None
            and known.offsets == offsets
            and known.article.origin == origins[key]
        }
        for part in in_parts(key for key in present if key not in found):
            query_all = sa.select(schema.articles).where(columns.id.in_(part))
            for row in connection.execute(query_all):
                of_row = partial(schema.article_from, row)
                article = examined(row.id, "row of the catalogue", of_row, otherwise=None)
                if article is not None:
                    found[row.id] = article
                    size = sys.getsizeof(article.text) + _SENTENCE * len(article.sentences)
                    self._remembered.put(row.id, _Remembered(article, row.sentences), size=size)
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
    """The passages of a catalogue, to be read. Thread-safe."""

    def __init__(self, database: Database, *, articles: Articles) -> None:
        self._database = database
        self._articles = articles

    def count(self) -> int:
        """How many there are."""
        query = sa.select(sa.func.coalesce(sa.func.sum(schema.articles.c.passage_count), 0))
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def ids(self) -> set[str]:
        """The ids of all of them."""
        with self._database.reading() as connection:
            return set(connection.execute(sa.select(schema.passages.c.id)).scalars())

    def of(self, article: Article) -> list[StoredPassage]:
        """The passages of one article with their vectors, in order."""
        query = sa.select(schema.passages).where(schema.passages.c.article_id == article.id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(schema.passages.c.position)).all()
        return [
            StoredPassage(
                row.id,
                article.id,
                schema.passage_from(row, article),
                np.frombuffer(row.vector, np.float16).astype(np.float32),
            )
            for row in rows
        ]

    def candidates(self, passage_ids: Sequence[str]) -> dict[str, Candidate]:
        """Passages by id with their articles; those that are gone, or damaged, are left out."""
        columns = schema.passages.c
        query = sa.select(
            columns.id, columns.article_id, columns.position, columns.first, columns.last
        )
        with self._database.reading() as connection:
            rows = [
                row
                for part in in_parts(passage_ids)
                for row in connection.execute(query.where(columns.id.in_(part)))
            ]
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
        """Unit vectors [sentences, dimension] of passages, by passage id."""
        columns = schema.passages.c
        query = sa.select(columns.id, columns.sentence_vectors)
        with self._database.reading() as connection:
            return {
                row.id: schema.unpack(row.sentence_vectors, dimension=dimension)
                for part in in_parts(passage_ids)
                for row in connection.execute(query.where(columns.id.in_(part)))
            }

    def vectors_by_sentence(
        self, article_ids: Sequence[str], *, dimension: int
    ) -> dict[tuple[str, int], NDArray[np.float32]]:
        """The unit vector of each sentence of articles, by article id and sentence index."""
        columns = schema.passages.c
        query = sa.select(columns.article_id, columns.first, columns.sentence_vectors)
        found: dict[tuple[str, int], NDArray[np.float32]] = {}
        with self._database.reading() as connection:
            for part in in_parts(article_ids):
                for row in connection.execute(query.where(columns.article_id.in_(part))):
                    vectors = schema.unpack(row.sentence_vectors, dimension=dimension)
                    for index, vector in enumerate(vectors, start=row.first):
                        found[row.article_id, index] = vector
        return found
