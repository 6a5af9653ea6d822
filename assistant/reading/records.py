"""JSON and JSON lines to documents: one record is one article."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import NoReturn

from assistant.errors import ReadingError
from assistant.reading.canonical import canonical_text, has_words, single_line, title_from
from assistant.reading.documents import Place, make_document
from assistant.reading.fragments import fragment_text, has_markup
from assistant.reading.metadata import line_of, metadata_of, normalised_keys
from assistant.types import Document

_TEXT = (
    *("text", "body", "content", "articlebody", "fulltext", "maintext", "contenttext"),
    *("contenthtml", "bodytext", "articletext", "article", "story"),
)
_LISTS = ("articles", "data", "items", "results", "stories", "documents", "docs", "records")
_IDS = ("id", "guid", "uuid", "slug")
_SHOWN_KEYS = 8


@dataclass(frozen=True, slots=True)
class _Record:
    """A value of a JSON file and what people know it as."""

    value: object
    name: str


def read_records(text: str, *, place: Place, lines: bool = False) -> tuple[Document, ...]:
    """The documents of a JSON file: an object, a list, an object with a list, or lines.

    Args:
        text: the content of the file.
        place: where it was read.
        lines: whether it is named as JSON lines; what is wrong is then told by line.
            Lines are understood in any file, and one value over several lines, too.

    Returns:
        One document per record, in their order. Records without a web address are told
        apart by their id, or else their title.

    Raises:
        ReadingError: the first thing that is wrong: no JSON, a record without text, a
            date that is not understood, no record at all.
    """
    records = list(_records(text, place=place, lines=lines))
    if not records:
        raise ReadingError(f"{place.name} holds no article", hint="Check that it is the right file")
    documents: list[Document] = []
    origins: Counter[str] = Counter()
    for record in records:
        document = _document(record, place=place)
        if document.url is None:
            origins[document.origin] += 1
            if origins[document.origin] > 1:
                origin = f"{document.origin} ({origins[document.origin]})"
                document = replace(document, origin=origin)
        documents.append(document)
    return tuple(documents)


def _records(text: str, *, place: Place, lines: bool) -> Iterator[_Record]:
    name = place.name
    try:
        value = _parsed(text)
    except json.JSONDecodeError as error:
        if lines or _looks_like_lines(text):
            yield from _of_lines(text, name=name)
            return
        _refuse(f"{name} is not valid JSON at line {error.lineno}, column {error.colno}", error)
    except (ValueError, RecursionError) as error:
        _refuse(f"{name} is not JSON of articles", error)
    listed = _listed(value)
    if listed is None:
        yield _Record(value, name)
        return
    for number, item in enumerate(listed, 1):
        yield _Record(item, f"{name}, record {number},")


def _of_lines(text: str, *, name: str) -> Iterator[_Record]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = _parsed(line)
        except json.JSONDecodeError as error:
            _refuse(f"{name} is not valid JSON at line {number}, column {error.colno}", error)
        except (ValueError, RecursionError) as error:
            _refuse(f"{name} is not JSON of articles at line {number}", error)
        yield _Record(value, f"{name}, line {number},")


def _parsed(text: str) -> object:
    value: object = json.loads(text, parse_constant=lambda _: None)
    return value


def _refuse(message: str, error: Exception) -> NoReturn:
    reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
    if isinstance(error, ValueError) and not isinstance(error, json.JSONDecodeError):
        reason = "a number has too many digits"
    raise ReadingError(
        f"{message}: {reason[:1].lower()}{reason[1:]}", hint="Correct it there, or export it again"
    ) from error


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
    if not isinstance(value, Mapping) or _text_of(normalised_keys(value)):
        return None
    return next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)


def _document(record: _Record, *, place: Place) -> Document:
    if not isinstance(record.value, Mapping):
        raise ReadingError(
            f"{record.name} is no article: an object with names and values is expected",
            hint='Write each article as {"title": …, "text": …}',
        )
    values = normalised_keys(record.value)
    text = _text_of(values)
    if text is None:
        keys = single_line(", ".join(list(map(str, record.value))[:_SHOWN_KEYS]))
        raise ReadingError(
            f"{record.name} has no text",
            hint=f"Put the article under text, body or content; it has {keys or 'nothing'}",
        )
    metadata = metadata_of(record.value, name=record.name)
    if metadata.title is not None:
        metadata = replace(metadata, title=_without_markup(metadata.title))
    key = next(filter(None, (line_of(values.get(name)) for name in _IDS)), None)
    return make_document(
        text,
        metadata=metadata,
        place=place,
        name=record.name,
        key=key or metadata.title or title_from(canonical_text(text)),
    )


def _without_markup(title: str) -> str | None:
    plain = fragment_text(title) if has_markup(title) else unescape(title)
    return single_line(plain) or None


def _text_of(values: Mapping[str, object]) -> str | None:
    for key in _TEXT:
        text = _flattened(values.get(key))
        if text is not None and has_markup(text):
            text = fragment_text(text)
        if text is not None and has_words(text):
            return text
    return None


def _flattened(value: object) -> str | None:
    """Text as it is, a list of paragraphs joined, or the rendered text within an object."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    if isinstance(value, Mapping):
        return next(
            (inner for name in ("rendered", "text") if isinstance(inner := value.get(name), str)),
            None,
        )
    return None
