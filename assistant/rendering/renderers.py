"""The formats that a result can be given in, and what renders each.

A further one is a line in ``_OWN`` and a module with a function that is a ``Renderer``. One of
another package is an entry point of the group ``assistant.renderers``. A further kind of result
is a type in ``Result`` and a case wherever results are told apart, as the type checker says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from types import FunctionType, MappingProxyType
from typing import Final, TypeAlias, cast

from assistant.conversations import Conversation
from assistant.errors import UsageError
from assistant.extensions import loaded
from assistant.news import Briefing, ChangesSince
from assistant.rendering.safety import printable
from assistant.telling import Coverage, Figures, Quotes, SummaryCoverage, Timeline
from assistant.types import Answer, Summary, Verification
from assistant.versions import NO_CHANGES, Changes

GROUP: Final = "assistant.renderers"
_OWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text": "assistant.rendering.terminal.results:rendered",
        "markdown": "assistant.rendering.markdown:rendered",
        "json": "assistant.rendering.json.results:rendered",
        "html": "assistant.rendering.html.results:rendered",
        "csv": "assistant.rendering.tables:rendered",
        "docx": "assistant.rendering.word:rendered",
    }
)
ENDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".txt": "text",
        ".md": "markdown",
        ".json": "json",
        ".html": "html",
        ".htm": "html",
        ".csv": "csv",
        ".docx": "docx",
    }
)
"""The format that the ending of a file's name asks for."""
FILES: Final = frozenset({"docx"})
"""The formats of ours that are the bytes of a file, and no text."""

Result: TypeAlias = (
    Answer
    | Summary
    | Verification
    | Conversation
    | Timeline
    | Quotes
    | Figures
    | Coverage
    | SummaryCoverage
    | ChangesSince
    | Briefing
)
Rendered: TypeAlias = str | bytes
"""Text, its last line ended, or what a file is to hold where the format is none of text."""


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


Renderer: TypeAlias = Callable[[Result, Terms], Rendered]
"""What renders results in one format; a ``UsageError`` says that a result has no such form."""


def formats() -> tuple[str, ...]:
    """The names of all formats, the program's own first."""
    return (*_OWN, *sorted({point.name for point in entry_points(group=GROUP)} - set(_OWN)))


def renderer(name: str) -> Renderer:
    """The renderer of a format, loaded now; text of another package's is made printable.

    Raises:
        UsageError: there is no such format, or its package cannot be loaded.
    """
    if name in _OWN:
        return cast("Renderer", EntryPoint(name, _OWN[name], GROUP).load())
    for point in entry_points(group=GROUP, name=name):
        return _made_printable(cast("Renderer", loaded(point, FunctionType)))
    raise UsageError(f"There is no format {name!r}", hint=f"There are {', '.join(formats())}")


def _made_printable(render: Renderer) -> Renderer:
    def rendered(result: Result, terms: Terms) -> Rendered:
        given = render(result, terms)
        return printable(given) if isinstance(given, str) else given

    return rendered


def text_of(result: Result, name: str, terms: Terms) -> str:
    """A result in a format of text.

    Raises:
        UsageError: there is no such format, it is none of text, or the result has no such form.
    """
    rendered = renderer(name)(result, terms)
    if isinstance(rendered, bytes):
        raise UsageError(
            f"What {name} gives is no text, but the bytes of a file",
            hint="Write it to a file: --output FILE",
        )
    return rendered


def no_form(result: Result, name: str) -> UsageError:
    """That a result of this kind cannot be rendered so."""
    of_changes = isinstance(result, ChangesSince)
    kind = "list of changes" if of_changes else type(result).__name__.lower()
    return UsageError(
        f"{'An' if kind[0] in 'aeiou' else 'A'} {kind} cannot be given as {name}",
        hint="Give it as markdown or json",
    )
