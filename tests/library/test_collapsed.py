"""The list a story at a time: as the clusters tell it, whatever is added and removed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from assistant.homes import Home
from assistant.library.catalogue import Catalogue
from assistant.library.collapsed import Collapsed
from assistant.reports import CollapsedPage, Order
from assistant.types import Cluster, Filters
from tests.library.kept_stories import SHAPES, STORIES, catalogue, copy, keep

ALL = [(number, shape) for number in range(STORIES) for shape in range(SHAPES)]
ORDERS = [(order, descending) for order in Order for descending in (True, False)]


@pytest.fixture
def opened(home: Home) -> Iterator[Catalogue]:
    made = catalogue(home)
    yield made
    made.close()


def _page(
    stories: Collapsed,
    matching: str = "",
    *,
    order: Order = Order.DATE,
    descending: bool = True,
    limit: int = 1_000,
    offset: int = 0,
) -> CollapsedPage:
    return stories.page(
        matching=matching, order=order, descending=descending, limit=limit, offset=offset
    )


def _told(opened: Catalogue) -> set[Cluster]:
    """The stories as the clusters and the list of articles tell them."""
    clusters = opened.clusters.within(Filters())
    members = {each.id for told in clusters for each in (told.head, *told.copies)}
    alone = (
        Cluster(each, ()) for each in opened.listing.summaries(Filters()) if each.id not in members
    )
    return {*clusters, *alone}


@pytest.mark.parametrize("seed", range(3))
def test_stories_are_the_clusters_and_what_has_no_copies(opened: Catalogue, seed: int) -> None:
    choice = random.Random(seed)
    stories = Collapsed(opened.database)
    moments = [
        *(date(2025, 3, day) for day in (1, 2)),
        *(datetime(2025, 3, 1, hour, tzinfo=UTC) for hour in (0, 5)),
        None,
    ]
    for _ in range(6):
        present = opened.articles.ids()
        opened.delete(choice.sample(present, len(present) // 3))
        keep(
            opened,
            *(copy(*each, published=choice.choice(moments)) for each in choice.sample(ALL, 5)),
        )
        page = _page(stories)
        assert set(page.clusters) == _told(opened)
        assert page.total == len(page.clusters)
        assert page.articles == opened.listing.count(Filters())


def test_pages_in_any_order_follow_each_other(opened: Catalogue) -> None:
    moments = [date(2025, 3, 1), None, datetime(2025, 3, 1, 8, tzinfo=UTC), date(2025, 2, 1)]
    keep(opened, *(copy(*each, published=moments[sum(each) % 4]) for each in ALL[:-3]))
    keep(opened, *(copy(number) for number in range(STORIES, STORIES + 4)))
    stories = Collapsed(opened.database)
    for order, descending in ORDERS:
        whole = _page(stories, order=order, descending=descending)
        articles = opened.listing.page(
            matching="", order=order, descending=descending, limit=1_000, offset=0
        ).articles
        heads = [story.head for story in whole.clusters]
        assert heads == [each for each in articles if each in heads], order
        parts = [
            _page(stories, order=order, descending=descending, limit=3, offset=offset)
            for offset in range(0, 12, 3)
        ]
        assert [story for part in parts for story in part.clusters] == list(whole.clusters)
        assert {part.total for part in parts} == {whole.total}


def test_a_story_is_found_by_the_words_of_any_of_its_articles(opened: Catalogue) -> None:
    early, late = copy(1, 0, published=date(2025, 3, 1)), copy(1, 3, published=date(2025, 3, 2))
    keep(opened, late, early, copy(2, 3), copy(4, 0))
    stories = Collapsed(opened.database)
    page = _page(stories, "OUTLET 3")
    assert [story.head.title for story in page.clusters if story.copies] == ["Story 1, 0"]
    assert (page.total, page.articles) == (2, 2), "by its copy, and the other of that outlet"
    (found,) = _page(stories, "story 1,").clusters
    assert [found.head.id, *(one.id for one in found.copies)] == [early.id, late.id]
    assert _page(stories, "story 1, 0 outlet 3").clusters == (), "no one article has all of it"
    for typed in ("%", "_", "'\"); drop table articles", "{}", "story nowhere"):
        assert _page(stories, typed).total == 0, typed


def test_it_is_seen_at_once_when_a_head_goes_or_an_earlier_copy_comes(opened: Catalogue) -> None:
    first, second, third = (copy(1, n, published=date(2025, 3, n + 1)) for n in range(3))
    stories = Collapsed(opened.database)
    keep(opened, second, third)

    def ids() -> list[list[str]]:
        return [[s.head.id, *(one.id for one in s.copies)] for s in _page(stories).clusters]

    assert ids() == [[second.id, third.id]]
    keep(opened, first)
    assert ids() == [[first.id, second.id, third.id]]
    opened.delete([first.id])
    assert ids() == [[second.id, third.id]]
    opened.delete([second.id, third.id])
    assert ids() == []
