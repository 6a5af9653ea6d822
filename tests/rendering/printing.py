"""What is printed to a pipe and to a terminal."""

from __future__ import annotations

import re

from assistant.rendering.terminal import Line, Page, render

PIPE = Page(terminal=False)
NARROW = Page(terminal=True, width=40)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def piped(lines: list[Line]) -> str:
    return render(lines, page=PIPE)
