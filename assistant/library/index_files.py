"""Guards the files of the indexes: checksums before native code opens them, and its errors."""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from assistant.errors import LibraryError
from assistant.library.folder import disk_full, is_full, make_file

_NAME: Final = "sums.json"
_WRITTEN: Final = "index_metadata.pickle"
"""What Chroma writes last: of a folder without it, it reads nothing and writes all again."""
_PART: Final = 1 << 20


@contextmanager
def translated(index: str, *errors: type[Exception], folder: Path) -> Iterator[None]:
    """Turns ``errors`` (the system's and a panic of Rust too) into a ``LibraryError``."""
    caught: tuple[type[Exception], ...] = (*errors, OSError)
    try:
        yield
    except BaseException as error:
        # A panic has a class that cannot be imported, and is no Exception.
        if not isinstance(error, caught) and type(error).__name__ != "PanicException":
            raise
        if is_full(folder):
            raise disk_full() from error
        raise LibraryError(
            f"The library's {index} index cannot be used ({error})",
            hint="Make it anew with: assistant reindex",
        ) from error


class Sums:
    """The sums of the files in the folders of ``FOLDER/vectors``, in ``FOLDER/sums.json``.

    Chroma reads them in native code that believes every byte: one that was changed since may
    take the whole process with it. Its writer notes the sums whenever it has written; whoever
    opens the files looks at them first. An index of an older program has none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[tuple[int, int], int]] = {}

    def record(self) -> None:
        """Records the sums as they are; what has not changed since the last time is not read."""
        found = json.dumps(self._found()).encode()
        path = self._folder / _NAME
        if path.is_file() and path.read_bytes() == found:
            return
        made = path.with_suffix(".new")
        make_file(made)
        made.write_bytes(found)
        made.replace(path)

    def match(self) -> bool:
        """Whether the files are those that were recorded, byte for byte."""
        try:
            noted = json.loads((self._folder / _NAME).read_bytes())
        except FileNotFoundError:
            return True
        except (OSError, ValueError):
            return False
        self._known.clear()
        try:
            return bool(noted == self._found())
        except OSError:
            return False

    def _found(self) -> dict[str, int]:
        known = {}
        written = [path.parent for path in (self._folder / "vectors").glob(f"*/{_WRITTEN}")]
        for path in sorted(path for folder in written for path in folder.iterdir()):
            state = path.stat()
            name, now = str(path.relative_to(self._folder)), (state.st_mtime_ns, state.st_size)
            before = self._known.get(name)
            known[name] = before if before and before[0] == now else (now, _sum(path))
        self._known = known
        return {name: total for name, (_, total) in known.items()}


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while part := file.read(_PART):
            total = zlib.crc32(part, total)
    return total


_TAIL: Final = struct.Struct("<II")
"""The length of the description that stands before it, and the number that says so."""
_MAGIC: Final = 1337


def changed_files(folder: Path) -> list[str]:
    """Returns the names of the files in use that are not as tantivy wrote them, or are gone.

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
            with memoryview(held) as whole, whole[:end] as content:
                return bool(zlib.crc32(content) == described["crc"])
    except (OSError, ValueError, TypeError, KeyError, struct.error):
        return False
