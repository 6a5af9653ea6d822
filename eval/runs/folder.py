"""The folder of a run: ``run.json`` says what was run, ``outcomes.jsonl`` has a line a case.

Lines are added as cases end, so a run that is killed goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from filelock import FileLock, Timeout

from assistant.errors import UsageError
from assistant.library.stored import from_text, to_text
from eval.runs.outcomes import Outcome

MANIFEST: Final = "run.json"
OUTCOMES: Final = "outcomes.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was run, and where.

    ``identity`` is all that has to be the same for a run to go on; ``facts`` is what is good
    to know besides.
    """

    name: str
    identity: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    def differences(self, other: Manifest) -> dict[str, tuple[str, str]]:
        """What of the identity is different in ``other``: mine and theirs."""
        names = [*self.identity, *(name for name in other.identity if name not in self.identity)]
        pairs = {
            name: (self.identity.get(name, ""), other.identity.get(name, "")) for name in names
        }
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it was read: what was run, and what came of it, by case and repeat."""

    manifest: Manifest
    outcomes: tuple[Outcome, ...]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The run in ``folder``.

        Raises:
            UsageError: there is none, or it cannot be read.
        """
        try:
            manifest = from_text(Manifest, (folder / MANIFEST).read_text(encoding="utf-8"))
            lines = (folder / OUTCOMES).read_text(encoding="utf-8").splitlines()
            outcomes = tuple(from_text(Outcome, line) for line in lines if line)
        except FileNotFoundError as error:
            message = f"There is no run in {folder}"
            raise UsageError(message, hint="Make one with: python -m eval run") from error
        except (OSError, ValueError) as error:
            raise UsageError(f"The run in {folder} cannot be read: {error}") from error
        return cls(manifest, outcomes)


class RunFolder:
    """A run that is being written; made by ``writing``."""

    def __init__(self, path: Path, done: frozenset[tuple[str, int]]) -> None:
        self._path = path
        self.done = done

    @classmethod
    @contextmanager
    def writing(cls, path: Path, manifest: Manifest) -> Iterator[Self]:
        """The folder ``path``, for a run of ``manifest`` or the rest of one.

        Raises:
            UsageError: another run is there, or another process writes to it.
        """
        path.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(path / ".lock", timeout=0):
                yield cls(path, cls._begun(path, manifest))
        except Timeout as error:
            raise UsageError(f"Another process is writing the run in {path}") from error

    @staticmethod
    def _begun(path: Path, manifest: Manifest) -> frozenset[tuple[str, int]]:
        told = path / MANIFEST
        outcomes = path / OUTCOMES
        if not told.exists():
            told.write_text(_pretty(to_text(manifest)), encoding="utf-8")
            outcomes.touch()
            return frozenset()
        earlier = from_text(Manifest, told.read_text(encoding="utf-8"))
        if differences := manifest.differences(earlier):
            named = "; ".join(
                f"{name}: {new or '–'}, there {old or '–'}"
                for name, (new, old) in differences.items()
            )
            raise UsageError(
                f"Another run is in {path} ({named})",
                hint="Begin anew with --fresh, or name another folder with --out",
            )
        content = outcomes.read_bytes() if outcomes.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:  # it was killed while it wrote its last line
            outcomes.write_bytes(whole)
        lines = whole.decode("utf-8").splitlines()
        ended = [from_text(Outcome, line) for line in lines]
        return frozenset((outcome.case, outcome.repeat) for outcome in ended)

    def add(self, outcome: Outcome) -> None:
        """Writes what came of a case."""
        with (self._path / OUTCOMES).open("a", encoding="utf-8") as lines:
            lines.write(to_text(outcome) + "\n")


def _pretty(text: str) -> str:
    return json.dumps(json.loads(text), indent=1) + "\n"
