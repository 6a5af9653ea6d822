"""The lines of a PDF's page in the order of reading, found by the place and size of its text.

A page's text is drawn in any order: columns row by row, the right one first, a headline last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median
from typing import Final

from assistant.language.punctuation import CLOSING, ENDS

_SAME_LINE: Final = 0.4
"""Share of its size by which the pieces of one line lie apart at most."""

_ALIGNED: Final = 4.0
"""Points by which the lines of a column begin apart at most."""

_INDENT: Final = 2.5
"""Widths of a letter by which a first line may be indented."""

_STRONG: Final = 0.6
"""Share of the lines from some place on that begin there, at least, where a column does."""

_LEAST_LINES: Final = 4
_LEAST_LETTERS: Final = 18
"""Letters of a column's usual line, at least: the columns of tables have fewer."""

_NARROWEST: Final = 8
"""Widths of a letter that a column has at least."""

_LETTER: Final = 0.42
"""Width of a letter in sizes, rather too small: what crosses a gap by this does cross it."""

_OTHER_SIZE: Final = 1.15
"""How many times larger or smaller other type than the running text's is."""

_DROP_CAP: Final = 1.8
_WIDE_GAP: Final = 1.6
_SPACED_OUT: Final = re.compile(r"\s*[^\W\d_](?: [^\W\d_]){2,}(?: {2,}[^\W\d_](?: [^\W\d_])*)*\s*")
_WIDE_BLANK: Final = re.compile(r" {2,}")
_LONGEST_WORD: Final = 12
_SENTENCE_ENDS: Final = (*ENDS, *CLOSING, ":")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a page or a line of it: where it begins, and the size of its type.

    ``x`` and ``y`` are points from the page's lower left, ``y`` infinite where it is not known.
    """

    text: str
    x: float
    y: float
    size: float

    @property
    def letters(self) -> int:
        """How many characters it has, but for outer blanks."""
        return len(self.text.strip())

    @property
    def reach(self) -> float:
        """A place that it surely reaches on its line."""
        return self.x + _LETTER * self.size * len(self.text)


def column_starts(pieces: Sequence[Piece]) -> tuple[float, ...]:
    """Returns where the columns of a page begin; less than two where it has none."""
    filled = [piece for piece in pieces if piece.text.strip()]
    usual = body_size(filled)
    body = [piece for piece in filled if not _differs(piece.size, usual)]
    size = body_size(body)
    if not body:
        return ()
    rows = _rows(body)
    starts: list[float] = []
    for place in sorted({round(piece.x) for piece in body}):
        if starts and place - starts[-1] < _NARROWEST * size:
            continue
        if _is_start(place, rows, size=size):
            starts.append(place)
    if len(starts) < 2:  # noqa: PLR2004 - two columns
        return ()
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else inf
        within = [
            sum(p.letters for p in row if start - _ALIGNED <= p.x < end - _ALIGNED) for row in rows
        ]
        within = [letters for letters in within if letters]
        if len(within) < _LEAST_LINES or median(within) < _LEAST_LETTERS:
            return ()
    return tuple(starts)


def in_columns(pieces: Sequence[Piece], starts: Sequence[float]) -> list[Piece]:
    """Returns the lines of a page with columns: what crosses them parts the page, top to bottom."""
    rows = _rows([piece for piece in pieces if piece.text.strip()])
    bands: list[list[list[Piece]]] = [[[] for _ in starts]]
    lines: list[Piece] = []
    for row in rows:
        columns = [[p for p in row if _column(p, starts) == at] for at in range(len(starts))]
        crossing = any(
            columns[at]
            and not any(columns[at + 1 :])
            and columns[at][-1].reach > starts[at + 1] + _ALIGNED
            for at in range(len(starts) - 1)
        )
        if crossing:
            lines += (_line(row) for column in bands.pop() for row in _rows(column))
            bands.append([[] for _ in starts])
            lines.append(_line(row))
        else:
            for at, column in enumerate(columns):
                bands[-1][at] += column
    return lines + [_line(row) for column in bands[-1] for row in _rows(column)]


def separated_by_type(lines: Sequence[Piece]) -> list[str]:
    """Returns the lines as text, a blank one between type of different sizes.

    The lines of a headline are joined, a large first letter with its word; what is set in other
    type within a paragraph (a caption, a quotation) comes after it.
    """
    filled = [line for line in lines if line.text.strip()]
    body = body_size(filled)
    blocks = _after_paragraphs(_blocks(list(_with_drop_caps(filled, body=body))), body=body)
    separated: list[str] = []
    for block in blocks:
        separated.append("")
        if block[0].size > body * _OTHER_SIZE:
            separated.append(" ".join(line.text.strip() for line in block))
        else:
            separated += _spaced(block)
    return separated


def with_words(line: str) -> str:
    """Returns a line whose letters are set apart ("S H U T  D O W N") in its words."""
    if _SPACED_OUT.fullmatch(line) is None:
        return line
    words = _WIDE_BLANK.split(line.strip())
    if len(words) == 1 and len(line.split()) > _LONGEST_WORD:
        return line  # where a word ends, nobody can tell
    return " ".join(word.replace(" ", "") for word in words)


def body_size(pieces: Iterable[Piece]) -> float:
    """Returns the size of the type that most letters are in; 0 where there is none."""
    letters: Counter[float] = Counter()
    for piece in pieces:
        letters[round(piece.size, 1)] += piece.letters
    return letters.most_common(1)[0][0] if letters else 0.0


def _differs(size: float, other: float) -> bool:
    smaller, larger = sorted((size, other))
    return larger > smaller * _OTHER_SIZE


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if rows and abs(rows[-1][0].y - piece.y) <= _SAME_LINE * min(rows[-1][0].size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x) for row in rows]


def _is_start(place: float, rows: Sequence[Sequence[Piece]], *, size: float) -> bool:
    beyond = aligned = 0
    for row in rows:
        first = next((piece.x for piece in row if piece.x >= place - _ALIGNED), None)
        if first is None:
            continue
        beyond += 1
        aligned += first - place <= max(_ALIGNED, _INDENT * size * _LETTER)
    return aligned >= _LEAST_LINES and aligned >= _STRONG * beyond


def _column(piece: Piece, starts: Sequence[float]) -> int:
    return max((at for at, start in enumerate(starts) if piece.x >= start - _ALIGNED), default=0)


def _line(row: Sequence[Piece]) -> Piece:
    widest = max(row, key=lambda piece: piece.letters)
    return replace(row[0], text="".join(piece.text for piece in row), size=widest.size)


def _with_drop_caps(lines: Sequence[Piece], *, body: float) -> Iterator[Piece]:
    waiting = ""
    for line in lines:
        text = line.text.strip()
        if len(text) == 1 and text.isalpha() and line.size >= _DROP_CAP * body:
            waiting = text
            continue
        goes_on = waiting and text[:1].isalpha()
        yield replace(line, text=f"{waiting}{text}") if goes_on else line
        waiting = ""
    if waiting:
        yield Piece(waiting, 0, inf, body)


def _blocks(lines: Sequence[Piece]) -> list[list[Piece]]:
    blocks: list[list[Piece]] = []
    for line in lines:
        if blocks and not _differs(blocks[-1][-1].size, line.size):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _after_paragraphs(blocks: Sequence[list[Piece]], *, body: float) -> list[list[Piece]]:
    """The blocks, those in other type that interrupt a sentence after its paragraph."""
    ordered: list[list[Piece]] = []
    for block in blocks:
        if (
            len(ordered) > 1
            and not _differs(block[0].size, body)
            and not _differs(ordered[-2][0].size, body)
            and not ordered[-2][-1].text.rstrip().endswith(_SENTENCE_ENDS)
            and block[0].text.lstrip()[:1].islower()
        ):
            ordered[-2] = ordered[-2] + block
        else:
            ordered.append(block)
    return ordered


def _spaced(block: Sequence[Piece]) -> list[str]:
    gaps = [above.y - line.y for above, line in pairwise(block) if above.y > line.y]
    usual = median(gaps) if gaps else 0.0
    separated = [block[0].text]
    for above, line in pairwise(block):
        is_wide = above.y - line.y > _WIDE_GAP * usual > 0
        if is_wide and above.text.rstrip().endswith(_SENTENCE_ENDS):
            separated.append("")
        separated.append(line.text)
    return separated
