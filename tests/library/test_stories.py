"""Stories of a library: told as articles are kept, and as a person wants them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from assistant.articles.stories import terms_of
from assistant.errors import ArticleNotFoundError, UsageError
from assistant.homes import Home
from assistant.language.articles import make_article
from assistant.library import grouping
from assistant.library.catalogue import Catalogue
from assistant.library.schema import PreparedArticle
from assistant.types import Article, Document, Filters
from tests.library.kept_stories import catalogue
from tests.postgres import Homes

ADDED = datetime(2025, 3, 1, tzinfo=UTC)
SUBJECTS = {
    "ferry": "ferry harbour captain lifeboat drowned passengers deck pier sank divers coast",
    "bid": "bid shares takeover board investors offer premium merger price stake profit",
    "dam": "dam valley spillway evacuation reservoir engineers flood crest gauge sirens levee",
}


@pytest.fixture
def opened(home: Home) -> Iterator[Catalogue]:
    with closing(catalogue(home)) as made:
        yield made


def written(subject: str, number: int, *, day: int | None = 0, text: str = "") -> Article:
    """An article about one of the subjects, its words in an order of its own."""
    words = SUBJECTS[subject].split()
    random.Random(number).shuffle(words)
    return make_article(
        Document(
            title=f"{' '.join(words[:4]).capitalize()} {number}",
            text=f"The {' and the '.join(words)} were reported on again. {text}",
            origin=f"/{subject}/{number}",
            source=f"Outlet {number % 3}",
            published=None if day is None else date(2025, 3, 1) + timedelta(days=day),
        )
    )


def keep(catalogue: Catalogue, *articles: Article) -> None:
    none = np.zeros((0, 8), np.float32)
    catalogue.upsert([PreparedArticle(one, (), none, ()) for one in articles], added=ADDED)


def told(catalogue: Catalogue) -> set[frozenset[str]]:
    """The origins of the articles of each story."""
    stories = catalogue.stories.page(Filters(), limit=100)
    return {frozenset(one.origin for one in story.articles) for story in stories}


def of_subjects(*numbers: int) -> set[frozenset[str]]:
    return {frozenset(f"/{subject}/{n}" for n in numbers) for subject in SUBJECTS}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("day", [0, None])
def test_articles_of_one_run_of_events_are_one_story_in_whatever_order(
    opened: Catalogue, seed: int, day: int | None
) -> None:
    articles = [written(subject, number, day=day) for subject in SUBJECTS for number in range(4)]
    random.Random(seed).shuffle(articles)
    for article in articles:
        keep(opened, article)
    assert told(opened) == of_subjects(0, 1, 2, 3)


def test_the_same_words_a_year_later_are_another_story(opened: Catalogue) -> None:
    keep(opened, written("dam", 0), written("dam", 1, day=1), written("dam", 2, day=400))
    assert told(opened) == {frozenset({"/dam/0", "/dam/1"}), frozenset({"/dam/2"})}


def test_a_story_is_listed_newest_first_with_its_days_and_outlets(opened: Catalogue) -> None:
    keep(opened, written("bid", 0), *(written("ferry", n, day=n) for n in range(3)))
    newest, older = opened.stories.page(Filters(), limit=10)
    assert [one.origin for one in newest.articles] == ["/ferry/2", "/ferry/1", "/ferry/0"]
    assert newest.days == (date(2025, 3, 1), date(2025, 3, 3))
    assert newest.outlets == ("Outlet 0", "Outlet 1", "Outlet 2")
    assert newest.title in {one.title for one in newest.articles}
    assert [one.origin for one in older.articles] == ["/bid/0"]
    assert opened.stories.page(Filters(), limit=1, offset=1) == (older,)
    within = Filters(sources=("outlet 1",))
    assert opened.stories.page(within, limit=10) == (newest,), "whole, as one of it is within"


def test_a_new_version_stays_in_its_story_whatever_it_says(opened: Catalogue) -> None:
    keep(opened, written("ferry", 0), written("ferry", 1))
    (before,) = opened.stories.page(Filters(), limit=10)
    changed = make_article(
        Document(
            title="Something else",
            text="Nothing of it is left here.",
            origin="/ferry/0",
            source="Outlet 0",
            published=date(2025, 3, 2),
        )
    )
    keep(opened, changed)
    (after,) = opened.stories.page(Filters(), limit=10)
    assert after.id == before.id
    assert {one.id for one in after.articles} == {changed.id, written("ferry", 1).id}


def test_a_story_keeps_its_id_when_the_article_goes_that_began_it(opened: Catalogue) -> None:
    first = written("ferry", 0)
    keep(opened, first, written("ferry", 1), written("ferry", 2))
    (before,) = opened.stories.page(Filters(), limit=10)
    opened.delete([first.id])
    (after,) = opened.stories.page(Filters(), limit=10)
    assert before.id == after.id == first.id
    assert opened.stories.one(before.id[:6]) == after


def test_what_a_person_decided_lasts_when_stories_are_told_anew(opened: Catalogue) -> None:
    keep(opened, *(written(subject, n) for subject in SUBJECTS for n in range(3)))
    ferry, dam = (opened.stories.one(written(one, 0).id) for one in ("ferry", "dam"))
    merged = opened.stories.merge([ferry.id, dam.id])
    assert len(merged.articles) == 6
    named = opened.stories.mark(merged.id, title=" Water \n and   ships ", pinned=True)
    assert (named.title, named.named, named.pinned) == ("Water and ships", True, True)
    bid = opened.stories.one(written("bid", 0).id)
    parted = opened.stories.part(bid.id, [written("bid", 1).id[:8]])
    assert [one.origin for one in parted.articles] == ["/bid/1"]
    stories = opened.stories.page(Filters(), limit=10)
    assert stories[0] == named, "a pinned one comes first"
    opened.stories.forget()
    assert not opened.stories.told()
    while opened.stories.tell_some(most=2):
        pass
    assert opened.stories.told()
    assert set(opened.stories.page(Filters(), limit=10)) == set(stories)
    keep(opened, written("dam", 7))
    assert written("dam", 7).id in {one.id for one in opened.stories.one(named.id).articles}
    assert opened.stories.mark(named.id, title="", pinned=False).title in {
        one.title for one in merged.articles
    } | {written("dam", 7).title}


def test_decisions_go_along_into_another_library(opened: Catalogue, homes: Homes) -> None:
    keep(opened, *(written(subject, n) for subject in ("ferry", "dam") for n in range(2)))
    ferry, dam = (opened.stories.one(written(one, 0).id) for one in ("ferry", "dam"))
    opened.stories.merge([ferry.id, dam.id])
    told_here = opened.stories.mark(ferry.id, title="Both", pinned=True)
    from assistant.library.portable import RowEntry

    with opened.entries(vectors=False) as entries:
        rows = [one for one in entries if isinstance(one, RowEntry)]
    other = catalogue(homes("other"))
    keep(other, *(written(subject, n) for subject in ("dam", "ferry") for n in range(2)))
    other.insert_rows(rows)
    (found,) = other.stories.page(Filters(), limit=10)
    assert (found.id, found.title, found.pinned) == (ferry.id, "Both", True)
    assert {a.id for a in found.articles} == {a.id for a in told_here.articles}
    other.close()


@pytest.mark.parametrize("key", ["", "  ", "zz", "%", "_"])
def test_a_story_that_is_not_there_is_said_to_be_none(opened: Catalogue, key: str) -> None:
    keep(opened, written("ferry", 0))
    with pytest.raises(ArticleNotFoundError):
        opened.stories.one(key)


def test_what_cannot_be_merged_parted_or_named_is_refused(opened: Catalogue) -> None:
    keep(opened, written("ferry", 0), written("ferry", 1))
    (story,) = opened.stories.page(Filters(), limit=10)
    with pytest.raises(UsageError, match="two stories"):
        opened.stories.merge([story.id, story.id])
    for some in ([], ["", " "], [one.id for one in story.articles], ["zzzz"]):
        with pytest.raises(UsageError, match="some of its articles"):
            opened.stories.part(story.id, some)
    with pytest.raises(UsageError, match="200 characters"):
        opened.stories.mark(story.id, title="x" * 201)
    assert opened.stories.page(Filters(), limit=10) == (story,)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_counted_is_what_is_there_after_any_changes(opened: Catalogue, seed: int) -> None:
    rng = random.Random(seed)
    there: dict[str, Article] = {}
    for step in range(60):
        if there and rng.random() < 0.4:
            gone = rng.choice(sorted(there))
            opened.delete([gone])
            del there[gone]
        else:
            subject, number = rng.choice(sorted(SUBJECTS)), rng.randrange(6)
            new = written(subject, number, day=rng.randrange(9), text=f"It is step {step}.")
            there = {key: one for key, one in there.items() if one.origin != new.origin}
            there[new.id] = new
            keep(opened, new)
    # Of one origin the newest stays, which need not be the last that came.
    listed = {one.id for one in opened.listing.summaries(Filters())}
    articles = opened.articles.by_id(sorted(listed))
    counted = Counter(term for one in articles.values() for term in terms_of(one))
    with opened.database.reading() as connection:
        rows = connection.execute(sa.select(grouping.counts)).all()
        placed = set(connection.execute(sa.select(grouping.articles.c.article_id)).scalars())
        terms = connection.execute(sa.select(sa.func.count()).select_from(grouping.terms)).scalar()
    assert placed == listed
    assert {row.term: row.articles for row in rows if row.articles} == dict(counted)
    assert terms == sum(counted.values())


def test_an_article_without_a_word_is_a_story_of_its_own(opened: Catalogue) -> None:
    keep(opened, written("ferry", 0))
    for number in range(2):
        keep(
            opened,
            make_article(
                Document(title="…", text="the of" * (number + 1), origin=f"/none/{number}")
            ),
        )
    assert sorted(map(len, told(opened))) == [1, 1, 1]
