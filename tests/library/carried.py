"""What the tests of carrying a library elsewhere share: files made, changed and taken in."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.library.exchange import export_library, import_library
from assistant.library.library import Library
from assistant.reports import ExportReport, ImportReport
from tests.library.made import prepared


def exported(opened: Library, path: Path, *, vectors: bool = True) -> ExportReport:
    """Exports a library to a file."""
    return export_library(opened, path, vectors=vectors)


def imported(opened: Library, path: Path, *, embedded: list[str] | None = None) -> ImportReport:
    """Imports a file; ``embedded`` takes the ids of the articles that had no vectors."""

    def prepare(articles: Any) -> Any:
        for one in articles:
            if embedded is not None:
                embedded.append(one.id)
            yield prepared(one)

    return import_library(opened, path, prepare=prepare)


def held(opened: Library, *, vectors: bool = True) -> list[object]:
    """All that a portable file of a library would hold."""
    with opened.catalogue.entries(vectors=vectors) as entries:
        return list(entries)


def relined(path: Path, to: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """Writes a portable file again with other lines."""
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    to.write_bytes(gzip.compress(b"".join(change(lines))))


def line_of(value: dict[str, Any]) -> bytes:
    """The line of an entry, with the right checksum."""
    body = json.dumps(value, separators=(",", ":"))
    total = hashlib.sha256(body.encode()).hexdigest()
    return f'{{"sum":"{total}","value":{body}}}\n'.encode()


def ended(lines: list[bytes]) -> list[bytes]:
    """The lines of a header and of entries, and the last line that is right for them."""
    end = {"entries": len(lines) - 1, "sum": hashlib.sha256(b"".join(lines)).hexdigest()}
    return [*lines, json.dumps(end, separators=(",", ":")).encode() + b"\n"]
