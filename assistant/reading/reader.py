"""Sources to documents: the way into the reading room."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from assistant.errors import ReadingError
from assistant.reading.decoding import declared_charset, decode
from assistant.reading.documents import Place
from assistant.reading.formats import Format, looks_like_html, named_format, seen_format
from assistant.reading.metadata import Metadata, author_names
from assistant.reading.plain import read_plain
from assistant.reading.sources import Source
from assistant.types import Document


def read(source: Source, *, max_bytes: int, stdin: BinaryIO | None = None) -> tuple[Document, ...]:
    """The documents that a source holds: all of them, or none and an error.

    Args:
        source: what to read, from ``expand``.
        max_bytes: the largest size that is read.
        stdin: what standard input is; None takes that of the process.

    Returns:
        At least one document; several from JSON alone.

    Raises:
        ReadingError: it cannot be read, is empty or too large, or holds no article.
    """
    if source.url is not None:
        raise ReadingError(
            f"{source.name} is a web address, and nothing is fetched here",
            hint="Save the page as HTML and give that file",
        )
    data = _bytes(source, max_bytes=max_bytes, stdin=stdin)
    if not data:
        raise ReadingError(f"{source.name} is empty", hint="Check that it was saved completely")
    place = (
        Place(name=source.name, scheme="upload")
        if source.passing
        else Place(name=source.name, path=source.path)
    )
    named = named_format(source.suffix, data)
    if named is Format.PDF:
        from assistant.reading.pdf import read_pdf

        return (read_pdf(data, place=place),)
    declared = declared_charset(data) if named in {Format.HTML, None} else None
    text = decode(data, name=source.name, declared=declared)
    if not text.strip("\ufeff \t\r\n\v\f\x00\xa0"):
        raise ReadingError(
            f"{source.name} holds only blank space", hint="Check that it was saved completely"
        )
    return _documents(text, format_=_format(text, named=named), place=place)


@dataclass(frozen=True, slots=True)
class PastedText:
    """Text that somebody pasted; its headline is the first line, if that is set apart."""

    text: str


def read_text(
    text: str,
    *,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    authors: Sequence[str] = (),
    published: date | None = None,
    updated: date | None = None,
    language: str = "en",
) -> Document:
    """The document of plain text that is given as it is.

    Without a title, a first line that is set apart is taken, else one is made from the
    first sentence. A ``url`` that is not http or https is left out.

    Raises:
        ReadingError: there is no text, or too much.
    """
    metadata = Metadata(
        title=title,
        source=source,
        url=url,
        authors=author_names(authors),
        published=published,
        updated=updated,
        language=language,
    )
    return read_plain(text, place=Place(name="the given text", scheme="text"), metadata=metadata)


def _format(text: str, *, named: Format | None) -> Format:
    if named is None:
        return seen_format(text)
    if named is Format.TEXT and looks_like_html(text):
        return Format.HTML
    return named


def _documents(text: str, *, format_: Format, place: Place) -> tuple[Document, ...]:
    # Each format's module is loaded when it is needed: start-up time is a promise.
    match format_:
        case Format.HTML:
            from assistant.reading.html import read_html

            return (read_html(text, place=place),)
        case Format.MARKDOWN:
            from assistant.reading.markdown import read_markdown

            return (read_markdown(text, place=place),)
        case Format.JSON | Format.JSON_LINES:
            from assistant.reading.records import read_records

            return read_records(text, place=place, lines=format_ is Format.JSON_LINES)
        case _:
            return (read_plain(text, place=place),)


def _bytes(source: Source, *, max_bytes: int, stdin: BinaryIO | None) -> bytes:
    """The bytes of a source, at most ``max_bytes``.

    Raises:
        ReadingError: there are more, or they cannot be read.
    """
    if source.path is None:
        data = (stdin or sys.stdin.buffer).read(max_bytes + 1)
    else:
        data = _file_bytes(source.path, name=source.name, max_bytes=max_bytes)
    if len(data) > max_bytes:
        raise _too_large(source.name, max_bytes=max_bytes)
    return data


def _file_bytes(path: Path, *, name: str, max_bytes: int) -> bytes:
    try:
        if path.is_dir():
            os.scandir(path).close()  # one that may not be opened is told as such
            raise ReadingError(
                f"{name} is a folder", hint="Give the files in it, or the folder as an argument"
            )
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            # A pipe has no size; for it the number of bytes read is what counts.
            if stat.S_ISREG(status.st_mode) and status.st_size > max_bytes:
                raise _too_large(name, max_bytes=max_bytes)
            return file.read(max_bytes + 1)
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


def _too_large(name: str, *, max_bytes: int) -> ReadingError:
    return ReadingError(
        f"{name} is larger than {max_bytes / 1_000_000:g} MB",
        hint="Cut it into smaller files, or raise ASSISTANT_MAX_FILE_MB",
    )
