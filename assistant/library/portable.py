"""Reads and writes the portable file of a library: gzipped lines of JSON with checksums.

The first line says what the file is. Then each entry is a line with the SHA-256 of its value;
the last line counts them and has the SHA-256 of everything before it, so that a cut or
damaged file is known as such. ``zcat`` shows it all.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import DamagedFileError, LibraryError, UsageError

FORMAT: Final = "news-desk-library"
VERSION: Final = 1
_LONGEST_LINE: Final = 256_000_000
"""Bytes of an entry: more than the longest article with the vectors of all its sentences."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Header(_Form):
    """What the file is; ``model`` made the vectors in it, None where there are none."""

    format: Literal["news-desk-library"]
    version: int
    made: str
    model: str | None
    dimension: int | None


class StoredVectors(_Form):
    """A passage with its vectors, packed as the catalogue keeps them, in base 64."""

    first: int
    last: int
    vector: str
    sentence_vectors: str


class _Text(_Form):
    id: str
    origin: str
    title: str
    text: str
    source: str | None
    url: str | None
    authors: list[str]
    published: str | None
    updated: str | None
    language: str
    sentences: list[tuple[int, int]]


class VersionEntry(_Text):
    """The text of an older version of an article."""

    kind: Literal["version"] = "version"


class ArticleEntry(_Text):
    """The newest version of an article; its versions and replacements follow it."""

    kind: Literal["article"] = "article"
    added: str
    passages: list[StoredVectors] | None


class ReplacementEntry(_Form):
    """From when to when a version was the newest, and what took its place."""

    kind: Literal["replacement"] = "replacement"
    origin: str
    article_id: str
    added: str
    replaced: str
    replaced_by: str
    late: bool


class RowEntry(_Form):
    """A row of another table; bytes are in base 64, named in ``binary``."""

    kind: Literal["row"] = "row"
    table: str
    values: dict[str, str | int | float | bool | None]
    binary: list[str]


Entry = ArticleEntry | VersionEntry | ReplacementEntry | RowEntry


class _Line(_Form):
    sum: str
    value: Annotated[Entry, Field(discriminator="kind")]


class _End(_Form):
    entries: int
    sum: str


class Writer:
    """Writes entries to a file that is not there before all of it is."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self.entries = 0
        self._file = file
        self._sum = hashlib.sha256()

    def put(self, entry: Entry) -> None:
        """Writes one entry."""
        body = _canonical(entry.model_dump(mode="json"))
        self.line(f'{{"sum":"{_sum(body)}","value":{body}}}')
        self.entries += 1

    def line(self, text: str) -> None:
        """Writes a line that the checksum in the last one covers."""
        raw = text.encode("ascii") + b"\n"
        self._sum.update(raw)
        self._file.write(raw)

    def end(self) -> None:
        """Writes the last line."""
        end = _canonical({"entries": self.entries, "sum": self._sum.hexdigest()})
        self._file.write(end.encode("ascii") + b"\n")


@contextmanager
def writing_portable(path: Path, *, header: Header) -> Iterator[Writer]:
    """Writes the portable file ``path``, which is there, whole, when the block has ended.

    Raises:
        UsageError: there is a file of this name already, or no folder to put it into.
        LibraryError: it cannot be written.
    """
    refuse_existing(path)
    try:
        handle, made = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    part = Path(made)
    try:
        with os.fdopen(handle, "wb") as raw:
            # No name and no time within: the same library gives the same bytes.
            with gzip.GzipFile(
                filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0
            ) as file:
                writer = Writer(file)
                writer.line(_canonical(header.model_dump(mode="json")))
                yield writer
                writer.end()
            raw.flush()
            os.fsync(raw.fileno())
        refuse_existing(path)
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def refuse_existing(path: Path) -> None:
    """Raises where something would be overwritten.

    Raises:
        UsageError: there is something of this name already, or no folder to put it into.
    """
    if path.exists():
        raise UsageError(f"There is {str(path)!r} already", hint="Choose another name")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {str(path.parent)!r}", hint="Make it first")


def read_header(path: Path) -> Header:
    """Returns the header of a portable file.

    Raises:
        DamagedFileError: it is none, or is of a newer program.
    """
    with _opened(path) as file:
        return _header(_read_line(file), path)


def read_portable(path: Path) -> Iterator[Entry]:
    """Yields the entries of a portable file, each checked, and at the end the whole file.

    Raises:
        DamagedFileError: it is damaged, cut, or no such file.
    """
    with _opened(path) as file:
        whole = hashlib.sha256()
        raw = _read_line(file)
        _header(raw, path)
        count = 0
        while True:
            whole.update(raw)
            raw = _read_line(file)
            if not raw.endswith(b"\n"):
                raise DamagedFileError("The file ends too soon", hint=_HINT)
            if raw.startswith(b'{"entries":'):
                _check_end(raw, entries=count, whole=whole.hexdigest())
                if file.read(1):
                    raise DamagedFileError("The file goes on after its end", hint=_HINT)
                return
            count += 1
            yield _entry(raw, number=count)


_HINT: Final = "Nothing was imported: export it again, or take another copy of the file"


def _entry(raw: bytes, *, number: int) -> Entry:
    try:
        line = _Line.model_validate_json(raw)
    except ValidationError as error:
        raise DamagedFileError(f"Entry {number} of the file is damaged", hint=_HINT) from error
    if _sum(_canonical(line.value.model_dump(mode="json"))) != line.sum:
        raise DamagedFileError(f"Entry {number} does not fit its checksum", hint=_HINT)
    return line.value


def _check_end(raw: bytes, *, entries: int, whole: str) -> None:
    try:
        end = _End.model_validate_json(raw)
    except ValidationError as error:
        raise DamagedFileError("The file's last line is damaged", hint=_HINT) from error
    if end.entries != entries or end.sum != whole:
        raise DamagedFileError("The file does not fit its checksum", hint=_HINT)


def _header(raw: bytes, path: Path) -> Header:
    try:
        header = Header.model_validate_json(raw)
    except ValidationError as error:
        raise DamagedFileError(
            f"{str(path)!r} is no exported library",
            hint="Give a file that assistant export has made; articles are added by assistant add",
        ) from error
    if header.version > VERSION:
        raise DamagedFileError(
            f"The file has format {header.version}, this program knows up to {VERSION}",
            hint="Use a newer version of the program",
        )
    return header


@contextmanager
def _opened(path: Path) -> Iterator[gzip.GzipFile]:
    try:
        with gzip.open(path, "rb") as file:
            yield file
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DamagedFileError(
            f"{str(path)!r} is damaged or cut, or no exported library ({error})", hint=_HINT
        ) from error
    except OSError as error:
        raise UsageError(
            f"{str(path)!r} cannot be read ({error.strerror or error})", hint="Check its name"
        ) from error


def _read_line(file: gzip.GzipFile) -> bytes:
    raw = file.readline(_LONGEST_LINE)
    if len(raw) == _LONGEST_LINE:
        raise DamagedFileError("An entry of the file is longer than any can be", hint=_HINT)
    return raw


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def _sum(body: str) -> str:
    return hashlib.sha256(body.encode("ascii")).hexdigest()


def _unwritable(path: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"{str(path)!r} cannot be written ({error.strerror or error})",
        hint="Choose another place, or make room",
    )
