"""Which articles tell one story: told alike in any order, and as ties and places say."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.grouping import (
    GroupingSettings,
    Terms,
    Unit,
    counted_terms,
    grouped,
    likeness,
    nearness,
    weighed,
)


def _units(texts: list[str], days: list[int | None]) -> list[Unit]:
    counted = [counted_terms(text, text) for text in texts]
    spread = Counter(number for own in counted for number in own.ids)
    return [
        Unit(f"{place:03}", weighed(own, spread, articles=len(texts)), day)
        for place, (own, day) in enumerate(zip(counted, days, strict=True))
    ]


def _keys(units: list[Unit]) -> set[frozenset[str]]:
    return {frozenset(units[place].key for place in group) for group in grouped(units)}


_WORDS = st.lists(
    st.sampled_from(["orla", "halven", "ferry", "karrow", "dam", "quill", "gale"]),
    max_size=9,
)
_DAYS = st.one_of(st.none(), st.integers(738_000, 738_060))


@given(st.lists(st.tuples(_WORDS, _DAYS), max_size=9), st.randoms())
def test_the_order_does_not_matter(
    made: list[tuple[list[str], int | None]], choice: random.Random
) -> None:
    units = _units([" ".join(words) for words, _ in made], [day for _, day in made])
    shuffled = choice.sample(units, len(units))
    assert _keys(units) == _keys(shuffled)
    assert sorted(place for group in grouped(units) for place in group) == list(range(len(units)))


def test_what_is_tied_or_placed_stays_together_and_apart() -> None:
    one, two = "ferry Orla capsized Halven", "dam Karrow cracked Quill"
    units = _units([one, one, two, two], [738_000] * 4)
    assert _keys(units) == {frozenset({"000", "001"}), frozenset({"002", "003"})}
    tied = [replace(unit, tie="x" if unit.key in {"000", "002"} else None) for unit in units]
    (whole,) = [group for group in _keys(tied) if "000" in group]
    assert "002" in whole
    placed = [replace(unit, place=unit.key if unit.key < "002" else None) for unit in units]
    assert len([group for group in _keys(placed) if group & {"000", "001"}]) == 2


def test_copies_count_as_one() -> None:
    alike = Terms(np.array([1], np.uint32), np.array([1], np.float32))
    half = Terms(np.array([1, 2], np.uint32), np.array([0.2, 0.98], np.float32))
    none = Terms(np.array([3, 4], np.uint32), np.array([1, 0], np.float32))
    others = [Unit(f"b{number}", none, 1, tie="copies") for number in range(3)]
    # Three copies that are like nothing weigh as much as one article.
    copies = [replace(unit, copies=3) for unit in others]
    settings = GroupingSettings(alike=0.11)
    rest = [Unit("a", alike, 1), Unit("c", half, 1)]
    assert len(grouped([*rest, *copies], settings=settings)) == 2


def test_likeness_is_the_cosine() -> None:
    one, two = (weighed(counted_terms("", text), {}, articles=0) for text in ("ferry gale", "gale"))
    table = likeness(one, [one, two, Terms(np.array([], np.uint32), np.array([], np.float32))])
    assert table == pytest.approx([1, one.weights[list(one.ids).index(two.ids[0])], 0])


def test_nearness_falls_with_the_days_and_ends() -> None:
    days = np.array([0, 1, 7, 30, 31, np.inf])
    near = nearness(days)
    assert near[0] == 1
    assert all(near[:4] > np.append(near[1:4], 0))
    assert near[4] == 0
    assert 0 < near[5] < 1


def test_no_words_are_like_nothing() -> None:
    assert len(grouped(_units(["", "", "the"], [None, None, None]))) == 3
    assert grouped([]) == []
