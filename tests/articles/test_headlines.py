"""The headline of a story is one of its articles', and tells the event."""

from __future__ import annotations

import pytest

from assistant.articles.headlines import best_headline

PLAIN = "Ferry capsizes off Port Halven, four dead"


@pytest.mark.parametrize(
    "worse",
    [
        "Ferry capsizes off Port Halven, four dead – live updates",
        "Live: Ferry capsizes off Port Halven, four dead",
        "Ferry capsizes off Port Halven, at least four …",
        "Ferry capsizes off Port Halven, at least four dead and ...",
        "Opinion: Ferry off Port Halven, four dead",
        "Why did the ferry capsize off Port Halven, four dead?",
        "Ferry capsizes, four dead off Port Halven | Opinion",
        "Port Halven",
        "Markets calm after a quiet week of trading",
    ],
)
def test_one_that_tells_the_event_comes_first(worse: str) -> None:
    others = [worse, PLAIN, "Four dead after ferry capsizes near Halven harbour"]
    assert best_headline(others) != worse


def test_what_the_articles_say_counts() -> None:
    headlines = ["Four words of it, nothing else", "Dam above Quill cracked on Monday"]
    leads = ["The dam above Quill cracked.", "Engineers came."]
    assert best_headline(headlines, leads) == headlines[1]


def test_none_and_empty_ones() -> None:
    assert best_headline([]) == ""
    assert best_headline(["", "  "]) == ""
    assert best_headline(["", "One"]) == "One"
