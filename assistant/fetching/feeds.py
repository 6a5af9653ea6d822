"""Feeds to items: what is new in them, and whether their whole text stands there."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from assistant.errors import FetchError, ReadingError
from assistant.fetching.feed_entries import (
    MOST_ENTRIES,
    Entry,
    json_entries,
    sitemap_entries,
    xml_entries,
)
from assistant.fetching.fetcher import Fetched
from assistant.fetching.locations import Location, linked
from assistant.fetching.pages import is_feed, is_sitemap, page_text, read_in_worker, same_site
from assistant.language.words import count_words
from assistant.reading.canonical import canonical_text, single_line
from assistant.reading.codings import GZIP_MARK, unpacked
from assistant.reading.documents import Place, make_document
from assistant.reading.fragments import fragment_text, has_markup
from assistant.reading.metadata import Metadata, host_of, language_code
from assistant.types import Document

_LEAST_WORDS: Final = (100, 250)
"""Words of a content and of a description from which on it is taken for the whole text."""
_LEAST_WORDS_WITHOUT_PAGE: Final = (20, 60)
"""The same where the page gives no more."""
_TAIL: Final = 500
_GOES_ON: Final = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|continue\s+reading[^.!?\n]{0,80}|(?:read|see|view)\s+(?:the\s+)?"
    r"(?:more|on|rest|full\s+(?:story|article|post))[^.!?\n]{0,60})[\s.»→…\])]*$",
    re.IGNORECASE,
)
_APPEARED: Final = re.compile(
    r"\n+the (?:post|article|story) .{1,300} (?:first )?appeared (?:first )?on .{1,100}$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item of a feed.

    ``key`` tells it apart from others of its feed, and ``stamp`` from its own other versions.
    ``address`` is its page, None where it names none that may be fetched. ``text`` is its
    whole text, None where the feed holds only a teaser; ``shorter`` a text that may be the whole
    one, where its page gives no more. ``shares_page`` says that other items of the feed have the
    same page, as the entries of a live blog do. ``left_out`` says what of it is not understood.
    """

    key: str
    stamp: str
    title: str
    address: Location | None
    text: str | None
    authors: tuple[str, ...] = ()
    published: date | None = None
    updated: date | None = None
    shares_page: bool = False
    shorter: str | None = None
    left_out: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is known as: its page, unless it is one of several texts of that."""
        if self.address is None:
            return self.key
        if self.text is not None and self.shares_page:
            return f"{self.address.address}#{self.key}"
        return self.address.address


@dataclass(frozen=True, slots=True)
class FeedContent:
    """What a feed holds: its title, its language, its items as they stand in it.

    ``left_out`` says what of it was not looked at.
    """

    title: str
    language: str | None
    items: tuple[FeedItem, ...]
    left_out: tuple[str, ...] = ()


def without_packing(fetched: Fetched, *, most: int) -> Fetched:
    """Returns what was fetched, unpacked where it is a packed file itself, as sitemaps may be.

    Raises:
        FetchError: its packed data is broken, or holds more than ``most`` bytes.
    """
    if not fetched.data.startswith(GZIP_MARK):
        return fetched
    name = fetched.location.address
    data = unpacked([fetched.data], encoding="gzip", most=most, name=name)
    return replace(fetched, data=data, media_type="")


def content_of(fetched: Fetched) -> FeedContent:
    """Returns the items of a feed.

    Raises:
        FetchError: it is no feed.
    """
    return read_in_worker(_content, fetched)


def _content(fetched: Fetched) -> FeedContent:
    text = page_text(fetched)
    name = fetched.location.address
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        found = json_entries(text, name=name)
    elif is_sitemap(text):
        found = sitemap_entries(text, name=name)
    elif is_feed(fetched, text):
        found = xml_entries(text, name=name, base=fetched.location)
    else:
        raise FetchError(
            f"{name} is no feed: neither RSS, Atom nor JSON Feed, nor a sitemap",
            hint="Look for the address of the feed on the site, and follow that",
        )
    items = tuple(_items(found.entries, base=fetched.location))
    pages = Counter(item.address for item in items)
    return FeedContent(
        single_line(_plain(found.title)) or fetched.location.host,
        language_code(found.language),
        # Of an item whose page is that of others, too, what it says itself is all there is.
        tuple(
            replace(item, shares_page=True, text=item.text or item.shorter)
            if pages[item.address] > 1
            else item
            for item in items
        ),
        (f"{found.beyond:,} entries after the first {MOST_ENTRIES:,}",) if found.beyond else (),
    )


def named_feeds(fetched: Fetched) -> tuple[str, ...]:
    """Returns the addresses of the feeds that a page names; none, where it is a feed itself."""
    text = page_text(fetched)
    if is_feed(fetched, text) or text.lstrip().startswith("{"):
        return ()
    from assistant.reading.html import statements_of

    return tuple(
        location.address
        for stated in statements_of(text).feeds
        if (location := linked(stated, base=fetched.location)) is not None
    )


def item_document(item: FeedItem, *, feed: FeedContent, found_at: Location) -> Document:
    """Returns the document of an item whose whole text stands in its feed.

    Its origin is its page, where that is its own and of the feed's site: a feed is not
    believed about another outlet's articles, whose place its item would take.

    Raises:
        ReadingError: it holds no text.
    """
    place = Place(name=f"{feed.title}: {item.title}", scheme="feed")
    document = make_document(
        item.text or item.shorter or "",
        metadata=Metadata(
            title=item.title or None,
            source=feed.title,
            url=item.address.address if item.address else None,
            authors=item.authors,
            published=item.published,
            updated=item.updated,
            language=feed.language,
        ),
        place=place,
    )
    document = replace(document, left_out=item.left_out)
    if (
        item.address is not None
        and not item.shares_page
        and same_site(item.address.host, found_at.host)
    ):
        return document
    return replace(document, origin=f"{found_at.address}#{_digest((item.key,))}")


def completed(
    document: Document, *, item: FeedItem, feed: FeedContent, found_at: Location
) -> Document:
    """Returns the document of an item's page, with what only the feed tells of it.

    Where the feed has more of the text than the page, it is the feed's.
    """
    if item.shorter is not None and count_words(item.shorter) > count_words(document.text):
        text = item_document(item, feed=feed, found_at=found_at).text
        document = replace(document, text=text)
    # A page that names no outlet goes by its host, and then a feed of its site knows better.
    host = host_of(document.url) if document.url is not None else None
    unnamed = document.source == host and host is not None and same_site(host, found_at.host)
    return replace(
        document,
        source=feed.title if unnamed else document.source,
        authors=document.authors or item.authors,
        published=document.published or item.published,
        updated=document.updated or item.updated,
        left_out=document.left_out + (() if document.published else item.left_out),
    )


def without_page(
    item: FeedItem, error: ReadingError, *, feed: FeedContent, found_at: Location
) -> Document:
    """Returns the document of an item whose page gives nothing, of the text in the feed.

    Raises:
        ReadingError: ``error``, where the feed holds no text that may be the whole one.
    """
    if item.shorter is None:
        raise error
    document = item_document(item, feed=feed, found_at=found_at)
    missing = f"its page, so that the text is the feed's: {error.message}"
    return replace(document, left_out=(*document.left_out, missing))


def _items(entries: Iterable[Entry], *, base: Location) -> Iterator[FeedItem]:
    given = tuple(entries)
    shared = Counter(one.key or one.link or one.title for one in given)
    seen: set[str] = set()
    for one in given:
        title = single_line(_plain(one.title))
        address = linked(one.link, base=base)
        text = _text(one, least=_LEAST_WORDS)
        key = one.key or one.link or title
        everything = (one.link, one.title, one.content, one.description)
        if any(everything) and (not key or shared[one.key or one.link or one.title] > 1):
            # Its id is shared: the whole content is the key.
            key = f"{key} {_digest(everything)}".strip()
        if not key or key in seen:
            continue  # nothing is there, or the same again
        seen.add(key)
        yield FeedItem(
            key=key,
            stamp=_digest((title, one.changed, text or "")),
            title=title,
            address=address,
            text=text,
            authors=one.authors,
            published=one.published,
            updated=one.updated,
            shorter=_text(one, least=_LEAST_WORDS_WITHOUT_PAGE) if text is None else None,
            left_out=one.left_out,
        )


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _text(entry: Entry, *, least: tuple[int, int]) -> str | None:
    """Returns the content or description, if it has as many words and does not say it goes on."""
    for markup, words in zip((entry.content, entry.description), least, strict=True):
        plain = _plain(markup)
        text = plain[:-_TAIL] + _APPEARED.sub("", plain[-_TAIL:])
        if count_words(text) >= words and not _GOES_ON.search(text[-_TAIL:]):
            return text
    return None


def _plain(markup: str) -> str:
    return fragment_text(markup) if has_markup(markup) or "&" in markup else canonical_text(markup)


def refuse_empty(item: FeedItem) -> ReadingError:
    """Returns what is wrong with an item that has neither a text nor a page."""
    return FetchError(
        f"the item {item.title or item.key!r} has neither its text nor a page that can be fetched",
        hint="Nothing can be done about it here",
    )
