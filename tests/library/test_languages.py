"""How the languages of an article are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.library.schema import make_article, text_values
from assistant.types import Article


@pytest.mark.parametrize(
    ("language", "declared", "kept"),
    [("de", "en", "de/en"), ("de", None, "de"), ("sw", None, "sw")],
)
def test_both_languages_come_back(language: str, declared: str | None, kept: str) -> None:
    article = Article("1", "A", "B", (), "x", language=language, declared=declared)
    assert text_values(article)["language"] == kept
    row = replace(article, language=kept, declared=None)
    assert make_article(row, key="1", authors=(), spans=(), added=None) == article
