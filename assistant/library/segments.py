"""Whether the files of a tantivy index are as they were written, by the sums at their ends."""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

_TAIL: Final = struct.Struct("<II")
"""The length of the description that stands before it, and the number that says so."""
_MAGIC: Final = 1337


def changed_files(folder: Path) -> list[str]:
    """Names of the files in use that are not as tantivy wrote them, or are gone.

    tantivy itself looks at no sum when it opens an index, and of what was changed since it
    finds other passages, or panics.

    Raises:
        OSError, ValueError: what says which files are in use cannot be read.
    """
    named = (folder / "meta.json").read_bytes()
    while True:
        changed = [name for name in _in_use(folder, named) if not _is_whole(folder / name)]
        before, named = named, (folder / "meta.json").read_bytes()
        # Who writes meanwhile may have removed what was in use.
        if not changed or named == before:
            return changed


def _in_use(folder: Path, meta: bytes) -> Iterator[str]:
    """The files of the segments that ``meta`` names; others may be half written."""
    try:
        deleted = {
            segment["segment_id"].replace("-", ""): (segment["deletes"] or {}).get("opstamp")
            for segment in json.loads(meta)["segments"]
        }
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"meta.json is not tantivy's ({error!r})") from error
    for path in sorted(folder.iterdir()):
        key, _, rest = path.name.partition(".")
        if key not in deleted:
            continue
        if not rest.endswith("del") or rest == f"{deleted[key]}.del":
            yield path.name


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            length, magic = _TAIL.unpack(held[-_TAIL.size :])
            end = len(held) - _TAIL.size - length
            if magic != _MAGIC or end < 0:
                return False
            described: dict[str, Any] = json.loads(held[end : -_TAIL.size])
            with memoryview(held) as whole, whole[:end] as told:
                return bool(zlib.crc32(told) == described["crc"])
    except (OSError, ValueError, TypeError, KeyError, struct.error):
        return False
