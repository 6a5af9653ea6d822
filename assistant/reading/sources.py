"""Arguments to sources: files, folders, globs, web addresses and standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant.characters import well_formed
from assistant.errors import ReadingError, UsageError
from assistant.reading.canonical import single_line
from assistant.reading.formats import formats_by_suffix, suffix_of
from assistant.reading.plain import PastedText

_STANDARD_INPUT = "-"
_SHOWN_LENGTH = 80
_LONGEST_NAME: Final = 150
_LONGEST_ADDRESS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read.

    ``name`` is what people see, and its ending says what format to expect; ``path`` is the
    file, None for standard input and web addresses. ``passing`` is a file that is only there
    for the moment: where it lies is no part of what its articles are known by. ``url`` is the
    web address of a page, which is fetched before it is read. ``pasted`` is text that lies
    nowhere. ``missing`` is why there is nothing to read.
    """

    name: str
    path: Path | None
    passing: bool = False
    url: str | None = None
    pasted: PastedText | None = None
    missing: ReadingError | None = None

    @property
    def suffix(self) -> str:
        """The ending that the name has, with its dot and in lower case."""
        if self.path is None:
            return ""
        return suffix_of(self.name if self.passing else self.path.name)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent: where it lies for the moment, and the name that it has there.

    Two people may send files of one name, so articles of uploads are distinguished by their
    text (or their own web address), never by the name.
    """

    path: Path
    name: str

    @property
    def source(self) -> Source:
        """The upload as something to read, under the last part of its name."""
        last = single_line(well_formed(self.name.replace("\\", "/").rpartition("/")[2]))
        return Source(last[:_LONGEST_NAME] or "a file without a name", self.path, passing=True)


def expand(arguments: Sequence[str | Path | Upload | PastedText]) -> tuple[Source, ...]:
    """Returns the sources that arguments name, each once, in the order given.

    Uploads and pasted texts are taken as they are.

    ``-`` is standard input; what begins with http:// or https:// is a web address. A folder
    gives the files in it and below it whose suffix is known, sorted by path, without hidden
    files and folders. What is no path but has ``*``, ``?`` or ``[`` is a pattern (``**`` for
    any depth), sorted likewise. Where one of several names nothing, that is what reading it says,
    and the others stand.

    Raises:
        UsageError: the only path does not exist, the only pattern matches nothing, or the only
            folder or pattern holds nothing that can be read.
    """
    sources: dict[Path | str | PastedText | None, Source] = {}
    for argument in arguments:
        if isinstance(argument, PastedText):
            sources[argument] = Source(argument.name, None, pasted=argument)
            continue
        if isinstance(argument, Upload):
            sources[argument.path] = argument.source
            continue
        try:
            for source in _expanded(argument):
                sources.setdefault(source.url or real_path(source.path), source)
        except UsageError as error:
            if len(arguments) == 1:
                raise
            name = single_line(well_formed(str(argument)), limit=_LONGEST_NAME)
            missing = ReadingError(error.message, hint=error.hint)
            sources.setdefault(name, Source(name, None, missing=missing))
    return tuple(sources.values())


def real_path(path: Path | None) -> Path | None:
    """Returns one path for all the names of a file: absolute, and links followed."""
    try:
        return path and path.resolve()
    except (OSError, RuntimeError):  # a loop of links: reading it says so
        return path


def _expanded(argument: str | Path) -> Iterator[Source]:
    text = str(argument)
    if text == _STANDARD_INPUT:
        yield Source("standard input", None)
        return
    if text.lower().startswith(("http://", "https://")):
        address = well_formed(text)
        yield Source(single_line(address, limit=_LONGEST_ADDRESS), None, url=address)
        return
    path = Path(text)
    if text and _exists(path):
        files = _from_path(path)
    elif glob.has_magic(text):
        files = _from_pattern(text)
    else:
        shown = well_formed(text)
        hint = "Check the spelling and the folder you are in"
        if len(shown) > _SHOWN_LENGTH:
            if " " in shown:
                hint = "To give the text itself, pipe it to standard input and give - as the file"
            shown = shown[:_SHOWN_LENGTH] + "…"
        raise UsageError(f"there is no file or folder {shown!r}", hint=hint)
    for file in files:
        yield Source(well_formed(str(file)), file)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, RuntimeError, ValueError):  # too long, a loop of links: no such path
        return False


def _from_path(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = _in_folder(path)
    if not found:
        raise UsageError(
            f"there is nothing to read in the folder {well_formed(str(path))!r}",
            hint=f"It takes files with these endings: {', '.join(formats_by_suffix())}",
        )
    return found


def _from_pattern(pattern: str) -> list[Path]:
    files: list[Path] = []
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - also absolute patterns
        path = Path(match)
        files.extend(_in_folder(path) if path.is_dir() else [path])
    if not files:
        raise UsageError(
            f"nothing matches {well_formed(pattern)!r}",
            hint="Check the pattern and the folder you are in; hidden files are left out",
        )
    return files


def _in_folder(folder: Path) -> list[Path]:
    """Files to read in and below ``folder``, and the folders there that may not be opened.

    The latter are given as they are, so that reading them says what is wrong.
    """
    found: list[Path] = []
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            known = suffix_of(name) in formats_by_suffix() and not name.startswith(".")
            if known and (path.is_file() or path.is_symlink()):
                found.append(path)
    found.extend(Path(error.filename) for error in closed)
    return sorted(found)
