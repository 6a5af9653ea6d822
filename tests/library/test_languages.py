"""How the languages of an article are kept."""

from __future__ import annotations

import pytest

from assistant.library.schema import languages_from, languages_of
from assistant.types import Article


@pytest.mark.parametrize(
    ("language", "declared", "kept"),
    [("de", "en", "de/en"), ("de", None, "de"), ("sw", None, "sw")],
)
def test_both_languages_come_back(language: str, declared: str | None, kept: str) -> None:
    article = Article("1", "A", "B", (), "x", language=language, declared=declared)
    assert languages_of(article) == kept
    assert languages_from(kept) == (language, declared)
