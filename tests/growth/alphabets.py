"""Ugly text of any length: what strangers send to keep a program busy."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from types import MappingProxyType
from typing import Final

ALPHABETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "blanks": " ",
        "tabs": "\t ",
        "line ends": "\n",
        "next lines": "\x85",
        "letters": "a",
        "capitals": "A",
        "digits": "7",
        "commas": ", ",
        "stops": ".",
        "dashes": "-",
        "long dashes": "— ",
        "straight quotes": '"',
        "opening quotes": "“",
        "apostrophes": "'",
        "brackets": "[",
        "round brackets": "(",
        "marks": "[1] ",
        "numbers": "{}. ",
        "CJK": "他",
        "combining marks": "e\u0301",
        "titles": "Mr. ",
        "initials": "A. B. ",
        "names": "Ann Lee ",
        "many names": "Ann{0} Lee{0} and ",
        "many people": "Ann Lee{0} said it. Mr. Lee{0} left. ",
        "he": "He said. ",
        "he said": "he said ",
        "said before": "said Lee, “",
        "quoted": "“No,” said Ann Lee{}. ",
        "not": "not ",
        "of": "Bank of ",
        "acronyms": "U.S. ABC ",
        "dates": "3 March 2025 ",
        "times": "at 10:30 p.m. on Monday ",
        "money": "$1.5 million ",
        "number words": "twenty-three thousand ",
        "sentences": "The mayor, Ann Lee, said on Monday that {} people died. ",
        "paragraphs": "The ferry{0} sank{0}.\n\n",
        "lines": "a{}\n",
        "items": "- a\n",
        "headings": "# a\n",
        "keys": "a{}: b\n",
        "corrections": "Correction: this was {}.\n\nHale left.\n\n",
        "addresses": "http://a.b/{} ",
        "attributes": "a{}=1 ",
        "tags": "<p>a</p>",
        "open tags": "<div>",
        "open spans": "<span>a",
        "half tags": "<a ",
        "comments": "<!-- ",
        "declarations": "<?xml ",
        "references": "&amp;",
        "stars": "*",
        "emphasis": "_a *b ",
        "backquotes": "`a ",
        "objects": '{{"a":',
        "quotations": "> ",
    }
)
"""The unit that is repeated, where ``{}`` stands for another number each time."""

_FIRST: Final = 10_000
"""So that all numbers have as many digits, and none of them is a year."""
_OPENINGS: Final[Mapping[str, str]] = MappingProxyType({"attributes": "<html><body><p "})


def ugly(alphabet: str, length: int) -> str:
    """``length`` characters of an alphabet."""
    unit = ALPHABETS[alphabet]
    opening = _OPENINGS.get(alphabet, "")
    if "{" not in unit:
        return (opening + unit * (length // len(unit) + 1))[:length]
    pieces, size = [opening], len(opening)
    for number in count(_FIRST):
        if size >= length:
            break
        pieces.append(unit.format(number))
        size += len(pieces[-1])
    return "".join(pieces)[:length]


QUICK: Final = (
    *("blanks", "line ends", "letters", "digits", "commas", "dashes", "straight quotes"),
    *("brackets", "CJK", "combining marks", "titles", "many people", "he said", "not", "dates"),
    *("half tags", "open tags", "tags", "attributes", "references", "quoted", "numbers", "keys"),
)
"""Those that each kind of mistake is seen by; the others take minutes."""
