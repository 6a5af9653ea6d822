"""Withdrawing articles by notices, and the places of articles: any order, the same end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.homes import Home
from assistant.language.articles import make_article
from assistant.library import integrity, notices, origins
from assistant.library.library import Library
from assistant.reports import Order
from assistant.types import Article, Document, Filters, Notice, cite
from assistant.versions import Later
from tests.library.made import library, prepared
from tests.postgres import Homes
from tests.tiers import EMBEDDED_FIRST

ORIGIN = "wire:urn:wire:ferry"
OTHER = "/press/ferry.txt"


def story(
    version: int, *, number: int | None = None, updated: date | None = None, origin: str = ORIGIN
) -> Article:
    """A version of the story: its text, how it is counted, when it was made."""
    text = "\n".join(
        f"Sentence {place} of the ferry tells fact {place} in version {version}."
        for place in range(5)
    )
    return make_article(
        Document(
            title=f"Ferry {version}",
            text=text,
            origin=origin,
            published=date(2025, 3, 1) if updated else None,
            updated=updated,
            number=number,
        )
    )


def kill(*, number: int | None = None, stated: date | None = None, words: str = "KILL") -> Notice:
    return Notice(
        origin=ORIGIN,
        item=f"urn:wire:ferry, version {number}",
        status="cancelled",
        words=words,
        number=number,
        stated=stated,
    )


def receive(opened: Library, *told: Article | Notice) -> None:
    """Takes in what came, one after the other, as ``add`` does."""
    for one in told:
        with opened.writing("testing"):
            if isinstance(one, Notice):
                opened.withdraw([one])
                continue
            there = opened.catalogue.articles.has([one.id]) - opened.withdrawals.restored_by([one])
            opened.upsert(
                [] if there else [prepared(one)],
                seen=opened.origins.unrecorded([one]) if there else (),
            )


def found(opened: Library) -> set[str]:
    """The articles of which both indexes find passages."""
    opened.indexes.sync()
    dense = opened.vectors.search(prepared(story(1)).vectors[0], k=50, filters=Filters())
    words = opened.words.search("ferry sentence fact", k=50, filters=Filters())
    by_vectors, by_words = ({hit.id.partition(":")[0] for hit in hits} for hits in (dense, words))
    assert by_vectors == by_words
    return by_vectors


def assert_sound(opened: Library) -> None:
    assert opened.catalogue.index_notes.unindexed() == []
    assert opened.indexes.disagreements() == []
    for check in (
        integrity.check_articles,
        integrity.check_versions,
        integrity.check_origins,
        integrity.check_indexes,
    ):
        assert check(opened).problems == ()


@pytest.fixture
def opened(home: Home) -> Iterator[Library]:
    with closing(library(home)) as made:
        yield made


def test_a_kill_takes_an_article_out_of_the_search_and_leaves_it_in_the_library(
    opened: Library,
) -> None:
    first = story(1, number=1)
    receive(opened, first)
    assert found(opened) == {first.id}
    citations = [cite(first, 2)]
    assert opened.catalogue.versions.since(citations) == {}
    receive(opened, kill(number=2, words="KILL: libellous"))
    assert found(opened) == set()
    (listed,) = opened.catalogue.listing.summaries(Filters())
    assert (listed.id, listed.withdrawn) == (first.id, True)
    version = opened.catalogue.versions.version(first.id)
    assert version is not None
    assert version.article.text == first.text
    assert version.withdrawn is not None
    assert version.withdrawn.words == "KILL: libellous"
    history = opened.catalogue.versions.history(first.id)
    assert history is not None
    assert [notice.item for notice in history.notices] == ["urn:wire:ferry, version 2"]
    assert history.notices[0].came is not None
    since = opened.catalogue.versions.since(citations)[first.id, 2]
    assert (since.later, since.newest) == (Later.KILLED, None)
    assert since.notice is not None
    assert_sound(opened)


def test_a_process_that_dies_before_the_indexes_follow_leaves_nothing_to_be_found(
    opened: Library,
) -> None:
    receive(opened, story(1, number=1), story(2, origin=OTHER))
    # All that is done of a withdrawal before the indexes are told of it.
    opened.catalogue.withdraw([kill(number=2)], at=datetime.now(UTC))
    hits = opened.words.search("ferry sentence fact", k=50, filters=Filters())
    candidates = opened.catalogue.passages.candidates([hit.id for hit in hits])
    assert {one.article.id for one in candidates.values()} == {story(2).id}
    opened.indexes.sync()
    assert found(opened) == {story(2).id}
    assert_sound(opened)


def test_a_later_version_brings_it_back_and_the_killed_one_stays_withdrawn(
    opened: Library,
) -> None:
    first, third = story(1, number=1), story(3, number=3)
    receive(opened, first, kill(number=2), third)
    assert found(opened) == {third.id}
    history = opened.catalogue.versions.history(third.id)
    assert history is not None
    assert [(v.article.id, v.withdrawn is not None) for v in history.versions] == [
        (first.id, True),
        (third.id, False),
    ]
    since = opened.catalogue.versions.since([cite(first, 0)])[first.id, 0]
    assert (since.later, since.newest) == (Later.KILLED, third.id)
    assert_sound(opened)


def test_the_same_text_with_a_higher_number_stands_again(opened: Library) -> None:
    first = story(1, number=1)
    receive(opened, first, kill(number=2), first)
    assert found(opened) == set()
    receive(opened, replace(first, number=3))
    assert found(opened) == {first.id}
    receive(opened, kill(number=2))
    assert found(opened) == {first.id}
    receive(opened, kill(number=4))
    assert found(opened) == set()
    assert_sound(opened)


def test_a_text_that_was_killed_does_not_stand_at_another_place(opened: Library) -> None:
    first = story(1, number=1)
    elsewhere = replace(first, origin=OTHER, number=None)
    receive(opened, first, kill(number=2), story(3, number=3), elsewhere)
    assert found(opened) == {story(3).id}
    receive(opened, replace(first, number=None, origin="/press/again.txt"))
    assert found(opened) == {story(3).id}
    assert_sound(opened)


def test_a_kill_reaches_an_article_that_is_kept_by_another_place(opened: Library) -> None:
    first = story(1, number=1)
    receive(opened, replace(first, origin=OTHER, number=None), first, kill(number=2))
    (listed,) = opened.catalogue.listing.summaries(Filters())
    assert (listed.origin, listed.withdrawn) == (OTHER, True)
    assert found(opened) == set()
    assert_sound(opened)


@dataclass(frozen=True, slots=True)
class _End:
    """How a library ended: what is searched, what stands, and what is withdrawn."""

    searched: frozenset[str]
    newest: frozenset[str]
    withdrawn: frozenset[str]


def _end(home: Home, told: Sequence[Article | Notice]) -> _End:
    opened = library(home)
    try:
        receive(opened, *told)
        assert_sound(opened)
        listed = opened.catalogue.listing.summaries(Filters())
        marked = opened.withdrawals.of({one.id for one in told if isinstance(one, Article)})
        return _End(
            frozenset(found(opened)),
            frozenset(one.id for one in listed),
            frozenset(marked),
        )
    finally:
        opened.close()


@EMBEDDED_FIRST
@pytest.mark.parametrize(
    "told",
    [
        (story(1, number=1), kill(number=2)),
        (story(1, number=1), kill(number=2), story(3, number=3)),
        (
            story(1, updated=date(2025, 3, 1)),
            kill(stated=date(2025, 3, 2)),
            story(3, updated=date(2025, 3, 3)),
        ),
        (story(1), kill()),
    ],
)
def test_the_order_of_arrival_changes_nothing(
    homes: Homes, told: tuple[Article | Notice, ...]
) -> None:
    ends = {_end(homes(str(number)), order) for number, order in enumerate(permutations(told))}
    (end,) = ends
    last = told[-1]
    assert end.searched == ({last.id} if isinstance(last, Article) else set())


@settings(max_examples=5, deadline=None)
@given(st.data())
def test_any_versions_and_kills_in_any_order_end_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    numbers = data.draw(st.lists(st.booleans(), min_size=2, max_size=5))
    told: list[Article | Notice] = [
        kill(number=n) if killed else story(n, number=n) for n, killed in enumerate(numbers, 1)
    ]
    one = _end(tmp_path_factory.mktemp("one"), data.draw(st.permutations(told)))
    other = _end(tmp_path_factory.mktemp("other"), data.draw(st.permutations(told)))
    assert one == other
    stories = [n for n, killed in enumerate(numbers, 1) if not killed]
    stands = bool(stories) and not any(numbers[stories[-1] :])
    assert one.searched == ({story(stories[-1]).id} if stands else set())


def test_a_notice_outlives_pruning_and_is_forgotten_with_what_a_person_removes(
    opened: Library,
) -> None:
    first = story(1, number=1)
    receive(opened, first, kill(number=2))
    with opened.writing("testing"):
        opened.remove([first.id])
    receive(opened, first)
    assert found(opened) == set()
    with opened.writing("testing"):
        opened.remove([first.id], notices=True)
    receive(opened, first)
    assert found(opened) == {first.id}
    assert_sound(opened)


def test_copies_of_what_was_withdrawn_are_known_and_it_heads_no_story(opened: Library) -> None:
    words = " ".join(f"word{n} tells" for n in range(120)) + "."
    wire, paper, county = (
        make_article(
            Document(
                title=name, text=words, origin=origin, source=name, published=date(2025, 3, day)
            )
        )
        for day, name, origin in (
            (1, "Wire", ORIGIN),
            (2, "Paper", "/paper.txt"),
            (3, "County", "/county.txt"),
        )
    )
    receive(opened, wire, paper, county)
    (told,) = opened.catalogue.clusters.within(Filters())
    assert told.head.id == wire.id
    assert opened.collapsed.page(
        matching="", order=Order.DATE, descending=True, limit=9, offset=0
    ).clusters == (told,)
    assert opened.withdrawals.copied_by([paper.id, county.id]) == set()
    receive(opened, kill(number=2, stated=date(2025, 3, 2)))
    assert set(opened.catalogue.clusters.of([paper.id])[paper.id].members) == {paper.id, county.id}
    # The county's came out after the kill: it may have been set right.
    assert opened.withdrawals.copied_by([paper.id, county.id]) == {paper.id}
    receive(opened, kill(number=3))
    assert opened.withdrawals.copied_by([paper.id, county.id]) == {paper.id, county.id}
    (told,) = opened.catalogue.clusters.within(Filters())
    assert told.copies[-1].id == wire.id
    assert opened.collapsed.page(
        matching="", order=Order.DATE, descending=True, limit=9, offset=0
    ).clusters == (told,)
    assert_sound(opened)


def test_an_article_stays_where_else_it_stands(opened: Library) -> None:
    first, second = story(1, origin="/a.txt"), story(2, origin="/a.txt")
    receive(opened, first, replace(first, origin="/b.txt"), replace(first, origin="/c.txt"))
    assert opened.origins.of(first.id) == ("/a.txt", "/b.txt", "/c.txt")
    receive(opened, second)
    assert found(opened) == {first.id, second.id}
    assert opened.origins.of(first.id) == ("/b.txt", "/c.txt")
    assert opened.catalogue.articles.by_id([first.id])[first.id].origin == "/b.txt"
    assert opened.catalogue.versions.since([cite(first, 0)]) == {}
    receive(opened, replace(second, origin="/b.txt"), replace(second, origin="/c.txt"))
    assert found(opened) == {second.id}
    history = opened.catalogue.versions.history(second.id)
    assert history is not None
    assert [version.article.id for version in history.versions] == [first.id, second.id]
    with opened.writing("testing"):
        opened.remove([second.id])
    assert opened.catalogue.versions.history(first.id) is None
    assert_sound(opened)


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from(["/a.txt", "/b.txt", "/c.txt"])), max_size=9
    )
)
def test_every_place_stands_for_what_was_last_found_there(
    tmp_path_factory: pytest.TempPathFactory, seen: list[tuple[int, str]]
) -> None:
    opened = library(tmp_path_factory.mktemp("home"))
    receive(opened, *(story(version, origin=origin) for version, origin in seen))
    last = {origin: story(version).id for version, origin in seen}
    assert found(opened) == set(last.values())
    for origin, key in last.items():
        assert origin in opened.origins.of(key)
    assert_sound(opened)
    opened.close()


def test_a_library_of_an_older_program_opens_and_withdraws(tmp_path: Path) -> None:
    opened = library(tmp_path)
    receive(opened, story(1, number=1))
    opened.close()
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as connection:
        for table in ("notices", "numbers", "withdrawn", "places"):
            connection.execute(f"DROP TABLE {table}")
    connection.close()
    opened = library(tmp_path)
    receive(opened, kill(number=2))
    assert found(opened) == set()
    assert_sound(opened)
    opened.close()


def test_the_checks_see_what_is_wrong(home: Home) -> None:
    opened = library(home)
    first = story(1, number=1)
    receive(opened, first, story(2, origin=OTHER))
    with opened.catalogue.database.transaction() as connection:
        row = {"article_id": first.id, "origin": ORIGIN, "key": "x"}
        connection.execute(sa.insert(notices.withdrawn), row)
        connection.execute(sa.insert(origins.places), {"origin": OTHER, "article_id": first.id})
    problems = integrity.check_origins(opened).problems
    assert any("stands for" in problem for problem in problems)
    assert any("is withdrawn and is searched" in problem for problem in problems)
    assert any("a notice that is not there" in problem for problem in problems)
    opened.close()


def test_the_key_of_a_notice_tells_what_it_says() -> None:
    made = kill(number=2, stated=datetime(2025, 3, 1, tzinfo=UTC))
    assert notices.key_of(made) == notices.key_of(
        replace(made, came=datetime(2025, 3, 2, tzinfo=UTC))
    )
    for other in (replace(made, words="x"), replace(made, number=3), replace(made, stated=None)):
        assert notices.key_of(other) != notices.key_of(made)
