"""The library on disk: what is kept is found, what is removed is gone, versions replace."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ArticleNotFoundError, LibraryError, LibraryFormatError, UsageError
from assistant.homes import Home
from assistant.library.library import Library
from assistant.library.schema import pack, unpack
from assistant.reports import Order
from assistant.types import Article, Filters
from tests.library.made import DIMENSION, MODEL, article, library, prepared, record, vector_of


def _keep(opened: Library, *articles: Article) -> list[bool]:
    with opened.writing("testing"):
        return [change.changed for change in opened.upsert([prepared(made) for made in articles])]


def _passage_text(made: Article, index: int) -> str:
    passage = prepared(made).passages[index]
    return made.text[passage.start : passage.end]


def test_what_is_kept_comes_back_as_it_was(home: Home) -> None:
    made = article(1)
    with_notes = library(home)
    assert _keep(with_notes, made) == [True]
    with_notes.close()
    opened = library(home)
    kept = opened.catalogue.articles.by_id([made.id])[made.id]
    assert (kept.text, kept.title, kept.sentences) == (made.text, made.title, made.sentences)
    assert (kept.source, kept.published, kept.origin) == (made.source, made.published, made.origin)
    assert kept.added is not None
    opened.close()


def test_what_is_kept_takes_room(home: Home) -> None:
    with closing(library(home)) as opened:
        _keep(opened, article(0))
        before = opened.storage()
        _keep(opened, *map(article, range(1, 60)))
        after = opened.storage()
    assert before.articles > 0
    assert after.articles > before.articles + 40_000
    assert after.indexes > before.indexes
    assert after.conversations == before.conversations


def test_adding_twice_changes_nothing(home: Home) -> None:
    opened = library(home)
    assert _keep(opened, article(1), article(2)) == [True, True]
    assert _keep(opened, article(2), article(3)) == [False, True]
    assert opened.indexes.disagreements() == []
    assert opened.catalogue.listing.count(Filters()) == 3
    opened.close()


def test_a_changed_article_replaces_its_older_version(home: Home) -> None:
    opened = library(home)
    older, newer = article(1), article(1, version=2, sentences=4)
    _keep(opened, older, article(2))
    with opened.writing("testing"):
        (change,) = opened.upsert([prepared(newer)])
    assert change.replaced == older.id
    assert set(opened.catalogue.articles.ids()) == {newer.id, article(2).id}
    assert opened.indexes.disagreements() == []
    found = opened.words.search("version 1", k=50, filters=Filters())
    assert all(not hit.id.startswith(older.id) for hit in found)
    opened.close()


def test_removed_articles_are_found_no_more(home: Home) -> None:
    opened = library(home)
    _keep(opened, article(1), article(2))
    with opened.writing("testing"):
        opened.remove([article(1).id])
    assert opened.indexes.disagreements() == []
    vector = vector_of(_passage_text(article(1), 0))
    hits = opened.vectors.search(vector, k=50, filters=Filters())
    assert {hit.id.partition(":")[0] for hit in hits} == {article(2).id}
    opened.close()


def test_both_indexes_find_the_very_passage(home: Home) -> None:
    opened = library(home)
    _keep(opened, *(article(number) for number in range(20)))
    for number in (1, 7, 19):
        made = article(number)
        best = opened.vectors.search(vector_of(_passage_text(made, 1)), k=1, filters=Filters())[0]
        assert best.id == f"{made.id}:1"
        assert best.score == pytest.approx(1.0, abs=1e-3)
        words = opened.words.search(f"fact {number * 1000 + 4}", k=1, filters=Filters())[0]
        assert words.id == f"{made.id}:1"
    opened.close()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(sources=("meridian WIRE",)), {1, 2, 4}),
        (Filters(sources=("The Ledger", "Meridian Wire")), {1, 2, 3, 4}),
        (Filters(since=date(2025, 3, 5)), {2, 3}),
        (Filters(until=date(2025, 3, 5)), {1, 2}),
        (Filters(since=date(2025, 3, 5), undated=True), {2, 3, 4}),
        (Filters(until=date(2025, 3, 5), undated=True), {1, 2, 4}),
        (Filters(since=date(2025, 3, 2), until=date(2025, 3, 6)), {2}),
        (Filters(sources=("the ledger",), since=date(2025, 3, 11)), set()),
        (Filters(sources=("Nobody",)), set()),
    ],
)
def test_filters_limit_lists_and_both_searches(
    home: Home, filters: Filters, expected: set[int]
) -> None:
    opened = library(home)
    made = {
        1: article(1, published=date(2025, 3, 1)),
        2: article(2, published=date(2025, 3, 5)),
        3: article(3, published=date(2025, 3, 10), source="The Ledger"),
        4: article(4, published=None),
    }
    _keep(opened, *made.values())
    wanted = {made[number].id for number in expected}
    assert {item.id for item in opened.catalogue.listing.summaries(filters)} == wanted
    assert opened.catalogue.listing.count(filters) == len(wanted)
    for hits in (
        opened.vectors.search(vector_of("anything"), k=100, filters=filters),
        opened.words.search("sentence story fact", k=100, filters=filters),
    ):
        assert {hit.id.partition(":")[0] for hit in hits} == wanted
    opened.close()


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "title:x AND (", "-fact", "*", "a" * 5000, "é̂", "[1 TO", "\x00"]
)
def test_no_query_is_an_operator_or_an_error(home: Home, query: str) -> None:
    opened = library(home)
    _keep(opened, article(1))
    assert isinstance(opened.words.search(query, k=5, filters=Filters()), list)
    opened.close()


def test_an_empty_library_finds_nothing(home: Home) -> None:
    opened = library(home)
    opened.indexes.sync()
    assert opened.vectors.search(vector_of("x"), k=5, filters=Filters()) == []
    assert opened.words.search("x", k=5, filters=Filters()) == []
    assert opened.catalogue.listing.days() is None
    opened.close()


def test_ids_may_be_shortened_but_not_ambiguous(home: Home) -> None:
    opened = library(home)
    _keep(opened, *(article(number) for number in range(40)))
    key = article(3).id
    assert opened.catalogue.articles.resolve(key[:12]) == key
    ugly = ("%", "_", f"{key[:8]}%", f"%{key[1:]}", key.replace(key[3], "_"), f"{key}\0", "\ud800")
    for wrong in ("", "zzzz", key[:1], f"{key}0", "a" * 10_000, *ugly):
        for older in (False, True):
            with pytest.raises(ArticleNotFoundError) as told:
                opened.catalogue.articles.resolve(wrong, older=older)
            assert len(str(told.value)) < 200
            assert told.value.exit_code == 2
    opened.close()


@pytest.mark.parametrize("words", ["\ud800", "a" * 100_000, " ".join(map(str, range(3000)))])
def test_what_no_database_can_look_for_is_told_as_wrong_use(home: Home, words: str) -> None:
    opened = library(home)
    _keep(opened, article(1))
    with pytest.raises(UsageError):
        opened.catalogue.listing.page(
            matching=words, order=Order.DATE, descending=True, limit=5, offset=0
        )
    opened.close()


@pytest.mark.parametrize("lost", ["vectors", "words"])
def test_a_lost_index_is_made_anew_without_embedding(tmp_path: Path, lost: str) -> None:
    opened = library(tmp_path)
    _keep(opened, *(article(number) for number in range(12)))
    folder = getattr(opened, lost).folder
    opened.close()
    shutil.rmtree(folder)
    notices: list[str] = []
    opened = library(tmp_path, on_notice=notices.append)
    opened.indexes.sync()
    assert opened.indexes.disagreements() == []
    assert any("anew" in notice for notice in notices)
    best = opened.vectors.search(vector_of(_passage_text(article(5), 2)), k=1, filters=Filters())[0]
    assert best.id == f"{article(5).id}:2"
    opened.close()


def test_rebuilding_gives_the_same_answers(home: Home) -> None:
    opened = library(home)
    _keep(opened, *(article(number) for number in range(30)))
    vector = vector_of("some question")
    before = opened.vectors.search(vector, k=10, filters=Filters())
    with opened.rebuilding("testing"):
        assert opened.indexes.rebuild() == 30
    after = opened.vectors.search(vector, k=10, filters=Filters())
    assert [hit.id for hit in before] == [hit.id for hit in after]
    assert [hit.score for hit in before] == pytest.approx([hit.score for hit in after], abs=1e-5)
    opened.close()


def test_another_model_or_format_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    library(tmp_path).close()
    with pytest.raises(LibraryFormatError) as refused:
        Library(tmp_path, model="another", dimension=DIMENSION)
    assert "assistant reindex" in str(refused.value)
    with pytest.raises(LibraryFormatError):
        Library(tmp_path, model=MODEL, dimension=DIMENSION + 1)
    opened = library(tmp_path)
    record(opened, "format", "99")
    opened.close()
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as database:
        database.execute("DROP TABLE feeds")
    with pytest.raises(LibraryFormatError) as newer:
        library(tmp_path)
    assert "newer version" in str(newer.value)
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert "feeds" not in tables  # nothing was made in what is not ours


def test_a_damaged_catalogue_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(LibraryError) as told:
        library(tmp_path)
    assert "damaged" in str(told.value)


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("x")
    with pytest.raises(LibraryError):
        library(place)


def test_packed_vectors_keep_their_direction() -> None:
    vectors = np.stack([vector_of(str(number)) for number in range(200)])
    unpacked = unpack(pack(vectors), dimension=DIMENSION)
    cosines = (vectors * unpacked).sum(axis=1)
    assert cosines.min() > 0.999
    assert np.linalg.norm(unpacked, axis=1) == pytest.approx(np.ones(200), abs=1e-5)
