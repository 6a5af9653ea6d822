"""What may be uploaded at a time, and uploads as sources to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant.errors import UsageError
from assistant.reading import Upload
from assistant.reading.formats import formats_by_suffix

# Browsers and Gradio look at the last ending alone: of .warc.gz at .gz.
_ENDINGS: Final = tuple(
    dict.fromkeys("." + suffix.rpartition(".")[2] for suffix in formats_by_suffix())
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Most files at a time, most megabytes a file, most characters of a pasted text."""

    megabytes: float
    files: int = 200
    characters: int = 500_000
    endings: tuple[str, ...] = _ENDINGS


def uploads(paths: Sequence[str] | None, *, limits: Limits) -> list[Upload]:
    """Files that a browser sent, under the names that they have there.

    Raises:
        UsageError: there are too many; none of them is kept.
    """
    given = list(paths or ())
    if len(given) > limits.files:
        for path in given:
            Path(path).unlink(missing_ok=True)
        raise UsageError(
            f"{len(given)} files are more than the {limits.files} that are taken at a time",
            hint="Add them in several goes, or with assistant add",
        )
    return [Upload(Path(path), Path(path).name) for path in given]
