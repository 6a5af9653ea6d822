"""What is said about an article beside its text, under the usual names for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from assistant.errors import ReadingError
from assistant.reading.canonical import single_line
from assistant.reading.dates import parse_date

_TITLE = ("title", "headline", "name")
_SOURCE = (
    *("source", "outlet", "publisher", "publication", "site", "sitename", "sourcename"),
    *("provider", "infosource", "copyrightholder"),
)
_URL = ("url", "link", "canonicalurl", "canonical", "permalink", "weburl", "sourceurl", "uri")
_AUTHORS = ("authors", "author", "byline", "bylines", "by", "creator", "writer")
_PUBLISHED = (
    *("published", "datepublished", "publishedat", "publishdate", "publicationdate"),
    *("publishedon", "publishedtime", "pubdate", "webpublicationdate", "date", "issued"),
    *("created", "createdat", "datecreated", "timestamp"),
    *("firstcreated", "contentcreated", "versioncreated"),
)
_UPDATED = (
    *("updated", "updatedat", "dateupdated", "lastupdated", "modified", "modifiedat"),
    *("datemodified", "lastmodified", "lastmod", "versioncreated"),
)
_LANGUAGE = ("language", "lang", "inlanguage", "locale")
_NAMES_WITHIN = ("name", "rendered", "title", "value", "by", "byline")

_NAME_LENGTH = 200
_URL_LENGTH = 4000
_MOST_AUTHORS = 50
_KEY_MARKS = re.compile(r"[\s_\-]+")
_LANGUAGE_CODE = re.compile(r"^([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*$", re.IGNORECASE)
_URL_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f<>\"\ud800-\udfff]")
_BY = re.compile(r"^(?:(?:live\s+)?(?:reporting|reported|written|words)\s+)?by:?\s+", re.IGNORECASE)
_BETWEEN_AUTHORS = re.compile(r"\s*;\s*|,?\s+and\s+|\s+&\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of an article beside its text; as in ``Document``."""

    title: str | None = None
    source: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    updated: date | None = None
    language: str | None = None


NOTHING_KNOWN = Metadata()
"""Of an article that is its text alone."""


def metadata_of(given: Mapping[str, object], *, name: str) -> Metadata:
    """Metadata from front matter or a JSON record, by the usual names for each thing.

    Names are compared without regard to case, ``_``, ``-`` and blank space. What is
    missing, null or blank is absent; so is an address that is not http(s), and a
    language that is no code.

    Args:
        given: the front matter or record.
        name: what people know the file or record as, for errors.

    Raises:
        ReadingError: a date that cannot be understood; the message has its value.
    """
    values = normalised_keys(given)
    return Metadata(
        title=_first_line(values, _TITLE),
        source=_outlet(_first_line(values, _SOURCE, limit=_NAME_LENGTH)),
        url=next(filter(None, (web_address(values.get(key)) for key in _URL)), None),
        authors=_authors(values),
        published=_date(values, _PUBLISHED, name=name),
        updated=_date(values, _UPDATED, name=name),
        language=language_code(_first_line(values, _LANGUAGE)),
    )


def normalised_keys(given: Mapping[str, object]) -> dict[str, object]:
    """``given`` by names in one spelling: ``published_at`` and ``publishedAt`` are one."""
    return {_KEY_MARKS.sub("", str(key)).lower(): value for key, value in given.items()}


def line_of(value: object, *, limit: int = 300) -> str | None:
    """The one line of text in a value, or in the name within it; None where there is none."""
    if isinstance(value, Mapping):
        within = (line_of(value.get(key), limit=limit) for key in _NAMES_WITHIN)
        return next(filter(None, within), None)
    if isinstance(value, str):
        return single_line(value, limit=limit) or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def web_address(value: object) -> str | None:
    """``value`` if it is an http or https address, else None."""
    if not isinstance(value, str):
        return None
    address = value.strip()
    if len(address) > _URL_LENGTH or _URL_FORBIDDEN.search(address):
        return None
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # such as a bracket that is never closed: no address
        return None
    return address if usable else None


def host_of(address: str) -> str:
    """The host name of a web address, without ``www.``."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def author_names(values: Iterable[object]) -> tuple[str, ...]:
    """The names in bylines, each once, in their order: ``By A and B`` holds two."""
    names: dict[str, None] = {}
    for value in values:
        line = line_of(value, limit=10 * _NAME_LENGTH)
        if line is not None:
            names.update(dict.fromkeys(_split_byline(_BY.sub("", line))))
    return tuple(names)[:_MOST_AUTHORS]


def language_code(text: str | None) -> str | None:
    """The language of a code such as ``en-GB`` (``en``); None where it is no code."""
    match = _LANGUAGE_CODE.match(text or "")
    return match[1].lower() if match else None


def _first_line(
    values: Mapping[str, object], keys: Iterable[str], *, limit: int = 300
) -> str | None:
    return next(filter(None, (line_of(values.get(key), limit=limit) for key in keys)), None)


def _outlet(text: str | None) -> str | None:
    address = web_address(text)
    return host_of(address) if address else text


def _authors(values: Mapping[str, object]) -> tuple[str, ...]:
    for key in _AUTHORS:
        value = values.get(key)
        names = author_names(value if isinstance(value, list | tuple) else [value])
        if names:
            return names
    return ()


def _split_byline(line: str) -> list[str]:
    parts = _BETWEEN_AUTHORS.split(line)
    names: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",")]
        # "Ann Lee, Bo Ray" are two people; "Lee, Ann" and "Ann Lee, Reuters" are not.
        several = len(pieces) > 1 and all(" " in piece for piece in pieces)
        names.extend(pieces if several else [part.strip(" ,")])
    return [single_line(name, limit=_NAME_LENGTH) for name in names if name]


def _date(values: Mapping[str, object], keys: Iterable[str], *, name: str) -> date | None:
    for key in keys:
        value = values.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        try:
            return parse_date(value)
        except ValueError as error:
            shown = single_line(repr(value), limit=60)
            raise ReadingError(
                f"{name} has a date in {key!r} that is not understood: {shown}",
                hint="Write it as 2025-03-07, or as 2025-03-07T10:15:00+01:00, or leave it out",
            ) from error
    return None
