"""The sample articles: a library of them that is made once, and assistants over libraries."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from assistant import Assistant
from assistant.homes import Home
from assistant.reports import AddedKind
from assistant.settings import load_settings
from assistant.types import Statement

RESCUED = "How many people were rescued from the Saint Orla?"
ARTICLES = 28


def assistant_over(home: Home, **settings: object) -> Assistant:
    """An assistant that quotes, on a day some time after the samples' last."""
    chosen = load_settings(home=home, **{"engine": "extractive", **settings})
    return Assistant(settings=chosen, today=lambda: date(2025, 12, 1))


def fill(home: Path) -> Path:
    """Adds the sample articles to the library in ``home``, which may be in use."""
    with assistant_over(home) as assistant:
        assert assistant.add_samples().count(AddedKind.ADDED) == ARTICLES
    return home


def copy(library: Path, home: Path) -> Path:
    """``home`` as a library of its own with what is in ``library``, which nobody has open."""
    shutil.copytree(library, home)
    return home


def assert_cited(assistant: Assistant, statements: tuple[Statement, ...]) -> None:
    """Every statement cites sentences word for word."""
    assert statements
    for statement in statements:
        assert statement.citations
        for citation in statement.citations:
            article = assistant.article(citation.article_id)
            assert article.text[citation.start : citation.end] == citation.quote
            assert article.sentence_text(citation.sentence_index) == citation.quote
            assert citation.title == article.title
