"""Stories and their copies, kept in a catalogue alone; and a process that is killed at it.

Started as ``python -m tests.library.kept_stories HOME SEED``, it keeps and removes copies
of stories without end, and prints a line for each change.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from assistant.articles.copies import stories_among
from assistant.homes import Home
from assistant.language.articles import make_article
from assistant.library.backends import backend_of
from assistant.library.catalogue import Catalogue
from assistant.library.schema import PreparedArticle
from assistant.types import Article, Document, Filters
from tests.language.stories import cut, moved, story, with_insert
from tests.library.made import DIMENSION

STORIES = 4
SHAPES = 5


def copy(number: int, shape: int = 0, *, published: date | None = None) -> Article:
    """A copy of story ``number`` as outlet ``shape`` has it."""
    text = story(number, sentences=16)
    changed = (
        text,
        cut(text, keep=0.5),
        moved(text),
        with_insert(text, other=story(99)),
        with_insert(cut(moved(text), keep=0.7), other=story(98)),
    )[shape]
    return make_article(
        Document(
            title=f"Story {number}, {shape}",
            text=changed,
            origin=f"/{shape}/{number}",
            source=f"Outlet {shape}",
            published=published,
        )
    )


def catalogue(home: Home) -> Catalogue:
    """The catalogue of a home, made where it is missing."""
    backend = backend_of(home, dimension=DIMENSION, lock_timeout=30, on_notice=print)
    opened = Catalogue(backend.catalogue)
    opened.create({"format": "1"})
    return opened


def keep(opened: Catalogue, *articles: Article) -> None:
    """Keeps articles in one transaction, with neither passages nor vectors."""
    none = np.zeros((0, 8), np.float32)
    prepared = [PreparedArticle(article, (), none, ()) for article in articles]
    opened.upsert(prepared, added=datetime(2025, 3, 1, tzinfo=UTC))


def clusters(opened: Catalogue) -> set[frozenset[str]]:
    """The clusters, each as the ids of its articles."""
    return {
        frozenset(each.id for each in (found.head, *found.copies))
        for found in opened.clusters.within(Filters())
    }


def expected(articles: Iterable[Article]) -> set[frozenset[str]]:
    """The clusters that these articles ought to make, told without a catalogue."""
    known = list(articles)
    told = stories_among([article.text for article in known])
    groups = [
        frozenset(article.id for article, one in zip(known, told, strict=True) if one == number)
        for number in set(told)
    ]
    return {group for group in groups if len(group) > 1}


def held(opened: Catalogue) -> list[Article]:
    """All the articles."""
    return list(opened.articles.by_id(opened.articles.ids()).values())


def main() -> None:
    """Works until it is killed."""
    home, seed = Path(sys.argv[1]), int(sys.argv[2])
    opened = catalogue(home)
    choice = random.Random(seed)
    while True:
        present = opened.articles.ids()
        if len(present) > STORIES * SHAPES // 2 and choice.random() < 0.5:
            opened.delete(choice.sample(present, 3))
        else:
            numbers = [(choice.randrange(STORIES), choice.randrange(SHAPES)) for _ in range(4)]
            keep(opened, *(copy(*each) for each in numbers))
        print("changed", flush=True)


if __name__ == "__main__":
    main()
