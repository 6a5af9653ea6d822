"""Files of JSON and JSON lines, these of any length: one record is one article."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from assistant.errors import ReadingError
from assistant.reading.decoding import decode
from assistant.reading.documents import Origins, Place
from assistant.reading.formats import JSON, JSON_LINES, Format
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.records import listed_records, record_document
from assistant.reading.streams import Stream
from assistant.reading.wire import is_wire_origin
from assistant.reading.workers import in_worker

_MOST_FAILURES: Final = 100
"""Lines one after the other that cannot be read until a file is given up."""
_BLOCK: Final = 1 << 16


def read(part: Part, terms: Terms) -> Iterator[Reading]:
    """Yields what comes of each record of a JSON file, in their order.

    It is an object, a list, an object with a list, or lines. Lines are understood in any file,
    and one value over several lines, too. Records without a web address are distinguished by
    their id, or else their title.

    Raises (while read):
        ReadingError: it is no JSON, or holds no record at all.
    """
    records = _Records(part.place, now=terms.now)
    try:
        value = _parsed(part.text, name=part.place.name)
    except ReadingError:
        first, _, rest = part.text.strip().partition("\n")
        if part.suffix not in JSON_LINES.suffixes and not (rest and _is_object(first)):
            raise
        for number, line in enumerate(part.text.split("\n"), 1):
            yield from records.of_line(line, number=number)
    else:
        yield from records.of_value(value, name=part.place.name, size=len(part.text))
    records.refuse_none()


def holds_lines(stream: Stream, *, named: Format | None) -> bool:
    """Returns whether a file is longer than its head, and that begins with lines of JSON.

    A shorter one is read as a whole: it may also be one value over several lines.
    """
    if stream.complete or named not in {JSON_LINES, JSON, None}:
        return False
    start = stream.head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith(b"{"):
        return False
    # The last one may go on beyond the head.
    whole = [line for line in start.split(b"\n")[:-1] if line.strip()]
    if named is JSON_LINES:
        return not whole or any(map(_is_object, whole))
    return bool(whole) and _is_object(whole[0])


def read_lines(part: Part, *, terms: Terms) -> Iterator[Reading]:
    """Yields what comes of each record in a file of JSON lines, as it is read.

    A line that cannot be read is reported, and the others go on.

    Raises (while read):
        ReadingError: too many lines in a row cannot be read, or there is none.
    """
    stream = part.stream
    records = _Records(part.place, now=terms.now)
    number = failures = 0
    while line := stream.line(terms.max_bytes + 1):
        number += 1
        for reading in _of_line(line, number, records=records, part=part, terms=terms):
            failures = failures + 1 if isinstance(reading.outcome, ReadingError) else 0
            yield replace(reading, share=stream.share or 1.0)
        if failures >= _MOST_FAILURES:
            raise ReadingError(
                f"{part.name} is given up at line {number:,}: {failures} in a row cannot be read",
                hint="Check that it is the right file",
            )
    records.refuse_none()


def _of_line(
    line: bytes, number: int, *, records: _Records, part: Part, terms: Terms
) -> Iterator[Reading]:
    name = f"{part.name}, line {number}"
    if len(line) > terms.max_bytes and not line.endswith(b"\n"):
        while (rest := part.stream.line(_BLOCK)) and not rest.endswith(b"\n"):
            pass
        error = ReadingError(
            f"{part.name} has a line {number} of more than {terms.max_bytes / 1_000_000:g} MB",
            hint="Write one article a line, or raise ASSISTANT_MAX_FILE_MB",
        )
        yield Reading(name, error)
        return
    try:
        text = decode(line, name=part.name)
    except ReadingError as error:
        yield Reading(name, error)
    else:
        yield from records.of_line(text, number=number)


class _Records:
    def __init__(self, place: Place, *, now: datetime) -> None:
        self._place = place
        self._now = now
        self._origins = Origins()
        self._count = 0

    def of_line(self, line: str, *, number: int) -> Iterator[Reading]:
        """Yields what comes of a line; nothing of a blank one."""
        if not line.strip():
            return
        name = f"{self._place.name}, line {number}"
        try:
            value = _parsed(line, name=self._place.name, number=number)
        except ReadingError as error:
            self._count += 1
            yield Reading(name, error)
        else:
            yield from self.of_value(value, name=f"{name},", size=len(line))

    def of_value(self, value: object, *, name: str, size: int) -> Iterator[Reading]:
        """Yields what comes of a record or list of records, of so many characters."""
        listed = listed_records(value)
        if listed is None:
            yield self._reading(value, name=name, size=size)
            return
        for number, item in enumerate(listed, 1):
            yield self._reading(item, name=f"{name.rstrip(',')}, record {number},", size=size)

    def refuse_none(self) -> None:
        """Raises where there was no record.

        Raises:
            ReadingError: there was none.
        """
        if not self._count:
            raise ReadingError(
                f"{self._place.name} holds no article", hint="Check that it is the right file"
            )

    def _reading(self, value: object, *, name: str, size: int) -> Reading:
        make = partial(record_document, name=name, place=self._place, now=self._now)
        self._count += 1
        try:
            document = in_worker(make, value, name=name.rstrip(","), size=size)
        except ReadingError as error:
            return Reading(name.rstrip(","), error)
        if document.url is None and not is_wire_origin(document.origin):
            document = self._origins.distinct(document)
        return Reading(self._place.name, document)


def _parsed(text: str, *, name: str, number: int | None = None) -> object:
    where = f" at line {number}" if number else ""
    problem = f"{name} is not JSON of articles{where}"
    try:
        value: object = json.loads(text, parse_constant=lambda _: None)
    except RecursionError:
        reason = "nested too deeply"
    except json.JSONDecodeError as error:
        problem = f"{name} is not valid JSON at line {number or error.lineno}, column {error.colno}"
        reason = error.msg[:1].lower() + error.msg[1:]
    except ValueError:
        reason = "a number has too many digits"
    else:
        return value
    raise ReadingError(f"{problem}: {reason}", hint="Correct it there, or export it again")


def _is_object(line: str | bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
