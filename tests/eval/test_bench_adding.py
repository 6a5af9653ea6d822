"""Measuring how a large file is added."""

from __future__ import annotations

import json
from pathlib import Path

from eval.bench_adding import measured_adding
from eval.made_articles import write_made_articles


def test_made_articles_are_the_same_each_time_and_no_two_alike(tmp_path: Path) -> None:
    write_made_articles(tmp_path / "a", count=30)
    write_made_articles(tmp_path / "b", count=10, start=20)
    lines = (tmp_path / "a").read_text().splitlines()
    assert lines[20:] == (tmp_path / "b").read_text().splitlines()
    texts = {json.loads(line)["text"] for line in lines}
    assert len(texts) == 30
    assert all(100 < len(text.split()) < 400 for text in texts)


def test_adding_is_measured_and_the_same_again_embeds_nothing(tmp_path: Path) -> None:
    write_made_articles(tmp_path / "a.jsonl", count=12)
    first = measured_adding(tmp_path / "a.jsonl", tmp_path / "home")
    assert (first.articles, first.added) == (12, 12)
    assert first.texts >= 12
    assert 0 < first.network < first.cpu
    assert 0 < first.few_mb <= first.all_mb + 1
    again = measured_adding(tmp_path / "a.jsonl", tmp_path / "home")
    assert (again.articles, again.added, again.texts, again.network) == (12, 0, 0, 0)
