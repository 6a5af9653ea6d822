"""The words, digits and marks that numbers are read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple


class Token(NamedTuple):
    """A word, a number or a mark of a text; ``low`` is ``text`` in lower case.

    ``kind`` is the name of the group of the pattern that it matched.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int


_GAP: Final = ",.'’ \u00a0\u2009\u202f"

_TOKEN: Final = re.compile(
    r"(?P<plain>[a-z]++(?=[ ,.;:]))"
    r"|(?P<currency>(?:US|AU|CA|NZ|HK|NT|[ACSR])?\$|[€£¥₹₩₽₺₦₱₪₫฿₴]"
    r"|(?:USD|EUR|GBP|AUD|CAD|CHF|JPY|INR|CNY|RMB|RM|Rs\.?)(?=\s?\d))"
    r"|(?P<coded>[^\W\d_]{1,12}+\d\w{0,20}+(?:-\w{1,20}+)?"
    r"|(?!(?i:mid|pre|post|under|over|then|early|late|non|sub|now|all|nearly|about|some|than)-)"
    r"(?:[A-Z][^\W\d_]{0,14}+|covid)[-‑]\d{1,6}+(?!\d|-\w)\w{0,8}+)"
    r"|(?P<clock>(?<![\d.,])\d{1,3}:\d{2}(?:[:.]\d{1,3}){0,2}+(?![\d:]))"
    r"|(?P<slashed>\d{1,9}+(?:/\d{1,9}+)++)"
    r"|(?P<number>\d{1,2}(?:,\d{2}){1,5},\d{3}(?!\d)"
    rf"|\d{{1,3}}(?P<gap>[{_GAP}])\d{{3}}(?:(?P=gap)\d{{3}}){{0,7}}+(?!\d)(?:[.,]\d++)?+(?<![^\W\d])"
    r"|(?<![\w.])\.\d++|\d{1,3},\d{1,2}(?![\d,])|\d++(?:\.\d++)?)"
    r"|(?P<vulgar>[½⅓⅔¼¾⅛⅜⅝⅞])"
    r"|(?P<word>[^\W\d_]++(?:[’'](?!s\b)[^\W\d_]{1,3}+)?)"
    r"|(?P<mark>[^\w\s]|_)"
)


def tokenised(text: str) -> tuple[Token, ...]:
    """The words, numbers and marks of ``text``, in order. Time is linear in ``text``."""
    found = []
    for match in _TOKEN.finditer(text):
        said, start = match[0], match.start()
        kind = match.lastgroup
        if kind == "plain":
            found.append(Token("word", said, said, start, start + len(said)))
        else:
            found.append(Token(str(kind), said, said.lower(), start, start + len(said)))
    return tuple(found)


def glued(tokens: Sequence[Token], index: int) -> bool:
    """Whether nothing stands between token ``index`` and the one before it."""
    return 0 < index < len(tokens) and tokens[index].start == tokens[index - 1].end


def after_hyphen(tokens: Sequence[Token], index: int) -> int:
    """``index``, or the one after it where a hyphen joins it to both its neighbours."""
    joined = (
        index + 1 < len(tokens)
        and tokens[index].text in {"-", "‑"}
        and glued(tokens, index)
        and glued(tokens, index + 1)
    )
    return index + 1 if joined else index


def low_at(tokens: Sequence[Token], index: int) -> str:
    """Token ``index`` in lower case; empty outside the text."""
    return tokens[index].low if 0 <= index < len(tokens) else ""
