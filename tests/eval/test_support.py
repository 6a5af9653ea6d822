from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.agreement import area, balanced_accuracy, best_threshold, correlations, ranks
from eval.support_choice import bm25_scores, recall, set_f1
from eval.support_fitting import Choice, Examples, fit_choices, fit_examples
from eval.verification_data import article_of, load_claims, load_pairs, plain_sentences

SETS = (frozenset({1, 2}), frozenset({3}))


def test_f1_and_recall_take_the_set_that_fits_best() -> None:
    assert set_f1([3], SETS) == 1.0
    assert set_f1([1, 2, 9], SETS) == pytest.approx(0.8)
    assert recall([1, 9], SETS) == 0.5
    assert recall([9, 3], SETS) == 1.0


def test_bm25_prefers_rare_words_and_short_sentences() -> None:
    documents = [["ferry", "sank"], ["ferry", "left"], ["ferry", "left", "port", "early"]]
    scores = bm25_scores(["sank", "ferry"], documents)
    assert scores.argmax() == 0
    assert scores[1] > scores[2]


def test_choices_are_learned() -> None:
    random = np.random.default_rng(3)
    choices = []
    for _ in range(60):
        signs = random.normal(size=(8, 2))
        choices.append(Choice(signs, np.arange(8) == signs[:, 0].argmax()))
    weights = fit_choices(choices, penalty=1.0)
    assert weights[0] > 10 * abs(weights[1])


def test_each_set_may_have_its_own_constant() -> None:
    random = np.random.default_rng(5)
    signs = random.normal(size=(400, 1))
    second = np.arange(400) % 2 == 1
    signs[second] += 4.0
    labels = (signs[:, 0] - 4.0 * second > 0).astype(np.float64)
    fitted = fit_examples(
        Examples(
            signs=signs,
            constants=np.stack([~second, second], axis=1).astype(np.float64),
            labels=labels,
            weights=np.ones(400),
        ),
        penalty=1.0,
    )
    assert fitted.signs[0] > 1.0
    assert fitted.constants[1] < fitted.constants[0] - 3.0


def test_ranks_give_ties_their_mean() -> None:
    assert ranks(np.array([2.0, 1.0, 2.0])).tolist() == [1.5, 0.0, 1.5]


def test_area_under_the_curve() -> None:
    assert area(np.array([3.0, 2.0]), np.array([1.0, 2.0])) == pytest.approx(0.875)


def test_thresholds() -> None:
    good, bad = np.array([0.6, 0.9]), np.array([0.1, 0.7])
    assert balanced_accuracy(good, bad, threshold=0.65) == 0.5
    assert balanced_accuracy(good, bad, threshold=best_threshold(good, bad)) == 0.75


def test_correlations() -> None:
    found = correlations(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 9.0]))
    assert found.spearman == pytest.approx(1.0)
    assert found.kendall == pytest.approx(1.0)
    assert 0.9 < found.pearson < 1.0
    constant = correlations(np.array([1.0, 1.0]), np.array([1.0, 2.0]))
    assert (constant.pearson, constant.spearman, constant.kendall) == (0.0, 0.0, 0.0)


def test_spaced_text_is_set_as_people_write() -> None:
    assert plain_sentences("The team 's ferry ( old ) sank . It did n't stop .  . ") == [
        "The team's ferry (old) sank.",
        "It didn't stop.",
    ]


def test_an_article_keeps_the_sentences_it_is_given() -> None:
    article = article_of(["One. Two", "Three."], title="T")
    assert [article.sentence_text(index) for index in range(2)] == ["One. Two", "Three."]
    assert article.id == article_of(["One. Two", "Three."]).id


def test_claims_of_one_article_are_in_one_half(tmp_path: Path) -> None:
    records = [
        {
            "claim": f"claim {number}",
            "evidence": ["(meta data) TITLE: Ferry sinks", f"It sank {number // 2}."],
            "supporting_sentences": [[1], []],
            "label": "supported",
        }
        for number in range(6)
    ]
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    claims = list(load_claims(path))
    assert [claim.choosing for claim in claims] == [True, True, False, False, True, True]
    assert claims[0].article.title == "Ferry sinks"
    assert claims[0].article.sentence_text(0) == "Ferry sinks"
    assert claims[0].annotated == {1}


def test_pairs_that_are_the_same_twice_are_left_out(tmp_path: Path) -> None:
    def record(correct: str, incorrect: str) -> dict[str, object]:
        summaries = {"correct": {"sys_summ": correct}, "incorrect": {"sys_summ": incorrect}}
        return {"src": "It sank .", "sys_summs": summaries}

    path = tmp_path / "pairs.json"
    path.write_text(json.dumps({"0": record("a b", "a b"), "1": record("a b", "b a")}), "utf-8")
    assert [pair.incorrect for pair in load_pairs(path)] == ["b a"]
