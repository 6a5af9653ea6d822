"""What other packages add to the program by entry points."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import TypeVar

from assistant.errors import UsageError

_T = TypeVar("_T")


def loaded(point: EntryPoint, kind: type[_T]) -> _T:
    """What an entry point leads to.

    Raises:
        UsageError: it cannot be loaded, or is not of this kind.
    """
    hint = "Install its package anew, or uninstall it"
    named = f"{point.name!r} ({point.value}, an entry point of the group {point.group})"
    try:
        found: object = point.load()
    # Whatever somebody else's code raises means that it cannot be used.
    except Exception as error:
        raise UsageError(
            f"{named} cannot be loaded: {type(error).__name__}: {error}", hint=hint
        ) from error
    if not isinstance(found, kind):
        raise UsageError(f"{named} is no {kind.__name__.lower()}", hint=hint)
    return found
