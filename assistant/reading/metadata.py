"""What is said about an article beside its text, under the usual names for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from assistant.language.word_lists import word_lists
from assistant.reading.canonical import single_line
from assistant.reading.dates import parse_date

_NAMES = word_lists("records.toml")
_NAME_LENGTH = 200
_URL_LENGTH = 4000
_MOST_AUTHORS = 50
_LONGEST_DATE = 60
_KEY_MARKS = re.compile(r"[\s_\-]+")
_LANGUAGE_CODE = re.compile(r"^([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*$", re.IGNORECASE)
_URL_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f<>\"\ud800-\udfff]")
_BY = re.compile(r"^(?:(?:live\s+)?(?:reporting|reported|written|words)\s+)?by:?\s+", re.IGNORECASE)
_JOB = re.compile(
    rf"(?:the )?{_NAMES.pattern('job_of')}\b[\w .&'’/-]{{0,60}}\b{_NAMES.pattern('job')}s?",
    re.IGNORECASE,
)
_LANGUAGES = word_lists("languages.toml").keys("said")
_BETWEEN_AUTHORS = re.compile(r"\s*;\s*|,?\s+and\s+|\s+&\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of an article beside its text; as in ``Document``.

    ``left_out`` tells what was stated and not understood.
    """

    title: str | None = None
    source: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    updated: date | None = None
    language: str | None = None
    left_out: tuple[str, ...] = ()


NOTHING_KNOWN = Metadata()
"""Of an article that is its text alone."""


def metadata_of(given: Mapping[str, object]) -> Metadata:
    """Returns metadata from front matter or a JSON record, by the usual names for each thing.

    Names are compared without regard to case, ``_``, ``-`` and blank space. What is
    missing, null or blank is absent; so is an address that is not http(s), and a
    language that is no code. A date that is not understood is absent, and reported in
    ``left_out``.
    """
    values = normalised_keys(given)
    published, unread = _date(values, "published")
    updated, unread_too = _date(values, "updated")
    return Metadata(
        title=_line(values, "title"),
        source=_outlet(values),
        url=next(filter(None, (web_address(values.get(key)) for key in names_for("url"))), None),
        authors=_authors(values),
        published=published,
        updated=updated,
        language=language_code(_line(values, "language")),
        left_out=tuple(dict.fromkeys((*unread, *unread_too))),
    )


def normalised_keys(given: Mapping[str, object]) -> dict[str, object]:
    """Returns ``given`` by names in one spelling: ``published_at`` and ``publishedAt`` are one."""
    return {_KEY_MARKS.sub("", str(key)).lower(): value for key, value in given.items()}


@cache
def names_for(thing: str) -> tuple[str, ...]:
    """Returns the names that records have for a thing, in the order in which they are tried.

    Raises:
        ValueError: there is no such thing.
    """
    return _NAMES.in_order(thing)


def first_of(values: Mapping[str, object], thing: str) -> object:
    """Returns the first value that a record has for a thing; None where it has none."""
    return next((values[key] for key in names_for(thing) if values.get(key) is not None), None)


def line_of(value: object, *, limit: int = 300, within: str = "names_within") -> str | None:
    """Returns the one line of text in a value, or in the name within it; None where there is none.

    Of a list it is the first that there is.
    """
    if isinstance(value, Mapping):
        named = normalised_keys(value)
        inner = (line_of(named.get(key), limit=limit) for key in names_for(within))
        return next(filter(None, inner), None)
    if isinstance(value, list):
        lines = (line_of(one, limit=limit, within=within) for one in value[:_MOST_AUTHORS])
        return next(filter(None, lines), None)
    if isinstance(value, str):
        return single_line(value, limit=limit) or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def web_address(value: object) -> str | None:
    """Returns ``value`` if it is an http or https address, else None."""
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
    """Returns the host name of a web address, without ``www.``."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def author_names(values: Iterable[object]) -> tuple[str, ...]:
    """Returns the names in bylines, each once, in their order: ``By A and B`` holds two."""
    names: dict[str, None] = {}
    for value in values:
        line = line_of(value, limit=10 * _NAME_LENGTH, within="person_within")
        if line is not None:
            names.update(dict.fromkeys(_split_byline(_BY.sub("", line))))
    return tuple(names)[:_MOST_AUTHORS]


def language_code(text: str | None) -> str | None:
    """Returns the language of a code such as ``en-GB`` or ``eng`` (``en``), None of no code."""
    given = (text or "").strip().lower()
    match = _LANGUAGE_CODE.match(given)
    return _LANGUAGES.get(given, _LANGUAGES.get(match[1], match[1]) if match else None)


def _line(values: Mapping[str, object], thing: str) -> str | None:
    return next(filter(None, (line_of(values.get(key)) for key in names_for(thing))), None)


def _outlet(values: Mapping[str, object]) -> str | None:
    given = [line_of(values.get(key), limit=_NAME_LENGTH) for key in names_for("source")]
    named = [one for one in given if one]
    return next((one for one in named if not web_address(one)), None) or next(
        (host_of(one) for one in named), None
    )


def _authors(values: Mapping[str, object]) -> tuple[str, ...]:
    for key in names_for("authors"):
        value = values.get(key)
        names = author_names(value if isinstance(value, list | tuple) else [value])
        if names:
            return names
    return ()


def _split_byline(line: str) -> list[str]:
    names: list[str] = []
    for part in _BETWEEN_AUTHORS.split(line):
        pieces = [piece.strip() for piece in part.split(",")]
        # "Ann Lee, Bo Ray" are two people; "Lee, Ann" and "Ann Lee, Reuters" are not.
        several = len(pieces) > 1 and all(" " in piece for piece in pieces)
        names.extend(pieces if several else [part.strip(" ,")])
    people = (_without_job(name) for name in names)
    return [single_line(name, limit=_NAME_LENGTH) for name in people if name]


def _without_job(name: str) -> str:
    """A name without what its bearer is, which may stand in its place: empty then."""
    if _JOB.fullmatch(name):
        return ""
    before, comma, job = name.rpartition(",")
    return before.strip() if comma and _JOB.fullmatch(job.strip()) else name


def _date(values: Mapping[str, object], thing: str) -> tuple[date | None, tuple[str, ...]]:
    unread: list[str] = []
    for key in names_for(thing):
        value = values.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        try:
            return parse_date(value), ()
        except ValueError:
            unread.append(unread_date(value))
    return None, tuple(unread)


def unread_date(value: object) -> str:
    """Returns the remark about a date that is stated and not understood."""
    shown = value if isinstance(value, str) else repr(value)
    return f"its date, which is not understood: {single_line(shown, limit=_LONGEST_DATE)}"
