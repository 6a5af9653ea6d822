"""Whole articles as text to be kept elsewhere: to be read, or to be added to another library."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from assistant.rendering.markdown import escape, link
from assistant.rendering.safety import printable
from assistant.rendering.wording import long_date, outlet
from assistant.types import Article


def articles_jsonl(articles: Sequence[Article]) -> str:
    """Articles as JSON lines: a record each, which can be added to another library."""
    return "".join(f"{_record(one)}\n" for one in articles)


def articles_markdown(articles: Sequence[Article]) -> str:
    """Articles as Markdown to be read, a rule between two."""
    return "---\n\n".join("".join(_markdown(one)) for one in articles)


def _record(article: Article) -> str:
    """An article by the names that records have; what is not known is left out."""
    fields = {
        "title": article.title,
        "source": article.source,
        "authors": list(article.authors),
        "date": article.published.isoformat() if article.published else None,
        "updated": article.updated.isoformat() if article.updated else None,
        "url": article.url,
        "language": article.language,
        "text": article.text,
    }
    return json.dumps({name: value for name, value in fields.items() if value})


def _markdown(article: Article) -> Iterator[str]:
    """An article that reads as it stands: nothing of it is a heading, a link or HTML."""
    yield f"# {escape(article.title)}\n\n"
    said = [outlet(article.source), long_date(article.published), *article.authors]
    yield f"*{escape(' · '.join(said))}*\n\n"
    if article.url:
        yield f"{link(article.url)}\n\n"
    for line in printable(article.text).split("\n"):
        if line.strip():
            yield f"{escape(line)}\n\n"
