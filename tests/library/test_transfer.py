"""Exporting, importing and backing up: all of it comes back, or nothing is touched."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.errors import DamagedFileError, LibraryError, UsageError
from assistant.library import schema
from assistant.library.conversations import Conversations
from assistant.library.database import Database
from assistant.library.library import Library
from assistant.library.portable import RowEntry
from assistant.library.rows import check, entries_of, put_rows
from assistant.library.soundness import check_versions
from assistant.pruning import first_kept_day, prune
from assistant.reports import ExportReport, ImportReport
from assistant.transferring import back_up, export_library, import_library
from assistant.types import Article, Filters
from tests.library.made import DIMENSION, MODEL, article, library, prepared


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Articles, two of them with older versions, one of which came back; not to be changed."""
    opened = library(tmp_path_factory.mktemp("filled") / "home")
    for version in (1, 2):
        with opened.writing("testing"):
            opened.keep([prepared(article(number, version=version)) for number in (1, 2)])
    with opened.writing("testing"):
        opened.keep([prepared(article(2)), prepared(article(3, source='“Ä” \u2028 \\ "'))])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def whole(filled: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exported file."""
    path = tmp_path_factory.mktemp("whole") / "whole.gz"
    _export(filled, path)
    return path


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library that every import is refused by: nothing is ever in it."""
    opened = library(tmp_path_factory.mktemp("other") / "home")
    yield opened
    assert opened.catalogue.listing.count(Filters()) == 0
    assert _all(opened) == []
    opened.close()


def _export(opened: Library, path: Path, *, vectors: bool = True) -> ExportReport:
    return export_library(opened, path, vectors=vectors)


def _import(opened: Library, path: Path, *, embedded: list[str] | None = None) -> ImportReport:
    def prepare(articles: Any) -> Any:
        for one in articles:
            if embedded is not None:
                embedded.append(one.id)
            yield prepared(one)

    return import_library(opened, path, model=MODEL, dimension=DIMENSION, prepare=prepare)


def _all(opened: Library, *, vectors: bool = True) -> list[object]:
    with opened.catalogue.entries(vectors=vectors) as entries:
        return list(entries)


@pytest.mark.parametrize("vectors", [True, False])
def test_what_is_exported_comes_back_as_it_was(
    filled: Library, tmp_path: Path, vectors: bool
) -> None:
    path = tmp_path / "all.gz"
    report = _export(filled, path, vectors=vectors)
    assert (report.articles, report.versions, report.size) == (3, 2, path.stat().st_size)
    assert report.model == (MODEL if vectors else None)
    there = library(tmp_path / "there")
    embedded: list[str] = []
    taken = _import(there, path, embedded=embedded)
    assert (taken.added, taken.versions, taken.vectors) == (3, 2, vectors)
    assert len(embedded) == (0 if vectors else 3)
    assert _all(there) == _all(filled)
    assert there.indexes.disagreements() == []
    for one in (article(1), article(2, version=2)):
        assert there.catalogue.versions.history(one.id) == filled.catalogue.versions.history(one.id)
    again = _import(there, path, embedded=embedded)
    assert (again.unchanged, again.added, again.versions) == (3, 0, 0)
    assert _all(there) == _all(filled)
    assert len(embedded) == (0 if vectors else 3), "embedded twice"
    there.close()


def test_the_same_library_gives_the_same_entries_and_no_file_is_written_over(
    filled: Library, tmp_path: Path
) -> None:
    path = tmp_path / "all.gz"
    _export(filled, path)
    before = path.read_bytes()
    with pytest.raises(UsageError):
        _export(filled, path)
    assert path.read_bytes() == before
    with pytest.raises(UsageError):
        _export(filled, tmp_path / "nowhere" / "all.gz")
    assert [one.name for one in tmp_path.iterdir()] == ["all.gz"]


def test_two_histories_are_joined(filled: Library, tmp_path: Path) -> None:
    path = tmp_path / "all.gz"
    _export(filled, path)
    there = library(tmp_path / "there")
    newer = article(1, version=3)
    with there.writing("testing"):
        there.keep([prepared(article(1)), prepared(article(4))])
        there.keep([prepared(newer)])
    report = _import(there, path)
    assert (report.older, report.added, report.unchanged) == (1, 2, 0)
    history = there.catalogue.versions.history(newer.id)
    assert history is not None
    assert history.newest.article.id == newer.id, "it was added last"
    assert {one.article.id for one in history.versions} == {
        article(1, version=version).id for version in (1, 2, 3)
    }
    assert there.indexes.disagreements() == []
    state = _all(there)
    _import(there, path)
    assert _all(there) == state
    there.close()


def test_an_article_whose_place_an_import_takes_stays_where_the_file_has_it(
    tmp_path: Path,
) -> None:
    first, second = article(1), article(1, version=2)
    elsewhere = replace(first, origin="/press/monday.txt")
    here = library(tmp_path / "here")
    for one in (elsewhere, second):
        with here.writing("testing"):
            here.keep([prepared(one)])
    _export(here, tmp_path / "all.gz", vectors=False)
    there = library(tmp_path / "there")
    dated = replace(first, added=datetime(2020, 1, 1, tzinfo=UTC))
    with there.writing("testing"):
        there.catalogue.keep([prepared(dated)], added=datetime(2020, 1, 1, tzinfo=UTC))
    report = _import(there, tmp_path / "all.gz")
    assert (report.replaced, report.added, report.unchanged) == (1, 1, 0)
    found = {(one.id, one.origin) for one in there.catalogue.listing.summaries(Filters())}
    assert found == {(second.id, second.origin), (first.id, elsewhere.origin)}
    assert there.indexes.disagreements() == []
    again = _import(there, tmp_path / "all.gz")
    assert (again.unchanged, again.replaced, again.added) == (2, 0, 0)
    there.close()
    here.close()


@pytest.mark.parametrize("taken", [False, True])
def test_a_history_comes_to_the_article_though_it_is_here_from_another_place(
    filled: Library, tmp_path: Path, taken: bool
) -> None:
    _export(filled, tmp_path / "all.gz")
    there = library(tmp_path / "there")
    newest = replace(article(1, version=2), origin="/press/copy.txt")
    with there.writing("testing"):
        there.keep([prepared(newest)])
        if taken:  # the place that it has in the file
            there.keep([prepared(article(1, version=5))])
    report = _import(there, tmp_path / "all.gz")
    assert (report.unchanged, report.added, report.versions) == (1, 2, 2)
    history = there.catalogue.versions.history(newest.id)
    assert history is not None
    assert [one.article.id for one in history.versions] == [article(1).id, newest.id]
    assert history.newest.article.origin == newest.origin
    assert check_versions(there).problems == ()
    state = _all(there)
    assert _import(there, tmp_path / "all.gz").versions == 0
    assert _all(there) == state
    there.close()


def _relined(path: Path, to: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    to.write_bytes(gzip.compress(b"".join(change(lines))))


def test_a_damaged_or_cut_file_is_refused_with_nothing_done(
    whole: Path, other: Library, tmp_path: Path
) -> None:
    raw = whole.read_bytes()
    choice = random.Random(20261126)
    bad = tmp_path / "bad.gz"
    for _ in range(60):
        place = choice.randrange(10, len(raw))
        damaged = bytearray(raw)
        if choice.random() < 0.5:
            damaged[place] ^= 1 << choice.randrange(8)
        else:
            del damaged[place:]
        bad.write_bytes(bytes(damaged))
        with pytest.raises(DamagedFileError):
            _import(other, bad)
    for nothing in (b"", b"title,text\n", gzip.compress(b""), gzip.compress(b"{}\n")):
        bad.write_bytes(nothing)
        with pytest.raises(DamagedFileError):
            _import(other, bad)
    with pytest.raises(UsageError):
        _import(other, tmp_path / "nothing.gz")


def _resummed(lines: list[bytes], change: Callable[[dict[str, Any]], None]) -> list[bytes]:
    """The file with its first article changed, and every checksum right again."""
    header, first, *rest = lines
    value = json.loads(first)["value"]
    change(value)
    body = json.dumps(value, separators=(",", ":"))
    total = hashlib.sha256(body.encode()).hexdigest()
    made = [header, f'{{"sum":"{total}","value":{body}}}\n'.encode(), *rest[:-1]]
    whole = hashlib.sha256(b"".join(made)).hexdigest()
    end = json.dumps({"entries": len(made) - 1, "sum": whole}, separators=(",", ":"))
    return [*made, f"{end}\n".encode()]


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(text=value["text"] + "!"),
        lambda value: value.update(id="0" * 16),
        lambda value: value.update(sentences=[[0, 10**9]]),
        lambda value: value.update(sentences=[[5, 9], [2, 12]]),
        lambda value: value.update(published="yesterday"),
        lambda value: value.update(added="2025-03-01T10:00:00"),
        lambda value: value["passages"][0].update(vector="AAAA"),
        lambda value: value["passages"][0].update(sentence_vectors="äö"),
        lambda value: value["passages"][0].update(last=99),
        lambda value: value.update(more=1),
        lambda value: value.update(kind="version"),
    ],
)
def test_a_file_that_lies_with_right_checksums_is_refused(
    whole: Path, other: Library, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    path = tmp_path / "lie.gz"
    _relined(whole, path, lambda lines: _resummed(lines, change))
    with pytest.raises(DamagedFileError):
        _import(other, path)


_CHANGES: list[Callable[[list[bytes]], list[bytes]]] = [
    lambda lines: [*lines[:2], *lines[3:]],
    lambda lines: [*lines[:2], lines[1], *lines[2:]],
    lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    lambda lines: lines[:-1],
    lambda lines: [*lines, lines[1]],
    lambda lines: lines[1:],
    lambda lines: [lines[0].replace(b'"version":1', b'"version":2'), *lines[1:]],
]


@pytest.mark.parametrize("change", _CHANGES)
def test_lines_that_are_missing_doubled_or_swapped_are_seen(
    whole: Path, other: Library, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    path = tmp_path / "bad.gz"
    _relined(whole, path, change)
    with pytest.raises(DamagedFileError):
        _import(other, path)


def test_declared_tables_are_carried_row_by_row(tmp_path: Path) -> None:
    metadata = sa.MetaData()
    feeds = sa.Table(
        "feeds_of_a_test",
        metadata,
        sa.Column("url", sa.String, primary_key=True),
        sa.Column("etag", sa.LargeBinary),
        sa.Column("failures", sa.Integer),
        info={"portable": True},
    )
    row = {"url": "https://a.example/feed", "etag": b"\x00\xff", "failures": None}
    database = Database(tmp_path / "x.sqlite", name="test", advice="")
    entry = RowEntry(
        table=feeds.name,
        values={
            "url": "https://a.example/feed",
            "etag": base64.b64encode(b"\x00\xff").decode(),
            "failures": None,
        },
        binary=["etag"],
    )
    copy = feeds.to_metadata(schema.metadata)
    try:
        with database.transaction() as connection:
            database.create(schema.metadata, connection=connection)
            connection.execute(sa.insert(copy), row)
            assert list(entries_of(connection)) == [entry]
            check(entry)
            connection.execute(sa.delete(copy))
            lost = RowEntry(
                table="fetches",
                values={
                    "url": "https://a.example/page",
                    "location": "https://a.example/page",
                    "etag": None,
                    "last_modified": None,
                    "article_id": "f" * 16,
                    "moment": "2025-03-01T00:00:00+00:00",
                },
                binary=[],
            )
            strange = RowEntry(table="facts", values={"name": "model", "value": "x"}, binary=[])
            assert put_rows(connection, [entry, entry, lost, strange]) == 1
            assert [dict(one) for one in connection.execute(sa.select(copy)).mappings()] == [row]
    finally:
        schema.metadata.remove(copy)
        database.close()


FEED: dict[str, Any] = {
    "url": "https://a.example/feed",
    "title": "A",
    "followed": "2025-03-01T10:00:00+00:00",
}
ITEM: dict[str, Any] = {
    "feed": FEED["url"],
    "key": "1",
    "stamp": "x",
    "moment": "2025-03-01T10:00:00+00:00",
}
FETCH: dict[str, Any] = {
    "url": "https://a.example/1",
    "location": "https://a.example/1",
    "article_id": article(1).id,
    "moment": "2025-03-01T10:00:00+00:00",
}


def _row(table: str, values: dict[str, Any], *, binary: Sequence[str] = ()) -> RowEntry:
    return RowEntry(table=table, values=values, binary=list(binary))


def _with_row(lines: list[bytes], row: RowEntry) -> list[bytes]:
    """The file with one more row, and every checksum right again."""
    body = json.dumps(row.model_dump(), separators=(",", ":"))
    total = hashlib.sha256(body.encode()).hexdigest()
    more = [*lines[:-1], f'{{"sum":"{total}","value":{body}}}\n'.encode()]
    end = {"entries": len(more) - 1, "sum": hashlib.sha256(b"".join(more)).hexdigest()}
    return [*more, json.dumps(end, separators=(",", ":")).encode() + b"\n"]


@pytest.mark.parametrize(
    "row",
    [
        _row("feeds", FEED | {"followed": "yesterday"}),
        _row("feeds", FEED | {"followed": "2025-03-01T10:00:00"}),
        _row("feeds", FEED | {"followed": "0001-01-01T00:00:00+14:00"}),
        _row("feeds", FEED | {"followed": None}),
        _row("feeds", FEED | {"checked": ""}),
        _row("feeds", FEED | {"checked": 5}),
        _row("feeds", FEED | {"title": 5}),
        _row("feeds", FEED | {"taken": "many"}),
        _row("feeds", FEED | {"taken": True}),
        _row("feeds", FEED | {"taken": 10**30}),
        _row("feeds", {"url": FEED["url"]}),
        _row("feeds", FEED, binary=["nothing"]),
        _row("feeds", FEED | {"etag": "AAAA"}, binary=["etag"]),
        _row("feed_items", ITEM | {"moment": "soon"}),
        _row("feed_items", ITEM | {"stamp": None}),
        _row("fetches", FETCH | {"moment": "soon"}),
        _row("fetches", FETCH | {"location": 1.5}),
    ],
)
def test_a_row_that_its_table_cannot_hold_is_refused_with_nothing_done(
    whole: Path, other: Library, tmp_path: Path, row: RowEntry
) -> None:
    path = tmp_path / "lie.gz"
    _relined(whole, path, lambda lines: _with_row(lines, row))
    with pytest.raises(DamagedFileError):
        _import(other, path)


def test_rows_that_their_tables_can_hold_are_taken_in(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "more.gz"

    def change(lines: list[bytes]) -> list[bytes]:
        fetch = FETCH | {"article_id": article(1, version=2).id}
        for row in (_row("feeds", FEED), _row("feed_items", ITEM), _row("fetches", fetch)):
            lines = _with_row(lines, row)
        return lines

    _relined(whole, path, change)
    there = library(tmp_path / "there")
    assert _import(there, path).rows == 3
    (feed,) = there.feeds.every()
    assert (feed.url, feed.taken, feed.checked) == (FEED["url"], 0, None)
    assert there.feeds.seen(feed.url) == {"1": "x"}
    assert there.fetches.last(FETCH["url"]) is not None
    there.close()


def test_a_backup_is_a_library_of_its_own(filled: Library, tmp_path: Path) -> None:
    kept = Conversations(filled.home)
    told = kept.start("somebody", at=datetime(2025, 3, 1, tzinfo=UTC))
    kept.close()
    report = back_up(filled, tmp_path / "copies" / "monday")
    assert report.files == ("catalogue.sqlite", "conversations.sqlite")
    with pytest.raises(UsageError):
        back_up(filled, tmp_path / "copies" / "monday")
    assert [one.name for one in (tmp_path / "copies").iterdir()] == ["monday"]
    copy = library(tmp_path / "copies" / "monday")
    copy.indexes.agree()
    assert copy.indexes.disagreements() == []
    assert _all(copy) == _all(filled)
    copy.close()
    again = Conversations(tmp_path / "copies" / "monday")
    assert again.get("somebody", told.id).id == told.id
    again.close()


def test_a_damaged_catalogue_is_not_backed_up(filled: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError):
        filled.catalogue.database.copy_to(tmp_path)
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("90d", date(2024, 12, 1)),
        ("1 week", date(2025, 2, 22)),
        ("12W", date(2024, 12, 7)),
        ("0d", date(2025, 3, 1)),
        ("2024-06-01", date(2024, 6, 1)),
        ("2024-06", date(2024, 6, 1)),
        ("2024", date(2024, 1, 1)),
        ("2026", None),
        ("2025-03-02", None),
        ("99999d", date(1751, 5, 18)),
        ("last year", None),
        ("", None),
        ("-3d", None),
        ("2025-02-30", None),
    ],
)
def test_ages_and_dates_are_read(words: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(UsageError):
            first_kept_day(words, today=date(2025, 3, 1), label="--older-than")
    else:
        assert first_kept_day(words, today=date(2025, 3, 1), label="--older-than") == day


def test_what_is_old_goes_with_its_versions(tmp_path: Path) -> None:
    opened = library(tmp_path)
    made: list[Article] = [
        article(number, published=date(2025, 3, number)) for number in range(1, 9)
    ]
    undated = article(20, published=None)
    with opened.writing("testing"):
        opened.keep([prepared(one) for one in (*made, undated)])
        opened.keep([prepared(article(1, version=2, published=date(2025, 3, 1)))])
    gone = prune(opened, before=date(2025, 3, 4), dry=True)
    assert len(gone.articles) == 3
    assert opened.catalogue.listing.count(Filters()) == 9
    done = prune(opened, before=date(2025, 3, 4), dry=False)
    assert [one.id for one in done.articles] == [one.id for one in gone.articles]
    assert {one.published for one in opened.catalogue.listing.summaries(Filters())} == {
        None,
        *(date(2025, 3, number) for number in range(4, 9)),
    }
    assert opened.catalogue.versions.history(made[0].id) is None
    assert opened.indexes.disagreements() == []
    opened.close()
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM versions").fetchone() == (0,)
    connection.close()
