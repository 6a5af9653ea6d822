"""Text of unknown origin, made safe to print.

Articles come from the web. A terminal obeys escape sequences inside what it prints
(colours, moved cursors, a changed window title, a pasted command), and bidirectional
overrides let a line read otherwise than it is stored. Neither may reach a terminal.
"""

from __future__ import annotations

import re

_ESCAPE_SEQUENCES = re.compile(
    r"""
      (?:\x1b\[|\x9b) [0-?]* [ -/]* [@-~]                      # CSI: colours, cursor
    | (?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])                  # OSC, DCS, SOS, PM, APC:
      [^\x07\x1b\x9c\r\n]{0,2000} (?:\x07|\x1b\\|\x9c)         #   titles, links, clipboard
    """,
    re.VERBOSE,
)
_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls, but for tab and the line breaks above
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks and overrides of direction
    "\ufff9-\ufffb\ufeff"  # annotation anchors, byte order mark
    "\U000e0000-\U000e00ff"  # tags: text that nobody sees
    "\ud800-\udfff"  # lone surrogates, which no encoding takes
    "]"
)
_BLANKS = re.compile(r"[ \t\n]+")


def printable(text: str) -> str:
    r"""``text`` without anything that steers a terminal; line breaks become ``\n``."""
    text = _ESCAPE_SEQUENCES.sub("", text)
    return _INVISIBLE.sub("", _LINE_BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """``text`` as ``printable`` gives it, in one line without runs of blanks."""
    return _BLANKS.sub(" ", printable(text)).strip(" ")
