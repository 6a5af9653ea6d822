"""What went wrong, told in words or as a JSON document."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

import typer

from assistant.cli.output import write
from assistant.errors import AssistantError, UsageError


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, ready to be shown."""

    kind: str
    message: str
    hint: str | None
    exit_code: int


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
        from assistant.rendering.structured import dumps

        details: dict[str, object] = {
            "kind": failure.kind,
            "message": failure.message,
            "hint": failure.hint,
            "exit_code": failure.exit_code,
        }
        if trace is not None:
            details["traceback"] = trace
        write(sys.stderr, dumps({"error": details}, compact=compact) + "\n")
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


def failure_of(error: Exception) -> Failure:
    """Whatever was raised, as a failure: ours, a wrong use, or a fault of the program."""
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
