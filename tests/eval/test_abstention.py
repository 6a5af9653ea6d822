"""How abstention is measured: the points, the curve's area, the fit, the data sets."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.gate import GateModel, GateSettings
from assistant.answering.gate_features import AnswerFeatures, RelevanceFeatures
from eval.abstention import Gate, fitted, gate, point, risk_area, tables
from eval.gate_cases import ANSWERABLE, SQUAD, STRANGER, Case
from eval.gate_fitting import fit_positive
from eval.unanswerable import multihop, squad, xquad


def _case(  # one case as the tables need it
    kind: str,
    score: float,
    *,
    right: bool = False,
    half: int = 0,
    data: str = "samples",
    read: float | None = None,
) -> Case:
    return Case(
        data,
        kind,
        half,
        "Who?",
        found=right,
        right=right,
        score=score,
        about=RelevanceFeatures(meaning=score, words=score, named=1.0),
        answer=AnswerFeatures(score, score, 0.0, 0.5, 1.0, 1.0, read),
    )


CASES = [
    _case(ANSWERABLE, 1.2, right=True),
    _case(ANSWERABLE, 0.9),
    _case(ANSWERABLE, 0.5, right=True),
    _case("altered", 1.0),
    _case("altered", 0.3),
]


def _by_score(case: Case) -> bool:
    return case.score >= 0.8


BY_SCORE: Gate = _by_score


def test_a_point_counts_what_is_answered_and_what_of_it_is_right() -> None:
    found = point(CASES, BY_SCORE)
    assert found.answered == pytest.approx(3 / 5)
    assert found.right == pytest.approx(1 / 3)
    assert found.kept == pytest.approx(1 / 2)
    assert found.declined == pytest.approx(1 / 2)
    assert found.refused == pytest.approx(1 / 3)


def test_shares_of_nothing_are_no_numbers() -> None:
    assert math.isnan(point([], BY_SCORE).answered)
    assert point([], BY_SCORE).row() == "– | – | – | – | –"
    assert math.isnan(risk_area([], lambda case: case.score))


def test_the_best_order_has_the_smallest_area() -> None:
    best = risk_area(CASES, lambda case: float(case.right))
    worst = risk_area(CASES, lambda case: -float(case.right))
    assert best < risk_area(CASES, lambda case: case.score) < worst
    assert risk_area([case for case in CASES if case.right], lambda case: case.score) == 0.0


def test_the_gate_asks_for_relevance_and_for_an_answer() -> None:
    by_score = GateModel({"score": 10.0}, -8.0)
    anything = GateModel({"meaning": 1.0}, 10.0)
    nothing = GateModel({"meaning": 1.0}, -10.0)
    answers = gate(GateSettings(0.5, 0.5, relevant=anything, answers=by_score))
    assert [answers(case) for case in CASES] == [True, True, False, True, False]
    declines = gate(GateSettings(0.5, 0.5, relevant=nothing, answers=by_score))
    assert not any(declines(case) for case in CASES)


def test_a_feature_that_speaks_against_is_dropped() -> None:
    random = np.random.default_rng(7)
    labels = (np.arange(200) % 2).astype(float)
    good = labels + random.normal(0, 0.5, 200)
    bad = -labels + random.normal(0, 0.5, 200)
    found = fit_positive(
        np.column_stack([good, bad]), labels, names=("good", "bad"), weights=np.ones(200)
    )
    assert set(found.weights) == {"good"}
    low, high = (found.bias + found.weights["good"] * value for value in (0.0, 1.0))
    assert low < 0 < high


def test_a_fit_of_features_that_never_vary_keeps_none() -> None:
    found = fit_positive(np.ones((10, 1)), np.ones(10), names=("same",), weights=np.ones(10))
    assert found.weights == {}
    assert found.bias > 0


def test_models_and_thresholds_come_from_the_choosing_half_alone() -> None:
    random = np.random.default_rng(3)
    cases = [
        _case(
            kind,
            level + float(random.normal(0, 0.1)),
            right=right,
            half=half,
            read=0.5 + right / 4 + float(random.normal(0, 0.1)),
        )
        for half in (0, 1)
        for kind, level, right in [
            *[(ANSWERABLE, 1.2, True)] * 20,
            *[("altered", 0.7, False)] * 20,
            *[(STRANGER, 0.1, False)] * 20,
        ]
    ]
    without = [
        replace(case, answer=replace(case.answer, read=None)) for case in cases if case.answer
    ]
    settings = fitted(without, cases)
    choosing = ([case for case in part if case.half == 0] for part in (without, cases))
    assert settings == fitted(*choosing)
    assert "read" in settings.read_answers.weights
    assert "read" not in settings.answers.weights
    for part in (without, cases):
        found = point([case for case in part if case.half == 1], gate(settings))
        assert found.kept > 0.7
        assert found.declined > 0.9
    printed = "\n".join(tables(without, cases, settings))
    assert "| samples | altered | report | 20 |" in printed
    assert "| samples (40) | report | yes |" in printed


def test_what_the_reader_was_trained_on_does_not_choose_with_it() -> None:
    cases = [
        _case(kind, level, right=right, read=0.9 if right else 0.1)
        for kind, level, right in [(ANSWERABLE, 1.2, True), ("altered", 0.7, False)] * 20
    ]
    trained = [replace(case, data=SQUAD, right=not case.right) for case in cases]
    alone = fitted(cases, cases)
    assert fitted(cases, [*cases, *trained]).read_answers == alone.read_answers


def test_squad_is_read(tmp_path: Path) -> None:
    context = "The gate broke on Monday. It will be mended by May."
    rows = [
        {"id": "1", "context": context, "question": "When did it break?", "answers": ["Monday"]},
        {"id": "2", "context": context, "question": "When did it sing?", "answers": ["Monday"]},
    ]
    (tmp_path / "squad2-250").mkdir()
    (tmp_path / "squad2-250" / "questions.jsonl").write_text(
        "\n".join(
            json.dumps({**row, "is_impossible": place == 1}) for place, row in enumerate(rows)
        )
    )
    read = squad(tmp_path)
    assert len(read.articles) == 1
    first, second = read.questions
    assert first.gold == {"The gate broke on Monday."}
    assert not second.answerable
    assert second.tags == ("unanswerable", "altered")


def test_xquad_leaves_out_what_squad_has(tmp_path: Path) -> None:
    (tmp_path / "squad2-250").mkdir()
    (tmp_path / "squad2-250" / "questions.jsonl").write_text(
        json.dumps(
            {"id": "1", "context": "Seen.", "question": "?", "answers": [], "is_impossible": True}
        )
    )
    asked = {"id": "q", "question": "When?", "answers": [{"text": "May", "answer_start": 29}]}
    paragraphs = [
        {"context": "Seen.", "qas": []},
        {"context": "May began well. It ended on 3 May.", "qas": [asked]},
    ]
    (tmp_path / "answer-sentences").mkdir()
    (tmp_path / "answer-sentences" / "xquad.en.json").write_text(
        json.dumps({"data": [{"paragraphs": paragraphs}]})
    )
    (question,) = xquad(tmp_path).questions
    assert question.gold == {"It ended on 3 May."}


def test_multihop_is_read(tmp_path: Path) -> None:
    evidence = {
        "fact": "The gate broke.",
        "title": "Storm",
        "source": "The Ledger",
        "url": "https://example.org/1",
        "published_at": "2023-10-01T08:00:00+00:00",
    }
    folder = tmp_path / "multihop-500"
    folder.mkdir()
    queries = [{"id": "0", "question": "What broke?"}, {"id": "1", "question": "Who sang?"}]
    (folder / "queries.json").write_text(json.dumps({"queries": queries}))
    truth = {
        "0": {"answer": "the gate", "evidence_list": [evidence]},
        "1": {"answer": "Insufficient information.", "evidence_list": []},
    }
    (folder / "ground_truth.json").write_text(json.dumps(truth))
    read = multihop(tmp_path)
    (article,) = read.articles
    assert article.source == "The Ledger"
    assert [question.answerable for question in read.questions] == [True, False]
    assert read.questions[0].gold == {"The gate broke."}
