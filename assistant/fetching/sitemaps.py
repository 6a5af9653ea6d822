"""Sitemaps to entries: the lists of pages that sites write for search engines."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any, Final

from assistant.errors import FetchError, ReadingError
from assistant.fetching.feed_entries import MOST_ENTRIES, Entries, Entry
from assistant.reading.dates import parse_date
from assistant.reading.metadata import unread_date
from assistant.reading.xml import parse_xml, text_within

_SHOWN: Final = 3


def sitemap_entries(text: str, *, name: str) -> Entries:
    """The pages of a sitemap, each with what it says of its news.

    Raises:
        FetchError: it is none, or an index of others.
    """
    try:
        root = parse_xml(text, name=name)
    except ReadingError as error:
        raise FetchError(error.message, hint=error.hint, passing=True) from error
    if root.tag == "sitemapindex":
        listed = [text_within(one.find("loc")) for one in root.iter("sitemap")]
        first = ", ".join(filter(None, listed[:_SHOWN]))
        raise FetchError(
            f"{name} is an index of {len(listed)} sitemaps, not one of pages",
            hint=f"Follow the one of its news instead; it begins with {first or 'none'}",
        )
    pages = [one for one in root.iter("url") if text_within(one.find("loc"))]
    news = [one for one in pages if one.find("news") is not None]
    listed_pages = news or pages
    titles = (text_within(one.find("news/publication/name")) for one in news)
    languages = (text_within(one.find("news/publication/language")) for one in news)
    return Entries(
        title=next(filter(None, titles), ""),
        language=next(filter(None, languages), ""),
        entries=tuple(map(_entry, listed_pages[:MOST_ENTRIES])),
        beyond=max(0, len(listed_pages) - MOST_ENTRIES),
    )


def _entry(page: Any) -> Entry:
    address = text_within(page.find("loc"))
    written = text_within(page.find("news/publication_date"))
    changed = text_within(page.find("lastmod"))
    published = _date(written)
    return Entry(
        key=address,
        title=text_within(page.find("news/title")),
        link=address,
        content="",
        description="",
        authors=(),
        published=published,
        updated=_date(changed),
        changed=changed or written,
        left_out=(unread_date(written),) if written and published is None else (),
    )


def _date(written: str) -> date | None:
    with suppress(ValueError):  # what is written and not understood is told
        return parse_date(written)
    return None
