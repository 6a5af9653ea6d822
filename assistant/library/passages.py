"""The passages of a library with their vectors, as the catalogue keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from assistant.examining import examined
from assistant.library import schema
from assistant.library.articles import Articles
from assistant.library.database import Database, in_parts
from assistant.library.schema import StoredPassage
from assistant.types import Article, Passage


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
