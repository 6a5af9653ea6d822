"""JSON and JSON lines to documents: one record is one article."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from html import unescape

from assistant.articles.kills import kill_words
from assistant.errors import ReadingError
from assistant.reading.canonical import canonical_text, has_words, single_line, title_from
from assistant.reading.documents import Place, make_document
from assistant.reading.formats import Format, looks_like_wire
from assistant.reading.fragments import fragment_text, has_markup
from assistant.reading.metadata import (
    NOTHING_KNOWN,
    Metadata,
    line_of,
    metadata_of,
    normalised_keys,
    web_address,
)
from assistant.reading.nitf import nitf_within
from assistant.reading.notices import (
    WithdrawnError,
    is_withdrawn,
    number_of,
    origin_of_notice,
    refuse_kill,
    withdrawn,
)
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.wire import (
    WireItem,
    is_wire_origin,
    refuse_embargoed,
    wire_origin,
    with_dateline,
)
from assistant.reading.workers import apart
from assistant.types import Document

_TEXT = (
    *("text", "body", "content", "articlebody", "fulltext", "maintext", "contenttext"),
    *("contenthtml", "bodytext", "articletext", "article", "story", "storytext", "textcleaned"),
    *("bodynitf", "nitf", "bodyxhtml", "bodyhtml", "bodies", "rawtext"),
)
_LISTS = (
    *("articles", "data", "items", "results", "stories", "documents", "docs", "records"),
    *("response", "result", "hits"),
)
# Where a record may hold the article itself.
_ITEM = "item"
_WRAPPERS = (_ITEM, "fields", "article", "story", "document", "attributes", "source", "data")
_DEEPEST = 3
_PARTS = ("rendered", "text", "value", "content", "html", "body", "paragraph")
# What NewsAPI puts where it cuts a text.
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+(?P<rest>\d{1,9}) chars\]\s*$")
_IDS = ("id", "guid", "uuid", "slug")
_WIRE_IDS = ("uri", "guid", "urn", "id")
_STATUS = ("pubstatus", "publicationstatus")
_EMBARGO = ("embargoed", "embargo", "embargodate", "embargoeduntil", "embargountil")
_NOTES = ("ednote", "editorsnote", "editornote", "editorialnote")
_NO = frozenset({"", "false", "no", "none", "0"})
_YES = frozenset({"true", "yes", "1"})
_LONGEST_ID = 1000
_SHOWN_KEYS = 8


def read(part: Part, terms: Terms) -> Iterator[Reading]:
    """What comes of each record of a JSON file."""
    lines = part.suffix in Format.JSON_LINES.value.suffixes
    yield from read_records(part.text, place=part.place, now=terms.now, lines=lines)


def read_records(
    text: str, *, place: Place, now: datetime, lines: bool = False
) -> Iterator[Reading]:
    """What comes of each record of a JSON file, in their order.

    It is an object, a list, an object with a list, or lines. Records without a web address
    are told apart by their id, or else their title.

    Args:
        text: the content of the file.
        place: where it was read.
        now: the moment that embargoes are compared with.
        lines: whether it is named as JSON lines; what is wrong is then told by line.
            Lines are understood in any file, and one value over several lines, too.

    Raises (while read):
        ReadingError: it is no JSON, or holds no record at all.
    """
    records = Records(place, now=now)
    try:
        value = _parsed(text)
    except json.JSONDecodeError as error:
        if not (lines or _looks_like_lines(text)):
            raise _refusal(
                f"{place.name} is not valid JSON at line {error.lineno}, column {error.colno}",
                error,
            ) from error
        for number, line in enumerate(text.split("\n"), 1):
            yield from records.of_line(line, number=number)
    except (ValueError, RecursionError) as error:
        raise _refusal(f"{place.name} is not JSON of articles", error) from error
    else:
        yield from records.of_value(value, name=place.name, size=len(text))
    if not records.count:
        raise ReadingError(f"{place.name} holds no article", hint="Check that it is the right file")


class Records:
    """Makes documents of the records of one file, and keeps those without an address apart.

    ``count`` is how many records there were.
    """

    def __init__(self, place: Place, *, now: datetime) -> None:
        self._place = place
        self._now = now
        self._origins: set[int] = set()
        self._repeated: Counter[str] = Counter()
        self.count = 0

    def of_line(self, line: str, *, number: int) -> Iterator[Reading]:
        """What comes of a line; nothing of a blank one."""
        if not line.strip():
            return
        name = self._place.name
        try:
            value = _parsed(line)
        except json.JSONDecodeError as error:
            where = f"{name} is not valid JSON at line {number}, column {error.colno}"
            yield self._failed(f"{name}, line {number}", _refusal(where, error))
        except (ValueError, RecursionError) as error:
            where = f"{name} is not JSON of articles at line {number}"
            yield self._failed(f"{name}, line {number}", _refusal(where, error))
        else:
            yield from self.of_value(value, name=f"{name}, line {number},", size=len(line))

    def of_value(self, value: object, *, name: str, size: int) -> Iterator[Reading]:
        """What comes of a record, or of each of a list of records, of so many characters."""
        listed = _listed(value)
        if listed is None:
            yield self._reading(value, name=name, size=size)
            return
        for number, item in enumerate(listed, 1):
            yield self._reading(item, name=f"{name.rstrip(',')}, record {number},", size=size)

    def _reading(self, value: object, *, name: str, size: int) -> Reading:
        make = partial(_document, name=name, place=self._place, now=self._now)
        try:
            document = self._told_apart(apart(make, value, name=name.rstrip(","), size=size))
        except ReadingError as error:
            return self._failed(name.rstrip(","), error)
        self.count += 1
        return Reading(self._place.name, document)

    def _failed(self, name: str, error: ReadingError) -> Reading:
        self.count += 1
        return Reading(name, error)

    def _told_apart(self, document: Document) -> Document:
        if document.url is not None or is_wire_origin(document.origin):
            return document
        # Eight bytes each: a file may hold millions.
        digest = hashlib.blake2b(document.origin.encode(), digest_size=8).digest()
        known = int.from_bytes(digest, "big")
        if known not in self._origins:
            self._origins.add(known)
            return document
        self._repeated[document.origin] += 1
        number = self._repeated[document.origin] + 1
        return replace(document, origin=f"{document.origin} ({number})")


def _parsed(text: str) -> object:
    value: object = json.loads(text, parse_constant=lambda _: None)
    return value


def _refusal(message: str, error: Exception) -> ReadingError:
    reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
    if isinstance(error, ValueError) and not isinstance(error, json.JSONDecodeError):
        reason = "a number has too many digits"
    return ReadingError(
        f"{message}: {reason[:1].lower()}{reason[1:]}", hint="Correct it there, or export it again"
    )


def _looks_like_lines(text: str) -> bool:
    """Whether the first line that is not blank is a whole value, and others follow."""
    first, _, rest = text.strip().partition("\n")
    if not rest or not first.startswith("{"):
        return False
    try:
        _parsed(first)
    except (ValueError, RecursionError):
        return False
    return True


def _listed(value: object) -> list[object] | None:
    """The list of records that a file holds; None where it holds a single one."""
    if isinstance(value, list):
        return value
    for _ in range(_DEEPEST):
        if not isinstance(value, Mapping) or _has_text(_unwrapped(value)):
            return None
        inner = [value[key] for key in _LISTS if key in value]
        listed = next((one for one in inner if isinstance(one, list)), None)
        if listed is not None:
            return listed
        value = next((one for one in inner if isinstance(one, Mapping)), None)
    return None


def _unwrapped(value: Mapping[str, object], *, depth: int = _DEEPEST) -> dict[str, object]:
    """The names and values of a record; those of the article within it where the text is there."""
    values = normalised_keys(value)
    if not depth or _has_text(values):
        return values
    for key in _WRAPPERS:
        wrapped = values.get(key)
        if isinstance(wrapped, Mapping):
            inner = _unwrapped(wrapped, depth=depth - 1)
            # An item may be a notice, which needs no text.
            if key == _ITEM or _has_text(inner):
                return {name: one for name, one in values.items() if name != key} | inner
    return values


def _document(value: object, *, name: str, place: Place, now: datetime) -> Document:
    if not isinstance(value, Mapping):
        raise ReadingError(
            f"{name} is no article: an object with names and values is expected",
            hint='Write each article as {"title": …, "text": …}',
        )
    values = _unwrapped(value)
    status = line_of(_first(values, _STATUS)) or ""
    if is_withdrawn(status):
        raise _withdrawn(values, status=status, name=name, place=place, now=now)
    embargoes = [written for key in _EMBARGO for written in _embargoes(values.get(key))]
    refuse_embargoed(status, embargoes, name=name, now=now)
    story = _story(values, name=name, now=now)
    if story is not None and is_withdrawn(story.status):
        raise _withdrawn(values, status=story.status, name=name, place=place, now=now)
    if story is None:
        keys = single_line(", ".join(list(map(str, value))[:_SHOWN_KEYS]))
        raise ReadingError(
            f"{name} has no text",
            hint=f"Put the article under text, body or content; it has {keys or 'nothing'}",
        )
    metadata = _completed(metadata_of(values), story.metadata)
    story, told = _without_cut(story)
    metadata = replace(metadata, left_out=(*metadata.left_out, *told))
    if metadata.title is not None:
        metadata = replace(metadata, title=_without_markup(metadata.title))
    text = with_dateline(story.text, line_of(values.get("dateline")) or story.dateline)
    key = _key(values)
    known = _wire_origin(values, story, metadata)
    document = make_document(
        text,
        metadata=metadata,
        place=place,
        name=name,
        key=key or metadata.title or title_from(canonical_text(text)),
        origin=None if web_address(metadata.url) else known,
        number=(number_of(values.get("version")) or story.number) if known else None,
    )
    if known:
        note = line_of(_first(values, _NOTES)) or story.note
        refuse_kill(document, name=name.rstrip(","), identifier=key or known, note=note)
    return document


def _withdrawn(
    values: Mapping[str, object], *, status: str, name: str, place: Place, now: datetime
) -> WithdrawnError:
    """That a record was withdrawn: what it says of itself is enough, it needs no story."""
    story = WireItem(text="", metadata=NOTHING_KNOWN)
    # What cannot be understood of it tells less of when it was made, and no more.
    with suppress(ReadingError):
        story = _story(values, name=name, now=now) or story
    metadata = _completed(metadata_of(values), story.metadata)
    key = _key(values)
    known = None if web_address(metadata.url) else _wire_origin(values, story, metadata)
    words = line_of(_first(values, _NOTES), limit=_LONGEST_ID) or story.note
    named = key or metadata.title
    origin = known or web_address(metadata.url) or named
    return withdrawn(
        status,
        name=name,
        origin=origin and origin_of_notice(known, url=metadata.url, place=place, key=named),
        identifier=key or known or "",
        words=words or kill_words(title=metadata.title or "", text=story.text) or "",
        number=number_of(values.get("version")) or story.number,
        stated=metadata.updated,
    )


def _key(values: Mapping[str, object]) -> str | None:
    """What a record is told by among others."""
    return next(filter(None, (line_of(values.get(name)) for name in _IDS)), None)


def _first(values: Mapping[str, object], keys: Iterable[str]) -> object:
    return next((values[key] for key in keys if values.get(key) is not None), None)


def _embargoes(value: object) -> tuple[str, ...]:
    """Until when a value says that a record is to be held; blank for what gives no moment."""
    if not value or (isinstance(value, str) and value.strip().lower() in _NO):
        return ()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ("",)
    return ("" if str(value).strip().lower() in _YES else str(value),)


def _wire_origin(values: Mapping[str, object], story: WireItem, metadata: Metadata) -> str | None:
    """What later versions of a wire story come from, where the record has an id for them."""
    for key in _WIRE_IDS:
        if origin := wire_origin(line_of(values.get(key), limit=_LONGEST_ID) or ""):
            return origin
    other = values.get("altids")
    if isinstance(other, Mapping):
        item = line_of(normalised_keys(other).get("itemid"), limit=_LONGEST_ID) or ""
        return wire_origin(item, authority=metadata.source or "")
    return wire_origin(story.identifier, authority=story.authority)


def _completed(own: Metadata, within: Metadata) -> Metadata:
    """A record's metadata, and what only the story within it says."""
    missing = {
        name: value
        for name in ("title", "source", "url", "authors", "published", "updated")
        if not getattr(own, name) and (value := getattr(within, name))
    }
    return replace(own, **missing)


