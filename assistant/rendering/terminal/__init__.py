"""Lines of styled text, wrapped for a terminal or left whole for a pipe.

Every span is cleaned when a line is made, so nothing that reaches a terminal through
this module can steer it, and square brackets in articles are never read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.rendering.safety import one_line, printable

_BLANKS = re.compile(r"[ \t\n]+")

Span = str | tuple[str, str]
"""Text, or text with the name of a rich style: ``("Sources", "bold")``."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on: a terminal of so many columns, or a pipe (no colours, no wrapping)."""

    terminal: bool
    width: int = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line: indented, and (``hanging``) further indented where it is wrapped.

    What ``label`` holds stands before the first part of it, in the room of the hanging indent.
    """

    text: Text
    indent: int = 0
    hanging: int = 0
    label: Text | None = None


def line(*spans: Span, indent: int = 0, hanging: int = 0, label: Sequence[Span] = ()) -> Line:
    """A line of ``spans``, each cleaned and brought into one line; ``label`` likewise."""
    return Line(_text(spans), indent, hanging, _text(label) if label else None)


def _text(spans: Sequence[Span]) -> Text:
    text = Text()
    for span in spans:
        words, style = (span, "") if isinstance(span, str) else span
        text.append(_BLANKS.sub(_in_line, printable(words)), style=style)
    return text


def _in_line(blanks: re.Match[str]) -> str:
    return " " if "\n" in blanks[0] or "\t" in blanks[0] else blanks[0]


def blank() -> Line:
    """An empty line."""
    return Line(Text())


def render(lines: Iterable[Line], *, page: Page) -> str:
    """The characters to send to ``page``, each line ended.

    Colours follow the terminal (``NO_COLOR``, ``TERM``); a pipe gets none.
    """
    console = _console(page)
    with console.capture() as captured:
        for item in lines:
            _print_line(console, item, page)
    return captured.get()


def tabbed(rows: Iterable[Sequence[str]]) -> str:
    """Rows for a pipe: a line each, its cells, which are cleaned here, apart by tabs."""
    return "".join("\t".join(map(one_line, row)) + "\n" for row in rows)


def render_table(table: Table, *, page: Page) -> str:
    """The characters of ``table``, whose cells are to be clean already."""
    console = _console(page)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _console(page: Page) -> Console:
    return Console(
        file=StringIO(),
        force_terminal=page.terminal,
        force_jupyter=False,
        width=page.width,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )


def _print_line(console: Console, item: Line, page: Page) -> None:
    further = item.indent + item.hanging
    label = Text(" " * item.indent)
    if item.label is not None:
        label += item.label
        label.pad_right(further - label.cell_len)
    if not page.terminal:
        console.print(label + item.text, soft_wrap=True)
        return
    room = max(page.width - further, 20)
    for number, part in enumerate(item.text.wrap(console, room)):
        part.rstrip()
        console.print((Text(" " * further) if number else label) + part, soft_wrap=True)
