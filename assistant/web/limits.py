"""What may be given at a time, uploads as sources to read, and how often addresses are fetched."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final

from assistant.errors import UsageError
from assistant.reading import Upload
from assistant.reading.formats import formats_by_suffix
from assistant.web.uploads import forget

# Browsers and Gradio look at the last ending alone: of .warc.gz at .gz.
_ENDINGS: Final = tuple(
    dict.fromkeys("." + suffix.rpartition(".")[2] for suffix in formats_by_suffix())
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Most files at a time, megabytes a file, characters of a pasted text, addresses at a time."""

    megabytes: float
    files: int = 200
    characters: int = 500_000
    addresses: int = 20
    endings: tuple[str, ...] = _ENDINGS


def uploads(paths: Sequence[str] | None, *, limits: Limits) -> list[Upload]:
    """Files that a browser sent, under the names that they have there.

    Raises:
        UsageError: there are too many; none of them is kept.
    """
    given = list(paths or ())
    if len(given) > limits.files:
        forget(given)
        raise UsageError(
            f"{len(given)} files are more than the {limits.files} that are taken at a time",
            hint="Add them in several goes, or with assistant add",
        )
    return [Upload(Path(path), Path(path).name) for path in given]


class Allowance:
    """How many addresses may be asked for, by everybody together. Thread-safe.

    Args:
        most: how many within ``seconds``.
        seconds: how long one counts.
        now: seconds of a clock that never goes back.
    """

    def __init__(
        self, most: int = 100, seconds: float = 600.0, *, now: Callable[[], float] = monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._now = now
        self._taken: deque[float] = deque()
        self._taking = Lock()

    def take(self, number: int = 1) -> None:
        """Counts ``number`` more, all of them or, where that is too many, none.

        Raises:
            UsageError: it is too many; ``hint`` says after how long it is not.
        """
        with self._taking:
            now = self._now()
            while self._taken and self._taken[0] <= now - self._seconds:
                self._taken.popleft()
            over = len(self._taken) + number - self._most
            if over > 0:
                since = self._taken[min(over, len(self._taken)) - 1] if self._taken else now
                wait = ceil(since + self._seconds - now)
                raise UsageError(
                    f"More than {self._most} addresses were asked for within "
                    f"{self._seconds / 60:.0f} minutes",
                    hint=f"Try again in {wait} seconds",
                )
            self._taken.extend([now] * number)
