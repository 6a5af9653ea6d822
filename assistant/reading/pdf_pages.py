"""The text of one page of a PDF, line by line in the order of reading, by pypdf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import inf, sqrt
from typing import TYPE_CHECKING, Any, Final

from assistant.reading.pdf_layout import (
    Piece,
    column_starts,
    in_columns,
    separated_by_type,
    with_words,
)

if TYPE_CHECKING:
    from pypdf import PageObject

_MOVES: Final = frozenset({b"Td", b"TD", b"Tm", b"T*", b"'", b'"'})
_SHOWS: Final = frozenset({b"Tj", b"TJ", b"'", b'"'})
_LEAST_LINES: Final = 3
_NARROWEST: Final = 60
"""Points that a column is wide, at least."""

_SAME: Final = [1, 0, 0, 1, 0, 0]


def page_text(page: PageObject, *, count: Callable[..., None]) -> str:
    """Returns the text of a page: columns one after the other, a blank line between sizes of type.

    Args:
        page: the page.
        count: is called with each drawing operation.
    """
    lines, places = _Lines(), _Places(count)
    text = page.extract_text(visitor_operand_before=places.see, visitor_text=lines.take)
    pieces = _pieces(page) if places.may_be_columns else []
    starts = column_starts(pieces)
    drawn = in_columns(pieces, starts) if starts else lines.all()
    separated = separated_by_type(drawn) if starts or len({line.size for line in drawn}) > 1 else []
    # The text piece by piece is used only where it has the letters of the whole text.
    if _letters("".join(separated)) != _letters(text):
        separated = text.split("\n")
    return "\n".join(map(with_words, separated))


def _letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


class _Lines:
    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._lines: list[list[Piece]] = [[]]

    def take(self, text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        """Takes what was drawn at one place."""
        if not text:
            return
        piece = _piece(text, cm, tm, size)
        if text.strip():
            self.pieces.append(piece)
        first, *others = text.split("\n")
        self._lines[-1].append(Piece(first, piece.x, piece.y, piece.size))
        self._lines += ([Piece(other, piece.x, piece.y, piece.size)] for other in others)

    def all(self) -> list[Piece]:
        """Returns the lines, each in the size that most of it is in."""
        return [
            Piece(
                "".join(piece.text for piece in line),
                0,
                inf,
                max(line, key=lambda p: p.letters).size,
            )
            for line in self._lines
            if line
        ]


def _piece(text: str, cm: list[float], tm: list[float], size: float) -> Piece:
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    scale = sqrt(abs((tm[0] * tm[3] - tm[1] * tm[2]) * (cm[0] * cm[3] - cm[1] * cm[2])))
    return Piece(text, float(x), float(y), float(size) * scale)


class _Places:
    """Sees where text is drawn, to tell whether a page is worth a closer look."""

    def __init__(self, count: Callable[..., None]) -> None:
        self._count = count
        self._heights: dict[int, set[int]] = {}

    def see(self, operator: bytes, operands: Any, cm: list[float], tm: list[float]) -> None:
        """Counts a drawing operation, and notes where it draws text."""
        self._count(operator, operands)
        if operator in _SHOWS:
            piece = _piece("", cm, tm, 1)
            self._heights.setdefault(round(piece.x), set()).add(round(piece.y))

    @property
    def may_be_columns(self) -> bool:
        """Whether several lines begin at places that are a column apart."""
        often = [x for x, heights in self._heights.items() if len(heights) >= _LEAST_LINES]
        return bool(often) and max(often) - min(often) >= _NARROWEST


def _pieces(page: PageObject) -> list[Piece]:
    """The text of a page, in a piece for each place of drawing."""
    from pypdf.generic import ContentStream, NameObject

    if "/Contents" not in page:
        return []
    # As bytes: what they mean, the font says.
    content = ContentStream(page["/Contents"].get_object(), page.pdf, "bytes")
    moved: list[tuple[Any, bytes]] = []
    for operands, operator in content.operations:
        if operator in _MOVES:
            # Its only effect is that pypdf hands over what was drawn so far.
            moved.append((list(_SAME), b"cm"))
        moved.append((operands, operator))
    content.operations = moved
    page[NameObject("/Contents")] = content
    lines = _Lines()
    page.extract_text(visitor_text=lines.take)
    return lines.pieces
