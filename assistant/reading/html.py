"""Web pages to documents, by trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.characters import well_formed
from assistant.errors import ReadingError
from assistant.reading.attributes import with_few_attributes
from assistant.reading.canonical import (
    canonical_text,
    single_line,
    without_leading_title,
)
from assistant.reading.dates import parse_date
from assistant.reading.documents import Place, make_document
from assistant.reading.fragments import bounded
from assistant.reading.metadata import (
    Metadata,
    author_names,
    host_of,
    language_code,
    web_address,
)
from assistant.reading.page_clearing import clear
from assistant.reading.page_dates import best_date, shown_dates, without_date_lines
from assistant.reading.page_statements import (
    PageStatements,
    linked_articles,
    named_values,
    page_statements,
)
from assistant.types import Document

_LEAST_CHARACTERS = 40
# A declared encoding no longer holds once the bytes are decoded; and the parsers search for it,
# and mend a document type, in quadratic time.
_PROLOG = re.compile(r"\s*(?:<\?xml[^>]*>?\s*)?(?P<type><\s?!\s?DOCTYPE[^>]*>?)?", re.IGNORECASE)
_UNPARSABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_PUBLISHED_NAMES = (
    *("article:published_time", "datepublished", "og:published_time", "parsely-pub-date"),
    *("sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "dc.date.issued"),
    *("dcterms.created", "dc.date", "date"),
)
_UPDATED_NAMES = ("article:modified_time", "datemodified", "og:updated_time", "last-modified")
_DATE_SEARCH = {
    # No guessing from any number in the text, and no limit that depends on today.
    "extensive_search": False,
    "original_date": True,
    "min_date": "1900-01-01",
    "max_date": "2200-01-01",
}
_SITE_AFTER_TITLE = r"\s*(?:[|–—·:»-]|\u2013)\s*{site}\s*$"


def read_html(text: str, *, place: Place) -> Document:
    """A document of a web page: the article, without menus, advertisements and comments.

    Dates are what the page states about itself; one that is not understood is absent.

    Raises:
        ReadingError: the page holds no article, or it cannot be parsed.
    """
    page = _extracted(text, name=place.name)
    body = canonical_text(page.text)
    for heading in page.headings:
        body = without_leading_title(body, title=heading)
    body = without_date_lines(body)
    if len(body) < _LEAST_CHARACTERS:
        raise ReadingError(
            f"no article is found in the web page {place.name}",
            hint="Open the page, copy the article and save it as a text file",
        )
    return make_document(body, metadata=page.metadata, place=place)


def statements_of(text: str) -> PageStatements:
    """What a web page states about itself; nothing, where it cannot be parsed."""
    import trafilatura

    try:
        tree = trafilatura.load_html(_parsable(text, name="the page"))
    except ReadingError:
        return PageStatements()  # reading the page says what is wrong with it
    return PageStatements() if tree is None else page_statements(tree)


@dataclass(frozen=True, slots=True)
class _WebPage:
    """What was found in a page; ``headings`` are what its text may repeat as a first line."""

    text: str
    metadata: Metadata
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a page states in JSON-LD and meta elements, and shows, in order of trust."""

    published: tuple[date, ...]
    updated: tuple[date, ...]
    language: str | None
    headings: tuple[str, ...]


def _extracted(text: str, *, name: str) -> _WebPage:
    import trafilatura

    for vendor in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(vendor).setLevel(logging.CRITICAL)  # their remarks are our errors
    parsable = _parsable(text, name=f"the web page {name}")
    try:
        tree = trafilatura.load_html(parsable)
        if tree is None:
            return _WebPage("", Metadata())
        stated = _stated(tree)
        clear(tree)
        found = trafilatura.bare_extraction(
            tree, include_comments=False, with_metadata=True, date_extraction_params=_DATE_SEARCH
        )
    # The extraction runs many heuristics over what strangers wrote, and documents no
    # errors of its own: whatever it raises means that this page cannot be read.
    except Exception as error:
        raise ReadingError(
            f"the web page {name} cannot be taken apart ({type(error).__name__})",
            hint="Open the page, copy the article and save it as a text file",
        ) from error
    if found is None or isinstance(found, dict):
        return _WebPage("", Metadata())
    return _WebPage(
        found.text or "", _metadata(found, stated), (found.title or "", *stated.headings)
    )


def _parsable(text: str, *, name: str) -> str:
    bounded(text, name=name)
    page = with_few_attributes(_UNPARSABLE.sub("", well_formed(text)))
    # A declared encoding no longer holds once the bytes are decoded.
    prolog = _PROLOG.match(page)
    if prolog is None:
        return page
    return ("<!DOCTYPE html>" if prolog["type"] else "") + page[prolog.end() :]


def _metadata(found: Any, stated: _Stated) -> Metadata:
    url = web_address(found.url)
    site = single_line(found.sitename or "") or (host_of(url) if url else "")
    guessed = (found.date,) if found.date else ()
    return Metadata(
        title=_title(single_line(found.title or ""), site) or None,
        source=site.removeprefix("www.") or None,
        url=url,
        authors=author_names((found.author or "").split(";")),
        published=best_date((*stated.published, *_dates(guessed))),
        updated=best_date(stated.updated),
        language=language_code(stated.language),
    )


def _title(title: str, site: str) -> str:
    """The headline without the name of the site that pages put after it."""
    if not site:
        return title
    return re.sub(_SITE_AFTER_TITLE.format(site=re.escape(site)), "", title, flags=re.I) or title


def _dates(values: Iterable[str]) -> Iterator[date]:
    for value in values:
        try:
            yield parse_date(value)
        except ValueError:
            continue  # a page's own slip: its next statement counts


def _stated(tree: Any) -> _Stated:
    articles = list(linked_articles(tree))
    named = list(named_values(tree))
    shown = shown_dates(tree)
    return _Stated(
        published=(
            *_dates(_statements("datePublished", articles, _PUBLISHED_NAMES, named)),
            *shown.published,
        ),
        updated=(
            *_dates(_statements("dateModified", articles, _UPDATED_NAMES, named)),
            *shown.updated,
        ),
        language=tree.get("lang"),
        headings=tuple(" ".join(heading.itertext()) for heading in tree.iter("h1", "title")),
    )


def _statements(
    key: str,
    articles: list[Mapping[str, Any]],
    names: tuple[str, ...],
    named: list[tuple[str, str]],
) -> tuple[str, ...]:
    linked = [str(article[key]) for article in articles if article.get(key)]
    return (*linked, *(value for name in names for given, value in named if given == name))
