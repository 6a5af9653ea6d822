"""The entries of a feed as they stand in it.

RSS and Atom are read by feedparser, JSON Feed and sitemaps here.
"""

from __future__ import annotations

import calendar
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from assistant.errors import FetchError, ReadingError
from assistant.fetching.locations import Location
from assistant.reading.dates import stated_date
from assistant.reading.metadata import author_names, unread_date
from assistant.reading.xml import parse_xml, text_within

MOST_ENTRIES: Final = 5_000
"""Entries of one feed that are looked at, from its top."""

_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY: Final = re.compile(r"<!ENTITY", re.IGNORECASE)
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of any kind of feed; empty where the feed gives nothing.

    ``title``, ``content`` and ``description`` may be marked up. ``changed`` is what the feed
    says of when it was last changed, as it stands. ``left_out`` says what of it is not
    understood.
    """

    key: str
    title: str
    link: str
    content: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: date | None = None
    updated: date | None = None
    changed: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """What a feed says of itself, its entries, and how many it has ``beyond`` those."""

    title: str
    language: str
    entries: tuple[Entry, ...]
    beyond: int = 0


def xml_entries(text: str, *, name: str, base: Location) -> Entries:
    """Returns the entries of RSS or Atom.

    Raises:
        FetchError: it is neither.
    """
    import feedparser

    if _ENTITY.search(text):
        raise FetchError(
            f"{name} declares entities, as no feed has to", hint="Nothing of it is read"
        )
    try:
        # As a stream: a string, feedparser would take for an address or the path of a file.
        # The text is decoded already, whatever its declaration says of it.
        found = feedparser.parse(
            io.BytesIO(_DECLARATION.sub("", text, count=1).encode()),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                "content-location": base.address,
            },
        )
    # It reads what strangers wrote with several parsers, and documents no errors of its own.
    except Exception as error:
        raise FetchError(
            f"the feed {name} cannot be taken apart ({type(error).__name__})",
            hint="Look at it in the browser",
        ) from error
    if not found.version and not found.entries:
        raise FetchError(
            f"{name} is too broken for a feed", hint="Look at it in the browser", passing=True
        )
    return Entries(
        title=str(found.feed.get("title") or ""),
        language=str(found.feed.get("language") or ""),
        entries=tuple(
            _of_element(entry, atom=found.version.startswith("atom"))
            for entry in found.entries[:MOST_ENTRIES]
        ),
        beyond=max(0, len(found.entries) - MOST_ENTRIES),
    )


def _of_element(entry: Any, *, atom: bool) -> Entry:
    contents = (str(part.get("value") or "") for part in entry.get("content", ()))
    changed = str(entry["updated"]) if "updated" in entry else str(entry.get("published") or "")
    authors = [str(author.get("name") or "") for author in entry.get("authors", ())]
    published, updated = _moment(entry, "published"), _moment(entry, "updated")
    if published is None:
        published = _moment(entry, "created")
    if published is None and not atom:
        # RSS has one date: feedparser takes that of Dublin Core for a change.
        published, updated = updated, None
    return Entry(
        key=str(entry.get("id") or ""),
        title=str(entry.get("title") or ""),
        link=str(entry.get("feedburner_origlink") or entry.get("link") or ""),
        content=max(contents, key=len, default=""),
        description=str(entry.get("summary") or ""),
        authors=author_names(authors or [entry.get("author")]),
        published=published,
        updated=updated,
        changed=changed,
        left_out=_unread(
            (str(entry[name]) if name in entry else "", _moment(entry, name))
            for name in ("published", "updated")
        ),
    )


def _unread(dates: Iterable[tuple[str, date | None]]) -> tuple[str, ...]:
    return tuple(
        unread_date(written)
        for written, understood in dates
        if written.strip() and understood is None
    )


def _moment(entry: Any, name: str) -> date | None:
    """A date of an entry, in its own zone where that is understood, else as a moment."""
    if name not in entry:
        return None
    stated = stated_date(entry[name])
    parsed = entry.get(f"{name}_parsed") if f"{name}_parsed" in entry else None
    if isinstance(stated, datetime) or parsed is None or ":" not in str(entry[name]):
        return stated
    return datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC)


def json_entries(text: str, *, name: str) -> Entries:
    """Returns the entries of a JSON Feed.

    Raises:
        FetchError: it is none.
    """
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise FetchError(
            f"{name} is broken JSON, not a feed", hint="Look at it in the browser", passing=True
        ) from error
    version = str(found.get("version")) if isinstance(found, dict) else ""
    items = found.get("items") if "jsonfeed.org/version/" in version else None
    if not isinstance(items, list):
        raise FetchError(
            f"{name} is JSON, but no JSON Feed",
            hint="Save it and add that file, if it holds articles",
        )
    return Entries(
        title=_words(found.get("title")),
        language=_words(found.get("language")),
        entries=tuple(_of_json(item) for item in items[:MOST_ENTRIES] if isinstance(item, dict)),
        beyond=max(0, len(items) - MOST_ENTRIES),
    )


def _of_json(item: Mapping[str, Any]) -> Entry:
    authors = item.get("authors")
    named = authors if isinstance(authors, list) else [item.get("author")]
    return Entry(
        key=_words(item.get("id")),
        title=_words(item.get("title")),
        link=_words(item.get("url")) or _words(item.get("external_url")),
        content=_words(item.get("content_html")) or _words(item.get("content_text")),
        description=_words(item.get("summary")),
        authors=author_names(named),
        published=stated_date(item.get("date_published")),
        updated=stated_date(item.get("date_modified")),
        changed=_words(item.get("date_modified")) or _words(item.get("date_published")),
        left_out=_unread(
            (_words(item.get(name)), stated_date(item.get(name)))
            for name in ("date_published", "date_modified")
        ),
    )


def _words(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def sitemap_entries(text: str, *, name: str) -> Entries:
    """Returns the pages of a sitemap, each with what it says of its news.

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
        entries=tuple(map(_of_page, listed_pages[:MOST_ENTRIES])),
        beyond=max(0, len(listed_pages) - MOST_ENTRIES),
    )


def _of_page(page: Any) -> Entry:
    address = text_within(page.find("loc"))
    written = text_within(page.find("news/publication_date"))
    changed = text_within(page.find("lastmod"))
    published = stated_date(written)
    return Entry(
        key=address,
        title=text_within(page.find("news/title")),
        link=address,
        published=published,
        updated=stated_date(changed),
        changed=changed or written,
        left_out=(unread_date(written),) if written and published is None else (),
    )
