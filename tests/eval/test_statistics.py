"""The statistics of comparisons, against published numbers and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from eval.comparing.statistics import cases_needed, difference, holm, mcnemar, spread


def test_mcnemars_exact_test() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(1, 0) == 1.0
    assert mcnemar(6, 0) == pytest.approx(2 / 64)
    assert mcnemar(9, 1) == mcnemar(1, 9) == pytest.approx(2 * 11 / 1024)
    assert mcnemar(5, 5) == 1.0


def test_holms_correction() -> None:
    # The example of R's p.adjust: c(0.01, 0.02, 0.03, 0.04, 0.05), method "holm".
    assert holm([0.01, 0.02, 0.03, 0.04, 0.05]) == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])
    assert holm([0.04, 0.01]) == pytest.approx([0.04, 0.02])
    assert holm([]) == []


def test_the_same_seed_gives_the_same_numbers() -> None:
    values = list(np.random.default_rng(3).normal(size=40))
    clusters = [str(n // 2) for n in range(40)]
    one = difference(values, clusters, level=0.95, seed=1)
    assert one == difference(values, clusters, level=0.95, seed=1)
    assert one != difference(values, clusters, level=0.95, seed=2)


def test_nothing_changed_is_no_interval_at_all() -> None:
    same = difference([0.0] * 20, [str(n) for n in range(20)], level=0.95, seed=0)
    assert (same.mean, same.low, same.high, same.p) == (0.0, 0.0, 0.0, 1.0)


def test_a_few_lost_cases_of_one_article_show_nothing() -> None:
    """Ten cases of one article that fall together are one piece of news, not ten."""
    losses = [-1.0] * 10 + [0.0] * 90
    apart = difference(losses, [str(n) for n in range(100)], level=0.95, seed=0)
    together = difference(losses, ["one"] * 10 + [str(n) for n in range(90)], level=0.95, seed=0)
    assert apart.high < 0
    assert together.high == 0.0
    assert apart.p < 0.01
    assert together.p == 1.0


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_handful_of_cases_shows_nothing(count: int) -> None:
    few = difference([-1.0] * count, [str(n) for n in range(count)], level=0.95, seed=0)
    assert few.high == 0.0
    many = difference([-1.0] * 6, [str(n) for n in range(6)], level=0.95, seed=0)
    assert many.high == -1.0


@pytest.mark.parametrize("clusters", [12, 60])
def test_the_interval_holds_the_truth_as_often_as_it_says(clusters: int) -> None:
    generator = np.random.default_rng(5)
    held = 0
    trials = 300
    for trial in range(trials):
        shift = generator.normal(0, 0.5, size=clusters)
        about = [str(n % clusters) for n in range(3 * clusters)]
        values = [0.2 + shift[n % clusters] + generator.normal() for n in range(3 * clusters)]
        found = difference(values, about, level=0.9, seed=trial, resamples=600)
        held += found.low <= 0.2 <= found.high
    assert held / trials >= 0.86


def test_signs_are_flipped_exactly_where_there_are_few() -> None:
    values = [1.0, 2.0, 3.0, -0.5]
    found = difference(values, list("abcd"), level=0.95, seed=0)
    wanted = stats.permutation_test(
        (values,), np.mean, permutation_type="samples", n_resamples=np.inf
    ).pvalue
    assert found.p == pytest.approx(wanted)


def test_cases_needed_see_the_drop_they_are_for() -> None:
    """With that many cases a drop of that size is found about as often as is said."""
    needed = cases_needed(0.1, 0.5, level=0.95)
    generator = np.random.default_rng(7)
    samples = generator.normal(-0.1, 0.5, size=(400, needed))
    reach = stats.norm.ppf(0.975) * 0.5 / np.sqrt(needed)
    assert 0.74 <= float(np.mean(samples.mean(axis=1) < -reach)) <= 0.86
    assert cases_needed(0.05, 0.0, level=0.95) > cases_needed(0.2, 0.0, level=0.95)


def test_the_spread_counts_what_clusters_add() -> None:
    values = [1.0, 1.0, -1.0, -1.0] * 20
    apart = spread(values, [str(n) for n in range(80)])
    pairs = spread(values, [str(n // 2) for n in range(80)])
    assert apart == pytest.approx(1.0, rel=0.02)
    assert pairs == pytest.approx(np.sqrt(2), rel=0.02)
