"""What a web page states about itself: in JSON-LD, in meta elements, in links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from assistant.reading.canonical import single_line
from assistant.reading.linked_data import (
    Linked,
    article_addresses,
    linked_articles,
    own_article,
)
from assistant.reading.page_elements import is_of_others

_DIGITS: Final = 7
_MOST_HEADINGS: Final = 50
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
        links: where it leads to, but for comments, as they stand.
        words: of how many words it says that its article is; None where it does not say.
    """

    titles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    is_article: bool = False
    is_free: bool | None = None
    links: tuple[str, ...] = ()
    words: int | None = None


def page_statements(tree: Any) -> PageStatements:
    """What a page, parsed by lxml, states about itself."""
    own = own_linked(tree)
    named = dict(reversed([*named_values(tree)]))
    links = tuple(tree.iter("link"))
    return PageStatements(
        titles=tuple(
            single_line("".join(element.itertext())) for element in tree.iter("title", "h1")
        ),
        addresses=(*own_addresses(tree), *(article_addresses(own) if own else ())),
        feeds=tuple(
            link.get("href", "")
            for link in links
            if "alternate" in _relations(link) and link.get("type", "").lower() in _FEED_TYPES
        ),
        is_article=own is not None or named.get("og:type", "").lower() == "article",
        is_free=_is_free(own),
        links=tuple(_links(tree)),
        words=_words(own),
    )


def own_linked(tree: Any) -> Linked | None:
    """What JSON-LD says of the page's own article, among those that it describes."""
    return own_article(
        [*linked_articles(tree)],
        addresses=own_addresses(tree),
        headings=[" ".join(element.itertext()) for element in tree.iter("title", "h1", "h2")][
            :_MOST_HEADINGS
        ],
        text=" ".join(" ".join(element.itertext()) for element in tree.iter("p")),
    )


def own_addresses(tree: Any) -> tuple[str, ...]:
    """The addresses that a page gives as its own in links and meta elements, as they stand."""
    named = (value for name, value in named_values(tree) if name == "og:url")
    return (
        *(link.get("href", "") for link in tree.iter("link") if "canonical" in _relations(link)),
        *(address for address in [next(named, "")] if address),
    )


def leads_back(tree: Any) -> bool:
    """Whether a page names the address that it gives as its own as the page before it."""
    before = [
        link.get("href") or "" for link in tree.iter("link", "a") if "prev" in _relations(link)
    ]
    own = {address.partition("?")[0].rstrip("/") for address in own_addresses(tree) if address}
    return any(address.partition("?")[0].rstrip("/") in own for address in before)


def named_values(tree: Any) -> Iterator[tuple[str, str]]:
    """Names and values of ``meta`` elements, and of ``time`` elements with an ``itemprop``.

    Those in boxes of other stories are left out.
    """
    for element in tree.iter("meta", "time"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        value = element.get("content") or element.get("datetime")
        if name and value and not is_of_others(element):
            yield name.strip().lower(), value


def _links(tree: Any) -> Iterator[str]:
    for link in tree.iter("a", "link"):
        address = link.get("href") or ""
        if address and "comment" not in address and not address.startswith("#"):
            yield address


def _words(article: Linked | None) -> int | None:
    stated = str(article.get("wordCount", "")) if article else ""
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) <= _DIGITS else None


def _relations(link: Any) -> list[str]:
    return str(link.get("rel") or "").lower().split()


def _is_free(article: Linked | None) -> bool | None:
    if article is None or "isAccessibleForFree" not in article:
        return None
    return str(article["isAccessibleForFree"]).strip().lower() not in _NO
