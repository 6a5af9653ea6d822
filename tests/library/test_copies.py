"""Which articles are copies is kept with them, whatever happens to the library."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.articles.copies import Runs, are_copies
from assistant.homes import Home
from assistant.language.articles import make_article
from assistant.library import copies, schema
from assistant.library.catalogue import Catalogue
from assistant.types import Article, Document, Filters
from tests.language.stories import story
from tests.library.kept_stories import (
    SHAPES,
    STORIES,
    catalogue,
    clusters,
    copy,
    expected,
    held,
    keep,
)
from tests.library.made import library, prepared
from tests.tiers import EMBEDDED_FIRST

ALL = [(number, shape) for number in range(STORIES) for shape in range(SHAPES)]


def copy_of(name: str, text: str, *, origin: str | None = None) -> Article:
    return make_article(Document(title=name, text=text, origin=origin or f"/{name}"))


def path_of(home: Path) -> Path:
    return home / "catalogue.sqlite"


def slots_held(opened: Catalogue) -> int:
    with opened.database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM slots").scalar_one())


def delete(opened: Catalogue, gone: Article) -> None:
    """Deletes an article as an older program did, which knew of no clusters."""
    with opened.database.transaction() as connection:
        connection.execute(sa.delete(schema.articles).where(schema.articles.c.id == gone.id))


@pytest.fixture
def opened(home: Home) -> Iterator[Catalogue]:
    made = catalogue(home)
    yield made
    made.close()


def test_the_made_copies_are_copies() -> None:
    assert len(expected(copy(*each) for each in ALL)) == STORIES


@pytest.mark.parametrize("seed", range(4))
def test_clusters_do_not_depend_on_the_order_of_adding(opened: Catalogue, seed: int) -> None:
    choice = random.Random(seed)
    mixed = choice.sample(ALL, len(ALL))
    while mixed:
        part, mixed = mixed[: choice.randint(1, 4)], mixed[4:] if len(mixed) > 4 else []
        keep(opened, *(copy(*each) for each in part))
        assert clusters(opened) == expected(held(opened))


def test_removing_takes_out_of_the_cluster_and_parts_what_was_joined(opened: Catalogue) -> None:
    whole = copy(1)
    parts = whole.text.split("\n\n")
    first, last = (
        copy_of("first", "\n\n".join(parts[:4])),
        copy_of("last", "\n\n".join(parts[4:])),
    )
    keep(opened, first, last)
    assert clusters(opened) == set()
    keep(opened, whole)
    assert clusters(opened) == {frozenset({first.id, last.id, whole.id})}
    opened.delete([whole.id])
    assert clusters(opened) == set()
    keep(opened, whole)
    opened.delete([first.id])
    assert clusters(opened) == {frozenset({last.id, whole.id})}


@pytest.mark.parametrize("seed", range(3))
def test_clusters_are_right_after_any_removals(opened: Catalogue, seed: int) -> None:
    choice = random.Random(seed)
    keep(opened, *(copy(*each) for each in ALL))
    while present := opened.articles.ids():
        opened.delete(choice.sample(present, min(len(present), choice.randint(1, 5))))
        assert clusters(opened) == expected(held(opened))
    assert slots_held(opened) == 0


def test_the_head_changes_when_it_goes(opened: Catalogue) -> None:
    early, late, later = (
        copy(1, shape, published=date(2025, 3, day)) for day, shape in ((4, 1), (5, 0), (6, 2))
    )
    keep(opened, late, later, early)
    (cluster,) = opened.clusters.within(Filters())
    assert [cluster.head.id, *(one.id for one in cluster.copies)] == [early.id, late.id, later.id]
    opened.delete([early.id])
    (cluster,) = opened.clusters.within(Filters())
    assert cluster.head.id == late.id
    within = opened.clusters.of([late.id], filters=Filters(since=date(2025, 3, 6)))
    assert within == {}


def test_a_newer_version_leaves_the_cluster_of_the_older(opened: Catalogue) -> None:
    keep(opened, copy(1, 0), copy(1, 1))
    other = copy_of("rewritten", copy(2).text, origin=copy(1, 0).origin)
    keep(opened, other, copy(2, 3))
    assert clusters(opened) == {frozenset({other.id, copy(2, 3).id})}


@EMBEDDED_FIRST
def test_a_notice_that_many_pages_bear_leads_to_few_of_them(
    opened: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = copy(7, 1).text
    pages = [
        copy_of(f"{number}", f"{story(100 + number, sentences=36)}\n\n{notice}")
        for number in range(60)
    ]
    compared = 0

    def counted(mine: Runs, other: Runs) -> bool:
        nonlocal compared
        compared += 1
        return are_copies(mine, other)

    keep(opened, *pages[:-1])
    monkeypatch.setattr(copies, "are_copies", counted)
    keep(opened, pages[-1])
    assert 0 < compared <= 16
    assert clusters(opened) == set()


def test_an_older_library_is_compared_when_it_is_next_written_to(tmp_path: Path) -> None:
    opened = library(tmp_path)
    with opened.writing("testing"):
        opened.upsert([prepared(copy(*each)) for each in ALL[:6]])
    wanted = clusters(opened.catalogue)
    opened.close()
    with sqlite3.connect(path_of(tmp_path)) as connection:
        connection.executescript(
            "DROP TABLE slots; DROP TABLE stories; DELETE FROM facts WHERE name = 'copies'"
        )
    connection.close()

    notices: list[str] = []
    opened = library(tmp_path, on_notice=notices.append)
    assert clusters(opened.catalogue) == set()
    with opened.writing("testing"):
        opened.upsert([prepared(copy(*ALL[6]))])
    assert clusters(opened.catalogue) == expected(held(opened.catalogue)) != wanted
    assert notices == ["Looking for copies among the articles …"]
    with opened.writing("testing"):
        assert len(notices) == 1
    opened.close()


def test_what_another_rule_has_told_is_told_anew(tmp_path: Path) -> None:
    opened = library(tmp_path)
    with opened.writing("testing"):
        opened.upsert([prepared(copy(*each)) for each in ALL[:4]])
    wanted = clusters(opened.catalogue)
    opened.close()
    with sqlite3.connect(path_of(tmp_path)) as connection:
        connection.execute("UPDATE facts SET value = '0' WHERE name = 'copies'")
        connection.execute("UPDATE stories SET cluster = NULL")
    connection.close()
    opened = library(tmp_path)
    assert clusters(opened.catalogue) == set()
    with opened.writing("testing"):
        assert clusters(opened.catalogue) == wanted
    opened.close()


def test_all_can_be_compared_anew(tmp_path: Path) -> None:
    opened = library(tmp_path)
    with opened.writing("testing"):
        opened.upsert([prepared(copy(*each)) for each in ALL[:7]])
    wanted = clusters(opened.catalogue)
    assert wanted
    with sqlite3.connect(path_of(tmp_path)) as connection:
        connection.execute("UPDATE stories SET cluster = NULL")
    connection.close()
    with opened.rebuilding("testing"):
        assert clusters(opened.catalogue) == set()
        opened.compare(again=True)
    assert clusters(opened.catalogue) == wanted
    opened.close()


def test_what_an_older_program_has_removed_leaves_no_trace(opened: Catalogue) -> None:
    keep(opened, copy(1, 0), copy(1, 1), copy(1, 2))
    delete(opened, copy(1, 0))
    assert clusters(opened) == {frozenset({copy(1, 1).id, copy(1, 2).id})}
    keep(opened, copy(1, 0), copy(2, 0))
    assert clusters(opened) == expected(held(opened))


def test_the_last_of_a_cluster_that_an_older_program_has_left_is_none(
    opened: Catalogue,
) -> None:
    keep(opened, copy(1, 0), copy(1, 1))
    delete(opened, copy(1, 0))
    assert opened.clusters.within(Filters()) == []
    assert opened.clusters.of([copy(1, 1).id]) == {}


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_process_leaves_whole_clusters(tmp_path: Path, seed: int) -> None:
    choice = random.Random(seed)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.library.kept_stories", str(tmp_path), str(seed)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        lines = list(islice(process.stdout, choice.randint(1, 12)))
        # Anywhere within the next change, which takes some 10 ms.
        time.sleep(choice.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
    assert lines
    assert process.returncode == -signal.SIGKILL
    opened = catalogue(tmp_path)
    assert opened.clusters.is_complete()
    assert clusters(opened) == expected(held(opened))
    keep(opened, *(copy(*each) for each in ALL))
    assert clusters(opened) == expected(held(opened))
    opened.close()
