from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from eval.timeline_measures import Score, mean, measured
from eval.timelines import as_shown, by_centroid, load_cases, most_published, ours

ONE, TWO, TEN = date(2025, 3, 1), date(2025, 3, 2), date(2025, 3, 10)


def test_the_same_timeline_is_perfect() -> None:
    days = {ONE: ["The dam broke."], TEN: ["Repairs began at the dam."]}
    found = measured(days, days)
    assert found.dates == found.rouge1 == found.rouge2 == Score(1.0, 1.0)
    assert found.dates.f1 == 1.0


def test_dates_alone() -> None:
    found = measured({ONE: ["a"], TWO: ["b"], TEN: ["c"]}, {TWO: ["d"]})
    assert found.dates == Score(1 / 3, 1.0)
    assert found.dates.f1 == pytest.approx(0.5)


def test_words_are_aligned_by_day_and_weighed_by_distance() -> None:
    # Stems without stop words: "dam broke" against "dam broke" one day on: half of both.
    found = measured({ONE: ["The dam broke."]}, {TWO: ["The dam broke."]})
    assert found.dates == Score(0.0, 0.0)
    assert found.rouge1 == Score(0.5, 0.5)
    assert found.rouge2 == Score(0.5, 0.5)


def test_several_days_may_be_aligned_with_one() -> None:
    # Both days of the timeline are nearest to the one of the gold: 2 of 2, and 1 of 2 at half.
    told = {ONE: ["dam broke"], TWO: ["dam closed"]}
    found = measured(told, {ONE: ["dam broke"]})
    assert found.rouge1.precision == pytest.approx((2 + 1 / 2) / 4)
    assert found.rouge1.recall == 1.0
    assert found.rouge2.precision == pytest.approx(1 / 2)


def test_words_draw_a_day_to_one_farther_off() -> None:
    gold = {ONE: ["flood warning issued"], date(2025, 3, 4): ["dam broke"]}
    found = measured({TWO: ["dam broke"]}, gold)
    # A cost of 2/3 * 0 against one of 1/2 * 1: the third day on is taken, and counts a third.
    assert found.rouge1.precision == pytest.approx(1 / 3)


def test_stems_count_and_stop_words_do_not() -> None:
    found = measured({ONE: ["Dams were breaking"]}, {ONE: ["The dam breaks"]})
    assert found.rouge1 == Score(1.0, 1.0)


def test_nothing_told_is_nothing_found() -> None:
    found = measured({}, {ONE: ["The dam broke."]})
    assert found.dates == found.rouge1 == found.rouge2 == Score(0.0, 0.0)
    with pytest.raises(ValueError, match="needs a day"):
        measured({ONE: ["a"]}, {})


def test_precision_and_recall_are_averaged_before_f() -> None:
    both = mean([Score(1.0, 0.0), Score(0.0, 1.0)])
    assert both == Score(0.5, 0.5)
    assert both.f1 == 0.5
    assert mean([]) == Score(0.0, 0.0)


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    folder = tmp_path / "entities-Tova_Lind"
    folder.mkdir()
    texts = {
        "2025-03-02": "Tova Lind was elected mayor of Ostvik on Saturday.\nShe won by ten votes.",
        "2025-03-11": "Tova Lind opened the new bridge on Monday.",
        "2025-04-01": "Tova Lind resigned on Monday.",
    }
    records: list[dict[str, object]] = [
        {"id": str(n), "title": None, "text": text, "published": day}
        for n, (day, text) in enumerate(texts.items())
    ]
    records.append({**records[0], "id": "gold", "contains_gold_timeline": 3})
    gold = {
        "topic": "entities-Tova_Lind",
        "timeline": "desk",
        "entries": [
            {"date": "2025-03-01", "sentences": ["Tova Lind is elected mayor of Ostvik."]},
            {"date": "2025-03-10", "sentences": ["Opens the bridge."]},
            {"date": "2025-03-11", "sentences": ["Leaves for Skarn."]},
        ],
    }
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    (folder / "timelines.jsonl").write_text(json.dumps(gold), "utf-8")
    return tmp_path


def test_cases_have_the_articles_between_the_first_and_the_last_day(topics: Path) -> None:
    (case,) = load_cases(topics)
    assert case.query == "Tova Lind"
    assert [str(one.published) for one in case.articles] == ["2025-03-02", "2025-03-11"]
    assert case.sentences == 1


def test_what_is_measured_tells_days_between_the_first_and_the_last(topics: Path) -> None:
    (case,) = load_cases(topics)
    told = ours(case)
    assert told.keys() >= {date(2025, 3, 1), date(2025, 3, 10)}
    assert as_shown(case).keys() <= told.keys()
    leads = {date(2025, 3, 2), date(2025, 3, 11)}
    assert most_published(case).keys() == by_centroid(case).keys() == leads
