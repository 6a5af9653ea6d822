"""Processes are killed while they write; afterwards everything is whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.library import integrity
from assistant.library.library import Library
from assistant.types import Filters
from tests.library.crashing import ARTICLES, STEPS
from tests.library.killing import Killer, killing
from tests.library.made import article, library, prepared, vector_of
from tests.tiers import tiered

_RANDOM_RUNS = 30
_STEP_RUNS = 5
_CHOICE = random.Random(20251123)
POINTS = [f"time:{_CHOICE.uniform(0, 0.4):.3f}" for _ in range(_RANDOM_RUNS)] + [
    f"step:{step}:{count}" for step in STEPS for count in range(1, _STEP_RUNS + 1)
]
_ALWAYS = {*POINTS[:5], *(f"step:{step}:{count}" for step in STEPS for count in (1, 4))}
"""Some moments, and every step at the first writing and at a later one; the others are slow."""


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    """The process that forks the children that are killed."""
    with killing("tests.library.crashing") as process:
        yield process


def _assert_whole(opened: Library) -> None:
    """Each article is wholly there, and both indexes agree with the catalogue."""
    assert opened.catalogue.index_notes.unindexed() == []
    assert opened.indexes.disagreements() == []
    articles = opened.catalogue.articles.by_id(opened.catalogue.articles.ids())
    expected = {
        made.id: prepared(made)
        for number in range(ARTICLES)
        for version in (1, 2, 3)
        for made in [article(number, version=version)]
    }
    origins = [kept.origin for kept in articles.values()]
    assert len(origins) == len(set(origins)), "two versions of one article"
    for finding in (integrity.check_versions(opened), integrity.check_articles(opened)):
        assert finding.problems == ()
    for key, kept in articles.items():
        wanted = expected[key]
        assert kept.text == wanted.article.text
        assert kept.sentences == wanted.article.sentences
        stored = opened.catalogue.passages.of(kept)
        assert tuple(passage.passage for passage in stored) == wanted.passages


@pytest.mark.parametrize("point", tiered(POINTS, always=_ALWAYS))
def test_a_killed_writer_leaves_a_whole_library(killer: Killer, tmp_path: Path, point: str) -> None:
    seed = POINTS.index(point)
    status = killer.killed(tmp_path, seed, point)
    if point.startswith("step:"):
        assert status == -9, "the step was never reached"
    opened = library(tmp_path)
    opened.indexes.sync()
    _assert_whole(opened)

    again = article(99)
    with opened.writing("adding again"):
        opened.upsert([prepared(again)])
    found = opened.vectors.search(
        vector_of(again.text[again.sentences[0].start : again.sentences[2].end]),
        k=1,
        filters=Filters(),
    )
    assert found[0].id == f"{again.id}:0"
    assert opened.words.search("fact 99001", k=1, filters=Filters())[0].id == f"{again.id}:0"
    opened.close()


def test_a_library_survives_being_killed_again_and_again(killer: Killer, tmp_path: Path) -> None:
    for seed in range(8):
        killer.killed(tmp_path, seed, f"time:{_CHOICE.uniform(0, 0.3):.3f}")
    opened = library(tmp_path)
    opened.indexes.sync()
    _assert_whole(opened)
    opened.close()
