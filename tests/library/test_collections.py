"""Collections: whose they are, what they are called, and which articles are in them."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ArticleNotFoundError, CollectionNotFoundError, UsageError
from assistant.homes import Home
from assistant.language.articles import make_article
from assistant.library import integrity, versions
from assistant.library.catalogue import Catalogue
from assistant.library.collections import LONGEST_NAME, MOST_COLLECTIONS, named
from assistant.library.library import Library
from assistant.library.origins import Origins
from assistant.library.withdrawals import Withdrawals
from assistant.rendering.terminal.collections import collection_rows
from assistant.types import Article, Collection, Document, Filters, Notice
from tests.library.carried import exported, held, imported
from tests.library.kept_collections import IDS, steps
from tests.library.kept_stories import catalogue
from tests.library.made import article, library, prepared
from tests.library.test_withdrawals import kill, receive, story
from tests.postgres import Homes
from tests.rendering.made import HOSTILE
from tests.rendering.test_safety import steers

AT = datetime(2025, 4, 1, tzinfo=UTC)


def keep(kept: Catalogue, *articles: Article, at: datetime = AT) -> None:
    kept.upsert([prepared(one) for one in articles], added=at)


def ids(kept: Catalogue, name: str, owner: str = "") -> set[str]:
    return set(kept.collections.article_ids(owner, name))


@pytest.fixture
def kept(home: Home) -> Iterator[Catalogue]:
    with closing(catalogue(home)) as opened:
        keep(opened, *map(article, range(6)))
        yield opened


def test_articles_are_put_in_and_taken_out_and_counted(kept: Catalogue) -> None:
    collections = kept.collections
    made = collections.make("", "Port  strike\n", IDS[:2], at=AT)
    assert (made.name, made.articles, made.made, made.changed) == ("Port strike", 2, AT, AT)
    later = AT + timedelta(hours=1)
    assert collections.add("", "port STRIKE", IDS[:2], at=later) == made, "nothing changed"
    more = collections.add("", made.id, IDS[1:4], at=later)
    assert (more.articles, more.made, more.changed) == (4, AT, later)
    assert collections.remove("", made.id, IDS[5:], at=AT) == more, "nothing changed"
    less = collections.remove("", made.name, IDS[:3], at=later)
    assert (less.articles, ids(kept, made.id)) == (1, {IDS[3]})
    assert collections.all("", holding=IDS[3]) == (less,)
    assert collections.all("", holding=IDS[0]) == ()
    with pytest.raises(ArticleNotFoundError):
        collections.add("", made.id, [IDS[0], "f" * 16], at=later)
    assert ids(kept, made.id) == {IDS[3]}, "all of them or none"
    collections.delete("", made.id)
    assert collections.all("") == ()
    assert kept.articles.ids() == sorted(IDS)


def test_the_last_changed_stands_first(kept: Catalogue) -> None:
    one, other = (kept.collections.make("", name, at=AT) for name in ("One", "Other"))
    kept.collections.rename("", one.id, "Same", at=AT + timedelta(seconds=2))
    assert [each.name for each in kept.collections.all("")] == ["Same", "Other"]
    kept.collections.add("", other.id, IDS[:1], at=AT + timedelta(seconds=3))
    assert [each.name for each in kept.collections.all("")] == ["Other", "Same"]


def test_nobody_sees_or_changes_what_is_somebody_elses(kept: Catalogue) -> None:
    hers = kept.collections.make("secret of Ann", "Notes", IDS[:1], at=AT)
    mine = kept.collections.make("", "notes", at=AT)
    assert kept.collections.all("") == (mine,)
    assert kept.collections.all("secret of Ann") == (hers,)
    for owner in ("", "secret of Bob"):
        for key in (hers.id, "no such"):
            with pytest.raises(CollectionNotFoundError):
                kept.collections.one(owner, key)
            with pytest.raises(CollectionNotFoundError):
                kept.collections.article_ids(owner, key)
            with pytest.raises(CollectionNotFoundError):
                kept.collections.add(owner, key, IDS, at=AT)
            with pytest.raises(CollectionNotFoundError):
                kept.collections.remove(owner, key, IDS, at=AT)
            with pytest.raises(CollectionNotFoundError):
                kept.collections.rename(owner, key, "Mine", at=AT)
            with pytest.raises(CollectionNotFoundError):
                kept.collections.delete(owner, key)
    assert kept.collections.all("secret of Ann") == (hers,)
    assert kept.collections.all("", holding=IDS[0]) == ()


@pytest.mark.parametrize("homes", ["embedded"], indirect=True)
def test_the_file_holds_no_owners_secret(kept: Catalogue, tmp_path: Path) -> None:
    kept.collections.make("secret of Ann", "Notes", at=AT)
    kept.close()
    written = b"".join(file.read_bytes() for file in (tmp_path / "home").iterdir())
    assert b"Notes" in written
    assert b"secret of Ann" not in written


@pytest.mark.parametrize("name", ["", " \n\t", "\x1b\x07", "\u200d", "x" * (LONGEST_NAME + 1)])
def test_what_is_no_name_is_refused(kept: Catalogue, name: str) -> None:
    made = kept.collections.make("", "Notes", at=AT)
    with pytest.raises(UsageError):
        kept.collections.make("", name, at=AT)
    with pytest.raises(UsageError):
        kept.collections.rename("", made.id, name, at=AT)
    assert kept.collections.all("") == (made,)


def test_a_name_is_taken_once(kept: Catalogue) -> None:
    first = kept.collections.make("", "Straße", at=AT)
    second = kept.collections.make("", "Other", at=AT)
    with pytest.raises(UsageError, match="already"):
        kept.collections.make("", "  STRASSE ", at=AT)
    with pytest.raises(UsageError, match="already"):
        kept.collections.rename("", second.id, "strasse", at=AT)
    assert kept.collections.rename("", first.id, "STRASSE", at=AT).name == "STRASSE"
    kept.collections.rename("", second.id, first.id, at=AT)
    assert kept.collections.one("", first.id).name == "STRASSE", "an id goes before a name"


def test_there_are_so_many_collections_and_no_more(kept: Catalogue) -> None:
    for number in range(MOST_COLLECTIONS):
        kept.collections.make("", str(number), at=AT)
    with pytest.raises(UsageError, match="the most"):
        kept.collections.make("", "one more", at=AT)
    kept.collections.make("another", "one more", at=AT)


@given(words=st.text(max_size=120) | st.just(HOSTILE))
@settings(deadline=None)
def test_whatever_a_collection_is_called_it_is_found_and_steers_nothing(words: str) -> None:
    try:
        line, key = named(words)
    except UsageError:
        return
    assert named(line) == (line, key), "it stays what it is"
    assert len(line.splitlines()) == 1
    assert 1 <= len(line) <= LONGEST_NAME
    rows = collection_rows([Collection("0" * 16, line, AT, AT, 0)])
    assert not any(steers(one) for one in rows)
    assert rows.count("\n") == 1
    assert rows.count("\t") == 3


# -- membership ----------------------------------------------------------------------


def test_a_later_version_takes_the_place_of_the_earlier_one(kept: Catalogue) -> None:
    kept.collections.make("", "Notes", IDS[:2], at=AT)
    second, third = (article(0, version=version) for version in (2, 3))
    keep(kept, second)
    assert ids(kept, "Notes") == {second.id, IDS[1]}
    keep(kept, third)
    assert ids(kept, "Notes") == {third.id, IDS[1]}
    assert kept.collections.remove("", "Notes", [IDS[0]], at=AT).articles == 1
    kept.collections.add("", "Notes", [second.id], at=AT)
    assert ids(kept, "Notes") == {third.id, IDS[1]}, "an older version means what it became"


def test_what_is_removed_is_out_for_good_and_its_origin_not_kept(kept: Catalogue) -> None:
    kept.collections.make("", "Notes", IDS[:2], at=AT)
    kept.delete([IDS[0]])
    keep(kept, article(0))
    assert ids(kept, "Notes") == {IDS[1]}


def test_a_withdrawn_article_is_out_until_it_may_be_used_again_in_any_order(
    homes: Homes,
) -> None:
    """Versions, a kill and a correction after it: whichever comes first, the end is the same."""
    told: tuple[Article | Notice, ...] = (story(1, number=1), story(2, number=3), kill(number=2))
    for number, order in enumerate(permutations(told)):
        opened = library(homes(str(number)))
        made = False
        for one in order:
            receive(opened, one)
            if not made and isinstance(one, Article):
                opened.catalogue.collections.make("", "Notes", [one.id], at=AT)
                made = True
        assert ids(opened.catalogue, "Notes") == {story(2).id}
        receive(opened, kill(number=4))
        assert ids(opened.catalogue, "Notes") == set()
        assert opened.catalogue.collections.one("", "Notes").articles == 0
        (whole,) = opened.catalogue.collections.article_ids("", "Notes", withdrawn=True)
        assert whole == story(2).id
        receive(opened, story(3, number=5))
        assert ids(opened.catalogue, "Notes") == {story(3).id}
        opened.close()


TEXTS, PLACES = range(4), range(3)
_EVENTS = st.lists(
    st.tuples(st.just("come"), st.sampled_from(TEXTS), st.sampled_from(PLACES))
    | st.tuples(st.sampled_from(["put", "take", "remove"]), st.sampled_from(TEXTS), st.just(0))
    | st.tuples(st.just("kill"), st.just(0), st.sampled_from(PLACES)),
    max_size=24,
)


def _at(text: int, place: int) -> Article:
    """A text as it stands at a place: the same text at two places is one article."""
    return make_article(
        Document(
            title=f"Text {text}",
            text=f"The ferry was told of in text {text}. It had a deck.",
            origin=f"/{place}",
        )
    )


@given(events=_EVENTS)
@settings(deadline=None)
def test_what_is_in_a_collection_is_what_stands_at_its_origins(
    events: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Versions, copies at several places, kills and removals against a set of origins."""
    with closing(catalogue(tmp_path_factory.mktemp("model"))) as kept:
        origins, withdrawals = Origins(kept.database), Withdrawals(kept.database)
        kept.collections.make("", "Notes", at=AT)
        places: set[str] = set()

        def of(key: str) -> set[str]:
            """The origins of an article, or of what a text that stands no more became."""
            if own := set(origins.of(key)):
                return own
            older = versions.versions.c
            query = sa.select(older.origin).where(older.article_id == key)
            with kept.database.reading() as connection:
                return set(connection.execute(query).scalars())

        for number, (what, text, place) in enumerate(events):
            key, at = _at(text, place).id, AT + timedelta(seconds=number)
            if what == "come":
                keep(kept, _at(text, place), at=at)
            elif what == "kill":
                kept.withdraw([Notice(origin=f"/{place}", item="kill", status="killed")], at=at)
            elif what == "remove":
                places -= set(origins.of(key))
                kept.delete([key], notices=True)
            elif not of(key):
                with pytest.raises(ArticleNotFoundError):
                    kept.collections.add("", "Notes", [key], at=at)
            elif what == "put":
                places |= of(key)
                kept.collections.add("", "Notes", [key], at=at)
            else:
                places -= of(key)
                kept.collections.remove("", "Notes", [key], at=at)
            there = kept.articles.ids()
            gone = withdrawals.of(there)
            expected = {one for one in there if places & set(origins.of(one)) and one not in gone}
            assert ids(kept, "Notes") == expected
            assert kept.collections.one("", "Notes").articles == len(expected)
            assert {one for one in there if kept.collections.all("", holding=one)} == expected


# -- several at once, and what is killed ---------------------------------------------


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
