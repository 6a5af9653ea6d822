"""Lists that stand inside a line: "The court ordered: 1. The firm pays. 2. The mine closes."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.language.enclosures import Span

_ITEM: Final = re.compile(
    r"(?:^|(?<=[.!?:…]\s)|(?<=[.!?…][\"”’')]\s))"
    r"(?P<open>\(?)(?:(?P<number>\d{1,2})|(?P<letter>[a-zA-Z])|(?P<roman>[ivx]{2,4}))"
    r"(?P<close>[.)])\s+(?=[\"“‘'(«„]?(?P<next>\w))"
)
_COUNTED: Final = re.compile(
    r"\b(?:nos?|nrs?|pp?|figs?|vol|art|ch|secs?|sect|pt|paras?|núm|pág|cap|num|st|ave|№)\.\s$",
    re.IGNORECASE,
)
"""What stands before a number that counts: "No. 1." is no item."""

_BULLET: Final = re.compile(r"(?:^|(?<=\s))[•▪●‣◦]\s+(?=\S)")
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_SHORTEST: Final = 2
_WINDOW: Final = 8
_LEAST_WORDS: Final = 3
"""Characters that an item has at least: "A. B. Crane" is no list."""


def markers_in(text: str) -> list[Span]:
    """The markers of the lists in one block of text, blanks after them included, in order.

    Numbers and letters make a list where the first is followed by the second, each after the
    end of a sentence (the first after a colon, too) and before a new one; bullets, where there
    are two.
    """
    bullets = [Span(match.start(), match.end()) for match in _BULLET.finditer(text)]
    found = bullets if len(bullets) >= _SHORTEST else []
    return sorted({*found, *_numbered(text)}, key=lambda marker: marker.start)


def _numbered(text: str) -> Iterator[Span]:
    """The markers of series that begin with the first number or letter and miss none."""
    series: dict[str, list[Span]] = {}
    for match in _ITEM.finditer(text):
        if match["close"] == "." and not (match["next"].isupper() or match["next"].isdigit()):
            continue
        if match["number"] and _COUNTED.search(
            text[max(0, match.start() - _WINDOW) : match.start()]
        ):
            continue
        marker = Span(match.start(), match.end())
        for kind, place in _places(match):
            if place == 0:
                yield from _whole(series.get(kind, []))
                series[kind] = [marker]
            elif (
                place == len(series.get(kind, ()))
                and marker.start - series[kind][-1].end >= _LEAST_WORDS
            ):
                series[kind].append(marker)
    for markers in series.values():
        yield from _whole(markers)


def _whole(markers: list[Span]) -> list[Span]:
    return markers if len(markers) >= _SHORTEST else []


def _places(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """The kinds of list that a marker may belong to, and its place in each, from 0."""
    style = match["open"] + match["close"]
    if match["number"]:
        yield f"1{style}", int(match["number"]) - 1
        return
    letters = match["letter"] or match["roman"]
    if match["letter"] and (letters.islower() or match["close"] == ")"):
        case = "A" if letters.isupper() else "a"
        yield case + style, ord(letters) - ord(case)
    if letters in _ROMAN:
        yield f"i{style}", _ROMAN.index(letters)
