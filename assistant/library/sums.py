"""Whether the files of Chroma's graph are as they were left, by sums that are noted beside them."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Final

from assistant.library.folder import make_file

_NAME: Final = "sums.json"
_WRITTEN: Final = "index_metadata.pickle"
"""What Chroma writes last: of a folder without it, it reads nothing and writes all anew."""
_PART: Final = 1 << 20


class Sums:
    """The sums of the files in the folders of ``FOLDER/vectors``, in ``FOLDER/sums.json``.

    Chroma reads them in native code that believes every byte: one that was changed since may
    take the whole process with it. Its writer notes the sums whenever it has written; whoever
    opens the files looks at them first. An index of an older program has none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[tuple[int, int], int]] = {}

    def note(self) -> None:
        """Notes the sums as they are; what has not changed since the last time is not read."""
        told = json.dumps(self._found()).encode()
        path = self._folder / _NAME
        if path.is_file() and path.read_bytes() == told:
            return
        made = path.with_suffix(".new")
        make_file(made)
        made.write_bytes(told)
        made.replace(path)

    def hold(self) -> bool:
        """Whether the files are those that were noted, byte for byte."""
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
        return {name: told for name, (_, told) in known.items()}


def _sum(path: Path) -> int:
    told = 0
    with path.open("rb") as file:
        while part := file.read(_PART):
            told = zlib.crc32(part, told)
    return told
