"""Articles are grouped as they are kept; what a person does lasts, whatever happens."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.errors import StoryNotFoundError, UsageError
from assistant.library import grouping
from assistant.library.catalogue import Catalogue
from assistant.library.exchange import export_library, import_library
from assistant.library.story_tables import ALL as WHOLE_LIBRARY
from assistant.library.story_tables import kept, members, placed, postings, spread
from assistant.types import Filters, Notice
from tests.library.kept_stories import catalogue, copy
from tests.library.made import library, prepared
from tests.library.told_stories import ALL, EVENTS, FIRST, change, expected, keep, report, told


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Catalogue]:
    made = catalogue(tmp_path)
    yield made
    made.close()


def _whole(opened: Catalogue) -> None:
    """Every article has its story, what a person placed stands there, and nothing is left over."""
    with opened.database.reading() as connection:
        assert grouping.told(connection)
        rows = connection.execute(sa.select(members)).all()
        assert {row.article_id for row in rows} == set(opened.articles.ids())
        stories = {row.article_id: row.story for row in rows}
        for row in connection.execute(sa.select(placed)):
            assert stories[row.article_id] == row.story
        assert set(connection.execute(sa.select(kept.c.story)).scalars()) <= set(stories.values())
        numbers = set(connection.execute(sa.select(postings.c.number)).scalars())
        assert numbers <= {row.number for row in rows}
        counted = {row.term: row.articles for row in connection.execute(sa.select(spread))}
        assert counted.get(WHOLE_LIBRARY, 0) == len(rows)
        assert min(counted.values(), default=0) >= 0


@pytest.mark.parametrize("seed", range(3))
def test_reports_of_an_event_are_a_story_in_any_order(opened: Catalogue, seed: int) -> None:
    order = random.Random(seed).sample(ALL, len(ALL))
    keep(opened, *(report(*each) for each in order))
    assert set(told(opened).values()) == expected(opened)
    _whole(opened)


def test_reports_without_a_date_are_grouped_with_dated_ones(opened: Catalogue) -> None:
    keep(opened, *(report(event, n, day=FIRST if n % 2 else None) for event, n in ALL))
    assert set(told(opened).values()) == expected(opened)


def test_alike_events_of_other_months_are_other_stories(opened: Catalogue) -> None:
    later = FIRST + timedelta(days=90)
    keep(opened, *(report(0, n, day=FIRST if n < 3 else later) for n in range(5)))
    assert sorted(map(len, told(opened).values())) == [2, 3]


def test_an_id_stays_while_articles_come_and_go(opened: Catalogue) -> None:
    keep(opened, *(report(1, n) for n in range(3)))
    ((first, articles),) = told(opened).items()
    keep(opened, report(1, 3), report(2, 0))
    opened.forget([sorted(articles)[0]])
    assert len(told(opened)[first]) == 3
    _whole(opened)


def test_an_articles_id_or_a_beginning_is_enough(opened: Catalogue) -> None:
    keep(opened, *(report(*each) for each in ALL))
    for story, articles in told(opened).items():
        assert opened.stories.story(story[:8]).id == story
        for each in articles:
            assert opened.stories.story(each[:10]).id == story
    for wrong in ("s", "", "s00000000000", "00000000000", "x", "%", "sé"):
        with pytest.raises(StoryNotFoundError):
            opened.stories.story(wrong)


def test_pinned_come_first_then_the_newest_and_lone_ones_on_demand(opened: Catalogue) -> None:
    for event in range(len(EVENTS) - 1):
        day = FIRST + timedelta(days=10 * event)
        keep(opened, *(report(event, n, day=day) for n in range(2)))
    keep(opened, report(4, 0))
    pages = opened.stories.page(Filters(), alone=False, limit=10, offset=0)
    assert [one.title.split()[0] for one in pages] == ["Castrel", "Karrow", "Harte", "Ferry"]
    pinned = opened.stories.pin(pages[2].id, pinned=True)
    ordered = [one.id for one in opened.stories.page(Filters(), alone=False, limit=2, offset=0)]
    assert ordered == [pinned, pages[0].id]
    assert len(told(opened)) == 5
    within = Filters(since=FIRST + timedelta(days=25))
    found = opened.stories.page(within, alone=False, limit=10, offset=0)
    assert [one.id for one in found] == [pages[0].id]


def test_what_a_person_does_lasts_through_grouping_all_anew(opened: Catalogue) -> None:
    keep(opened, *(report(*each) for each in ALL))
    stories = told(opened)
    one, two, three, *_ = sorted(stories)
    merged = opened.stories.merge([one, two])
    taken = sorted(stories[three])[:2]
    parted = opened.stories.part(three, taken)
    opened.stories.rename(merged, "  Two   at once ")
    opened.stories.pin(parted, pinned=True)
    before = told(opened)
    assert before[merged] == stories[one] | stories[two]
    assert before[parted] == set(taken)
    assert before[three] == stories[three] - set(taken)
    opened.stories.forget()
    after: str | None = ""
    while after is not None:
        after = opened.stories.tell_some(after=after, most=4)
    assert told(opened) == before
    assert opened.stories.story(merged).title == "Two at once"
    assert opened.stories.story(merged).named
    assert opened.stories.story(parted).pinned
    _whole(opened)


def test_new_reports_join_a_story_that_a_person_has_changed(opened: Catalogue) -> None:
    keep(opened, *(report(event, n) for event in (0, 1) for n in range(3)))
    one, two = sorted(told(opened))
    merged = opened.stories.merge([one, two])
    keep(opened, report(0, 3), report(1, 4))
    assert set(told(opened)) == {merged}


def test_a_new_version_stays_where_a_person_has_put_the_article(opened: Catalogue) -> None:
    keep(opened, *(report(0, n) for n in range(3)))
    ((story, articles),) = told(opened).items()
    old = report(0, 1)
    parted = opened.stories.part(story, [old.id])
    opened.stories.rename(parted, "Apart")
    new = report(0, 1, version=2)
    keep(opened, new)
    assert told(opened) == {story: articles - {old.id}, parted: {new.id}}
    assert opened.stories.story(parted).title == "Apart"
    _whole(opened)


def test_a_title_goes_with_the_last_article(opened: Catalogue) -> None:
    article = report(0, 0)
    keep(opened, article)
    opened.stories.rename(article.id, "Mine")
    opened.forget([article.id])
    keep(opened, article)
    assert not opened.stories.story(article.id).named
    _whole(opened)


def test_what_cannot_be_done_is_refused(opened: Catalogue) -> None:
    keep(opened, report(0, 0), report(0, 1), report(1, 0))
    story, other = sorted(told(opened), key=lambda one: -len(told(opened)[one]))
    with pytest.raises(UsageError):
        opened.stories.merge([story, story])
    with pytest.raises(UsageError):
        opened.stories.part(story, told(opened)[story])
    with pytest.raises(UsageError):
        opened.stories.part(story, told(opened)[other])
    with pytest.raises(UsageError):
        opened.stories.rename(story, " \n ")
    with pytest.raises(StoryNotFoundError):
        opened.stories.merge([story, "sffffffffffff"])
    assert sorted(map(len, told(opened).values())) == [1, 2]
    _whole(opened)


def test_withdrawn_articles_are_not_shown(opened: Catalogue) -> None:
    keep(opened, *(report(0, n) for n in range(3)))
    gone = report(0, 2)
    notice = Notice(origin=gone.origin, item="a notice", status="killed", stated=date(2025, 3, 9))
    opened.withdraw([notice], at=datetime(2025, 4, 2, tzinfo=UTC))
    (story,) = opened.stories.page(Filters(), alone=False, limit=9, offset=0)
    assert gone.id not in {one.id for one in story.articles}


def test_copies_are_one_story_and_count_as_one(opened: Catalogue) -> None:
    keep(opened, *(copy(number, shape, published=FIRST) for number in (0, 1) for shape in range(4)))
    for number in (0, 1):
        assert (
            len({opened.stories.story(copy(number, s, published=FIRST).id).id for s in range(4)})
            == 1
        )


def test_a_large_story_grows_and_is_joined_whole(opened: Catalogue) -> None:
    many = [report(0, n, day=FIRST) for n in range(60)]
    keep(opened, *many)
    ((story, articles),) = told(opened).items()
    assert len(articles) == 60
    keep(opened, report(1, 0), report(1, 1))
    other = next(one for one in told(opened) if one != story)
    merged = opened.stories.merge([other, story])
    assert told(opened) == {merged: articles | {report(1, 0).id, report(1, 1).id}}
    _whole(opened)


def test_a_library_of_an_older_program_is_grouped_when_it_is_written_to(tmp_path: Path) -> None:
    with_stories = library(tmp_path)
    with with_stories.writing("testing"):
        with_stories.keep([prepared(report(*each)) for each in ALL])
    wanted = set(told(with_stories.catalogue).values())
    with_stories.close()
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as connection:
        tables = ("grouped", "postings", "term_spread", "placed", "kept_stories", "former_stories")
        for table in tables:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DELETE FROM facts WHERE name = 'stories'")
    connection.close()
    notices: list[str] = []
    again = library(tmp_path, on_notice=notices.append)
    assert not again.catalogue.stories.told()
    with again.writing("testing"):
        assert again.catalogue.stories.told()
    assert notices == ["Grouping the articles into stories …"]
    assert set(told(again.catalogue).values()) == wanted
    _whole(again.catalogue)
    again.close()


def test_what_a_person_did_is_carried_elsewhere(tmp_path: Path) -> None:
    here, there = library(tmp_path / "here"), library(tmp_path / "there")
    with here.writing("testing"):
        here.keep([prepared(report(*each)) for each in ALL])
        one, two, three, *_ = sorted(told(here.catalogue))
        merged = here.catalogue.stories.merge([one, two])
        here.catalogue.stories.rename(merged, "Both")
        held = sorted(told(here.catalogue)[three])
        parted = here.catalogue.stories.part(three, held[:1])
        here.catalogue.stories.pin(parted, pinned=True)
    file = tmp_path / "file"
    export_library(here, file, vectors=True)
    with there.writing("testing"):
        there.keep([prepared(report(0, 0))])
    import_library(there, file, prepare=lambda articles: map(prepared, articles))
    assert set(told(there.catalogue).values()) == set(told(here.catalogue).values())
    assert there.catalogue.stories.story(merged).title == "Both"
    assert there.catalogue.stories.story(parted).pinned
    assert told(there.catalogue)[parted] == {held[0]}
    _whole(there.catalogue)
    here.close()
    there.close()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_leaves_it_whole(opened: Catalogue, seed: int) -> None:
    choice = random.Random(seed)
    for _ in range(40):
        change(opened, choice)
    _whole(opened)


def test_killed_writers_leave_it_whole(tmp_path: Path) -> None:
    choice = random.Random(20261201)
    for seed in range(6):
        # Two at once: they wait for each other.
        command = [sys.executable, "-m", "tests.library.told_stories", str(tmp_path)]
        both = [
            subprocess.Popen([*command, str(10 * seed + one)], stdout=subprocess.PIPE, text=True)
            for one in range(2)
        ]
        lines = [len(list(islice(process.stdout or (), 3))) for process in both]
        time.sleep(choice.uniform(0, 0.2))
        for process in both:
            process.kill()
            process.communicate()
        assert lines == [3, 3]
        for process in both:
            assert process.returncode == -signal.SIGKILL
        opened = catalogue(tmp_path)
        _whole(opened)
        opened.close()
