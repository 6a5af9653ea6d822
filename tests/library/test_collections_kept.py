"""Collections on disk: many writers, killed ones, an older program's, carried elsewhere."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from assistant.homes import Home
from assistant.library import integrity
from assistant.library.library import Library
from assistant.types import Filters
from tests.library.carried import exported, held, imported
from tests.library.kept_collections import AT, IDS, ids, keep, steps
from tests.library.made import article, library, prepared
from tests.library.test_withdrawals import receive
from tests.postgres import Homes


def test_several_writers_lose_nothing_of_each_other(home: Home) -> None:
    with closing(library(home)) as opened, opened.writing("testing"):
        opened.upsert([prepared(article(number)) for number in range(40)])
        opened.catalogue.collections.make("", "Notes", at=AT)
    together, failures = Barrier(5), []

    def write(part: int) -> None:
        with closing(library(home)) as own:
            together.wait()
            try:
                for number in range(part, 32, 4):
                    own.catalogue.collections.add("", "Notes", [article(number).id], at=AT)
            except Exception as error:  # noqa: BLE001 - told by the test
                failures.append(error)

    def change() -> None:
        with closing(library(home)) as own:
            together.wait()
            for number in range(32, 40):
                with own.writing("testing"):
                    own.upsert([prepared(article(number, version=2))])

    threads = [*(Thread(target=write, args=(part,)) for part in range(4)), Thread(target=change)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with closing(library(home)) as opened:
        assert ids(opened.catalogue, "Notes") == {article(number).id for number in range(32)}


def test_a_killed_writer_leaves_each_change_whole(tmp_path: Path) -> None:
    with closing(library(tmp_path)) as opened:
        receive(opened, *map(article, range(6)))
    command = [sys.executable, "-m", "tests.library.kept_collections", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        done = -1
        while done < 20:
            done = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        # What was written before it died has been acknowledged, too.
        done = max([done, *map(int, process.stdout)])
    with closing(library(tmp_path)) as opened:
        assert integrity.check_collections(opened).problems == ()
        found = {
            one.name: ids(opened.catalogue, one.id) for one in opened.catalogue.collections.all("")
        }
        whole = [*steps(opened.catalogue, 1_000_000)]
    for name, held_now in found.items():
        number, _, again = name[1:].partition(" ")
        assert int(number) >= done, "what was deleted is gone"
        assert (f"c1000000{' again' if again else ''}", frozenset(held_now)) in whole
    assert found.get(f"c{done} again") == set(IDS[4:]) or f"c{done + 1} again" in found


# -- other programs, other libraries -------------------------------------------------


def test_a_library_of_an_older_program_gets_its_tables(tmp_path: Path) -> None:
    with closing(library(tmp_path)) as opened, opened.writing("testing"):
        opened.upsert([prepared(article(1))])
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as connection:
        for table in ("collection_origins", "collections"):
            connection.execute(f"DROP TABLE {table}")
        connection.commit()
    with closing(library(tmp_path)) as opened:
        assert opened.catalogue.collections.all("") == ()
        opened.catalogue.collections.make("", "Notes", [article(1).id], at=AT)
        assert ids(opened.catalogue, "Notes") == {article(1).id}


@pytest.fixture
def full(homes: Homes) -> Iterator[Library]:
    """Two collections of two owners, one of whose articles stands at two places."""
    opened = library(homes("full"))
    receive(opened, *map(article, range(4)))
    opened.catalogue.collections.make("", "Port strike", [article(1).id, article(2).id], at=AT)
    opened.catalogue.collections.make("Ann", "Hers", [article(3).id], at=AT)
    yield opened
    opened.close()


def test_a_library_takes_its_collections_along(full: Library, homes: Homes, tmp_path: Path) -> None:
    exported(full, tmp_path / "file")
    other = library(homes("other"))
    imported(other, tmp_path / "file")
    assert other.catalogue.collections.all("") == full.catalogue.collections.all("")
    assert ids(other.catalogue, "Hers", "Ann") == {article(3).id}
    before = held(other)
    imported(other, tmp_path / "file")
    assert held(other) == before, "again changes nothing"
    other.catalogue.collections.add("", "Port strike", [article(0).id], at=AT)
    # What was added in the same second would not be later.
    keep(full.catalogue, article(1, version=2), at=datetime.now(UTC) + timedelta(minutes=1))
    exported(full, tmp_path / "later")
    imported(other, tmp_path / "later")
    newest = {article(0).id, article(1, version=2).id, article(2).id}
    assert ids(other.catalogue, "Port strike") == newest
    other.close()


def test_a_name_that_is_taken_where_it_is_imported_is_numbered(
    full: Library, homes: Homes, tmp_path: Path
) -> None:
    exported(full, tmp_path / "file")
    other = library(homes("other"))
    receive(other, article(0))
    for name in ("PORT strike", "port strike (2)"):
        other.catalogue.collections.make("", name, [article(0).id], at=AT)
    for _ in range(2):
        imported(other, tmp_path / "file")
        names = {one.name for one in other.catalogue.collections.all("")}
        assert names == {"PORT strike", "port strike (2)", "Port strike (3)"}
    assert ids(other.catalogue, "port strike") == {article(0).id}
    assert ids(other.catalogue, "port strike (3)") == {article(1).id, article(2).id}
    other.close()


def test_what_is_wrong_with_a_collection_is_told(full: Library) -> None:
    assert integrity.check_collections(full) == integrity.Finding(2, ())
    with full.catalogue.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE collections SET key = 'x' WHERE name = 'Hers'")
        connection.exec_driver_sql("UPDATE collections SET made = 'y' WHERE name <> 'Hers'")
    problems = integrity.check_collections(full).problems
    assert len(problems) == 2
    assert any("cannot be read" in one for one in problems)
    assert any("not found by its name 'Hers'" in one for one in problems)
    assert full.catalogue.collections.all("")[0].made.year == 1, "and the list is shown"


def test_a_limit_that_was_not_looked_up_is_no_limit_by_accident(full: Library) -> None:
    wanted = Filters(collection="Port strike")
    vector = prepared(article(1)).vectors[0]
    for asked in (
        lambda: full.catalogue.listing.count(wanted),
        lambda: full.vectors.search(vector, k=1, filters=wanted),
        lambda: full.words.search("story", k=1, filters=wanted),
    ):
        with pytest.raises(AssertionError, match="looked up first"):
            asked()
