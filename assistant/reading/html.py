"""Web pages to documents, by trafilatura."""

from __future__ import annotations

import logging
import re
from typing import Any, NamedTuple

from assistant.characters import well_formed
from assistant.errors import ReadingError
from assistant.reading.canonical import canonical_text, without_leading_title
from assistant.reading.documents import Place, make_document
from assistant.reading.fragments import bounded, with_few_attributes
from assistant.reading.json_ld import is_live, keep_own_article
from assistant.reading.metadata import Metadata
from assistant.reading.page_boilerplate import (
    linked_lines,
    remove_boilerplate,
    remove_other_dates,
    without_calls_to_action,
)
from assistant.reading.page_dates import without_date_lines
from assistant.reading.page_elements import shorten_names
from assistant.reading.page_metadata import (
    PageStatements,
    clear_site_headings,
    leads_back,
    own_article,
    page_metadata,
    page_statements,
    stated_metadata,
)
from assistant.reading.page_repair import repair
from assistant.types import Document

_LEAST_CHARACTERS = 40
# A declared encoding no longer holds once the bytes are decoded; and the parsers search for it,
# and repair a document type, in quadratic time.
_PROLOG = re.compile(r"\s*(?:<\?xml[^>]*>?\s*)?(?P<type><\s?!\s?DOCTYPE[^>]*>?)?", re.IGNORECASE)
_UNPARSABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_DATE_SEARCH = {
    # No guessing from any number in the text, and no limit that depends on today.
    "extensive_search": False,
    "original_date": True,
    "min_date": "1900-01-01",
    "max_date": "2200-01-01",
}


def read_html(text: str, *, place: Place) -> Document:
    """Returns the document of a web page: the article, without menus, advertisements and comments.

    Dates are what the page states about itself; one that is not understood is absent.

    Raises:
        ReadingError: the page holds no article, or it cannot be parsed.
    """
    import trafilatura

    for vendor in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(vendor).setLevel(logging.CRITICAL)  # their remarks are our errors
    parsable = _parsable(text, name=f"the web page {place.name}")
    try:
        tree = trafilatura.load_html(parsable)
        found = _extracted(tree) if tree is not None else None
    # The extraction runs many heuristics over what strangers wrote, and documents no
    # errors of its own: whatever it raises means that this page cannot be read.
    except Exception as error:
        raise ReadingError(
            f"the web page {place.name} cannot be taken apart ({type(error).__name__})",
            hint="Open the page, copy the article and save it as a text file",
        ) from error
    if found is None or len(found.text) < _LEAST_CHARACTERS:
        raise ReadingError(
            f"no article is found in the web page {place.name}",
            hint="Open the page, copy the article and save it as a text file",
        )
    # A later page of an article must not take the place of the first, whose address it gives.
    origin = place.origin(found.text) if found.is_continued else None
    return make_document(found.text, metadata=found.metadata, place=place, origin=origin)


def statements_of(text: str) -> PageStatements:
    """Returns what a web page states about itself; nothing, where it cannot be parsed."""
    import trafilatura

    try:
        tree = trafilatura.load_html(_parsable(text, name="the page"))
    except ReadingError:
        return PageStatements()  # reading the page says what is wrong with it
    return PageStatements() if tree is None else page_statements(tree)


class _Extracted(NamedTuple):
    """The article of a page; ``is_continued`` says that it is a later page of one."""

    text: str
    metadata: Metadata
    is_continued: bool


def _extracted(tree: Any) -> _Extracted | None:
    import trafilatura

    shorten_names(tree)
    own = own_article(tree)
    clear_site_headings(tree, own)
    stated = stated_metadata(tree, own)
    is_continued = leads_back(tree)
    remove_boilerplate(tree)
    remove_other_dates(tree)
    repair(tree, is_live=is_live(own))
    links = linked_lines(tree)
    keep_own_article(tree, own)
    found = trafilatura.bare_extraction(
        tree, include_comments=False, with_metadata=True, date_extraction_params=_DATE_SEARCH
    )
    if found is None or isinstance(found, dict):
        return None
    body = canonical_text(without_calls_to_action(found.text or "", linked=links))
    for heading in (found.title or "", *stated.titles, *stated.headings):
        body = without_leading_title(body, title=heading)
    return _Extracted(without_date_lines(body), page_metadata(found, stated), is_continued)


def _parsable(text: str, *, name: str) -> str:
    bounded(text, name=name)
    page = with_few_attributes(_UNPARSABLE.sub("", well_formed(text)))
    prolog = _PROLOG.match(page)
    if prolog is None:
        return page
    return ("<!DOCTYPE html>" if prolog["type"] else "") + page[prolog.end() :]
