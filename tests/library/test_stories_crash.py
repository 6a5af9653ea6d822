"""What a person decided of stories, and what is told of them, outlasts kills and every change."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UsageError
from assistant.library.catalogue import Catalogue
from assistant.types import Filters
from tests.library.changed_stories import (
    CHANGES,
    REPORTS,
    faults,
    fill,
    keep,
    kill,
    report,
    state,
)
from tests.library.kept_stories import catalogue
from tests.library.killing import Killer, killing

_KILLED = -9


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    """The process that forks the children that are killed."""
    with killing("tests.library.changed_stories") as process:
        yield process


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with stories, some of them changed by a person; to be copied."""
    home = tmp_path_factory.mktemp("filled")
    fill(home)
    return home


@pytest.fixture
def opened(filled: Path, tmp_path: Path) -> Iterator[Catalogue]:
    """A copy of it."""
    made = catalogue(shutil.copytree(filled, tmp_path / "home"))
    yield made
    assert faults(made) == []
    made.close()


def _state(home: Path) -> dict[str, Any]:
    opened = catalogue(home)
    try:
        assert faults(opened) == []
        return state(opened)
    finally:
        opened.close()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_is_killed_is_whole_or_not_at_all(
    killer: Killer, filled: Path, tmp_path: Path, change: str
) -> None:
    before = _state(filled)
    whole = shutil.copytree(filled, tmp_path / "whole")
    assert killer.killed(whole, change, 0) == 0
    after = _state(whole)
    if change != "anew":
        assert after != before
    step, seen = 1, []
    while True:
        home = shutil.copytree(filled, tmp_path / str(step))
        status = killer.killed(home, change, step)
        found = _state(home)
        assert found in (before, after), step
        seen.append(found == after)
        if status == 0:
            break
        assert status == _KILLED
        # Close together at first, where the reading is; then farther apart.
        step += 1 + step // 4
    assert seen == sorted(seen), "from not at all to whole, once"
    assert seen[-1]
    if change != "anew":
        assert not seen[0]


@pytest.mark.parametrize("seconds", [0.05, 0.4])
def test_two_writers_that_are_killed_leave_what_they_said_was_done(
    killer: Killer, filled: Path, tmp_path: Path, seconds: float
) -> None:
    home = shutil.copytree(filled, tmp_path / "home")
    assert killer.killed(home, "writers", seconds) == 2 * _KILLED
    lines = []
    for number in (1, 2):
        said = (home / f"writer-{number}.jsonl").read_text("utf-8").split("\n")[:-1]
        lines += [(*json.loads(line), number) for line in said]
    lines.sort()
    for one, next_one in pairwise(lines):
        assert (one[1], next_one[1]) in {("before", "after"), ("after", "before")}
        if one[1] == "after":
            assert one[2] == next_one[2], "nobody changes it between two writers"
        else:
            assert one[3] == next_one[3], "a writer is alone"
    found = _state(home)
    if lines[-1][1] == "after":
        assert found == lines[-1][2]
    opened = catalogue(home)
    while opened.stories.tell_some(most=3):
        pass
    _told_anew(opened)
    opened.close()


def _told_anew(opened: Catalogue) -> None:
    """What a person decided is the same after all stories are told anew."""
    before = state(opened)
    opened.stories.forget()
    while opened.stories.tell_some(most=3):
        pass
    after = state(opened)
    assert faults(opened) == []
    for name in ("story_choices", "story_marks", "articles"):
        assert after[name] == before[name]


def _origins(opened: Catalogue, key: str) -> list[str]:
    return sorted(one.origin for one in opened.stories.one(key).articles)


def test_new_versions_stay_where_a_person_put_their_articles(opened: Catalogue) -> None:
    before = {story.id: story for story in opened.stories.page(Filters(), limit=9)}
    for event in range(3):
        for number in range(REPORTS):
            keep(opened, report(event, number, version=2))
    after = {story.id: story for story in opened.stories.page(Filters(), limit=9)}
    assert after.keys() == before.keys()
    for key, story in after.items():
        earlier = before[key]
        assert (story.pinned, story.named) == (earlier.pinned, earlier.named)
        assert {a.origin for a in story.articles} == {a.origin for a in earlier.articles}
        assert not {a.id for a in story.articles} & {a.id for a in earlier.articles}
    _told_anew(opened)


def test_an_article_that_stands_elsewhere_takes_its_story_along(opened: Catalogue) -> None:
    parted = report(0, 3)
    own = opened.stories.one(parted.id)
    keep(opened, report(0, 3, origin="/again"))
    keep(opened, report(0, 3, version=5))
    assert _origins(opened, own.id) == ["/0/3", "/again"]
    _told_anew(opened)
    assert _origins(opened, own.id) == ["/0/3", "/again"]


def test_a_withdrawn_article_leaves_its_story_and_comes_back_to_it(opened: Catalogue) -> None:
    named = opened.stories.one(report(0, 0).id)
    assert named.title == "The ferry"
    for number in (0, 1, 2):
        kill(opened, f"/0/{number}")
        assert faults(opened) == []
    assert named.id not in {story.id for story in opened.stories.page(Filters(), limit=9)}
    keep(opened, report(0, 8))
    _told_anew(opened)
    for number in (0, 1, 2):
        opened.delete([report(0, number).id], notices=True)
    keep(opened, report(0, 1))
    back = opened.stories.one(report(0, 1).id)
    assert (back.id, back.title, back.pinned) == (named.id, "The ferry", True)


def test_what_is_withdrawn_is_not_parted_and_does_not_count(opened: Catalogue) -> None:
    story = opened.stories.one(report(0, 0).id)
    kill(opened, "/0/2")
    with pytest.raises(UsageError, match="some of its articles"):
        opened.stories.part(story.id, [report(0, 2).id])
    with pytest.raises(UsageError, match="some of its articles"):
        opened.stories.part(story.id, [report(0, 0).id, report(0, 1).id])
    parted = opened.stories.part(story.id, [report(0, 0).id])
    assert _origins(opened, parted.id) == ["/0/0"]
    assert _origins(opened, story.id) == ["/0/1"]


def test_a_merged_story_grows_and_outlasts_the_article_that_began_it(opened: Catalogue) -> None:
    merged = opened.stories.one(report(1, 0).id)
    assert len(merged.articles) == 2 * REPORTS
    keep(opened, report(1, 6), report(2, 6))
    opened.delete([merged.id])
    after = opened.stories.one(merged.id)
    assert len(after.articles) == 2 * REPORTS + 1
    keep(opened, report(1, 0))
    assert opened.stories.one(report(1, 0).id).id == merged.id
    _told_anew(opened)
    assert opened.stories.one(report(2, 1).id).id == merged.id
