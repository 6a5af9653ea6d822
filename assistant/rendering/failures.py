"""Errors in words: the same at the command line, in the browser and in JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.errors import AssistantError


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, ready to be shown; ``kind`` is one stable word for programs."""

    kind: str
    message: str
    hint: str | None
    exit_code: int

    @property
    def internal(self) -> bool:
        """Whether it is a fault of the program, and none that it knows of."""
        return self.kind == _INTERNAL


_INTERNAL = "internal"


def described(error: AssistantError) -> Failure:
    """An error of ours as a failure; its kind is the class's name in snake case."""
    name = type(error).__name__.removesuffix("Error") or "Assistant"
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return Failure(kind, error.message, error.hint, error.exit_code)


def failure_of(error: Exception, *, hint: str) -> Failure:
    """Whatever was raised, as a failure.

    Args:
        error: an error of ours, or a fault of the program.
        hint: what can be done about a fault of the program.
    """
    if isinstance(error, AssistantError):
        return described(error)
    message = f"Something went wrong inside the program: {type(error).__name__}: {error}"
    return Failure(_INTERNAL, message, hint, AssistantError.exit_code)
