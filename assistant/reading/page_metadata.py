"""What a web page says of itself and of its article: in JSON-LD, meta elements, links and text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from assistant.language.word_lists import word_lists
from assistant.reading.canonical import single_line
from assistant.reading.dates import stated_date
from assistant.reading.json_ld import (
    JsonLd,
    article_addresses,
    headline,
    json_ld_articles,
    select_article,
)
from assistant.reading.metadata import (
    Metadata,
    author_names,
    host_of,
    language_code,
    line_of,
    unread_date,
    web_address,
)
from assistant.reading.page_dates import best_date, shown_dates
from assistant.reading.page_elements import is_in_unrelated_box
from assistant.reading.xml import text_within

_NAMES: Final = word_lists("pages.toml").table("meta")
_SITE_AFTER: Final = r"\s*[|–—·•:»-]\s*{site}\s*$"
_SITE_BEFORE: Final = r"^\s*{site}\s*[|–—·•:»-]\s*"
_PARTS_OF_TITLE: Final = re.compile(r"\s+[|–—·•»-]\s+")
_CUT: Final = re.compile(r"\s*(?:…|\.\.\.)$")
_DIGITS: Final = 7
_MOST_HEADINGS: Final = 50
_FEED_TYPES: Final = frozenset(_NAMES.lines("feed_types"))
_NOT_FREE: Final = frozenset(_NAMES.lines("not_free"))


@dataclass(frozen=True, slots=True)
class PageStatements:
    """What a page states about itself; addresses are as they stand in it.

    Attributes:
        titles: its title and its headings of the first order.
        addresses: the addresses that it gives as its own, in order of trust.
        feeds: the feeds that it names.
        is_article: whether it calls itself an article.
        is_free: whether it says that everybody may read it; None where it does not say.
        links: where it leads to, but for comments.
        words: of how many words it says that its article is; None where it does not say.
    """

    titles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    is_article: bool = False
    is_free: bool | None = None
    links: tuple[str, ...] = ()
    words: int | None = None


@dataclass(frozen=True, slots=True)
class StatedMetadata:
    """What a page states of its article, and shows, most trusted first.

    ``sites`` are names of the whole site, ``titles`` what it calls its headline, ``headings``
    what it shows as one; ``unread`` reports its dates, where none of them is understood.
    """

    sites: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: tuple[date, ...] = ()
    updated: tuple[date, ...] = ()
    addresses: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    language: str | None = None


def page_statements(tree: Any) -> PageStatements:
    """Returns what a page, parsed by lxml, states about itself."""
    own = own_article(tree)
    links = [(link.get("href") or "", link) for link in tree.iter("a", "link")]
    words = str(own.get("wordCount", "")) if own else ""
    is_number = words.isascii() and words.isdigit() and len(words) <= _DIGITS
    is_free = own.get("isAccessibleForFree", ...) if own is not None else ...
    kind = next(iter(_named_values(tree).get("og:type", ())), "")
    return PageStatements(
        titles=tuple(_texts(tree, "title", "h1")),
        addresses=(*own_addresses(tree), *(article_addresses(own) if own else ())),
        feeds=tuple(
            address
            for address, link in links
            if link.tag == "link"
            and "alternate" in _relations(link)
            and link.get("type", "").lower() in _FEED_TYPES
        ),
        is_article=own is not None or kind.lower() == "article",
        is_free=None if is_free is ... else str(is_free).strip().lower() not in _NOT_FREE,
        links=tuple(
            address
            for address, _ in links
            if address and "comment" not in address and not address.startswith("#")
        ),
        words=int(words) if is_number else None,
    )


def own_article(tree: Any) -> JsonLd | None:
    """Returns what JSON-LD says of the page's own article, among those that it describes."""
    return select_article(
        [*json_ld_articles(tree)],
        addresses=own_addresses(tree),
        headings=[" ".join(element.itertext()) for element in tree.iter("title", "h1", "h2")][
            :_MOST_HEADINGS
        ],
        text=" ".join(" ".join(element.itertext()) for element in tree.iter("p")),
    )


def own_addresses(tree: Any) -> tuple[str, ...]:
    """Returns the addresses that a page gives as its own in links and meta elements."""
    links = (link.get("href", "") for link in tree.iter("link") if "canonical" in _relations(link))
    return (*links, *_named_values(tree).get("og:url", ())[:1])


def leads_back(tree: Any) -> bool:
    """Returns whether a page names the address that it gives as its own as the one before it."""
    before = [
        link.get("href") or "" for link in tree.iter("link", "a") if "prev" in _relations(link)
    ]
    own = {address.partition("?")[0].rstrip("/") for address in own_addresses(tree) if address}
    return any(address.partition("?")[0].rstrip("/") in own for address in before)


def stated_metadata(tree: Any, own: JsonLd | None) -> StatedMetadata:
    """Returns what a page states of its article; ``own`` is what JSON-LD says of that."""
    named = _named_values(tree)
    linked = own or {}
    shown_published, shown_updated = shown_dates(tree)
    published, updated = (
        [str(linked[key])] if linked.get(key) else [] for key in ("datePublished", "dateModified")
    )
    published += _values("published", named)
    updated += _values("updated", named)
    titles = map(single_line, _values("titles", named))
    return StatedMetadata(
        sites=_sites(named, own),
        titles=tuple(filter(None, (*titles, headline(linked)))),
        headings=tuple(filter(None, (*_texts(tree, "h1"), *[*_texts(tree, "title")][:1]))),
        authors=_authors(linked.get("author")),
        published=(*_dates(published), *shown_published),
        updated=(*_dates(updated), *shown_updated),
        addresses=own_addresses(tree),
        unread=tuple(dict.fromkeys(map(unread_date, published))),
        language=tree.get("lang"),
    )


