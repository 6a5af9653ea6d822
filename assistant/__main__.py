"""The ``assistant`` command: ``python -m assistant`` is the same."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

_INTERRUPTED = 130


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs one command and ends the process with its exit code.

    Args:
        arguments: the words after ``assistant``; None takes them from the process.
    """
    try:
        from assistant.cli.front import main

        code = main(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        # Threads may still be embedding, and a usual exit would wait for them. What they
        # have not finished is in no library yet, so nothing is lost by leaving at once.
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
