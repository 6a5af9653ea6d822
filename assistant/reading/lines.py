"""JSON lines of any length: one line in memory at a time."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from assistant.errors import ReadingError
from assistant.reading.decoding import decode
from assistant.reading.formats import Format
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.records import Records
from assistant.reading.streams import Stream

_MOST_FAILURES: Final = 100
"""Lines one after the other that cannot be read until a file is given up."""
_BLOCK: Final = 1 << 16


def holds_lines(stream: Stream, *, named: Format | None) -> bool:
    """Whether a file is longer than its head, and that head begins with lines of JSON.

    A shorter one is read as a whole: it may also be one value over several lines.
    """
    if stream.complete or named not in {Format.JSON_LINES, Format.JSON, None}:
        return False
    start = stream.head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith(b"{"):
        return False
    # The last one may go on beyond the head.
    whole = [line for line in start.split(b"\n")[:-1] if line.strip()]
    if named is Format.JSON_LINES:
        return not whole or any(map(_is_object, whole))
    return bool(whole) and _is_object(whole[0])


def read_lines(part: Part, *, terms: Terms) -> Iterator[Reading]:
    """What comes of each record in a file of JSON lines, as it is read.

    A line that cannot be read is told of, and the others go on.

    Raises (while read):
        ReadingError: too many lines in a row cannot be read, or there is none.
    """
    stream = part.stream
    records = Records(part.place, now=terms.now)
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
    if not records.count:
        raise ReadingError(f"{part.name} holds no article", hint="Check that it is the right file")


def _of_line(
    line: bytes, number: int, *, records: Records, part: Part, terms: Terms
) -> Iterator[Reading]:
    if len(line) > terms.max_bytes and not line.endswith(b"\n"):
        while (rest := part.stream.line(_BLOCK)) and not rest.endswith(b"\n"):
            pass
        error = ReadingError(
            f"{part.name} has a line {number} of more than {terms.max_bytes / 1_000_000:g} MB",
            hint="Write one article a line, or raise ASSISTANT_MAX_FILE_MB",
        )
        yield Reading(f"{part.name}, line {number}", error)
        return
    try:
        text = _decoded(line, name=part.name)
    except ReadingError as error:
        yield Reading(f"{part.name}, line {number}", error)
    else:
        yield from records.of_line(text, number=number)


def _decoded(line: bytes, *, name: str) -> str:
    try:
        return line.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return decode(line, name=name)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
