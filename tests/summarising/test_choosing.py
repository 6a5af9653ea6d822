"""The knapsack: whatever length can be met is met, and worth and novelty decide."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.summarising.choosing import (
    Allowance,
    Offer,
    choose,
    in_allowance,
    lengths_in_reach,
    nearest_allowance,
    worth_embedding,
)
from assistant.summarising.salience import Weights

PLAIN = Weights(novelty=0.0, anaphora=0.0, entry=0.0, length=0.0)
LENGTHS = st.lists(st.integers(1, 40), min_size=1, max_size=9)


def offer(
    words: Sequence[int],
    worth: Sequence[float],
    *,
    alike: NDArray[np.float32] | None = None,
    needs: Sequence[int | None] | None = None,
    leads: Sequence[bool] | None = None,
    articles: Sequence[int] | None = None,
) -> Offer:
    count = len(words)
    return Offer(
        words=words,
        salience=np.array(worth, np.float64),
        alike=np.eye(count, dtype=np.float32) if alike is None else alike,
        needs=needs or [None] * count,
        leads=leads or [True] * count,
        articles=articles or [0] * count,
    )


def all_sums(words: Sequence[int]) -> set[int]:
    return {sum(chosen) for size in range(len(words) + 1) for chosen in combinations(words, size)}


def around(aim: int) -> Allowance:
    return Allowance(aim=aim, low=-(-aim * 85 // 100), high=aim * 115 // 100)


@given(LENGTHS, st.integers(1, 120))
def test_reach_is_what_all_choices_add_up_to(words: list[int], high: int) -> None:
    reached = lengths_in_reach(words, high=high)
    assert {k for k in range(high + 1) if reached >> k & 1} == {
        total for total in all_sums(words) if total <= high
    }


@given(LENGTHS, st.integers(1, 150))
def test_the_nearest_length_is_nearest(words: list[int], aim: int) -> None:
    wanted = around(aim)
    found = nearest_allowance(words, wanted)
    sums = all_sums(words) - {0}

    def distance(total: int) -> int:
        return max(wanted.low - total, total - wanted.high, 0)

    met = [total for total in sums if found.low <= total <= found.high]
    assert met
    assert min(map(distance, met)) == min(map(distance, sums))
    assert in_allowance(lengths_in_reach(words, high=found.high), found)


@given(st.data(), LENGTHS, st.integers(1, 150))
def test_the_length_is_met_whatever_the_worth(
    data: st.DataObject, words: list[int], aim: int
) -> None:
    count = len(words)
    worth = data.draw(st.lists(st.floats(-1, 1), min_size=count, max_size=count))
    cosines = data.draw(st.lists(st.floats(0, 1, width=32), min_size=count, max_size=count))
    needs = data.draw(
        st.lists(st.none() | st.integers(-1, count - 1), min_size=count, max_size=count)
    )
    leads = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    articles = sorted(data.draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)))
    given_offer = offer(
        words,
        worth,
        alike=np.outer(cosines, cosines).astype(np.float32),
        needs=needs,
        leads=leads,
        articles=articles,
    )
    allowance = nearest_allowance(words, around(aim))
    chosen = choose(given_offer, allowance=allowance, weights=Weights())
    assert list(chosen) == sorted(set(chosen))
    assert allowance.low <= sum(words[n] for n in chosen) <= allowance.high


@given(st.data(), LENGTHS, st.integers(1, 150))
def test_where_sentences_are_independent_the_choice_is_the_best(
    data: st.DataObject, words: list[int], aim: int
) -> None:
    count = len(words)
    worth = data.draw(st.lists(st.integers(0, 8), min_size=count, max_size=count))
    allowance = nearest_allowance(words, around(aim))
    chosen = choose(
        offer(words, [float(value) for value in worth]), allowance=allowance, weights=PLAIN
    )

    def merit(numbers: Sequence[int]) -> float:
        total = sum(words[n] for n in numbers)
        return sum(words[n] * worth[n] for n in numbers) / total

    best = max(
        merit(numbers)
        for size in range(1, count + 1)
        for numbers in combinations(range(count), size)
        if allowance.low <= sum(words[n] for n in numbers) <= allowance.high
    )
    assert abs(merit(chosen) - best) < 1e-9


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=400),
    st.integers(1, 60),
)
def test_preselection_keeps_every_length_in_reach(words: list[int], aim: int) -> None:
    rough = np.array([(n * 7919) % 101 for n in range(len(words))], np.float64)
    allowance = nearest_allowance(words, around(aim))
    kept = worth_embedding(words, rough, allowance)
    assert kept == sorted(set(kept))
    assert in_allowance(lengths_in_reach((words[n] for n in kept), high=allowance.high), allowance)


def test_preselection_brings_in_the_one_sentence_that_fits() -> None:
    words = [30] * 500 + [7]
    rough = np.linspace(1.0, 0.0, num=501)
    kept = worth_embedding(words, rough, Allowance(aim=7, low=6, high=8))
    assert kept == [*range(len(kept) - 1), 500]
    assert len(kept) < 250


def test_what_has_been_said_is_worth_less() -> None:
    alike = np.array([[1, 0.95, 0.1], [0.95, 1, 0.1], [0.1, 0.1, 1]], np.float32)
    words, allowance = [20, 20, 20], Allowance(aim=40, low=34, high=46)
    given_offer = offer(words, [1.0, 0.9, 0.8], alike=alike)
    assert choose(given_offer, allowance=allowance, weights=Weights()) == (0, 2)
    assert choose(given_offer, allowance=allowance, weights=PLAIN) == (0, 1)


def test_a_sentence_that_leans_comes_with_the_one_before_or_not_at_all() -> None:
    words, allowance = [20, 20, 20, 20], Allowance(aim=40, low=34, high=46)
    weights = Weights(novelty=0.0, entry=0.0, anaphora=0.3)
    anaphora = offer(words, [1.0, 0.5, 0.9, 0.8], needs=[None, None, 1, None])
    assert choose(anaphora, allowance=allowance, weights=weights) == (0, 3)
    accompanied = offer(words, [0.9, 0.9, 0.9, 0.7], needs=[-1, None, 1, None])
    assert choose(accompanied, allowance=allowance, weights=weights) == (1, 2)


def test_an_article_is_entered_by_its_lead() -> None:
    words, allowance = [20, 20, 20], Allowance(aim=20, low=17, high=23)
    given_offer = offer(words, [0.95, 1.0, 0.5], leads=[True, False, False])
    weights = Weights(entry=0.1)
    assert choose(given_offer, allowance=allowance, weights=weights) == (0,)
    assert choose(given_offer, allowance=allowance, weights=PLAIN) == (1,)


def test_nothing_is_chosen_where_nothing_fits() -> None:
    allowance = Allowance(aim=10, low=9, high=11)
    assert choose(offer([30], [1.0]), allowance=allowance, weights=Weights()) == ()
    assert choose(offer([], []), allowance=allowance, weights=Weights()) == ()