def _has_text(values: Mapping[str, object]) -> bool:
    return any(has_words(_flattened(values.get(key)) or "") for key in _TEXT)


def _without_markup(title: str) -> str | None:
    plain = fragment_text(title) if has_markup(title) else unescape(title)
    return single_line(plain) or None


def _story(values: Mapping[str, object], *, name: str, now: datetime) -> WireItem | None:
    """The text of a record; with its metadata, where it is a whole NITF story."""
    for key in _TEXT:
        text = _flattened(values.get(key))
        if text is None or not has_words(text):
            continue
        if looks_like_wire(text):
            story = nitf_within(text, name=name)
            if is_withdrawn(story.status):
                return story
            refuse_embargoed(story.status, story.embargoes, name=name, now=now)
        else:
            plain = fragment_text(text) if has_markup(text) else text
            story = WireItem(text=plain, metadata=NOTHING_KNOWN)
        if has_words(story.text):
            return story
    return None


def _without_cut(story: WireItem) -> tuple[WireItem, tuple[str, ...]]:
    """A story without the mark that it was cut off there, and what is told of that."""
    cut = _CUT.search(story.text)
    if cut is None:
        return story, ()
    told = f"the rest of its text, {int(cut['rest']):,} characters that the record does not hold"
    return replace(story, text=story.text[: cut.start()]), (told,)


def _flattened(value: object, *, depth: int = _DEEPEST) -> str | None:
    """Text as it is, a list of paragraphs joined, or the text within an object."""
    if isinstance(value, str):
        return value
    if not depth:
        return None
    if isinstance(value, list):
        parts = [_flattened(part, depth=depth - 1) for part in value]
        known = [part for part in parts if part is not None]
        return "\n\n".join(known) if len(known) == len(parts) else None
    if isinstance(value, Mapping):
        named = normalised_keys(value)
        inner = (_flattened(named.get(name), depth=depth - 1) for name in _PARTS)
        return next((one for one in inner if one is not None), None)
    return None
