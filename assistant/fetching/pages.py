"""What came back from an address: an article, or a page that stands in its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from assistant.errors import FeedFoundError, FetchError, ReadingError
from assistant.fetching.fetcher import Fetched
from assistant.fetching.locations import Location, locate, without_tracking
from assistant.fetching.obstacles import SAVE, obstacle
from assistant.reading.decoding import declared_charset, decode
from assistant.reading.documents import Place
from assistant.reading.formats import has_pdf_mark, looks_like_html
from assistant.reading.metadata import host_of
from assistant.reading.page_metadata import PageStatements
from assistant.reading.workers import in_worker
from assistant.types import Document

T = TypeVar("T")

_MOST_CHARACTERS: Final = 5_000_000

_HTML: Final = frozenset({"text/html", "application/xhtml+xml", "application/html"})
_FEEDS: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
_FEED_ROOT: Final = re.compile(
    r"\s*(?:<!--(?:(?!-->).)*-->\s*|<\?[^>]*>\s*|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>\s*)*"
    r"<(?:rss|feed|rdf:RDF|(?P<sitemap>(?:\w+:)?(?:urlset|sitemapindex)))\b",
    re.DOTALL | re.IGNORECASE,
)
# The same site under another name: nothing that a stranger could have put there.
_SAME_SITE: Final = re.compile(r"^(?:(?:www\d?|m|mobile|amp|edition)\.)+(?=[^.]+\.)")


def document_of(fetched: Fetched) -> Document:
    """Returns the article that was fetched, its origin the address that it is known by.

    Raises:
        FetchError: there is none: the page is of another kind, is served instead of an
            article (not found, a consent wall, a paywall), or holds almost nothing.
    """
    return read_in_worker(_document, fetched)


def _document(fetched: Fetched) -> Document:
    place = Place(name=fetched.location.address, scheme="web")
    if has_pdf_mark(fetched.data):
        from assistant.reading.pdf import read_pdf

        document = as_fetch_error(lambda: read_pdf(fetched.data, place=place))
        return _known_as(document, PageStatements(), location=fetched.location)
    text = page_text(fetched)
    if is_feed(fetched, text):
        raise FeedFoundError(
            f"{place.name} is a feed, not an article",
            hint=f"Follow it with: assistant follow {place.name}",
        )
    if fetched.media_type in _HTML or looks_like_html(text):
        return _page_document(text, location=fetched.location, place=place)
    if not fetched.media_type.startswith("text/") or fetched.media_type == "text/xml":
        raise FetchError(
            f"{place.name} is no page but {fetched.media_type or 'something unnamed'}",
            hint="Save it and give that file, if it holds articles",
        )
    from assistant.reading.markdown import read_markdown
    from assistant.reading.plain import read_plain

    read = read_markdown if fetched.media_type == "text/markdown" else read_plain
    document = as_fetch_error(lambda: read(text, place=place))
    return _known_as(document, PageStatements(), location=fetched.location)


def page_text(fetched: Fetched) -> str:
    """Returns the text of a page, by its header, its own word or its look.

    Raises:
        FetchError: it is no text.
    """
    name = fetched.location.address
    declared = fetched.charset or declared_charset(fetched.data)
    try:
        text = decode(fetched.data, name=name, declared=declared)
    except ReadingError as error:
        raise FetchError(error.message, hint="Give the address of an article") from error
    if not text.strip("\ufeff\0 \t\r\n"):
        raise FetchError(f"{name} is empty", hint="Open it in the browser to see what is there")
    if len(text) > _MOST_CHARACTERS:
        raise FetchError(
            f"{name} holds {len(text):,} characters, which no page of an article does",
            hint="Save what matters of it as a text file, and give that",
        )
    return text


def is_feed(fetched: Fetched, text: str) -> bool:
    """Returns whether what was fetched is a feed or a sitemap, by its type or its look."""
    if fetched.media_type in _FEEDS or _FEED_ROOT.match(text[:5_000]) is not None:
        return True
    return text.lstrip("\ufeff \t\r\n").startswith("{") and "jsonfeed.org/version" in text[:2_000]


def is_sitemap(text: str) -> bool:
    """Returns whether a text is a sitemap, or an index of such, by its look."""
    root = _FEED_ROOT.match(text[:5_000])
    return root is not None and root["sitemap"] is not None


def known_address(statements: PageStatements, location: Location) -> Location:
    """Returns the address that a page is known by: the one it gives, where that can be believed.

    That is one of the same site, for otherwise any page could take the place of another
    outlet's article; and not the front page, which careless sites give for every page.
    Otherwise it is where the page was found, without what tells where readers come from.
    """
    for stated in statements.addresses:
        try:
            found = without_tracking(locate(stated, base=location))
        except FetchError:
            continue  # a page's own slip: what else it gives counts
        is_front = found.path == "/" and location.path != "/"
        if same_site(found.host, location.host) and not is_front:
            return (
                replace(found, scheme=location.scheme, port=location.port)
                if (found.host == location.host)
                else found
            )
    return without_tracking(location)


def same_site(one: str, other: str) -> bool:
    """Returns whether two host names are of one site: equal but for ``www.`` and the like."""
    return _SAME_SITE.sub("", one) == _SAME_SITE.sub("", other)


def _page_document(text: str, *, location: Location, place: Place) -> Document:
    from assistant.reading.html import read_html, statements_of

    statements = statements_of(text)
    try:
        document = read_html(text, place=place)
    except ReadingError:
        document = None  # what stands there instead says more than that nothing was found
    found = obstacle(text, statements, body=document.text if document else "", location=location)
    if found is not None:
        raise found
    if document is None:
        raise FetchError(f"no article is found at {place.name}", hint=SAVE)
    return _known_as(document, statements, location=location)


def _known_as(document: Document, statements: PageStatements, *, location: Location) -> Document:
    address = known_address(statements, location).address
    outlet = document.source
    # An outlet that is only the host of an address that is not believed is no outlet.
    if outlet is None or (document.url is not None and outlet == host_of(document.url)):
        outlet = host_of(address)
    return replace(document, url=address, origin=address, source=outlet)


def read_in_worker(function: Callable[[Fetched], T], fetched: Fetched) -> T:
    """Returns ``function(fetched)``, of a large page made in another process.

    Raises:
        FetchError: it cannot be read.
    """
    name, size = fetched.location.address, len(fetched.data)
    return as_fetch_error(lambda: in_worker(function, fetched, name=name, size=size))


def as_fetch_error(make: Callable[[], T]) -> T:
    """Returns what ``make`` gives; what cannot be read could not be fetched either.

    Raises:
        FetchError: instead of a ReadingError.
    """
    try:
        return make()
    except FetchError:
        raise
    except ReadingError as error:
        raise FetchError(error.message, hint=error.hint) from error
