"""The measuring of what is kept of web pages."""

from __future__ import annotations

from eval.extraction import PAGES, Agreement, agreement, measured


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
