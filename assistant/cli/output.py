"""Where the command line writes: results to standard output, messages to standard error."""

from __future__ import annotations

import io
import os
import shutil
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, TextIO

from assistant.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from assistant.rendering.json import Document
    from assistant.rendering.renderers import Result
    from assistant.rendering.terminal import Line, Page

_WIDEST = 100
"""Columns of running text at most: longer lines are hard to read."""


class ReaderGoneError(Exception):
    """Whoever read our output has closed it (``assistant list | head -1``)."""


def prepare_streams() -> None:
    """Makes the standard streams speak UTF-8, whatever the locale says.

    What UTF-8 cannot hold (a file name of stray bytes) is written as an escape and read
    as a replacement character, rather than ending the program.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def write(stream: TextIO, text: str) -> None:
    """Writes ``text`` and sends it on its way at once.

    Raises:
        ReaderGoneError: nobody reads the stream any more.
    """
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def discard(stream: TextIO) -> None:
    """Points a stream that nobody reads at nothing, so that closing it stays quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def result(text: str) -> None:
    """Writes a finished result."""
    write(sys.stdout, text)


def result_lines(lines: Iterable[Line]) -> None:
    """Writes a result: wrapped and coloured on a terminal, plain elsewhere."""
    from assistant.rendering.terminal import render

    write(sys.stdout, render(lines, page=page(sys.stdout)))


def result_table(table: Table) -> None:
    """Writes a table as wide as the terminal."""
    from assistant.rendering.terminal import render_table

    write(sys.stdout, render_table(table, page=page(sys.stdout, widest=None)))


def result_document(document: Document, *, compact: bool = False) -> None:
    """Writes a JSON document."""
    from assistant.rendering.json import dumps

    write(sys.stdout, dumps(document, compact=compact) + "\n")


def rendered(
    given: Result, form: str, *, quotes: bool | None = None, file: Path | None = None
) -> None:
    """Writes a result in a format, to a file where one is named.

    Raises:
        UsageError: a result of this kind has no such form, a file was to be named, or the named
            one cannot be written.
    """
    from assistant.rendering.renderers import Terms, renderer, text_of

    if file is None:
        on = page(sys.stdout)
        terms = Terms(quotes=quotes, columns=on.width if on.terminal else None)
        write(sys.stdout, text_of(given, form, terms))
        return
    write_file(file, renderer(form)(given, Terms(quotes=quotes)), form)
    message(f"Written to {file}")


def write_new(folder: Path, stem: str, ending: str, content: str | bytes, form: str) -> Path:
    """Writes what a format gives to a file of a name that none has yet, which it returns.

    Raises:
        UsageError: it cannot be written.
    """
    for number in count(1):
        file = folder / (f"{stem}-{number}.{ending}" if number > 1 else f"{stem}.{ending}")
        if not file.exists():
            with suppress(FileExistsError):  # another process was first
                write_file(file, content, form, anew=True)
                return file
    raise AssertionError("there is always a further number")


def write_file(file: Path, content: str | bytes, form: str, *, anew: bool = False) -> None:
    """Writes what a format gives to a file, all of it or nothing.

    Args:
        file: where; what is there is replaced.
        content: what a format gave.
        form: the name of the format.
        anew: whether a file that is there is left alone.

    Raises:
        UsageError: it cannot be written.
        FileExistsError: it is there, and is to be ``anew``.
    """
    if isinstance(content, str):
        # A spreadsheet takes a file for UTF-8 by this mark alone.
        content = content.encode("utf-8-sig" if form == "csv" else "utf-8")
    try:
        _replace(file, content, anew=anew)
    except FileExistsError:
        raise
    except OSError as error:
        raise UsageError(
            f"{str(file)!r} cannot be written ({error.strerror or error})",
            hint="Choose another file, or make room",
        ) from error


def _replace(file: Path, content: bytes, *, anew: bool) -> None:
    """Puts a file in the place of another at once: whoever reads it never sees half of it."""
    # Asked once: a file that another process makes meanwhile is no device.
    with suppress(FileNotFoundError):
        if not S_ISREG(file.stat().st_mode):  # a device, a pipe: there is nothing to replace
            file.write_bytes(content)
            return
    own = f"{os.getpid()}-{threading.get_ident()}"
    part = file.with_name(f".{file.name[-200:]}.{own}.part")
    try:
        part.write_bytes(content)
        if anew:
            file.hardlink_to(part)
        else:
            part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def message(text: str) -> None:
    """Writes a line for the person, made safe to print."""
    from assistant.rendering.safety import one_line

    write(sys.stderr, one_line(text) + "\n")


def message_lines(lines: Iterable[Line]) -> None:
    """Writes lines for the person."""
    from assistant.rendering.terminal import render

    write(sys.stderr, render(lines, page=page(sys.stderr)))


def coloured(stream: TextIO) -> bool:
    """Whether what is written to ``stream`` gets colours, as rich will decide."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM", "").lower() in {"dumb", "unknown"}
    return stream.isatty() and not plain


def page(stream: TextIO, *, widest: int | None = _WIDEST) -> Page:
    """What ``stream`` is printed on."""
    from assistant.rendering.terminal import Page

    columns = shutil.get_terminal_size().columns
    return Page(stream.isatty(), columns if widest is None else min(columns, widest))
