"""What a web page says of its article: in JSON-LD, in meta elements, in what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from assistant.reading.canonical import single_line
from assistant.reading.dates import stated_date
from assistant.reading.linked_data import Linked, headline
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
from assistant.reading.page_statements import named_values, own_addresses

_PUBLISHED_NAMES: Final = (
    *("article:published_time", "datepublished", "og:published_time", "parsely-pub-date"),
    *("og:article:published_time", "article:published", "published_time", "sailthru.date"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date"),
    *("dc.date.issued", "dc:date.issued", "dcterms.issued", "dcterms.created", "dc.date.created"),
    *("dc.date", "dc:date", "dcterms.date", "date"),
)
_UPDATED_NAMES: Final = (
    *("article:modified_time", "datemodified", "og:updated_time", "last-modified"),
    *("dcterms.modified", "dc.date.modified"),
)
_SITE_NAMES: Final = ("og:site_name", "application-name", "al:android:app_name")
_TITLES: Final = ("og:title", "headline", "twitter:title")
_SITE_AFTER: Final = r"\s*[|–—·•:»-]\s*{site}\s*$"
_SITE_BEFORE: Final = r"^\s*{site}\s*[|–—·•:»-]\s*"
_PARTS_OF_TITLE: Final = re.compile(r"\s+[|–—·•»-]\s+")
_CUT: Final = re.compile(r"\s*(?:…|\.\.\.)$")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page states in JSON-LD and meta elements, and shows, in order of trust.

    ``sites`` are names of the whole site, ``titles`` what it calls its headline, ``headings``
    what it shows as one; ``unread`` tells of its dates, where none of them is understood.
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


def stated_by(tree: Any, own: Linked | None) -> Stated:
    """What a page states; ``own`` is what JSON-LD says of its article."""
    named = [*named_values(tree)]
    shown = shown_dates(tree)
    written = (*_linked("datePublished", own), *_values(_PUBLISHED_NAMES, named))
    titles = [single_line("".join(element.itertext())) for element in tree.iter("title")][:1]
    headings = [single_line("".join(element.itertext())) for element in tree.iter("h1")]
    return Stated(
        sites=_sites(named, own),
        titles=tuple(
            filter(None, (*map(single_line, _values(_TITLES, named)), headline(own) if own else ""))
        ),
        headings=tuple(filter(None, (*headings, *titles))),
        authors=_authors(own),
        published=(*_dates(written), *shown.published),
        updated=(
            *_dates(_linked("dateModified", own)),
            *_dates(_values(_UPDATED_NAMES, named)),
            *shown.updated,
        ),
        addresses=own_addresses(tree),
        unread=tuple(dict.fromkeys(map(unread_date, written))),
        language=tree.get("lang"),
    )


def page_metadata(found: Any, stated: Stated) -> Metadata:
    """The metadata of a page, of which trafilatura found ``found``."""
    url = _address(stated.addresses, web_address(found.url))
    address = url or web_address(found.url)
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


def clear_site_headings(tree: Any, own: Linked | None) -> None:
    """Makes plain boxes of headings of the first order that only name the site.

    That is one that is a link to the front page, one that says the site's name, and one that
    repeats a part of the page's title whose other part is another heading.
    """
    sites = {_folded(site) for site in _sites([*named_values(tree)], own)}
    titles = [_folded("".join(element.itertext())) for element in tree.iter("title")]
    parts = {part for title in titles for part in _PARTS_OF_TITLE.split(title)}
    headings = [(_folded("".join(one.itertext())), one) for one in tree.iter("h1", "h2", "h3")]
    others = {text for text, _ in headings if text in parts}
    for text, heading in headings:
        if heading.tag != "h1":
            continue
        is_site = text in sites or _leads_home(heading)
        if is_site or (
            any(title.endswith(text) for title in titles) and others - {text} and text in parts
        ):
            heading.tag = "div"


def _leads_home(heading: Any) -> bool:
    links = [*heading.iter("a")]
    return len(links) == 1 and _is_front(links[0].get("href") or "")


def _is_front(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return (
        bool(address.strip())
        and parts.path in {"", "/", "./", "/index.html"}
        and not (parts.query or parts.fragment or (not parts.path and not parts.netloc))
    )


def _address(stated: Iterable[str], found: str | None) -> str | None:
    """The address of a page; not that of the front page, which careless sites give for all."""
    given = (found, *map(web_address, stated))
    return next((one for one in given if one and urlsplit(one).path.strip("/")), None) or next(
        (one for one in given if one and urlsplit(one).query), None
    )


def _title(candidates: Iterable[str], sites: tuple[str, ...]) -> str | None:
    """The headline without the name of the site around it; the whole one of several lengths."""
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


def _sites(named: Iterable[tuple[str, str]], own: Linked | None) -> tuple[str, ...]:
    pairs = [*named]
    publisher = _name(own.get("publisher")) if own else ""
    names = (*_values(_SITE_NAMES[:1], pairs), publisher, *_values(_SITE_NAMES[1:], pairs))
    return tuple(dict.fromkeys(line for name in names if (line := single_line(name))))


def _authors(own: Linked | None) -> tuple[str, ...]:
    given = own.get("author") if own else None
    people = given if isinstance(given, list) else [given]
    names = (_name(one) for one in people)
    return author_names(
        name for name in names if name and not web_address(name) and "@" not in name
    )


def _name(value: object) -> str:
    """The name of a person or publisher in JSON-LD, or of the first of several."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, dict) and isinstance(value.get("name"), list):
        value = "; ".join(map(str, value["name"]))
    return line_of(value) or ""


def _linked(key: str, own: Linked | None) -> Iterator[str]:
    if own and own.get(key):
        yield str(own[key])


def _values(names: Iterable[str], named: Iterable[tuple[str, str]]) -> Iterator[str]:
    pairs = list(named)
    for name in names:
        yield from (value for given, value in pairs if given == name)


def _dates(values: Iterable[str]) -> Iterator[date]:
    return filter(None, map(stated_date, values))
