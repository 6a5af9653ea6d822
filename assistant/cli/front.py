"""The front door: runs one command and turns whatever happens into an exit code.

0 fine (an abstention too), 1 failure, 2 wrong use, 3 not configured, 4 refused by the
chat model's server, 5 unreachable, 6 rate-limited, 7 timed out, 130 stopped by Ctrl-C,
141 nobody read the output any more.
"""

from __future__ import annotations

import itertools
import logging
import re
import sys
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import typer

from assistant.cli.output import ReaderGoneError, discard, prepare_streams, write
from assistant.errors import AssistantError, UsageError

INTERRUPTED = 130
READER_GONE = 141


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, ready to be shown."""

    kind: str
    message: str
    hint: str | None
    exit_code: int


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


def report(failure: Failure, *, as_json: bool, trace: str | None = None) -> None:
    """Shows a failure on standard error: in words, or as a JSON document."""
    if as_json:
        from assistant.rendering.structured import dumps

        details: dict[str, object] = {
            "kind": failure.kind,
            "message": failure.message,
            "hint": failure.hint,
            "exit_code": failure.exit_code,
        }
        if trace is not None:
            details["traceback"] = trace
        write(sys.stderr, dumps({"error": details}) + "\n")
        return
    from assistant.rendering.safety import one_line, printable

    if trace is not None:
        write(sys.stderr, printable(trace))
    for text in (f"Error: {failure.message}", failure.hint):
        if text:
            ended = text if text.endswith((".", "?", "!")) else f"{text}."
            write(sys.stderr, one_line(ended) + "\n")


def described(error: AssistantError) -> Failure:
    """An error of ours as a failure; its kind is the class's name in snake case."""
    name = type(error).__name__.removesuffix("Error") or "Assistant"
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return Failure(kind, error.message, error.hint, error.exit_code)


def _guarded(arguments: Sequence[str], *, as_json: bool, debug: bool) -> int:
    try:
        code = _run(arguments)
    except ReaderGoneError:
        raise
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last door: nothing may end in a traceback
        failure = _failure(error)
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
    code = command_line()(args=list(arguments), prog_name="assistant", standalone_mode=False)
    return code if isinstance(code, int) else 0


def _failure(error: Exception) -> Failure:
    if isinstance(error, AssistantError):
        return described(error)
    if isinstance(error, typer.TyperException):
        context = getattr(error, "ctx", None)
        command = "assistant" if context is None else context.command_path
        return Failure(
            "usage", error.format_message(), f"Try '{command} --help'", UsageError.exit_code
        )
    return Failure(
        "internal",
        f"Something went wrong inside the program: {type(error).__name__}: {error}",
        "Run the command again with --debug, which shows where",
        AssistantError.exit_code,
    )
