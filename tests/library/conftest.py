"""Libraries that the tests of a module share, which none changes; a catalogue of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.homes import DatabaseHome, Home
from assistant.library.catalogue import Catalogue
from assistant.library.library import Library
from assistant.types import Filters
from tests.library.carried import exported, held
from tests.library.kept_collections import keep
from tests.library.kept_stories import catalogue
from tests.library.made import article, library, prepared
from tests.postgres import Server


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Articles, two of them with older versions, one of which came back; not to be changed."""
    opened = library(tmp_path_factory.mktemp("filled") / "home")
    for version in (1, 2):
        with opened.writing("testing"):
            opened.upsert([prepared(article(number, version=version)) for number in (1, 2)])
    with opened.writing("testing"):
        opened.upsert([prepared(article(2)), prepared(article(3, source='“Ä” \u2028 \\ "'))])
    yield opened
    opened.close()


@pytest.fixture
def kept(home: Home) -> Iterator[Catalogue]:
    """A catalogue of six articles."""
    with closing(catalogue(home)) as opened:
        keep(opened, *map(article, range(6)))
        yield opened


@pytest.fixture(scope="module")
def whole(filled: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exported file."""
    path = tmp_path_factory.mktemp("whole") / "whole.gz"
    exported(filled, path)
    return path


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library that every import is refused by: nothing is ever in it."""
    opened = library(tmp_path_factory.mktemp("other") / "home")
    yield opened
    assert opened.catalogue.listing.count(Filters()) == 0
    assert held(opened) == []
    opened.close()


@pytest.fixture
def place(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DatabaseHome]:
    """A new database of a server, for a library."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = postgres.library()
    yield made
    postgres.drop(made.database)


@pytest.fixture
def opened(place: DatabaseHome) -> Iterator[Library]:
    """The library in it."""
    with closing(library(place)) as made:
        yield made
