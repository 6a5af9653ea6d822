"""Articles that go on over several pages of their site: the first one, and those after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from assistant.errors import FetchError
from assistant.fetching.fetcher import Fetched
from assistant.fetching.locations import Location, linked
from assistant.fetching.pages import document_of, page_text, read_in_worker
from assistant.reading.formats import has_pdf_mark
from assistant.types import Document

_MOST_PAGES: Final = 20
_MOST_LINKS: Final = 2_000
_ENDING: Final = r"(?P<ending>\.(?:html?|php|aspx?))?/?$"
# /story?page=2, /story/page/2, /story/2, /story-2.html, /story_p2.html; the first page is
# /story, or where addresses name pages by that word /story/page/1.
_BY_QUERY: Final = re.compile(
    r"[?&](?:page|pg?|seite|pagina|pagenum|pageno|paged)=(?P<number>\d{1,2})$", re.IGNORECASE
)
_BY_PATH: Final = re.compile(
    rf"(?:/(?:page[/-]|seite[/-]|p/?)?|[-_,](?:page-?|seite-?|p)?)(?P<number>\d{{1,2}}){_ENDING}",
    re.IGNORECASE,
)
_SAID: Final = re.compile(r"(?:page|seite|/p/?)", re.IGNORECASE)


def whole_document(fetched: Fetched, *, fetch: Callable[[str], Fetched]) -> Document:
    """Returns the article that was fetched, with the pages that it goes on over.

    The page that follows is found by the links of each: they have the address of the first page
    and a number. Where a later page was asked for, it is begun with the first. A page that
    cannot be had is reported in ``left_out``.

    Args:
        fetched: what was found at the address of the article.
        fetch: gives what is at another address.

    Raises:
        FetchError: there is no article.
    """
    document = document_of(fetched)
    links = read_in_worker(_links, fetched)
    first = _first_page(fetched.location, links)
    if first is not None:
        try:
            earlier = fetch(first.address)
            document, fetched = document_of(earlier), earlier
            links = read_in_worker(_links, fetched)
        except FetchError as error:
            missing = f"the pages before it: {error.message}"
            own = fetched.location.address
            return replace(document, url=own, origin=own, left_out=(*document.left_out, missing))
    return _joined(document, fetched.location, links, fetch=fetch)


def _joined(
    document: Document,
    first: Location,
    links: tuple[Location, ...],
    *,
    fetch: Callable[[str], Fetched],
) -> Document:
    lines = document.text.split("\n")
    missing: list[str] = []
    base = _base(first)
    for number in range(2, _MOST_PAGES + 1):
        numbered = ((one, _numbered(one)) for one in links)
        pages = (one for one, at in numbered if at and (at.number, at.base) == (number, base))
        following = next(pages, None)
        if following is None:
            break
        try:
            page = fetch(following.address)
            text = document_of(page).text
        except FetchError as error:
            missing.append(f"its page {number}: {error.message}")
            break
        # What every page repeats stands there once.
        known = set(lines)
        lines.extend(line for line in text.split("\n") if not line or line not in known)
        links = read_in_worker(_links, page)
    text = "\n".join(lines)
    return replace(document, text=text, left_out=(*document.left_out, *missing))


@dataclass(frozen=True, slots=True)
class _Numbered:
    """An address without the number of its page; ``said`` is whether it names it as a page's."""

    base: str
    number: int
    said: bool


def _numbered(location: Location) -> _Numbered | None:
    target = location.target
    found = _BY_QUERY.search(target) or _BY_PATH.search(target)
    if found is None:
        return None
    ending = (found.groupdict().get("ending") or "").lower()
    base = f"{location.site}{target[: found.start()]}{ending}"
    said = target[found.start()] in "?&" or _SAID.search(found[0]) is not None
    return _Numbered(base, int(found["number"]), said)


def _base(location: Location) -> str:
    own = _numbered(location)
    if own is not None and own.number == 1 and own.said:
        return own.base
    return location.address.rstrip("/")


def _first_page(location: Location, links: tuple[Location, ...]) -> Location | None:
    own = _numbered(location)
    if own is None or own.number < 2 or not own.said:  # noqa: PLR2004 - the second page
        return None
    beginning = [one for one in links if _base(one) == own.base]
    return min(beginning, key=lambda one: _numbered(one) is not None, default=None)


def _links(fetched: Fetched) -> tuple[Location, ...]:
    from assistant.reading.html import statements_of

    if has_pdf_mark(fetched.data):
        return ()
    found: dict[Location, None] = {}
    for stated in statements_of(page_text(fetched)).links[:_MOST_LINKS]:
        location = linked(stated, base=fetched.location)
        if location is not None and location.site == fetched.location.site:
            found[location] = None
    return tuple(found)
