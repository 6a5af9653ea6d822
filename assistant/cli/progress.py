"""What a person sees while waiting: a progress bar, and a word before the keyboard is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from assistant.cli.session import Session
from assistant.reports import Progress

OnProgress = Callable[[Progress], None]

STANDARD_INPUT = "-"


@contextmanager
def shown_progress(task: str, *, session: Session) -> Iterator[OnProgress | None]:
    """Shows a bar on standard error where that is a terminal; otherwise gives None."""
    if session.as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from assistant.rendering.safety import one_line

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    with Bar(*columns, console=console, transient=True) as bar:
        number = bar.add_task(task, total=None)

        def show(progress: Progress) -> None:
            description = f"{task} {one_line(progress.current)[:40]}"
            bar.update(
                number, completed=progress.done, total=progress.total, description=description
            )

        yield show


def standard_input(sources: Sequence[str], *, session: Session) -> BinaryIO | None:
    """Standard input where ``sources`` ask for it, with a word where it is the keyboard."""
    if STANDARD_INPUT not in sources:
        return None
    if sys.stdin.isatty():
        session.message("Type or paste the article, then press Ctrl-D (on Windows Ctrl-Z, Enter)")
    return sys.stdin.buffer
