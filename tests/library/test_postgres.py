"""What only a library on a PostgreSQL server has: its errors, its vectors, its machines' words."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray

from assistant.errors import (
    AssistantError,
    LibraryBusyError,
    LibraryError,
    LibraryFormatError,
    LibraryReadOnlyError,
    UsageError,
)
from assistant.homes import DatabaseHome, home_of
from assistant.library import schema
from assistant.library.conversations import Conversations
from assistant.library.database import folded
from assistant.library.exchange import back_up
from assistant.library.library import Library
from assistant.library.postgres.database import PostgresDatabase, see
from assistant.library.postgres.vectors import INDEX, PostgresVectors, index_of
from assistant.types import Filters
from tests.library.carried import exported, held, imported
from tests.library.made import DIMENSION, article, library, prepared, record, vector_of
from tests.postgres import Homes, Server

PASSWORD = "hunter2-is-secret"  # noqa: S105 - of nobody


@pytest.fixture
def place(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DatabaseHome]:
    """A new library in a database."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = postgres.library()
    yield made
    postgres.drop(made.database)


@pytest.fixture
def opened(place: DatabaseHome) -> Iterator[Library]:
    with closing(library(place)) as made:
        yield made


def keep(opened: Library, *numbers: int, version: int = 1) -> None:
    with opened.writing("testing"):
        opened.upsert([prepared(article(number, version=version)) for number in numbers])


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


# -- vectors -------------------------------------------------------------------------


def test_a_vector_comes_back_bit_for_bit(opened: Library) -> None:
    keep(opened, 1)
    (entry, *_) = opened.catalogue.passages.of(article(1))
    made = prepared(article(1)).entries()[0].vector
    assert (entry.vector == made.astype(np.float16).astype(np.float32)).all()
    got = opened.vectors.get([entry.id, "none"])
    assert list(got) == [entry.id]
    assert (got[entry.id] == entry.vector).all()


def _article_of(number: int) -> dict[str, Any]:
    """Half of them are of one outlet, one in a hundred of a day; one with 2 passages of another."""
    day = 20250302 if number % 100 == 0 else 20250303 if number == 7 else 20250301
    outlet = "a" if number % 2 else "b"
    count = 2 if day == 20250303 else 10
    return {"id": f"{number:016x}", "passage_count": count, "day": day, "outlet": outlet}


def _passages_of(key: str, vectors: NDArray[np.float64]) -> list[dict[str, Any]]:
    whole = {"article_id": key, "first": 0, "last": 0, "sentence_vectors": b""}
    return [
        whole | {"id": f"{key}:{n}", "position": n, "vector": one.astype("<f2").tobytes()}
        for n, one in enumerate(vectors)
    ]


@pytest.fixture(scope="module")
def many(postgres: Server) -> Iterator[PostgresDatabase]:
    """Twenty thousand passages in clusters, of articles of which few are of a day, or an outlet."""
    rng = np.random.default_rng(7)
    home = postgres.library()
    with closing(library(home)) as opened:
        database = opened.catalogue.database
        assert isinstance(database, PostgresDatabase)
        centres = rng.normal(size=(200, DIMENSION))
        first = schema.article_row(prepared(article(1)), added=schema._UNKNOWN)
        with database.transaction() as connection:
            connection.exec_driver_sql(f"DROP INDEX {INDEX}")
            rows = [_article_of(number) for number in range(2000)]
            connection.execute(sa.insert(schema.articles), [first | row for row in rows])
            passages = []
            for row in rows:
                size = (row["passage_count"], DIMENSION)
                near = centres[rng.integers(200)] + rng.normal(scale=0.3, size=size)
                near /= np.linalg.norm(near, axis=1, keepdims=True)
                passages += _passages_of(row["id"], near)
            connection.execute(sa.insert(schema.passages), passages)
            connection.exec_driver_sql(index_of(DIMENSION))
        database.outside("ANALYZE")
        yield database
    postgres.drop(home.database)


@pytest.mark.parametrize(
    ("filters", "within"),
    [
        (Filters(), 19_992),
        (Filters(sources=("A",)), 9_992),
        (Filters(since=date(2025, 3, 2), until=date(2025, 3, 2)), 200),
        (Filters(since=date(2025, 3, 3)), 2),
        (Filters(articles=(f"{11:016x}", f"{12:016x}")), 20),
        (Filters(sources=("nobody",)), 0),
    ],
)
@pytest.mark.parametrize("compared", [0, 100, 20_000])
def test_filtered_searches_find_what_comparing_all_finds(
    many: PostgresDatabase, filters: Filters, within: int, compared: int
) -> None:
    vectors = PostgresVectors(many, dimension=DIMENSION, compared=compared)
    query = sa.select(schema.passages.c.id, schema.passages.c.vector).join(schema.articles)
    with many.reading() as connection:
        rows = connection.execute(query.where(*schema.conditions(filters))).all()
    assert len(rows) == within
    k = 50
    known = [np.frombuffer(row.vector, "<f2").astype(np.float32) for row in rows]
    asked = [vector_of(f"question {number}") for number in range(10)]
    hits = 0
    for vector in asked:
        found = vectors.search(vector, k=k, filters=filters)
        assert len(found) == min(k, within)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        if not rows:
            continue
        cosines = np.stack(known) @ vector
        best = set(np.argsort(-cosines)[:k].tolist())
        ids = {rows[place].id for place in best}
        hits += len(ids & {one.id for one in found})
    assert hits >= 0.99 * len(asked) * min(k, within)


def test_the_index_is_used_where_a_filter_leaves_much(many: PostgresDatabase) -> None:
    vectors = PostgresVectors(many, dimension=DIMENSION, compared=100)
    asked = vectors._nearest(vector_of("x"), schema.conditions(Filters(sources=("a",))), k=50)
    compiled = asked.compile(dialect=many.engine.dialect, compile_kwargs={"literal_binds": False})
    with many.reading() as connection:
        explained = f"EXPLAIN {compiled}"
        values = {"asked": str([0.5] * DIMENSION), "outlet_1_1": "a", "param_1": 50}
        names = compiled.construct_params()
        plan = connection.exec_driver_sql(
            str(explained).replace("__[POSTCOMPILE_outlet_1]", "%(outlet_1_1)s"),
            {**values, **{name: value for name, value in names.items() if name not in values}},
        )
        text = "\n".join(plan.scalars())
    assert INDEX in text


def test_a_library_is_made_anew_for_another_model(opened: Library, place: DatabaseHome) -> None:
    keep(opened, *range(3))
    opened.close()
    double = 2 * DIMENSION
    with pytest.raises(LibraryFormatError, match="assistant reindex"):
        Library(place, model="another", dimension=double)
    with closing(Library(place, model="another", dimension=double, checked=False)) as other:
        made = [prepared(article(number)) for number in range(3)]
        wide = [np.tile(one.vectors, 2) / np.sqrt(2).astype(np.float32) for one in made]
        sentences = [tuple(np.tile(each, 2) for each in one.sentence_vectors) for one in made]
        with other.rebuilding("testing"):
            other.catalogue.staging.add(
                [
                    replace(one, vectors=vectors, sentence_vectors=of_sentences)
                    for one, vectors, of_sentences in zip(made, wide, sentences, strict=True)
                ]
            )
            other.indexes.drop()
            other.catalogue.staging.apply(other.identity.own)
            assert other.indexes.rebuild() == 3
        other.identity.check()
        (best,) = other.vectors.search(wide[1][2], k=1, filters=Filters())
        assert best.id == f"{made[1].article.id}:2"
        assert other.indexes.disagreements() == []


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
