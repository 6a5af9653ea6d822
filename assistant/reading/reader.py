"""Sources to documents: the way into the reading room."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from assistant.errors import ReadingError
from assistant.reading.decoding import declared_charset, decode
from assistant.reading.documents import Place
from assistant.reading.formats import (
    HTML,
    TEXT,
    WARC,
    XML,
    ZIP,
    Format,
    is_packed_warc,
    looks_like_html,
    looks_like_wire,
    named_format,
    reader_of,
    seen_format,
)
from assistant.reading.json_files import holds_lines, read_lines
from assistant.reading.parts import Part, Reading, Terms
from assistant.reading.plain import read_text
from assistant.reading.sources import Source, real_path
from assistant.reading.streams import HEAD, Budget, Stream
from assistant.reading.workers import each_in_worker
from assistant.types import Document


def read(
    source: Source,
    *,
    max_bytes: int,
    stdin: BinaryIO | None = None,
    now: datetime | None = None,
) -> tuple[Document, ...]:
    """Returns the documents that a source holds: all of them, or none and an error.

    Takes what ``read_each`` takes.

    Returns:
        At least one document.

    Raises:
        ReadingError: it, or anything in it, cannot be read.
    """
    documents: list[Document] = []
    for reading in read_each(source, max_bytes=max_bytes, stdin=stdin, now=now):
        if isinstance(reading.outcome, ReadingError):
            raise reading.outcome
        documents.append(reading.outcome)
    return tuple(documents)


def read_each(
    source: Source,
    *,
    max_bytes: int,
    stdin: BinaryIO | None = None,
    now: datetime | None = None,
) -> Iterator[Reading]:
    """Yields what comes of each article of a source, one after the other, as it is read.

    What cannot be read, be it the source, a member or a record, is given as an error, and
    the others go on. Of archives and JSON lines one article is held in memory at a time.

    Args:
        source: what to read, from ``expand``.
        max_bytes: the largest file, or line of JSON lines, and the most that is unpacked of
            an archive.
        stdin: what standard input is; None takes that of the process.
        now: the time that embargoes are compared with; None takes the clock's.
    """
    terms = Terms(
        max_bytes=max_bytes,
        now=now or datetime.now(UTC),
        budget=Budget(max_bytes, name=source.name),
    )
    place = (
        Place(name=source.name, scheme="upload")
        if source.passing
        else Place(name=source.name, path=real_path(source.path))
    )
    missing = source.missing
    if source.url is not None:
        missing = ReadingError(
            f"{source.name} is a web address, and nothing is fetched here",
            hint="Save the page as HTML and give that file",
        )
    if missing is not None:
        yield Reading(source.name, missing)
        return
    try:
        if source.pasted is not None:
            yield Reading(
                source.name, read_text(source.pasted.text, metadata=source.pasted.metadata)
            )
            return
        with _opened(source, stdin=stdin, ahead=min(HEAD, max_bytes + 1)) as stream:
            part = Part(source.name, source.suffix, place, stream)
            yield from read_part(part, terms=terms)
    except ReadingError as error:
        yield Reading(source.name, error)


def read_part(part: Part, *, terms: Terms) -> Iterator[Reading]:
    """Yields what comes of a file or of a member of an archive.

    Raises (while read):
        ReadingError: it cannot be read, or not any further.
    """
    head = part.stream.head
    if not head:
        raise ReadingError(f"{part.name} is empty", hint="Check that it was saved completely")
    format_ = named_format(part.suffix, head)
    if format_ is None and is_packed_warc(head):
        format_ = WARC
    if format_ is not None and not format_.whole:
        # The members of a zip folder say what format it is.
        yield from reader_of(ZIP if format_.members else format_)(part, terms)
    elif holds_lines(part.stream, named=format_):
        yield from read_lines(part, terms=terms)
    else:
        data = part.stream.whole(most=terms.max_bytes, name=part.name)
        whole = partial(Part, part.name, part.suffix, part.place, depth=part.depth)
        yield from each_in_worker(
            _read_whole, data, whole, format_, terms, name=part.name, size=len(data)
        )


def _read_whole(
    data: bytes, whole: Callable[..., Part], named: Format | None, terms: Terms
) -> Iterator[Reading]:
    part = whole(stream=Stream(BytesIO(data), name=""), data=data)
    if named is not None and not named.text:
        yield from reader_of(named)(part, terms)
        return
    declared = declared_charset(data) if named in {HTML, XML, None} else None
    text = decode(data, name=part.name, declared=declared)
    if not text.strip("\ufeff \t\r\n\v\f\x00\xa0"):
        raise ReadingError(
            f"{part.name} holds only blank space", hint="Check that it was saved completely"
        )
    if named is None:
        named = seen_format(text)
    elif named in {TEXT, XML} and looks_like_html(text):
        named = HTML
    elif named == TEXT and looks_like_wire(text):
        named = XML
    yield from reader_of(named)(replace(part, text=text), terms)


@contextmanager
def _opened(source: Source, *, stdin: BinaryIO | None, ahead: int) -> Iterator[Stream]:
    if source.path is None:
        yield Stream(stdin or sys.stdin.buffer, name=source.name, ahead=ahead)
        return
    with _file(source.path, name=source.name) as file:
        status = os.fstat(file.fileno())
        # A pipe has no size, and can be read from its start alone.
        regular = stat.S_ISREG(status.st_mode)
        yield Stream(
            file,
            name=source.name,
            size=status.st_size if regular else None,
            ahead=ahead,
            seekable=file if regular else None,
        )


def _file(path: Path, *, name: str) -> BinaryIO:
    try:
        if path.is_dir():
            os.scandir(path).close()  # raises where it may not be opened
            raise ReadingError(
                f"{name} is a folder", hint="Give the files in it, or the folder as an argument"
            )
        return path.open("rb")
    except FileNotFoundError as error:
        raise ReadingError(f"{name} does not exist", hint="Check the spelling") from error
    except PermissionError as error:
        raise ReadingError(
            f"{name} may not be opened", hint="Give yourself the right to read it"
        ) from error
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadingError(
            f"{name} cannot be read: {reason}", hint="Check the disk or the connection to it"
        ) from error
