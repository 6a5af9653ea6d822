"""The words of each machine follow the server; a library goes from one backend to the other."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.errors import (
    AssistantError,
    UsageError,
)
from assistant.homes import DatabaseHome
from assistant.library import schema
from assistant.library.conversations import Conversations
from assistant.library.database import folded
from assistant.library.exchange import back_up
from assistant.library.library import Library
from assistant.types import Filters
from tests.library.carried import exported, held, imported
from tests.library.made import article, keep, library
from tests.postgres import Homes, Server

# -- words on each machine -----------------------------------------------------------


def machine(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has what is opened next be on another machine, by its cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))


def test_a_machine_that_was_away_follows_and_one_that_is_new_begins(
    place: DatabaseHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    for number, name in enumerate(["one", "other", "one", "other", "third"]):
        machine(name, tmp_path, monkeypatch)
        with closing(library(place, on_notice=told.append)) as opened:
            keep(opened, number, number + 1, version=number + 1)
            if number > 1:
                opened.remove([article(number, version=number).id])
            assert not opened.indexes.are_made()
            opened.indexes.sync()
            assert opened.indexes.are_made()
            assert opened.words.ids() == opened.vectors.ids() == opened.catalogue.passages.ids()
    # Each began once, where there was something, and followed afterwards.
    assert len([one for one in told if "Indexing the words" in one]) == 3


def test_a_database_that_was_brought_back_from_a_backup_is_seen(
    postgres: Server, place: DatabaseHome
) -> None:
    with closing(library(place)) as opened:
        keep(opened, *range(5))
        opened.indexes.sync()
    copied = postgres.make(of=place.database)
    with closing(library(place)) as opened:
        opened.remove([article(1).id])
        keep(opened, 7)
        opened.indexes.sync()
    with closing(library(replace(place, database=copied))) as restored:
        # As many changes, and as many passages: only the stamps tell.
        restored.remove([article(2).id])
        keep(restored, 8)
        restored.indexes.sync()
        assert restored.words.ids() == restored.catalogue.passages.ids()
    postgres.drop(copied)


@pytest.mark.parametrize("harm", ["lost", "damaged", "state"])
def test_a_lost_or_damaged_word_index_is_made_anew(place: DatabaseHome, harm: str) -> None:
    with closing(library(place)) as opened:
        keep(opened, *range(5))
        opened.indexes.sync()
        folder = opened.words.folder
    for file in list(folder.iterdir()) if harm != "state" else [folder.parent / "state.json"]:
        if harm == "lost":
            file.unlink()
        elif harm == "state" or file.suffix == ".store":
            file.write_bytes(b"{" + file.read_bytes()[1:-1] + b"?")
    with closing(library(place)) as opened:
        found = opened.indexes.searched(
            lambda _, words: words.search("fact", k=99, filters=Filters())
        )
        assert len(found) == 15
        assert opened.indexes.disagreements() == []
        assert len(list(folder.parent.glob("words-*"))) == 1


def test_a_cache_that_cannot_be_written_to_is_no_hindrance(
    place: DatabaseHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    machine("file", tmp_path, monkeypatch)
    told: list[str] = []
    with closing(library(place, on_notice=told.append)) as opened:
        keep(opened, 1)
        assert opened.indexes.disagreements() == []
    assert any("for this run alone" in one for one in told)


# -- from one backend to the other ---------------------------------------------------


def test_a_backup_is_an_embedded_library_with_all_there_is(
    opened: Library, place: DatabaseHome, tmp_path: Path
) -> None:
    keep(opened, *range(4))
    keep(opened, 1, 2, version=2)
    with closing(Conversations(place)) as kept:
        begun = kept.start("me", at=schema._UNKNOWN)
    report = back_up(opened, tmp_path / "copy")
    assert report.files == ("catalogue.sqlite", "conversations.sqlite")
    with closing(library(tmp_path / "copy")) as copied:
        assert held(copied) == held(opened)
        copied.indexes.sync()
        assert copied.indexes.disagreements() == []
    with closing(Conversations(tmp_path / "copy")) as kept:
        assert [one.id for one in kept.all("me")] == [begun.id]


def test_what_is_exported_from_one_backend_is_the_same_in_the_other(
    homes: Homes, place: DatabaseHome, tmp_path: Path
) -> None:
    """There and back again, with versions, collections and what stands at two places."""
    target = tmp_path / "elsewhere" if not homes.embedded else place
    with closing(library(homes())) as one, closing(library(target)) as other:
        keep(one, *range(4))
        keep(one, 1, 2, version=2)
        one.catalogue.collections.make("", "Notes", [article(0).id], at=schema._UNKNOWN)
        exported(one, tmp_path / "file")
        imported(other, tmp_path / "file")
        assert held(other) == held(one)
        assert other.indexes.disagreements() == []


def test_the_server_folds_texts_as_python_does(opened: Library) -> None:
    texts = [
        "Straße",
        "ΟΔΟΣ",
        "ﬁnance",
        "ÅNGSTRÖM",
        "ДЕНЬ",
        "Ⅷ",
        "日本",
        "",
        "a\u00a0b",
    ]
    with opened.catalogue.database.reading() as connection:
        for text in texts:
            assert connection.execute(sa.select(sa.func.folded(text))).scalar() == folded(text)


def test_what_an_embedded_library_alone_offers_is_refused_plainly(opened: Library) -> None:
    with pytest.raises(UsageError, match=r"no Chroma store.*as_retriever"):
        opened.vectors.store(None)  # type: ignore[arg-type]


def test_no_error_of_the_program_is_lost_on_the_way(opened: Library) -> None:
    with pytest.raises(AssistantError, match="may not be"), opened.catalogue.database.transaction():
        raise UsageError("It may not be")


def test_an_article_that_cannot_be_read_keeps_no_other_from_being_found(
    opened: Library, place: DatabaseHome
) -> None:
    keep(opened, 1, 2)
    bad = schema.articles.c.id == article(1).id
    with opened.catalogue.database.transaction() as connection:
        connection.execute(sa.update(schema.articles).where(bad).values(sentences=b"?"))
    for _ in range(2):
        with closing(library(place)) as again:
            found = again.indexes.searched(
                lambda _, words: words.search("fact", k=9, filters=Filters())
            )
            assert {one.id.partition(":")[0] for one in found} == {article(2).id}
