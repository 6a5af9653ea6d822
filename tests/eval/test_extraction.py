"""The measuring of what is kept of web pages."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval import marked_pages
from eval.extraction import PAGES, Agreement, agreement, measured
from eval.marked_pages import Shared, shared_runs
from tests.reading.making import ARTICLE, web_page


def test_agreement_counts_words_as_often_as_they_stand_there() -> None:
    assert agreement("The ferry, the FERRY!", "the ferry") == Agreement(0.5, 1.0)
    assert agreement("the ferry", "the ferry sank the next day") == Agreement(1.0, 2 / 6)
    assert agreement("", "the ferry") == Agreement(0.0, 0.0)


def test_every_saved_page_is_taken_for_what_it_is() -> None:
    pages = list(measured(PAGES))
    assert len(pages) >= 12
    assert [page.name for page in pages if not page.right] == []
    for page in pages:
        if page.read is not None and page.shown is not None:
            assert page.read.precision >= page.shown.precision
            assert page.read.recall > 0.85
    both = [(page.read, page.shown) for page in pages if page.read and page.shown]
    better = [read for read, shown in both if read.precision > shown.precision]
    assert len(better) >= len(both) - 1  # of a page laid out in tables all comes in


def test_runs_of_four_words_are_counted_as_often_as_they_stand_there() -> None:
    assert shared_runs("a b c d e", "a b c d") == Shared(1, 1, 0)
    assert shared_runs("a b c d", "a b c d e") == Shared(1, 0, 1)
    assert shared_runs("one two", "one two") == Shared(1, 0, 0)
    assert shared_runs("", "a b c d") == Shared(0, 0, 1)


def test_marked_pages_are_scored_beside_other_systems(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    body = "\n".join(ARTICLE)
    for name, text in (("a", web_page()), ("b", "<p>")):
        (tmp_path / "html" / f"{name}.html.gz").write_bytes(gzip.compress(text.encode()))
    marked = {"a": {"articleBody": body}, "b": {"articleBody": body}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(marked))
    other = {"Another": {"a": f"{body} and more", "b": body}}
    (tmp_path / "other-systems.json").write_text(json.dumps(other))
    own, another = marked_pages.scores(tmp_path)
    assert (own.precision, own.recall, own.faultless) == (1.0, 0.5, 0.5)
    assert (another.recall, another.faultless) == (1.0, 0.5)
    assert 0.9 < another.precision < 1.0
    assert own.f1 == pytest.approx(2 / 3)
    lines = list(marked_pages.table(iter([own])))
    assert lines[-1] == "| this program | 0.667 | 1.000 | 0.500 | 0.500 |"
