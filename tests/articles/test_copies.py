"""Copies of a story are told as such; what shares only a part is not."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.copies import (
    BUCKETS,
    SIGNATURE_SIZE,
    CopySettings,
    are_copies,
    may_be_copies,
    precedence,
    runs_of,
    sketch_of,
    stories_among,
)
from tests.language.stories import cut, moved, story, with_insert
from tests.language.ugly import ugly_text

STORY, OTHER = story(1), story(2)
COPIES = {
    "the same": STORY,
    "cut": cut(STORY),
    "moved": moved(STORY),
    "another head": f"OUR STAFF\n\nCAPITAL — {STORY}",
    "insert": with_insert(STORY, other=OTHER),
    "all at once": with_insert(moved(cut(STORY, keep=0.5)), other=OTHER),
    "other marks": STORY.replace(".", " !").replace("The", "“the”").upper(),
}
OTHERS = {
    "another story": OTHER,
    "a paragraph of it": f"{OTHER}\n\n{cut(STORY, keep=0.1)}",
    "too little": cut(STORY, keep=0.1),
    "nothing": "",
}


def copies(first: str, second: str) -> bool:
    return stories_among([first, second]) == (0, 0)


@pytest.mark.parametrize("name", COPIES)
def test_what_outlets_do_to_a_story_leaves_it_a_copy(name: str) -> None:
    assert copies(STORY, COPIES[name])
    assert copies(COPIES[name], STORY)


@pytest.mark.parametrize("name", OTHERS)
def test_what_shares_a_part_is_no_copy(name: str) -> None:
    assert not copies(STORY, OTHERS[name])
    assert not copies(OTHERS[name], STORY)


def test_a_note_that_makes_a_whole_page_is_no_story() -> None:
    note = "Please enable scripts to read this page, or sign up for our newsletter. " * 9
    assert not copies(note, note)


def test_a_brief_within_a_long_report_is_no_copy_of_it() -> None:
    brief = cut(STORY, keep=0.5)
    long = "\n\n".join([brief, *(story(number) for number in range(10, 16))])
    assert not copies(brief, long)


def test_two_cuts_from_other_ends_are_one_story_by_the_whole() -> None:
    parts = STORY.split("\n\n")
    first, last = "\n\n".join(parts[:6]), "\n\n".join(parts[6:])
    assert stories_among([first, last]) == (0, 1)
    assert stories_among([first, last, OTHER, STORY]) == (0, 0, 2, 0)


@given(st.permutations([*COPIES.values(), *OTHERS.values(), story(3), cut(story(3))]))
def test_the_order_of_texts_changes_nothing(texts: list[str]) -> None:
    told = stories_among(texts)
    groups = {
        frozenset(text for text, one in zip(texts, told, strict=True) if one == number)
        for number in told
    }
    assert frozenset(COPIES.values()) in groups
    assert frozenset({story(3), cut(story(3))}) in groups


@given(ugly_text)
def test_any_text_has_runs_in_order_and_a_signature_or_none(text: str) -> None:
    runs = runs_of(text)
    assert bool(np.all(runs[1:] > runs[:-1]))
    sketch = sketch_of(runs)
    assert sketch.runs == len(runs)
    enough = len(runs) >= CopySettings().fewest
    assert len(sketch.signature) == (SIGNATURE_SIZE if enough else 0)
    assert len(sketch.keys) == (BUCKETS if enough else 0)
    assert not copies(text, OTHER)


@given(ugly_text, ugly_text)
def test_telling_does_not_depend_on_which_comes_first(first: str, second: str) -> None:
    mine, other = (
        sketch_of(runs_of(text), settings=CopySettings(fewest=1)) for text in (first, second)
    )
    if mine.signature and other.signature:
        assert may_be_copies(mine, other) == may_be_copies(other, mine)
    assert are_copies(runs_of(first), runs_of(second)) == are_copies(
        runs_of(second), runs_of(first)
    )


@pytest.mark.parametrize(
    "text",
    ["", "word", "👩‍👩‍👧 🇫🇷 😀", "na " * 350_000, "日本" * 3, "\ud800 " * 9],
    ids=["empty", "word", "emoji", "a megabyte", "short", "surrogates"],
)
def test_text_that_tells_nothing_has_no_signature(text: str) -> None:
    assert sketch_of(runs_of(text)).signature == ()


def test_characters_without_spaces_between_words_are_words() -> None:
    text = "".join(chr(0x4E00 + (n * 37) % 900) for n in range(300))
    assert copies(text, text[:200])


def test_letters_count_as_they_are_read() -> None:
    assert runs_of("the cafe\u0301 was closed on Monday").tolist() == (
        runs_of("The CAFÉ was\nclosed, on “Monday”").tolist()
    )


def test_signatures_are_the_same_in_every_process() -> None:
    command = (
        "from assistant.articles.copies import *; from tests.language.stories import story;"
        "print(sketch_of(runs_of(story(1))).signature)"
    )
    printed = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == str(sketch_of(runs_of(STORY)).signature)


def test_the_head_is_the_earliest_then_the_fullest() -> None:
    oslo = timezone(timedelta(hours=1))
    ordered = [
        (datetime(2025, 3, 4, 9, tzinfo=oslo), 100, "c"),
        (datetime(2025, 3, 4, 8, 30, tzinfo=UTC), 900, "b"),
        (datetime(2025, 3, 4, 8, 30, tzinfo=UTC), 100, "a"),
        (date(2025, 3, 4), 800, "a"),
        (date(2025, 3, 4), 700, "a"),
        (date(2025, 3, 4), 700, "b"),
        (datetime(2025, 3, 5, 0, 10, tzinfo=UTC), 999, "a"),
        (None, 999, "a"),
        (None, 10, "a"),
    ]
    for mixed in list(permutations(ordered))[::9973]:
        found = sorted(
            mixed, key=lambda one: precedence(one[0], characters=one[1], article_id=one[2])
        )
        assert found == ordered
