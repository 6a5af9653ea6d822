"""What a web page states about itself: in JSON-LD, in meta elements, in links."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from assistant.reading.canonical import single_line

_ARTICLE_TYPES: Final = ("article", "posting", "report")
_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json"}
)
_NO: Final = frozenset({"false", "no", "0", "http://schema.org/false", "https://schema.org/false"})


@dataclass(frozen=True, slots=True)
class PageStatements:
    """What a page states about itself.

    Attributes:
        titles: its title and its headings of the first order.
        addresses: the addresses that it gives as its own, in order of trust, as they stand.
        feeds: the feeds that it names, as they stand.
        is_article: whether it calls itself an article, by whatever word for one.
        is_free: whether it says that everybody may read it; None where it does not say.
    """

    titles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    is_article: bool = False
    is_free: bool | None = None


def page_statements(tree: Any) -> PageStatements:
    """What a page, parsed by lxml, states about itself."""
    articles = tuple(linked_articles(tree))
    named = dict(reversed([*named_values(tree)]))
    links = tuple(tree.iter("link"))
    return PageStatements(
        titles=tuple(
            single_line("".join(element.itertext())) for element in tree.iter("title", "h1")
        ),
        addresses=(
            *(link.get("href", "") for link in links if "canonical" in _relations(link)),
            *filter(None, (named.get("og:url"),)),
            *(address for article in articles for address in _addresses(article)),
        ),
        feeds=tuple(
            link.get("href", "")
            for link in links
            if "alternate" in _relations(link) and link.get("type", "").lower() in _FEED_TYPES
        ),
        is_article=bool(articles) or named.get("og:type", "").lower() == "article",
        is_free=_is_free(articles),
    )


def linked_articles(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The articles that JSON-LD describes, in the order of the page."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            waiting: list[Any] = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue  # a page's own slip: its meta elements remain
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(reversed(value))
            elif isinstance(value, dict):
                if str(value.get("@type", "")).lower().rstrip("']").endswith(_ARTICLE_TYPES):
                    yield value
                waiting.extend(value[key] for key in ("mainEntity", "@graph") if key in value)


def named_values(tree: Any) -> Iterator[tuple[str, str]]:
    """Names and values of ``meta`` elements, and of ``time`` elements with an ``itemprop``."""
    for element in tree.iter("meta", "time"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        value = element.get("content") or element.get("datetime")
        if name and value:
            yield name.strip().lower(), value


def _relations(link: Any) -> list[str]:
    return str(link.get("rel") or "").lower().split()


def _addresses(article: Mapping[str, Any]) -> Iterator[str]:
    page = article.get("mainEntityOfPage")
    for value in (page.get("@id") if isinstance(page, dict) else page, article.get("url")):
        if isinstance(value, str):
            yield value


def _is_free(articles: tuple[Mapping[str, Any], ...]) -> bool | None:
    stated = [
        str(article["isAccessibleForFree"]).strip().lower()
        for article in articles
        if "isAccessibleForFree" in article
    ]
    return None if not stated else stated[0] not in _NO
