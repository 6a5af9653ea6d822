"""The articles that a web page describes in JSON-LD, and which of them is the page's own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any, Final
from urllib.parse import urlsplit

from assistant.reading.canonical import single_line
from assistant.reading.page_elements import still_attached

JsonLd = Mapping[str, Any]
"""An article as JSON-LD describes it."""

_ARTICLE_TYPES: Final = ("article", "posting", "report")
_WITHIN: Final = ("mainEntity", "mainEntityOfPage", "@graph")
_LIVE: Final = "liveblogposting"
_STRING_OR_COMMA: Final = re.compile(r"(\"(?:[^\"\\]|\\.)*+\")|,\s*(?=[\]}])", re.DOTALL)
_BEGINS: Final = re.compile(r"[\[{]")
_MARK: Final = re.compile(r"[\W_]+")
_BY_QUERY: Final = (".php", ".asp", ".aspx", ".jsp", ".cgi")
_LEAST_SHARED: Final = 0.6
_BODY_BEGINNING: Final = 80
_MOST_LOOKED_AT: Final = 200
"""Nodes of one script, and articles of one page, that are looked at."""


def json_ld_articles(tree: Any) -> Iterator[JsonLd]:
    """Yields the articles that JSON-LD describes, in the order of the page.

    References by ``@id`` are replaced by what they refer to.
    """
    nodes = [node for script in _scripts(tree.iter("script")) for node in _nodes(script)]
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    for node in nodes:
        if is_article(node):
            yield {key: _resolved(value, named) for key, value in node.items()}


def is_article(node: JsonLd) -> bool:
    """Returns whether a node of JSON-LD is an article, by any of the types of articles."""
    return any(kind.endswith(_ARTICLE_TYPES) for kind in _types(node))


def is_live(article: JsonLd | None) -> bool:
    """Returns whether an article is a live report, which grows by entries."""
    return article is not None and _LIVE in _types(article)


def select_article(
    articles: Sequence[JsonLd], *, addresses: Sequence[str], headings: Sequence[str], text: str
) -> JsonLd | None:
    """Returns the one of ``articles`` that is the page's own; None where all are of other pages.

    That is the one whose address, headline or text is the page's; and one that is alone, unless
    it has another address and another headline.

    Args:
        articles: what the page describes.
        addresses: those that it gives as its own outside of JSON-LD.
        headings: its title and headlines.
        text: all that it shows.
    """
    best, highest = None, -1 if len(articles) == 1 else 0
    for article in articles[:_MOST_LOOKED_AT]:
        score = _score(article, addresses=addresses, headings=headings, text=text)
        if score > highest:
            best, highest = article, score
    return best


def article_addresses(article: JsonLd) -> Iterator[str]:
    """Yields the addresses that an article gives as those of its page, as they stand."""
    page = article.get("mainEntityOfPage")
    inner = page.get("@id") or page.get("url") if isinstance(page, Mapping) else page
    yield from (value for value in (inner, article.get("url")) if isinstance(value, str))


def keep_own_article(tree: Any, own: JsonLd | None) -> None:
    """Takes the JSON-LD out of a page, but for the text of its own article."""
    for script in _scripts(still_attached(tree, "script")):
        script.drop_tree()
    body = own.get("articleBody") if own else None
    head = next(tree.iter("head", "body"), None)
    if own and isinstance(body, str) and head is not None:
        kept = head.makeelement("script", {"type": "application/ld+json"})
        kept.text = json.dumps({"@type": own["@type"], "articleBody": body})
        head.append(kept)


def headline(article: JsonLd) -> str:
    """Returns the headline of an article, empty where it has none."""
    for key in ("headline", "name"):
        value = article.get(key)
        if isinstance(value, list):
            value = next(iter(value), None)
        if isinstance(value, str) and (line := single_line(unescape(value))):
            return line
    return ""


def _score(article: JsonLd, *, addresses: Sequence[str], headings: Sequence[str], text: str) -> int:
    """Returns how much speaks for an article to be the page's own; below zero, against it."""
    given = {_path(address) for address in article_addresses(article)} - {""}
    own = {_path(address) for address in addresses} - {""}
    title = headline(article)
    alike = bool(title) and any(_alike(title, heading) for heading in headings)
    body = article.get("articleBody")
    beginning = _plain(body)[:_BODY_BEGINNING] if isinstance(body, str) else ""
    repeated = bool(beginning) and beginning in _plain(text)
    score = 4 * bool(given & own) + 2 * alike + repeated
    return -1 if score == 0 and given and own and title else score


def _alike(title: str, heading: str) -> bool:
    one, other = set(_plain(title).split()), set(_plain(heading).split())
    least = min(len(one), len(other))
    return least > 0 and len(one & other) >= _LEAST_SHARED * least and (least > 1 or one == other)


def _plain(text: str) -> str:
    return _MARK.sub(" ", text).casefold().strip()


def _path(address: str) -> str:
    """Returns what the copies of an address share: no scheme, host, query or last slash.

    Empty for a front page.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""  # what is no address is that of no page
    path = parts.path.rstrip("/")
    by_query = parts.query and (not path or path.endswith(_BY_QUERY))
    return f"{path}?{parts.query}" if by_query else path


def _types(node: JsonLd) -> list[str]:
    given = node.get("@type", "")
    kinds = given if isinstance(given, list) else [given]
    return [str(kind).rsplit("/", 1)[-1].lower() for kind in kinds]


def _scripts(scripts: Iterable[Any]) -> Iterator[Any]:
    return (script for script in scripts if "ld+json" in (script.get("type") or "").lower())


def _nodes(script: Any) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = list(_values(script.text or ""))
    for _ in range(_MOST_LOOKED_AT):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value[:_MOST_LOOKED_AT]
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[key] for key in _WITHIN if isinstance(value.get(key), dict | list))


def _values(text: str) -> Iterator[Any]:
    """Yields the values of a script, of a careless one too; none where that is hopeless.

    There may be several, and comments around them; a comma too much, line ends within
    strings, and quotation marks that are written as those of HTML do no harm.
    """
    plain = text.replace("<![CDATA[", "")
    for attempt in (plain, _STRING_OR_COMMA.sub(r"\1", plain), unescape(plain)):
        values = list(_decoded(attempt))
        if values:
            yield from values
            return


def _decoded(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    begins = _BEGINS.search(text)
    while begins is not None:
        try:
            value, end = decoder.raw_decode(text, begins.start())
        except (ValueError, RecursionError):
            return  # a page's own slip: another way of reading it, or its meta elements
        yield value
        begins = _BEGINS.search(text, end)


def _resolved(value: Any, named: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_resolved(one, named) for one in value[:_MOST_LOOKED_AT]]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and value.get("@id") in named:
        return named[value["@id"]]
    return value
