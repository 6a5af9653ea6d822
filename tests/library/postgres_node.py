"""A process that keeps articles in a library on a server, and asks it: one machine of several.

Started as ``python -m tests.library.postgres_node HOME CACHE SEED``, it goes on until it is killed,
and prints each article when it is kept; an answer that is not whole ends it. With ``--once`` for
the cache it keeps each article of the pool once, in an order of its own.
"""

from __future__ import annotations

import os
import random
import sys
from contextlib import closing, suppress

from assistant.errors import LibraryError
from assistant.homes import Home, home_of
from assistant.library.library import Library
from assistant.types import Article, Filters
from tests.library.made import article, library, prepared, vector_of

POOL = 12
VERSIONS = 3


def pool() -> list[Article]:
    """Articles that several machines keep, each with versions."""
    return [article(number, version=1) for number in range(POOL)]


def ask(opened: Library, choice: random.Random) -> None:
    """Searches both indexes: whatever is found is whole."""
    question = f"fact {choice.randrange(9000)}"
    found = opened.indexes.searched(
        lambda vectors, words: [
            *vectors.search(vector_of(question), k=20, filters=Filters()),
            *words.search(question, k=20, filters=Filters()),
        ]
    )
    candidates = opened.catalogue.passages.candidates([one.id for one in found])
    for key, whole in {one.article.id: one.article for one in candidates.values()}.items():
        rows = opened.catalogue.passages.numbers(Filters(articles=(key,)))
        # None where another machine has just kept a newer version.
        if rows and rows[key] != len(prepared(whole).passages):
            raise AssertionError(f"half of {key} is there")


def go_on(home: Home, choice: random.Random) -> None:
    """Keeps articles, in whatever version, and asks, until it is killed or cut off."""
    with closing(library(home)) as opened:
        while True:
            some = [
                article(choice.randrange(POOL), version=choice.randint(1, VERSIONS))
                for _ in range(choice.randint(1, 4))
            ]
            with opened.writing("testing"):
                opened.upsert([prepared(one) for one in some])
            print(*(one.id for one in some), flush=True)
            if choice.random() < 0.3:
                ask(opened, choice)


def main() -> None:
    """Goes on, also when the server is restarted, or keeps all once."""
    home, cache, seed = sys.argv[1:]
    choice = random.Random(seed)
    if cache == "--once":
        each = pool()
        choice.shuffle(each)
        with closing(library(home_of(home))) as opened:
            for one in each:
                with opened.writing("testing"):
                    opened.upsert([prepared(one)])
                print(one.id, flush=True)
        return
    os.environ["XDG_CACHE_HOME"] = cache
    while True:
        with suppress(LibraryError):
            go_on(home_of(home), choice)


if __name__ == "__main__":
    main()
