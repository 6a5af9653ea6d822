"""One record of JSON to a document, by the names that collections of articles have for things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import Final

from assistant.errors import ReadingError
from assistant.reading.canonical import canonical_text, has_words, single_line, title_from
from assistant.reading.documents import Place, make_document
from assistant.reading.formats import looks_like_wire
from assistant.reading.fragments import fragment_text, has_markup
from assistant.reading.metadata import (
    Metadata,
    first_of,
    line_of,
    metadata_of,
    names_for,
    normalised_keys,
    web_address,
)
from assistant.reading.newsml import nitf_within
from assistant.reading.wire import (
    WireItem,
    is_withdrawn,
    origin_of_notice,
    refuse_embargoed,
    refuse_kill,
    version_number,
    wire_origin,
    with_dateline,
    withdrawn,
)
from assistant.types import Document

_ITEM: Final = "item"
_DEEPEST: Final = 3
# What NewsAPI puts where it cuts a text.
_CUT: Final = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+(?P<rest>\d{1,9}) chars\]\s*$")
_NO: Final = frozenset({"", "false", "no", "none", "0"})
_YES: Final = frozenset({"true", "yes", "1"})
_LONGEST_ID: Final = 1000
_SHOWN_KEYS: Final = 8


def listed_records(value: object) -> list[object] | None:
    """Returns the list of records that a file holds; None where it holds a single one."""
    if isinstance(value, list):
        return value
    for _ in range(_DEEPEST):
        if not isinstance(value, Mapping) or _has_text(_unwrapped(value)):
            return None
        inner = [value[key] for key in names_for("lists") if key in value]
        listed = next((one for one in inner if isinstance(one, list)), None)
        if listed is not None:
            return listed
        value = next((one for one in inner if isinstance(one, Mapping)), None)
    return None


def _unwrapped(value: Mapping[str, object], *, depth: int = _DEEPEST) -> dict[str, object]:
    values = normalised_keys(value)
    if not depth or _has_text(values):
        return values
    for key in names_for("wrappers"):
        wrapped = values.get(key)
        if isinstance(wrapped, Mapping):
            inner = _unwrapped(wrapped, depth=depth - 1)
            # An item may be a notice, which needs no text.
            if key == _ITEM or _has_text(inner):
                return {name: one for name, one in values.items() if name != key} | inner
    return values


def record_document(value: object, *, name: str, place: Place, now: datetime) -> Document:
    """Returns the document of a record.

    Args:
        value: the record, with any names that are understood.
        name: what people know it as; a comma at its end goes before a verb.
        place: where it was read.
        now: the time that embargoes are compared with.

    Raises:
        WithdrawnError: its provider withdrew it, or it is a notice that kills a story.
        ReadingError: it is under embargo, is no article, or holds no text.
    """
    if not isinstance(value, Mapping):
        raise ReadingError(
            f"{name} is no article: an object with names and values is expected",
            hint='Write each article as {"title": …, "text": …}',
        )
    values = _unwrapped(value)
    item = _item(values, name=name, now=now)
    if item is None:
        keys = single_line(", ".join(list(map(str, value))[:_SHOWN_KEYS]))
        raise ReadingError(
            f"{name} has no text",
            hint=f"Put the article under text, body or content; it has {keys or 'nothing'}",
        )
    metadata = item.metadata
    known = _wire_origin(values, item)
    origin = None if web_address(metadata.url) else known
    key = next(filter(None, (line_of(values.get(one)) for one in names_for("ids"))), None)
    item = replace(item, identifier=key or known or "")
    named = key or metadata.title
    if is_withdrawn(item.status):
        found = origin or web_address(metadata.url) or named
        found = found and origin_of_notice(origin, url=metadata.url, place=place, key=named)
        raise withdrawn(item, name=name, origin=found)
    text = with_dateline(item.text, item.dateline)
    title = metadata.title
    if title:
        plain = fragment_text(title) if has_markup(title) else unescape(title)
        title = single_line(plain) or None
    document = make_document(
        text,
        metadata=replace(metadata, title=title),
        place=place,
        name=name,
        key=key or title or title_from(canonical_text(text)),
        origin=origin,
        number=item.number if known else None,
    )
    if known:
        refuse_kill(item, document, name=name.rstrip(","))
    return document


def _item(values: Mapping[str, object], *, name: str, now: datetime) -> WireItem | None:
    """Returns the story of a record, or its notice, which needs no text; None for neither."""
    status = line_of(first_of(values, "status")) or ""
    is_notice = is_withdrawn(status)
    if not is_notice:
        given = (values.get(key) for key in names_for("embargo"))
        embargoes = [written for value in given for written in _embargoes(value)]
        refuse_embargoed(status, embargoes, name=name, now=now)
    story = None
    try:
        story = _story(values, name=name, now=now)
    except ReadingError:
        if not is_notice:
            raise
    if story is None and not is_notice:
        return None
    story = story or WireItem()
    metadata = _completed(metadata_of(values), story.metadata)
    if cut := _CUT.search(story.text):
        rest = f"{int(cut['rest']):,} characters that the record does not hold"
        left_out = (*metadata.left_out, f"the rest of its text, {rest}")
        metadata = replace(metadata, left_out=left_out)
        story = replace(story, text=story.text[: cut.start()])
    return replace(
        story,
        metadata=metadata,
        dateline=line_of(values.get("dateline")) or story.dateline,
        status=status if is_notice else story.status,
        number=version_number(values.get("version")) or story.number,
        note=line_of(first_of(values, "note"), limit=_LONGEST_ID) or story.note,
    )


def _embargoes(value: object) -> tuple[str, ...]:
    """Returns until when a value has a record held; blank for what gives no date."""
    if not value or (isinstance(value, str) and value.strip().lower() in _NO):
        return ()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ("",)
    return ("" if str(value).strip().lower() in _YES else str(value),)


def _wire_origin(values: Mapping[str, object], item: WireItem) -> str | None:
    """Returns what later versions of a wire story come from, where there is an id for them."""
    for key in names_for("wire_ids"):
        if origin := wire_origin(line_of(values.get(key), limit=_LONGEST_ID) or ""):
            return origin
    other = values.get("altids")
    if isinstance(other, Mapping):
        identifier = line_of(normalised_keys(other).get("itemid"), limit=_LONGEST_ID) or ""
        return wire_origin(identifier, authority=item.metadata.source or "")
    return wire_origin(item.identifier, authority=item.authority)


def _completed(own: Metadata, within: Metadata) -> Metadata:
    missing = {
        name: value
        for name in ("title", "source", "url", "authors", "published", "updated")
        if not getattr(own, name) and (value := getattr(within, name))
    }
    return replace(own, **missing)


def _has_text(values: Mapping[str, object]) -> bool:
    return any(has_words(_flattened(values.get(key)) or "") for key in names_for("text"))


def _story(values: Mapping[str, object], *, name: str, now: datetime) -> WireItem | None:
    """Returns the text of a record; with its metadata, where it is a whole NITF story."""
    for key in names_for("text"):
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
            story = WireItem(text=plain)
        if has_words(story.text):
            return story
    return None


def _flattened(value: object, *, depth: int = _DEEPEST) -> str | None:
    """Returns text as it is, a list of paragraphs joined, or the text within an object."""
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
        inner = (_flattened(named.get(name), depth=depth - 1) for name in names_for("pieces"))
        return next((one for one in inner if one is not None), None)
    return None
