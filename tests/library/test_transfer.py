"""Exporting and importing: all of it comes back, and joins what is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.library.integrity import check_versions
from assistant.library.library import Library
from assistant.types import Filters
from tests.library.carried import exported, held, imported
from tests.library.made import MODEL, article, library, prepared


@pytest.mark.parametrize("vectors", [True, False])
def test_what_is_exported_comes_back_as_it_was(
    filled: Library, tmp_path: Path, vectors: bool
) -> None:
    path = tmp_path / "all.gz"
    report = exported(filled, path, vectors=vectors)
    assert (report.articles, report.versions, report.size) == (3, 2, path.stat().st_size)
    assert report.model == (MODEL if vectors else None)
    there = library(tmp_path / "there")
    embedded: list[str] = []
    taken = imported(there, path, embedded=embedded)
    assert (taken.added, taken.versions, taken.vectors) == (3, 2, vectors)
    assert len(embedded) == (0 if vectors else 3)
    assert held(there) == held(filled)
    assert there.indexes.disagreements() == []
    for one in (article(1), article(2, version=2)):
        assert there.catalogue.versions.history(one.id) == filled.catalogue.versions.history(one.id)
    again = imported(there, path, embedded=embedded)
    assert (again.unchanged, again.added, again.versions) == (3, 0, 0)
    assert held(there) == held(filled)
    assert len(embedded) == (0 if vectors else 3), "embedded twice"
    there.close()


def test_the_same_library_gives_the_same_entries_and_no_file_is_written_over(
    filled: Library, tmp_path: Path
) -> None:
    path = tmp_path / "all.gz"
    exported(filled, path)
    before = path.read_bytes()
    with pytest.raises(UsageError):
        exported(filled, path)
    assert path.read_bytes() == before
    with pytest.raises(UsageError):
        exported(filled, tmp_path / "nowhere" / "all.gz")
    assert [one.name for one in tmp_path.iterdir()] == ["all.gz"]


def test_two_histories_are_joined(filled: Library, tmp_path: Path) -> None:
    path = tmp_path / "all.gz"
    exported(filled, path)
    there = library(tmp_path / "there")
    newer = article(1, version=3)
    with there.writing("testing"):
        there.upsert([prepared(article(1)), prepared(article(4))])
        there.upsert([prepared(newer)])
    report = imported(there, path)
    assert (report.older, report.added, report.unchanged) == (1, 2, 0)
    history = there.catalogue.versions.history(newer.id)
    assert history is not None
    assert history.newest.article.id == newer.id, "it was added last"
    assert {one.article.id for one in history.versions} == {
        article(1, version=version).id for version in (1, 2, 3)
    }
    assert there.indexes.disagreements() == []
    state = held(there)
    imported(there, path)
    assert held(there) == state
    there.close()


def test_a_version_that_replaced_another_within_the_same_second_replaces_it_here(
    tmp_path: Path,
) -> None:
    moment = datetime(2025, 3, 2, tzinfo=UTC)
    old, new = article(1), article(1, version=2)
    theirs, mine = library(tmp_path / "theirs"), library(tmp_path / "mine")
    for opened, versions in ((theirs, (old, new)), (mine, (old,))):
        with opened.writing("testing"):
            opened.catalogue.upsert([prepared(one) for one in versions], added=moment)
    exported(theirs, tmp_path / "newest")
    exported(mine, tmp_path / "first")
    imported(mine, tmp_path / "newest")
    imported(theirs, tmp_path / "first")
    for opened in (theirs, mine):
        assert opened.catalogue.articles.has([old.id, new.id]) == {new.id}
        history = opened.catalogue.versions.history(new.id)
        assert history is not None
        assert history.newest.article.id == new.id
        assert {one.article.id for one in history.versions} == {old.id, new.id}
        opened.close()


def test_an_article_whose_place_an_import_takes_stays_where_the_file_has_it(
    tmp_path: Path,
) -> None:
    first, second = article(1), article(1, version=2)
    elsewhere = replace(first, origin="/press/monday.txt")
    here = library(tmp_path / "here")
    for one in (elsewhere, second):
        with here.writing("testing"):
            here.upsert([prepared(one)])
    exported(here, tmp_path / "all.gz", vectors=False)
    there = library(tmp_path / "there")
    dated = replace(first, added=datetime(2020, 1, 1, tzinfo=UTC))
    with there.writing("testing"):
        there.catalogue.upsert([prepared(dated)], added=datetime(2020, 1, 1, tzinfo=UTC))
    report = imported(there, tmp_path / "all.gz")
    assert (report.replaced, report.added, report.unchanged) == (1, 1, 0)
    found = {(one.id, one.origin) for one in there.catalogue.listing.summaries(Filters())}
    assert found == {(second.id, second.origin), (first.id, elsewhere.origin)}
    assert there.indexes.disagreements() == []
    again = imported(there, tmp_path / "all.gz")
    assert (again.unchanged, again.replaced, again.added) == (2, 0, 0)
    there.close()
    here.close()


@pytest.mark.parametrize("taken", [False, True])
def test_a_history_comes_to_the_article_though_it_is_here_from_another_place(
    filled: Library, tmp_path: Path, taken: bool
) -> None:
    exported(filled, tmp_path / "all.gz")
    there = library(tmp_path / "there")
    newest = replace(article(1, version=2), origin="/press/copy.txt")
    with there.writing("testing"):
        there.upsert([prepared(newest)])
        if taken:  # the place that it has in the file
            there.upsert([prepared(article(1, version=5))])
    report = imported(there, tmp_path / "all.gz")
    assert (report.unchanged, report.added, report.versions) == (1, 2, 2)
    history = there.catalogue.versions.history(newest.id)
    assert history is not None
    assert [one.article.id for one in history.versions] == [article(1).id, newest.id]
    assert history.newest.article.origin == newest.origin
    assert check_versions(there).problems == ()
    state = held(there)
    assert imported(there, tmp_path / "all.gz").versions == 0
    assert held(there) == state
    there.close()
