"""What a marked-up text strikes out, which is not to be read as if it stood there."""

from __future__ import annotations

import re
from typing import Any, Final

_STRUCK: Final = ("del", "s", "strike")
_STYLED: Final = ("span", "font", "em", "i", "b", "strong", "u", "p", "div", "li")
_LINE_THROUGH: Final = re.compile(r"text-decoration[^;]*:[^;]*line-through", re.IGNORECASE)
_MARK: Final = re.compile(r"[,.;:!?…)\]”’]")


def without_struck_out(tree: Any) -> None:
    """Takes what is struck out off a tree of HTML; what was put in its place stays.

    That is ``del``, ``s`` and ``strike``, and what a style draws a line through. The blank
    space before it goes where more of it, or a mark of punctuation, follows.
    """
    for element in [*tree.iter(*_STRUCK, *_STYLED)]:
        struck = element.tag in _STRUCK or _LINE_THROUGH.search(element.get("style") or "")
        if struck and element.getparent() is not None:
            _take_out(element)


def _take_out(element: Any) -> None:
    """Empties an element within running text, so that one blank is left where it stood."""
    parent, previous = element.getparent(), element.getprevious()
    before = (parent.text if previous is None else previous.tail) or ""
    tail = element.tail or ""
    if before[-1:].isspace() and tail[:1].isspace():
        tail = tail.lstrip()
    elif before[-1:].isspace() and _MARK.match(tail):
        if previous is None:
            parent.text = before.rstrip()
        else:
            previous.tail = before.rstrip()
    element.clear()
    element.tag = "span"
    element.tail = tail
