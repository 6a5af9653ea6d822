"""``doctor --deep``: every kind of damage is found, and a sound library is not accused."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from assistant.conversations import Exchange
from assistant.library import integrity
from assistant.library.conversations import Conversations
from assistant.library.integrity import Finding
from assistant.library.library import Library
from assistant.types import QUOTED, Answer, Filters, Statement, cite
from tests.library.made import article, folder_indexes, library, prepared

THEN = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with versions and a conversation; to be copied."""
    home = tmp_path_factory.mktemp("sound") / "home"
    opened = library(home)
    for version in (1, 2):
        with opened.writing("testing"):
            opened.upsert([prepared(article(number, version=version)) for number in range(3)])
    with opened.writing("testing"):
        opened.upsert([prepared(article(9))])
    kept = Conversations(home)
    told = kept.start("me", at=THEN)
    cited = [cite(article(0), 1), cite(article(1, version=2), 0), cite(article(9), 2)]
    answer = Answer("q", "q", (Statement("s", tuple(cited), QUOTED),), "extractive")
    kept.add("me", told.id, Exchange("q", Filters(), answer, THEN))
    kept.close()
    with opened.writing("testing"):
        opened.remove([article(9).id])
    opened.close()
    return home


def _findings(opened: Library) -> dict[str, Finding]:
    kept = Conversations(opened.home)
    found = {
        "database": integrity.check_database(opened),
        "articles": integrity.check_articles(opened),
        "versions": integrity.check_versions(opened),
        "indexes": integrity.check_indexes(opened),
        "citations": integrity.check_citations(opened, kept.every()),
    }
    kept.close()
    return found


def test_a_sound_library_is_found_sound(sound: Path) -> None:
    opened = library(sound)
    found = _findings(opened)
    assert {name: finding.problems for name, finding in found.items()} == dict.fromkeys(found, ())
    assert [finding.looked_at for finding in found.values()] == [1, 3, 3, 9, 3]
    opened.close()


@pytest.mark.parametrize(
    ("where", "statement"),
    [
        ("articles", "UPDATE articles SET text = replace(text, 'fact', 'fakt')"),
        ("articles", "UPDATE articles SET title = 'Another'"),
        ("articles", "UPDATE articles SET published = '2025-03-02', day = 20250302"),
        ("articles", "UPDATE articles SET day = 20250302"),
        ("articles", "UPDATE articles SET sentence_count = 3"),
        ("articles", "UPDATE articles SET sentences = x'05000000090000000200000008000000'"),
        ("articles", "UPDATE articles SET sentences = x'05'"),
        ("articles", "UPDATE articles SET authors = 'nobody'"),
        ("articles", "UPDATE articles SET published = 'soon'"),
        ("versions", "UPDATE versions SET sentences = x'05', authors = '{'"),
        ("articles", "UPDATE passages SET last = 99 WHERE position = 1"),
        ("articles", "UPDATE passages SET position = position + 1"),
        ("articles", "UPDATE passages SET vector = x'0000'"),
        ("articles", "DELETE FROM passages WHERE position = 2"),
        ("indexes", "DELETE FROM passages WHERE position = 2"),
        ("versions", "UPDATE versions SET text = text || '.'"),
        ("versions", "UPDATE versions SET origin = 'elsewhere'"),
        ("versions", "DELETE FROM versions"),
        ("versions", "DELETE FROM articles"),
        ("versions", "UPDATE replacements SET replaced_by = 'ffff'"),
        ("citations", "UPDATE versions SET text = '.' || text"),
        ("database", "PRAGMA foreign_keys=OFF; DELETE FROM articles"),
    ],
)
def test_damage_is_found_where_it_is(
    sound: Path, tmp_path: Path, where: str, statement: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sound, home)
    connection = sqlite3.connect(home / "catalogue.sqlite", isolation_level=None)
    connection.executescript(statement)
    connection.close()
    opened = library(home)
    assert _findings(opened)[where].problems
    opened.close()


def test_another_vector_in_the_index_is_found(sound: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sound, home)
    opened = library(home)
    entry = prepared(article(0, version=2)).entries()[0]
    key = entry.id
    folder_indexes(opened).vectors.update(
        [replace(entry, vector=np.roll(entry.vector, 1))], delete=[]
    )
    assert [key in problem for problem in integrity.check_indexes(opened).problems] == [True]
    with opened.rebuilding("testing"):
        opened.indexes.rebuild()
    assert replace(integrity.check_indexes(opened), looked_at=0) == Finding(0, ())
    opened.close()


@pytest.mark.parametrize("check", [integrity.check_articles, integrity.check_versions])
@pytest.mark.parametrize("after", range(6))
def test_what_another_writes_meanwhile_is_no_damage(
    sound: Path, tmp_path: Path, check: Callable[[Library], Finding], after: int
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sound, home)
    opened, other = library(home), library(home)
    engine = opened.catalogue.database.engine
    asked = 0

    def interfere(*_asked: object) -> None:
        """Writes between two questions of the check, whichever it is."""
        nonlocal asked
        if asked == after:
            with other.writing("testing"):
                other.remove([article(0, version=2).id])
                other.upsert([prepared(article(1, version=3))])
        asked += 1

    sa.event.listen(engine, "before_cursor_execute", interfere)
    try:
        assert check(opened).problems == ()
    finally:
        sa.event.remove(engine, "before_cursor_execute", interfere)
    assert (asked > after) == (other.catalogue.articles.has([article(0, version=2).id]) == set())
    assert check(opened).problems == ()
    opened.close()
    other.close()
