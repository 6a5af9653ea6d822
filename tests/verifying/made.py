"""Articles made for a test, and the sentences of them that a statement is held against."""

from __future__ import annotations

from datetime import date

from assistant.language.articles import make_article
from assistant.types import Article, Document
from assistant.verifying.sources import SourceSentence

MONDAY = date(2025, 3, 3)


def article(
    text: str,
    *,
    title: str = "Ferry capsizes off Skerrin",
    source: str | None = "The Harbour Post",
    published: date | None = MONDAY,
) -> Article:
    """An article of ``text``; a day without a name is Monday, 3 March 2025."""
    return make_article(
        Document(title=title, text=text, origin="made.txt", source=source, published=published)
    )


def sources(
    text: str,
    *indices: int,
    title: str = "Ferry capsizes off Skerrin",
    source: str | None = "The Harbour Post",
    published: date | None = MONDAY,
) -> tuple[SourceSentence, ...]:
    """The sentences of ``text`` with these indices; all of them where none is given."""
    made = article(text, title=title, source=source, published=published)
    chosen = indices or tuple(range(len(made.sentences)))
    return tuple(SourceSentence(made, index) for index in chosen)
