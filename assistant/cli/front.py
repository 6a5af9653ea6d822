"""The front door: runs one command and turns whatever happens into an exit code.

0 fine (an abstention too), 1 failure, 2 wrong use, 3 not configured, 4 refused by the
chat model's server, 5 unreachable, 6 rate-limited, 7 timed out, 130 stopped by Ctrl-C,
141 nobody read the output any more.
"""

from __future__ import annotations

import itertools
import logging
import sys
import traceback
import warnings
from collections.abc import Sequence

from assistant.cli.failures import failure_of, report
from assistant.cli.output import ReaderGoneError, discard, prepare_streams, write
from assistant.rendering.failures import Failure

INTERRUPTED = 130
READER_GONE = 141


def main(arguments: Sequence[str]) -> int:
    """Runs the command that ``arguments`` name and returns the exit code."""
    words = tuple(itertools.takewhile(lambda word: word != "--", arguments))
    as_json, debug = "--json" in words, "--debug" in words
    prepare_streams()
    if not debug:
        # What vendors' libraries mutter is not for an editor.
        warnings.simplefilter("ignore")
        logging.getLogger().addHandler(logging.NullHandler())
    try:
        return _guarded(arguments, as_json=as_json, debug=debug)
    except ReaderGoneError:
        for stream in (sys.stdout, sys.stderr):
            discard(stream)
        return READER_GONE


def _guarded(arguments: Sequence[str], *, as_json: bool, debug: bool) -> int:
    try:
        code = _run(arguments)
    except ReaderGoneError:
        raise
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last door: nothing may end in a traceback
        failure = failure_of(error)
        trace = traceback.format_exc() if debug else None
        report(failure, as_json=as_json, trace=trace)
        return failure.exit_code
    if code == INTERRUPTED:
        if as_json:
            report(Failure("interrupted", "Stopped", None, INTERRUPTED), as_json=True)
        else:
            write(sys.stderr, "Stopped.\n")
    return code


def _run(arguments: Sequence[str]) -> int:
    from assistant.cli.commands import command_line

    # Typer gives back what the command returned, or the code of its own Exit (130 for Ctrl-C).
    code = command_line(arguments)(
        args=list(arguments), prog_name="assistant", standalone_mode=False
    )
    return code if isinstance(code, int) else 0
