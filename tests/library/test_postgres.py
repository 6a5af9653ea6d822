"""A library on a PostgreSQL server: addresses and errors, transactions and locks."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.errors import (
    LibraryBusyError,
    LibraryError,
    LibraryFormatError,
    LibraryReadOnlyError,
    UsageError,
)
from assistant.homes import DatabaseHome, home_of
from assistant.library.conversations import Conversations
from assistant.library.library import Library
from assistant.library.postgres.database import see
from assistant.types import Filters
from tests.library.made import article, keep, library, prepared, record
from tests.postgres import Server

PASSWORD = "hunter2-is-secret"  # noqa: S105 - of nobody


# -- addresses and errors ------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"postgresql://ann:{PASSWORD}@db.example:5433/news", "postgresql://ann@db.example:5433/news"),
        (f"postgres://ann@/news?password={PASSWORD}&sslmode=require", "postgresql://ann@/news?sslmode=require"),
        ("postgresql:///a%2Fb?host=/var/run", "postgresql:///a%2Fb?host=/var/run"),
        ("postgresql://[::1]/news", "postgresql://[::1]/news"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_its_password_and_can_be_read_again(
    written: str, shown: str
) -> None:
    home = home_of(written)
    assert str(home) == shown
    assert PASSWORD not in repr(home)
    again = home_of(str(home))
    assert isinstance(home, DatabaseHome)
    assert isinstance(again, DatabaseHome)
    assert (again.host, again.database, again.user) == (home.host, home.database, home.user)
    assert home.has_password is (PASSWORD in written)


@pytest.mark.parametrize(
    "written",
    [
        f"postgresql://ann:{PASSWORD}@db.example/",
        f"postgresql://ann:{PASSWORD}@db.example:port/news",
        f"postgresql://ann:{PASSWORD}@[db/news",
        f"postgresql:/ann:{PASSWORD}@db/news",
    ],
)
def test_an_address_that_names_no_database_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(ValueError, match="postgresql://user@host/database") as refused:
        home_of(written)
    assert PASSWORD not in str(refused.value)


def test_a_folder_is_no_address(tmp_path: Path) -> None:
    assert home_of(str(tmp_path)) == tmp_path
    assert home_of("postgres") == Path("postgres").absolute()


def test_a_server_that_is_not_there_is_told_with_its_address() -> None:
    home = home_of(f"postgresql://ann:{PASSWORD}@127.0.0.1:1/news")
    for use in (library, Conversations):
        with pytest.raises(LibraryError, match="No PostgreSQL server can be reached") as told:
            use(home)
        assert "postgresql://ann@127.0.0.1:1/news" in str(told.value)
        assert "refused" in str(told.value)
        assert PASSWORD not in str(told.value)


def test_a_database_that_is_not_there_is_told_with_the_command_that_makes_it(
    postgres: Server,
) -> None:
    with pytest.raises(LibraryError, match="createdb nowhere"):
        library(postgres.home("nowhere"))


def test_a_wrong_password_is_told_and_never_shown(postgres: Server, place: DatabaseHome) -> None:
    postgres.run("CREATE ROLE locked LOGIN PASSWORD 'right'")
    (file,) = postgres.run("SHOW hba_file")[0]
    before = Path(file).read_text()
    with Path(file).open("r+") as rules:
        rules.write(f"local all locked scram-sha-256\n{before}")
    postgres.run("SELECT pg_reload_conf()")
    try:
        for given, match in ((PASSWORD, "let locked in"), (None, "let locked in")):
            with pytest.raises(LibraryError, match=match) as told:
                library(replace(place, user="locked", password=given))
            assert "pgpass" in str(told.value)
            assert PASSWORD not in str(told.value)
    finally:
        with Path(file).open("r+") as rules:
            rules.write(before)
            rules.truncate()
        postgres.run("SELECT pg_reload_conf()")
        postgres.run("DROP ROLE locked")


def test_a_role_that_may_not_make_the_extension_is_told_the_command(postgres: Server) -> None:
    name = postgres.make()
    postgres.run("CREATE ROLE plain LOGIN")
    try:
        home = replace(postgres.home(name), user="plain")
        with pytest.raises(LibraryReadOnlyError, match="permission denied"):
            library(home)
        postgres.run("CREATE SCHEMA assistant AUTHORIZATION plain", name)
        with pytest.raises(LibraryError, match="CREATE EXTENSION vector"):
            library(home)
        postgres.run("CREATE EXTENSION vector", name)
        with closing(library(home)) as opened:
            keep(opened, 1)
            assert opened.indexes.disagreements() == []
    finally:
        postgres.drop(name)
        postgres.run("DROP ROLE plain")


def test_what_is_too_old_is_told(postgres: Server, place: DatabaseHome) -> None:
    postgres.run(
        "UPDATE pg_extension SET extversion = '0.7.4' WHERE extname = 'vector'", place.database
    )
    with pytest.raises(LibraryError, match=r"pgvector 0\.7\.4, which is too old.*ALTER EXTENSION"):
        library(place)
    old = SimpleNamespace(version=16, version_name="16.4", encoding="UTF8", pgvector=None)
    with pytest.raises(LibraryError, match=r"PostgreSQL 16\.4, which is too old"):
        see(old, place, vectors=True)
    latin = SimpleNamespace(version=18, version_name="18.4", encoding="LATIN1", pgvector=None)
    with pytest.raises(LibraryError, match="keeps text in LATIN1"):
        see(latin, place, vectors=False)


def test_another_format_is_refused(opened: Library, place: DatabaseHome) -> None:
    record(opened, "format", "99")
    with pytest.raises(LibraryFormatError, match="newer version"):
        library(place)


def test_a_read_only_database_can_be_asked_and_says_that_it_takes_nothing(
    postgres: Server, opened: Library, place: DatabaseHome
) -> None:
    keep(opened, 1, 2)
    setting = f"ALTER DATABASE {place.database} SET default_transaction_read_only = on"
    postgres.run(setting)
    with closing(library(place)) as standby:
        with pytest.raises(LibraryReadOnlyError, match="read-only"):
            keep(standby, 3)
        hits = standby.indexes.searched(
            lambda _, words: words.search("fact", k=9, filters=Filters())
        )
        assert len(hits) == 6
        with closing(Conversations(place)) as kept:
            assert kept.all("me") == ()


def test_a_full_database_keeps_all_or_nothing_and_says_so(opened: Library) -> None:
    keep(opened, 1)
    database = opened.catalogue.database
    full = (
        "CREATE FUNCTION full_() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'"
        " USING ERRCODE = '53100'; END $$"
    )
    with database.transaction() as connection:
        connection.exec_driver_sql(full)
        connection.exec_driver_sql(
            "CREATE TRIGGER full_ BEFORE INSERT ON passages FOR EACH ROW EXECUTE FUNCTION full_()"
        )
    with pytest.raises(LibraryError, match=r"no room left.*Make room"):
        keep(opened, 2)
    with database.transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER full_ ON passages")
    assert opened.catalogue.articles.ids() == [article(1).id]
    keep(opened, 2)
    assert opened.indexes.disagreements() == []


def test_text_that_postgresql_does_not_take_is_told_as_wrong_use(opened: Library) -> None:
    with pytest.raises(UsageError, match="NUL"):
        opened.catalogue.listing.page(matching="a\0b", limit=5)


# -- transactions and locks ----------------------------------------------------------


def test_what_is_cut_off_changes_nothing_and_lets_go_of_the_lock(
    postgres: Server, opened: Library, place: DatabaseHome
) -> None:
    keep(opened, 1)
    all_in_it = f"FROM pg_stat_activity WHERE datname = '{place.database}'"
    with closing(library(place, timeout=0)) as other, opened.writing("testing"):
        with pytest.raises(LibraryBusyError):
            keep(other, 3)
        postgres.run(f"SELECT pg_terminate_backend(pid) {all_in_it}")
        keep(other, 4)
        with pytest.raises(LibraryError, match="lost"):
            opened.upsert([prepared(article(2))])
    assert set(opened.catalogue.articles.ids()) == {article(1).id, article(4).id}
    keep(opened, 2)
    assert opened.indexes.disagreements() == []


def test_who_waits_is_told_for_whom(place: DatabaseHome) -> None:
    told: list[str] = []
    with (
        closing(library(place)) as one,
        closing(library(place, on_notice=told.append, timeout=0.3)) as other,
        one.writing("adding articles"),
        pytest.raises(LibraryBusyError, match=r"Waited 0\.3 seconds"),
        other.writing("removing articles"),
    ):
        pass
    assert any("adding articles" in one and str(os.getpid()) in one for one in told)


def test_a_lock_may_be_taken_again_by_who_holds_it(opened: Library) -> None:
    with opened.writing("testing"):
        keep(opened, 1)
        with opened._lock.held_if_free("testing") as free:
            assert free
    with opened._lock.held_if_free("testing") as free:
        assert free


def test_two_processes_that_add_the_same_articles_keep_each_once(
    opened: Library, place: DatabaseHome
) -> None:
    command = [sys.executable, "-m", "tests.library.postgres_node", str(place), "--once"]
    nodes = [subprocess.Popen([*command, str(seed)], stdout=subprocess.PIPE) for seed in range(2)]
    done = [node.communicate(timeout=120)[0].split() for node in nodes]
    assert [node.returncode for node in nodes] == [0, 0]
    assert sorted(done[0]) == sorted(done[1])
    assert sorted(opened.catalogue.articles.ids()) == sorted({one.decode() for one in done[0]})
    assert opened.vectors.count() == opened.catalogue.passages.count()
    assert opened.indexes.disagreements() == []