def page_metadata(found: Any, stated: StatedMetadata) -> Metadata:
    """Returns the metadata of a page, of which trafilatura found ``found``."""
    found_url = web_address(found.url)
    url = _article_address((found_url, *map(web_address, stated.addresses)))
    address = url or found_url
    host = host_of(address) if address else ""
    site = next(iter(stated.sites), "") or single_line(found.sitename or "") or host
    names = tuple(filter(None, (*stated.sites, site)))
    guessed = (found.date,) if found.date and not stated.published else ()
    published = best_date((*stated.published, *_dates(guessed)))
    return Metadata(
        title=_title((*stated.titles, single_line(found.title or ""), *stated.headings), names),
        source=site.removeprefix("www.") or None,
        url=url,
        authors=stated.authors or author_names((found.author or "").split(";")),
        published=published,
        updated=best_date(stated.updated),
        language=language_code(stated.language),
        left_out=stated.unread if published is None else (),
    )


def clear_site_headings(tree: Any, own: JsonLd | None) -> None:
    """Makes plain boxes of headings of the first order that only name the site.

    That is one that is a link to the front page, one that says the site's name, and one that
    repeats a part of the page's title whose other part is another heading.
    """
    sites = {_folded(site) for site in _sites(_named_values(tree), own)}
    titles = [text_within(element).casefold() for element in tree.iter("title")]
    parts = {part for title in titles for part in _PARTS_OF_TITLE.split(title)}
    headings = [(text_within(one).casefold(), one) for one in tree.iter("h1", "h2", "h3")]
    others = {text for text, _ in headings if text in parts}
    for text, heading in headings:
        if heading.tag != "h1":
            continue
        is_part = text in parts and any(title.endswith(text) for title in titles)
        if text in sites or _leads_home(heading) or (is_part and others - {text}):
            heading.tag = "div"


def _leads_home(heading: Any) -> bool:
    links = [*heading.iter("a")]
    address = (links[0].get("href") or "").strip() if len(links) == 1 else ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        bool(address)
        and parts.path in {"", "/", "./", "/index.html"}
        and not (parts.query or parts.fragment or (not parts.path and not parts.netloc))
    )


def _article_address(given: Sequence[str | None]) -> str | None:
    """Leaves out the address of the front page, which careless sites give for every page."""
    known = [address for address in given if address]
    return next((one for one in known if urlsplit(one).path.strip("/")), None) or next(
        (one for one in known if urlsplit(one).query), None
    )


def _title(candidates: Iterable[str], sites: tuple[str, ...]) -> str | None:
    known = {_folded(site) for site in sites}
    titles = [
        title
        for one in candidates
        if (title := _without_site(one, sites)) and _folded(title) not in known
    ]
    first = next(iter(titles), None)
    if first is None or not _CUT.search(first):
        return first
    beginning = _folded(_CUT.sub("", first))
    whole = (one for one in titles if not _CUT.search(one) and _folded(one).startswith(beginning))
    return next(whole, first)


def _without_site(title: str, sites: tuple[str, ...]) -> str:
    for site in sites:
        for around in (_SITE_AFTER, _SITE_BEFORE):
            title = re.sub(around.format(site=re.escape(site)), "", title, flags=re.I) or title
    return title


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _sites(named: Mapping[str, Sequence[str]], own: JsonLd | None) -> tuple[str, ...]:
    publisher = _name(own.get("publisher")) if own else ""
    first, *others = _NAMES.lines("sites")
    names = (
        *named.get(first, ()),
        publisher,
        *(value for name in others for value in named.get(name, ())),
    )
    return tuple(dict.fromkeys(line for name in names if (line := single_line(name))))


def _authors(given: object) -> tuple[str, ...]:
    names = map(_name, given if isinstance(given, list) else [given])
    return author_names(
        name for name in names if name and not web_address(name) and "@" not in name
    )


def _name(value: object) -> str:
    """Returns the name of a person or publisher in JSON-LD, or of the first of several."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, dict) and isinstance(value.get("name"), list):
        value = "; ".join(map(str, value["name"]))
    return line_of(value) or ""


def _named_values(tree: Any) -> dict[str, list[str]]:
    """Returns the values of ``meta`` and ``time`` elements outside boxes of other stories."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta", "time"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        value = element.get("content") or element.get("datetime")
        if name and value and not is_in_unrelated_box(element):
            found.setdefault(name.strip().lower(), []).append(value)
    return found


def _values(thing: str, named: Mapping[str, Sequence[str]]) -> list[str]:
    return [value for name in _NAMES.lines(thing) for value in named.get(name, ())]


def _texts(tree: Any, *tags: str) -> Iterator[str]:
    return (single_line("".join(element.itertext())) for element in tree.iter(*tags))


def _relations(link: Any) -> list[str]:
    return str(link.get("rel") or "").lower().split()


def _dates(values: Iterable[str]) -> Iterator[date]:
    return filter(None, map(stated_date, values))
