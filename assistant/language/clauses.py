"""A sentence made ready for finding who says what: its boundaries, its quotations hidden."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from assistant.language.cues import FINITE, HIDDEN
from assistant.language.quotations import Quotations

_SCARE_WORDS: Final = 3
_BOUNDARY: Final = re.compile(r",(?!\d)|[;:\"()]|\s[—–-]{1,2}\s|—")
_ENDS_SPEECH: Final = frozenset(",.?!…—–-")
_TURN: Final = re.compile(
    r";|,[\"\s]{1,3}(?:but|while|whereas|although|though|yet|however|even though)\b"
)
_RELATIVE: Final = re.compile(r"\s(?:who|that|which|whose|whom|where)\s")


@dataclass(frozen=True)
class Clauses:
    """A sentence of a text.

    ``masked`` has a character for each character of ``text[start:start + len(masked)]``.
    Quotations of more than a few words, and those that end a speech (“…,”), are hidden; the
    marks of the latter are ``"`` and part the sentence. Other marks are blanks. Places are
    counted from the begin of the sentence.
    """

    start: int
    masked: str

    @cached_property
    def _boundaries(self) -> list[tuple[int, int]]:
        return [match.span() for match in _BOUNDARY.finditer(self.masked)]

    def boundary_before(self, place: int) -> tuple[int, int]:
        """The last boundary that ends at ``place`` or before it; (0, 0) without one."""
        index = bisect_right(self._boundaries, place, key=lambda span: span[1]) - 1
        return self._boundaries[index] if index >= 0 else (0, 0)

    def boundary_after(self, place: int) -> tuple[int, int]:
        """The first boundary that begins at ``place`` or behind it; the end without one."""
        index = bisect_left(self._boundaries, place, key=lambda span: span[0])
        if index < len(self._boundaries):
            return self._boundaries[index]
        return len(self.masked), len(self.masked)

    def turn_after(self, place: int) -> int:
        """Where, behind ``place``, the sentence turns to something else (", but …")."""
        turn = _TURN.search(self.masked, place)
        return turn.start() if turn else len(self.masked)

    def speech_before(self, boundary: tuple[int, int]) -> bool:
        """Whether ``boundary`` is, or closes, the mark at the end of a quotation."""
        closes = self.masked[: boundary[1]].rstrip(" ,—–-")
        return boundary[1] > 0 and closes.endswith('"')


def clauses_of(text: str, start: int, end: int, quotations: Quotations) -> Clauses:
    """The sentence ``text[start:end]`` of ``text``, whose quotations are given."""
    parts: list[str] = []
    place = start
    for quotation in quotations.between(start, end):
        words = text[quotation.start : quotation.end]
        speech = words[-1] in _ENDS_SPEECH or quotation.goes_on
        mark = '"' if speech else " "
        left = max(quotation.outer_start, start)
        right = min(quotation.outer_end, end)
        first, last = max(quotation.start, start), min(quotation.end, end)
        if left < place or last <= first:
            continue
        hide = speech or words.count(" ") >= _SCARE_WORDS
        inner = HIDDEN * (last - first) if hide else text[first:last]
        parts += (text[place:left], mark * (first - left), inner, mark * (right - last))
        place = right
    parts.append(text[place:end])
    masked = "".join(parts)
    return Clauses(start, re.sub(r"\s", " ", masked))


def has_verb(phrase: str) -> bool:
    """Whether a phrase has a verb of its own, that of a relative clause left aside."""
    relative = _RELATIVE.search(phrase)
    return FINITE.search(phrase, 0, relative.start() if relative else len(phrase)) is not None
