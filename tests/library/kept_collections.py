"""What tests of collections share; a process that changes collections, to be killed at it.

Started as ``python -m tests.library.kept_collections HOME``, it prints the number of a
collection when all of its changes have been made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from assistant.library.catalogue import Catalogue
from assistant.types import Article
from tests.library.made import article, prepared

AT = datetime(2025, 4, 1, tzinfo=UTC)
IDS = tuple(article(number).id for number in range(6))


def keep(kept: Catalogue, *articles: Article, at: datetime = AT) -> None:
    """Keeps articles as if they had been added then."""
    kept.upsert([prepared(one) for one in articles], added=at)


def ids(kept: Catalogue, name: str, owner: str = "") -> set[str]:
    """The ids of the articles in a collection."""
    return set(kept.collections.article_ids(owner, name))


def steps(kept: Catalogue, number: int) -> Iterator[tuple[str, frozenset[str]]]:
    """Does one change of collection ``number`` after the other, and yields its state."""
    collections, name, last = kept.collections, f"c{number}", f"c{number} again"
    collections.make("", name, IDS[:3], at=AT)
    yield name, frozenset(IDS[:3])
    collections.add("", name, IDS[2:], at=AT)
    yield name, frozenset(IDS)
    collections.remove("", name, IDS[:4], at=AT)
    yield name, frozenset(IDS[4:])
    collections.rename("", name, last, at=AT)
    yield last, frozenset(IDS[4:])


def _main() -> None:
    kept = Catalogue.in_file(Path(sys.argv[1]) / "catalogue.sqlite")
    for number in count():
        for _state in steps(kept, number):
            pass
        if number:
            kept.collections.delete("", f"c{number - 1} again")
        print(number, flush=True)


if __name__ == "__main__":
    _main()
