"""The articles of a collection, whole, to be taken elsewhere: as Markdown, or as lines of JSON."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.rendering.documents import Block, Document, Heading, Run, aside, text
from assistant.rendering.json import dumps
from assistant.rendering.json.articles import CarriedArticle
from assistant.rendering.markdown import markdown_of
from assistant.rendering.wording import long_date, outlet
from assistant.types import Article, Collection


def as_markdown(collection: Collection, articles: Iterable[Article]) -> str:
    """The articles below their headlines, each with its outlet, day and address."""
    blocks: list[Block] = []
    for article in articles:
        where = [outlet(article.source), long_date(article.published)]
        where += [article.url] if article.url else []
        blocks += [Heading(article.title), aside(" · ".join(where))]
        blocks += [text(Run(one)) for one in article.text.split("\n") if one.strip()]
    return markdown_of(Document(collection.name, tuple(blocks)))


def json_line(article: Article) -> str:
    """An article in a line of JSON, by the names that ``add`` reads it by."""
    return dumps(CarriedArticle.of(article).document(), compact=True) + "\n"
