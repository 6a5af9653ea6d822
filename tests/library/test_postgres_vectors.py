"""The vectors of a library on a server: bit for bit, and none missed where filters leave few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray

from assistant.errors import (
    LibraryFormatError,
)
from assistant.homes import DatabaseHome
from assistant.library import schema
from assistant.library.library import Library
from assistant.library.postgres.database import PostgresDatabase
from assistant.library.postgres.vectors import INDEX, PostgresVectors, index_of
from assistant.types import Filters
from tests.library.made import DIMENSION, article, keep, library, prepared, vector_of
from tests.postgres import Server


def test_a_vector_comes_back_bit_for_bit(opened: Library) -> None:
    keep(opened, 1)
    (entry, *_) = opened.catalogue.passages.of(article(1))
    made = prepared(article(1)).entries()[0].vector
    assert (entry.vector == made.astype(np.float16).astype(np.float32)).all()
    got = opened.vectors.get([entry.id, "none"])
    assert list(got) == [entry.id]
    assert (got[entry.id] == entry.vector).all()


def _article_of(number: int) -> dict[str, Any]:
    """Half of them are of one outlet, one in a hundred of a day; one with 2 passages of another."""
    day = 20250302 if number % 100 == 0 else 20250303 if number == 7 else 20250301
    outlet = "a" if number % 2 else "b"
    count = 2 if day == 20250303 else 10
    return {"id": f"{number:016x}", "passage_count": count, "day": day, "outlet": outlet}


def _passages_of(key: str, vectors: NDArray[np.float64]) -> list[dict[str, Any]]:
    whole = {"article_id": key, "first": 0, "last": 0, "sentence_vectors": b""}
    return [
        whole | {"id": f"{key}:{n}", "position": n, "vector": one.astype("<f2").tobytes()}
        for n, one in enumerate(vectors)
    ]


@pytest.fixture(scope="module")
def many(postgres: Server) -> Iterator[PostgresDatabase]:
    """Twenty thousand passages in clusters, of articles of which few are of a day, or an outlet."""
    rng = np.random.default_rng(7)
    home = postgres.library()
    with closing(library(home)) as opened:
        database = opened.catalogue.database
        assert isinstance(database, PostgresDatabase)
        centres = rng.normal(size=(200, DIMENSION))
        first = schema.article_row(prepared(article(1)), added=schema._UNKNOWN)
        with database.transaction() as connection:
            connection.exec_driver_sql(f"DROP INDEX {INDEX}")
            rows = [_article_of(number) for number in range(2000)]
            connection.execute(sa.insert(schema.articles), [first | row for row in rows])
            passages = []
            for row in rows:
                size = (row["passage_count"], DIMENSION)
                near = centres[rng.integers(200)] + rng.normal(scale=0.3, size=size)
                near /= np.linalg.norm(near, axis=1, keepdims=True)
                passages += _passages_of(row["id"], near)
            connection.execute(sa.insert(schema.passages), passages)
            connection.exec_driver_sql(index_of(DIMENSION))
        database.outside("ANALYZE")
        yield database
    postgres.drop(home.database)


@pytest.mark.parametrize(
    ("filters", "within"),
    [
        (Filters(), 19_992),
        (Filters(sources=("A",)), 9_992),
        (Filters(since=date(2025, 3, 2), until=date(2025, 3, 2)), 200),
        (Filters(since=date(2025, 3, 3)), 2),
        (Filters(articles=(f"{11:016x}", f"{12:016x}")), 20),
        (Filters(sources=("nobody",)), 0),
    ],
)
@pytest.mark.parametrize("compared", [0, 100, 20_000])
def test_filtered_searches_find_what_comparing_all_finds(
    many: PostgresDatabase, filters: Filters, within: int, compared: int
) -> None:
    vectors = PostgresVectors(many, dimension=DIMENSION, compared=compared)
    query = sa.select(schema.passages.c.id, schema.passages.c.vector).join(schema.articles)
    with many.reading() as connection:
        rows = connection.execute(query.where(*schema.conditions(filters))).all()
    assert len(rows) == within
    k = 50
    known = [np.frombuffer(row.vector, "<f2").astype(np.float32) for row in rows]
    asked = [vector_of(f"question {number}") for number in range(10)]
    hits = 0
    for vector in asked:
        found = vectors.search(vector, k=k, filters=filters)
        assert len(found) == min(k, within)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        if not rows:
            continue
        cosines = np.stack(known) @ vector
        best = set(np.argsort(-cosines)[:k].tolist())
        ids = {rows[place].id for place in best}
        hits += len(ids & {one.id for one in found})
    assert hits >= 0.99 * len(asked) * min(k, within)


def test_the_index_is_used_where_a_filter_leaves_much(many: PostgresDatabase) -> None:
    vectors = PostgresVectors(many, dimension=DIMENSION, compared=100)
    asked = vectors._nearest(vector_of("x"), schema.conditions(Filters(sources=("a",))), k=50)
    compiled = asked.compile(dialect=many.engine.dialect, compile_kwargs={"literal_binds": False})
    with many.reading() as connection:
        explained = f"EXPLAIN {compiled}"
        values = {"asked": str([0.5] * DIMENSION), "outlet_1_1": "a", "param_1": 50}
        names = compiled.construct_params()
        plan = connection.exec_driver_sql(
            str(explained).replace("__[POSTCOMPILE_outlet_1]", "%(outlet_1_1)s"),
            {**values, **{name: value for name, value in names.items() if name not in values}},
        )
        text = "\n".join(plan.scalars())
    assert INDEX in text


def test_a_library_is_made_anew_for_another_model(opened: Library, place: DatabaseHome) -> None:
    keep(opened, *range(3))
    opened.close()
    double = 2 * DIMENSION
    with pytest.raises(LibraryFormatError, match="assistant reindex"):
        Library(place, model="another", dimension=double)
    with closing(Library(place, model="another", dimension=double, checked=False)) as other:
        made = [prepared(article(number)) for number in range(3)]
        wide = [np.tile(one.vectors, 2) / np.sqrt(2).astype(np.float32) for one in made]
        sentences = [tuple(np.tile(each, 2) for each in one.sentence_vectors) for one in made]
        with other.rebuilding("testing"):
            other.catalogue.staging.add(
                [
                    replace(one, vectors=vectors, sentence_vectors=of_sentences)
                    for one, vectors, of_sentences in zip(made, wide, sentences, strict=True)
                ]
            )
            other.indexes.drop()
            other.catalogue.staging.apply(other.identity.own)
            assert other.indexes.rebuild() == 3
        other.identity.check()
        (best,) = other.vectors.search(wide[1][2], k=1, filters=Filters())
        assert best.id == f"{made[1].article.id}:2"
        assert other.indexes.disagreements() == []
