"""Blocks: the stretches of a text that no sentence crosses.

A block is a paragraph, a line that stands for itself (headline, byline, caption, list
item), or one line of a text that has a sentence a line. The lines of a hard-wrapped
paragraph are one block. Whether a line break is a wrap is decided by signs, in this order:

- a list marker begins a block; a marker alone on its line takes the next line;
- a line that stops in mid-sentence is continued by a line that begins in lower case;
- so is a line that ends in an article or a conjunction;
- in a paragraph (or, failing signs, a text) most of whose unfinished lines are continued in
  lower case, a line is wrapped if the next line's first word would not have fitted on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from assistant.language.punctuation import CLOSING, ENDS, OPENING

_WIDEST_WRAP: Final = 120  # longest line, in characters, of a paragraph that counts as hard-wrapped

# Share of the widest line that a wrapped line fills, with the next line's first word.
_FULL: Final = 0.85

# Share of the unfinished lines that must plainly go on in a hard-wrapped paragraph.
_PLAIN_SHARE: Final = 0.3

# How many lines must plainly go on before a text as a whole counts as hard-wrapped.
_PLAIN_COUNT: Final = 3
_MARKER: Final = re.compile(r"(?:[-*•‣◦·▪●–—]|\(?\d{1,3}[.)]|\(?[A-Za-z]\))(?:\s+|$)")
_STRONG_MARKER: Final = re.compile(r"[*•‣◦▪●]")
_OPENING_MARKER: Final = re.compile(r"[^\w(]|\(?[1aA][.)]")
_FINISHED: Final = re.compile(rf"[{ENDS}:](?:[{CLOSING})\]]|\[\d+\])*$")
_UNFINISHED_WORD: Final = re.compile(
    r"(?:^|\s)(?:the|an?|of|and|or|that|his|her|their|its|Mr\.|Mrs\.|Ms\.|Dr\.)$"
)
_LOWER_WORD: Final = re.compile(rf"[{OPENING}(\[]*([^\W\d_]+)")
_FIRST_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\S{1,40}")
_TAIL: Final = 16  # characters of a line's end that its signs are read from


@dataclass(frozen=True, slots=True)
class Block:
    """``text[start:end]``, without white space at either end.

    The words begin at ``lead``: ``start``, or after a list marker.
    """

    start: int
    end: int
    lead: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    lead: int
    finished: bool
    lower: bool
    uncased: bool

    @property
    def width(self) -> int:
        return self.end - self.start


def find_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of ``text`` in order; every non-white-space character is in exactly one."""
    paragraphs = _paragraphs(text)
    counts = [_wraps(text, lines) for lines in paragraphs]
    unfinished, continued = (sum(column) for column in zip((0, 0), *counts, strict=True))
    wrapped_text = _plain(unfinished, continued) and continued >= _PLAIN_COUNT
    blocks: list[Block] = []
    for lines, count in zip(paragraphs, counts, strict=True):
        wrapped = _plain(*count) or (wrapped_text and count[1] == 0)
        blocks += _blocks_of(text, lines, wrapped=wrapped)
    return tuple(blocks)


def _paragraphs(text: str) -> list[list[_Line]]:
    paragraphs: list[list[_Line]] = [[]]
    position = 0
    for raw in text.splitlines(keepends=True):
        body = raw.strip()
        if body:
            paragraphs[-1].append(_read_line(body, start=position + raw.index(body)))
        elif paragraphs[-1]:
            paragraphs.append([])
        position += len(raw)
    return [lines for lines in paragraphs if lines]


def _read_line(body: str, *, start: int) -> _Line:
    marker = _MARKER.match(body)
    word = _LOWER_WORD.match(body[:_TAIL])
    letters = word[1] if word else ""
    return _Line(
        start=start,
        end=start + len(body),
        lead=start + (marker.end() if marker else 0),
        finished=_FINISHED.search(body[-_TAIL:]) is not None,
        # A name such as iPhone begins a sentence as well as any capital does.
        lower=letters[:1].islower() and letters.islower(),
        uncased=bool(letters) and not letters[0].isupper() and not letters[0].islower(),
    )


def _plain(unfinished: int, continued: int) -> bool:
    return continued > 0 and continued >= _PLAIN_SHARE * unfinished


def _wraps(text: str, lines: Sequence[_Line]) -> tuple[int, int]:
    """How many lines stop in mid-sentence, and how many of them are plainly continued."""
    width = _wrap_width(lines)
    unfinished = continued = 0
    for line, following in pairwise(lines):
        if not line.finished and following.lead == following.start:
            full = following.uncased and _is_full(text, line, following, width=width)
            unfinished += 1
            continued += full or following.lower or _ends_unfinished(text, line)
    return unfinished, continued


def _wrap_width(lines: Sequence[_Line]) -> int:
    """Returns the width of the widest line, or 0 if it is too wide for hard wrapping."""
    width = max(line.width for line in lines)
    return width if width <= _WIDEST_WRAP else 0


def _is_full(text: str, line: _Line, following: _Line, *, width: int) -> bool:
    word = _FIRST_WORD.match(text, following.start, following.end)
    return 0 < _FULL * width < line.width + 1 + (len(word[0]) if word else 0)


def _blocks_of(text: str, lines: Sequence[_Line], *, wrapped: bool) -> list[Block]:
    width = _wrap_width(lines) if wrapped else 0
    blocks: list[Block] = []
    first = lines[0]
    listed = first.lead > first.start
    for line, following in pairwise(lines):
        full = _is_full(text, line, following, width=width)
        marked = following.lead > following.start
        if marked and full and not listed:
            # "… turned\n5. The" in a wrapped paragraph is no list.
            opening = _OPENING_MARKER if line.finished else _STRONG_MARKER
            marked = opening.match(text, following.start) is not None
        if not marked and (full or _goes_on(text, line, following)):
            continue
        blocks.append(Block(first.start, line.end, first.lead))
        first = following
        listed = listed or marked
    blocks.append(Block(first.start, lines[-1].end, first.lead))
    return blocks


def _goes_on(text: str, line: _Line, following: _Line) -> bool:
    lower = following.lower and not line.finished
    return line.lead == line.end or lower or _ends_unfinished(text, line)


def _ends_unfinished(text: str, line: _Line) -> bool:
    tail = text[max(line.start, line.end - _TAIL) : line.end]
    return _UNFINISHED_WORD.search(tail) is not None
