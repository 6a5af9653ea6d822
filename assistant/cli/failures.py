"""What went wrong, told in words or as a JSON document."""

from __future__ import annotations

import sys

import typer

from assistant.cli.output import write
from assistant.errors import UsageError
from assistant.rendering import failures
from assistant.rendering.failures import Failure


def report(
    failure: Failure, *, as_json: bool, compact: bool = False, trace: str | None = None
) -> None:
    """Shows a failure on standard error: in words, or as a JSON document.

    Args:
        failure: what to show.
        as_json: whether a script reads it.
        compact: whether the document takes one line.
        trace: the traceback, where it is wanted.
    """
    if as_json:
        from assistant.rendering.json import dumps
        from assistant.rendering.json.tasks import Error, ErrorDetails

        given = {} if trace is None else {"traceback": trace}
        error = Error(error=ErrorDetails.of(failure, **given))
        write(sys.stderr, dumps(error.document(), compact=compact) + "\n")
        return
    from assistant.rendering.safety import one_line, printable

    if trace is not None:
        write(sys.stderr, printable(trace))
    for text in (f"Error: {failure.message}", failure.hint):
        if text:
            ended = text if text.endswith((".", "?", "!")) else f"{text}."
            write(sys.stderr, one_line(ended) + "\n")


def failure_of(error: Exception) -> Failure:
    """Whatever was raised, as a failure: ours, a wrong use, or a fault of the program."""
    if isinstance(error, typer.TyperException):
        context = getattr(error, "ctx", None)
        command = "assistant" if context is None else context.command_path
        return Failure(
            "usage", error.format_message(), f"Try '{command} --help'", UsageError.exit_code
        )
    return failures.failure_of(error, hint="Run the command again with --debug, which shows where")
