"""The formats that a result can be given in, and what renders each.

A further one is a line in ``_OWN`` and a module with a function that is a ``Renderer``. One of
another package is an entry point of the group ``assistant.renderers``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Final, Protocol, TypeAlias, cast

from assistant.conversations import Conversation
from assistant.errors import UsageError
from assistant.rendering.safety import printable
from assistant.types import Answer, Summary, Verification
from assistant.versions import NO_CHANGES, Changes

GROUP: Final = "assistant.renderers"
_OWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text": "assistant.rendering.terminal.answers:rendered",
        "markdown": "assistant.rendering.markdown:rendered",
        "json": "assistant.rendering.json.answers:rendered",
        "html": "assistant.rendering.html.answers:rendered",
    }
)

Result: TypeAlias = Answer | Summary | Verification | Conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a result is to be rendered.

    Attributes:
        changes: what became of the cited sentences since.
        quotes: whether the cited sentences are quoted below; None as is usual for the result.
        columns: those of the terminal that it is written to; None for a pipe or a file.
    """

    changes: Changes = field(default_factory=lambda: NO_CHANGES)
    quotes: bool | None = None
    columns: int | None = None


class Renderer(Protocol):
    """What renders results in one format."""

    def __call__(self, result: Result, terms: Terms, /) -> str:
        """The result as text, its last line ended.

        Raises:
            UsageError: a result of this kind has no such form.
        """


def formats() -> tuple[str, ...]:
    """The names of all formats, the program's own first."""
    return (*_OWN, *sorted({point.name for point in entry_points(group=GROUP)} - set(_OWN)))


def renderer(name: str) -> Renderer:
    """The renderer of a format, loaded now; what another package's gives is made printable.

    Raises:
        UsageError: there is no such format, or its package cannot be loaded.
    """
    if name in _OWN:
        return cast("Renderer", EntryPoint(name, _OWN[name], GROUP).load())
    for point in entry_points(group=GROUP, name=name):
        try:
            foreign: Renderer = point.load()
        except (ImportError, AttributeError) as error:
            raise UsageError(
                f"The format {name!r} cannot be loaded: {error}",
                hint=f"It is {point.value} of another package: install that anew",
            ) from error
        return lambda result, terms: printable(foreign(result, terms))
    raise UsageError(f"There is no format {name!r}", hint=f"There are {', '.join(formats())}")


def no_form(result: Result, name: str) -> UsageError:
    """That a result of this kind cannot be rendered so."""
    return UsageError(
        f"A {type(result).__name__.lower()} cannot be given as {name}",
        hint="Give it as markdown or json",
    )
