"""Versions of one article: the newest is found, the older ones are kept, in their order."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import ArticleNotFoundError
from assistant.homes import Home
from assistant.language.articles import make_article
from assistant.library.library import Library
from assistant.library.upserting import Change
from assistant.types import Article, Document, Filters, cite
from assistant.versions import Edit, Later
from tests.library.made import article, library, prepared


def _keep(opened: Library, *articles: Article) -> list[Change]:
    with opened.writing("testing"):
        return opened.upsert([prepared(made) for made in articles])


def _dated(day: int, *, updated: int | None = None) -> Article:
    return make_article(
        Document(
            title="Ferry",
            text=f"The ferry sank. {day} people died on the {updated or day}th.",
            origin="https://ledger.example/ferry",
            published=date(2025, 3, day),
            updated=date(2025, 3, updated) if updated else None,
        )
    )


def _history(opened: Library, key: str) -> list[str]:
    history = opened.catalogue.versions.history(key)
    assert history is not None
    for old, new, change in zip(
        history.versions, history.versions[1:], history.differences, strict=False
    ):
        assert (change.before, change.after) == (old.article.id, new.article.id)
    assert [version.newest for version in history.versions[:-1]] == [False] * (
        len(history.versions) - 1
    )
    assert history.newest.newest
    return [version.article.id for version in history.versions]


def test_older_versions_are_kept_and_only_the_newest_is_found(home: Home) -> None:
    opened = library(home)
    made = [article(1, version=version) for version in (1, 2, 3)]
    for one in made:
        _keep(opened, one, article(2))
    assert _history(opened, made[0].id) == [one.id for one in made]
    assert _history(opened, made[2].id) == [one.id for one in made]
    first = opened.catalogue.versions.version(made[0].id)
    assert first is not None
    assert first.article.text == made[0].text
    assert first.article.sentences == made[0].sentences
    assert first.replaced_by == made[1].id
    assert first.replaced is not None
    assert first.added <= first.replaced
    assert opened.indexes.disagreements() == []
    for query in ("version 1", "version 2"):
        found = {
            hit.id.partition(":")[0] for hit in opened.words.search(query, k=50, filters=Filters())
        }
        assert not found & {made[0].id, made[1].id}
    listed = {one.id: one for one in opened.catalogue.listing.summaries(Filters())}
    assert listed[made[2].id].older == 2
    opened.close()


def test_a_version_that_comes_back_is_the_newest_again(home: Home) -> None:
    opened = library(home)
    one, two = article(1, version=1), article(1, version=2)
    for made in (one, two, one, two, one):
        (change,) = _keep(opened, made)
        assert change.changed
    assert _history(opened, two.id) == [one.id, two.id, one.id, two.id, one.id]
    assert opened.catalogue.articles.ids() == [one.id]
    assert opened.indexes.disagreements() == []
    version = opened.catalogue.versions.version(one.id)
    assert version is not None
    assert version.newest
    opened.close()


def test_a_version_that_its_dates_say_is_older_goes_into_the_history(home: Home) -> None:
    opened = library(home)
    newest, middle, oldest = _dated(5, updated=9), _dated(5, updated=7), _dated(5)
    _keep(opened, newest)
    for late in (oldest, middle):
        (change,) = _keep(opened, late)
        assert change == Change(late.id, changed=True, replaced=None, newer=newest.id)
        (again,) = _keep(opened, late)
        assert again == Change(late.id, changed=False, replaced=None, newer=newest.id)
    assert opened.catalogue.articles.ids() == [newest.id]
    assert _history(opened, oldest.id) == [oldest.id, middle.id, newest.id]
    assert opened.catalogue.versions.superseded([oldest, newest, article(7)]) == {oldest.id}
    assert opened.indexes.disagreements() == []
    newer = _dated(5, updated=11)
    (change,) = _keep(opened, newer)
    assert change.replaced == newest.id
    assert _history(opened, oldest.id) == [oldest.id, middle.id, newest.id, newer.id]
    opened.close()


def test_removing_an_article_removes_its_versions(home: Home) -> None:
    opened = library(home)
    made = [article(1, version=version) for version in (1, 2, 3)]
    for one in made:
        _keep(opened, one, article(2))
    _keep(opened, article(2, version=2))
    with opened.writing("testing"):
        opened.remove([made[2].id])
    for one in made:
        assert opened.catalogue.versions.history(one.id) is None
        with pytest.raises(ArticleNotFoundError):
            opened.catalogue.articles.resolve(one.id, older=True)
    assert _history(opened, article(2).id) == [article(2).id, article(2, version=2).id]
    opened.close()
    for path in home.glob("catalogue.sqlite*") if isinstance(home, Path) else ():
        assert (
            b"in version 1." not in path.read_bytes() or b"story 1 tells" not in path.read_bytes()
        )


def test_ids_of_older_versions_are_ids_where_that_is_asked_for(home: Home) -> None:
    opened = library(home)
    one, two = article(1), article(1, version=2)
    _keep(opened, one)
    _keep(opened, two)
    assert opened.catalogue.articles.resolve(one.id[:12], older=True) == one.id
    assert opened.catalogue.articles.resolve(two.id[:12], older=True) == two.id
    for wrong in ("%", "_", "", "zz"):
        with pytest.raises(ArticleNotFoundError):
            opened.catalogue.articles.resolve(wrong, older=True)
    with pytest.raises(ArticleNotFoundError):
        opened.catalogue.articles.resolve(one.id)
    opened.close()


def test_what_became_of_what_was_cited(home: Home) -> None:
    opened = library(home)
    old = _dated(5)
    new = make_article(
        Document(
            title="Ferry",
            text="The ferry sank. 6 people died on the 5th.",
            origin=old.origin,
            published=date(2025, 3, 6),
        )
    )
    gone = article(3)
    _keep(opened, old, gone)
    citations = [cite(old, 0), cite(old, 1), cite(gone, 2)]
    assert opened.catalogue.versions.since(citations) == {}
    _keep(opened, new)
    with opened.writing("testing"):
        opened.remove([gone.id])
    since = opened.catalogue.versions.since([*citations, cite(new, 0)])
    assert since.keys() == {(old.id, 0), (old.id, 1), (gone.id, 2)}
    assert since[old.id, 0].later is Later.STANDS
    assert since[old.id, 1].later is Later.CHANGED
    assert since[old.id, 1].text == "6 people died on the 5th."
    assert since[gone.id, 2].later is Later.REMOVED
    history = opened.catalogue.versions.history(old.id)
    assert history is not None
    assert [edit.edit for edit in history.differences[0].sentences] == [Edit.KEPT, Edit.CHANGED]
    opened.close()


def test_a_library_of_an_older_program_gets_its_new_tables(tmp_path: Path) -> None:
    opened = library(tmp_path)
    _keep(opened, article(1))
    opened.close()
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as connection:
        for table in ("versions", "replacements"):
            connection.execute(f"DROP TABLE {table}")
    connection.close()
    opened = library(tmp_path)
    assert not opened.catalogue.lacking()
    _keep(opened, article(1, version=2))
    assert _history(opened, article(1).id) == [article(1).id, article(1, version=2).id]
    opened.close()
