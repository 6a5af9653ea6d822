"""A process that adds a file and ends itself on the way.

``python -m tests.adding_killed FILE HOME SIGNAL`` adds ``FILE`` in small windows, and sends
itself ``SIGNAL`` (``KILL``, or ``INT`` as Ctrl-C does) once ten articles are done.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from assistant.library.library import Library
from assistant.models.embedder import Embedder
from assistant.reading import expand
from assistant.reports import Progress
from assistant.services import adding

WINDOW = 1_000
DONE = 10


def main(file: Path, home: Path, sign: signal.Signals) -> None:
    """Adds until the signal ends it."""
    adding._WINDOW_CHARACTERS = WINDOW  # type: ignore[misc] # final for the program
    sent = False

    def watch(progress: Progress) -> None:
        nonlocal sent
        if progress.done >= DONE and not sent:
            sent = True
            os.kill(os.getpid(), sign)

    library = Library(home, model=Embedder.name, dimension=Embedder.dimension)
    adding.add_sources(
        expand([file]),
        library=library,
        embedder=Embedder(threads=1),
        max_bytes=1_000_000,
        on_progress=watch,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), signal.Signals[f"SIG{sys.argv[3]}"])
