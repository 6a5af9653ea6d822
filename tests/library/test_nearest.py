"""The passages nearest to a vector among chosen articles: what comparing each one finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.library import nearest as near
from assistant.library.library import Library
from assistant.library.nearest import nearest
from assistant.types import Article, Filters, passage_key
from tests.library.made import article, library, prepared, vector_of

NUMBER = 60


@pytest.fixture(scope="module")
def made() -> list[Article]:
    days = [date(2025, 3, 1), date(2025, 3, 2), None]
    return [
        article(number, source=f"Outlet {number % 2}", published=days[number % 3])
        for number in range(NUMBER)
    ]


@pytest.fixture(scope="module")
def opened(made: list[Article], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    one = library(tmp_path_factory.mktemp("nearest") / "home")
    with one.writing("testing"):
        one.upsert([prepared(each) for each in made])
    yield one
    one.close()


@cache
def _kept(one: Article) -> NDArray[np.float32]:
    """The vectors of an article's passages, as exactly as they are kept."""
    return prepared(one).vectors.astype(np.float16).astype(np.float32)


def _exact(articles: list[Article], vector: NDArray[np.float32], k: int) -> list[str]:
    cosines = {
        passage_key(one.id, place): float(row @ vector)
        for one in articles
        for place, row in enumerate(_kept(one))
    }
    return sorted(cosines, key=lambda key: -cosines[key])[:k]


@pytest.mark.parametrize("compared", [near._COMPARED, 0], ids=["each one", "widely first"])
@pytest.mark.parametrize("size", [0, 1, 3, NUMBER // 2, NUMBER])
def test_the_nearest_are_those_of_a_library_of_these_articles(
    opened: Library,
    made: list[Article],
    monkeypatch: pytest.MonkeyPatch,
    compared: int,
    size: int,
) -> None:
    monkeypatch.setattr(near, "_COMPARED", compared)
    chosen = made[:size]
    for number in range(4):
        vector = vector_of(f"question {number}")
        for limits, within in (
            (Filters(), chosen),
            (Filters(sources=("outlet 1",)), [one for one in chosen if one.source == "Outlet 1"]),
            (
                Filters(since=date(2025, 3, 2), undated=True),
                [one for one in chosen if one.published != date(2025, 3, 1)],
            ),
        ):
            only = Filters(
                sources=limits.sources,
                since=limits.since,
                undated=limits.undated,
                articles=tuple(one.id for one in chosen),
            )
            found = nearest(opened.vectors, opened.catalogue.passages, vector, k=10, filters=only)
            assert [one.id for one in found] == _exact(within, vector, 10)
            assert [one.score for one in found] == sorted(
                (one.score for one in found), reverse=True
            )


def test_without_chosen_articles_the_index_is_asked(opened: Library) -> None:
    vector, limits = vector_of("question"), Filters(sources=("outlet 1",))
    found = nearest(opened.vectors, opened.catalogue.passages, vector, k=5, filters=limits)
    assert found == opened.vectors.search(vector, k=5, filters=limits)


def test_withdrawn_and_missing_articles_are_in_neither_index(opened: Library) -> None:
    only = Filters(articles=("f" * 16, "no id at all'\"); --", ""))
    vector = vector_of("question")
    assert nearest(opened.vectors, opened.catalogue.passages, vector, k=5, filters=only) == []
    assert opened.words.search("story tells fact", k=5, filters=only) == []
