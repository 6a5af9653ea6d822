"""Articles of a few made stories for the tests of grouping; and a process that is killed at it.

Started as ``python -m tests.library.told_stories HOME SEED``, it keeps, removes, merges and
parts without end, and prints a line for each change.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np

from assistant.errors import UsageError
from assistant.language.articles import make_article
from assistant.library.catalogue import Catalogue
from assistant.library.lock import WriteLock
from assistant.library.schema import PreparedArticle
from assistant.types import Article, Document, Filters
from tests.library.kept_stories import catalogue

FIRST = date(2025, 3, 3)
EVENTS = (
    ("Ferry Saint Orla capsizes off Port Halven", "ferry Orla Halven capsized harbour divers gale"),
    ("Harte asks for recount in Marrin", "Harte Calloway Marrin recount ballots governor margin"),
    ("Karrow Dam cracks above Quill", "Karrow dam Quill spillway evacuation engineers valley"),
    ("Castrel board spurns Odenwick bid", "Castrel Odenwick bid shares takeover sensors offer"),
    ("Renwick breaks marathon record", "Renwick marathon record course Corvenne runner seconds"),
)
"""A headline and the words of each story."""
REPORTS = 5
_AROUND = tuple(
    "".join(syllables)
    for syllables in product(("bel", "dor", "fim", "gat", "hul", "kes"), repeat=4)
)
"""Words that stand in any report."""


def report(event: int, number: int, *, day: date | None = FIRST, version: int = 1) -> Article:
    """What one outlet has of an event; no two share a sentence."""
    choice = random.Random(1_000 * event + 10 * number + version)
    title, words = EVENTS[event]
    own = words.split()
    text = " ".join(
        f"{choice.choice(own).capitalize()} {choice.choice(_AROUND)} {choice.choice(own)}"
        f" {choice.choice(_AROUND)} {choice.choice(_AROUND)} {choice.choice(own)}."
        for _ in range(18)
    )
    return make_article(
        Document(
            title=f"{title}: {choice.choice(_AROUND)} {number}",
            text=text,
            origin=f"/{event}/{number}",
            source=f"Outlet {number}",
            published=None if day is None else day + timedelta(days=number % 3),
        )
    )


ALL = [(event, number) for event in range(len(EVENTS)) for number in range(REPORTS)]


def keep(opened: Catalogue, *articles: Article) -> None:
    """Keeps articles, each in a transaction of its own, without passages."""
    none = np.zeros((0, 8), np.float32)
    for article in articles:
        item = PreparedArticle(article, (), none, ())
        opened.keep([item], added=datetime(2025, 4, 1, tzinfo=UTC))


def told(opened: Catalogue) -> dict[str, frozenset[str]]:
    """The articles of each story, by its id."""
    pages = opened.stories.page(Filters(), alone=True, limit=10_000, offset=0)
    return {story.id: frozenset(one.id for one in story.articles) for story in pages}


def expected(opened: Catalogue) -> set[frozenset[str]]:
    """The stories as they were made, of the articles that are there."""
    found: dict[str, set[str]] = defaultdict(set)
    for article in opened.articles.by_id(opened.articles.ids()).values():
        found[article.origin.split("/")[1]].add(article.id)
    return set(map(frozenset, found.values()))


def change(opened: Catalogue, choice: random.Random) -> None:
    """Makes one change, of any kind."""
    stories = told(opened)
    kind = choice.random()
    try:
        if kind < 0.5 or len(stories) < 3:
            event, number = choice.choice(ALL)
            keep(opened, report(event, number, version=choice.randint(1, 3)))
        elif kind < 0.65:
            opened.forget(choice.sample(opened.articles.ids(), 2))
        elif kind < 0.75:
            opened.stories.merge(choice.sample(sorted(stories), 2))
        elif kind < 0.85:
            story = choice.choice(sorted(stories))
            opened.stories.part(story, choice.sample(sorted(stories[story]), 1))
        elif kind < 0.95:
            opened.stories.rename(choice.choice(sorted(stories)), f"Named {choice.random()}")
        else:
            opened.stories.pin(choice.choice(sorted(stories)), pinned=choice.random() < 0.5)
    except UsageError:
        # One article cannot be parted from itself.
        return


def main() -> None:
    """Works until it is killed."""
    home, seed = Path(sys.argv[1]), int(sys.argv[2])
    opened = catalogue(home)
    choice = random.Random(seed)
    lock = WriteLock(home, timeout=60, on_notice=lambda _message: None)
    while True:
        with lock.held("testing"):
            change(opened, choice)
        print("changed", flush=True)


if __name__ == "__main__":
    main()
