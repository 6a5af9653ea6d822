"""What a person sees while waiting: a progress bar, and what is asked before a line is typed."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import BinaryIO, Final

from assistant.cli import output
from assistant.cli.session import Session
from assistant.reports import Progress

OnProgress = Callable[[Progress], None]

STANDARD_INPUT = "-"
_RATED_SECONDS: Final = 30.0
_LEAST_SEEN: Final = 2


@contextmanager
def shown_progress(task: str, *, session: Session) -> Iterator[OnProgress | None]:
    """Shows a bar on standard error where that is a terminal; otherwise gives None.

    Beside the bar stand how many are done and of how many (``~`` where that is estimated),
    how many a second, and the time left.
    """
    if session.as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from assistant.rendering.safety import one_line

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[counted]}", markup=False),
        TimeRemainingColumn(compact=True),
    )
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    rate = Rate(clock=monotonic)
    with Bar(*columns, console=console, transient=True) as bar:
        number = bar.add_task(task, total=None, counted="")

        def show(progress: Progress) -> None:
            bar.update(
                number,
                completed=progress.done,
                total=progress.total,
                description=f"{task} {one_line(progress.current)[:30]:30}",
                counted=counted(progress, rate=rate.at(progress.done)),
            )

        yield show


def counted(progress: Progress, *, rate: float | None) -> str:
    """``1,204/~10,000 14.2/s``: how far a task is, and how fast it goes (units a second)."""
    about = "~" if progress.estimated else ""
    done = f"{progress.done:,}/{about}{progress.total:,}"
    return done if rate is None else f"{done} {rate:.1f}/s"


class Rate:
    """Units a second, over the last half a minute.

    Args:
        clock: gives seconds, growing.
    """

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def at(self, done: int) -> float | None:
        """The rate now that ``done`` are done; None until it can be told."""
        now = self._clock()
        if not self._seen or done != self._seen[-1][1]:
            self._seen.append((now, done))
        while len(self._seen) > _LEAST_SEEN and now - self._seen[0][0] > _RATED_SECONDS:
            self._seen.popleft()
        started, before = self._seen[0]
        passed = now - started
        return (done - before) / passed if passed >= 1 and done > before else None


def typed_line(prompt: str) -> str:
    """A line that is typed after a prompt, its end included; empty where nothing more comes."""
    output.write(sys.stderr, prompt)
    return sys.stdin.readline()


def standard_input(sources: Sequence[str], *, session: Session) -> BinaryIO | None:
    """Standard input where ``sources`` ask for it, with a word where it is the keyboard."""
    if STANDARD_INPUT not in sources:
        return None
    if sys.stdin.isatty():
        session.message("Type or paste the article, then press Ctrl-D (on Windows Ctrl-Z, Enter)")
    return sys.stdin.buffer
