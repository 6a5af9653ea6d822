"""Rows of tables that are declared portable: carried as they are, or refused."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.errors import DamagedFileError
from assistant.library import schema
from assistant.library.library import Library
from assistant.library.portable import RowEntry
from assistant.library.sqlite import SqliteDatabase
from assistant.library.transfer import check_row, insert_rows, row_entries
from tests.library.carried import ended, imported, line_of, relined
from tests.library.made import article, library


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
    database = SqliteDatabase(tmp_path / "x.sqlite", name="test", advice="")
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
            assert list(row_entries(connection, early=False)) == [entry]
            check_row(entry)
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
            assert insert_rows(connection, [entry, entry, lost, strange]) == 1
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
    return ended([*lines[:-1], line_of(row.model_dump())])


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
    relined(whole, path, lambda lines: _with_row(lines, row))
    with pytest.raises(DamagedFileError):
        imported(other, path)


def test_rows_that_their_tables_can_hold_are_taken_in(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "more.gz"

    def change(lines: list[bytes]) -> list[bytes]:
        fetch = FETCH | {"article_id": article(1, version=2).id}
        for row in (_row("feeds", FEED), _row("feed_items", ITEM), _row("fetches", fetch)):
            lines = _with_row(lines, row)
        return lines

    relined(whole, path, change)
    there = library(tmp_path / "there")
    assert imported(there, path).rows == 3
    (feed,) = there.feeds.every()
    assert (feed.url, feed.taken, feed.checked) == (FEED["url"], 0, None)
    assert there.feeds.seen(feed.url) == {"1": "x"}
    assert there.fetches.last(FETCH["url"]) is not None
    there.close()
