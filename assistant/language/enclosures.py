"""Quotations and brackets that a text opens and closes, in the marks of any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.language.punctuation import CLOSING, OPENING, PAIRED

# Characters up to which a quotation or bracket of several sentences is kept whole.
LONGEST_ENCLOSURE: Final = 300
_MARKS: Final = re.compile(rf"(?!['‘’‚])[{OPENING}{CLOSING}()\[\]（）【】《》]")
# Closing marks by what they close: a mark may close in one language and open in another.
_OPENED_BY: Final = {
    "“": "„", "”": "“„‟”", "»": "«", "«": "»", ")": "(", "]": "[", "）": "（",
    "】": "【", "》": "《", '"': '"',
    **{closing: opening for opening, closing in PAIRED.items()},
}  # fmt: skip
_OPENING: Final = frozenset("“„‟«([（【《") | PAIRED.keys()
_OPENING_AFTER_A_BLANK: Final = frozenset('”»"')
_BEFORE_OPENING: Final = " ([—–-/"


@dataclass(frozen=True, slots=True)
class Span:
    """The characters ``text[start:end]``."""

    start: int
    end: int


class Reach:
    """Tells, for places asked in rising order, whether a short quotation covers them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._at = 0
        self._end = 0

    def covers(self, place: int, *, to: int) -> bool:
        """Whether a span that begins before ``place`` ends after ``to``."""
        while self._at < len(self._spans) and self._spans[self._at].start < place:
            self._end = max(self._end, self._spans[self._at].end)
            self._at += 1
        return to < self._end


def closed_spans(text: str) -> list[Span]:
    """Quotations and brackets, marks included, that are closed within ``LONGEST_ENCLOSURE``.

    A straight mark opens after a blank and closes after anything else, unless it stands without
    a blank between two sentences: then it opens where nothing is to be closed.
    """
    opened: dict[str, int] = {}
    spans: list[Span] = []
    for match in _MARKS.finditer(text):
        mark, place = match[0], match.start()
        closed = next((one for one in _OPENED_BY.get(mark, "") if one in opened), None)
        after_blank = place == 0 or text[place - 1] in _BEFORE_OPENING
        between = text[place - 1] in ".!?…" and text[place + 1 : place + 2].isalnum()
        if mark == '"' and after_blank:
            closed = None
        if closed is not None:
            start = opened.pop(closed)
            if place - start < LONGEST_ENCLOSURE:
                spans.append(Span(start, place + 1))
        elif mark in _OPENING or (
            mark in _OPENING_AFTER_A_BLANK and (after_blank or (mark == '"' and between))
        ):
            opened[mark] = place
    return sorted(spans, key=lambda span: span.start)
