"""Pages of PDF files whose text has to be put in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.types import Document
from tests.reading.making import pdf, read_bytes

LEFT = (
    "The ferry between Halven and Corrin",
    "was stopped on Monday, the harbour",
    "authority said, after cracks had been",
    "found in its hull. Northwind, which",
    "runs the line, apologised for it.",
)
RIGHT = (
    "“We looked everywhere,” said Merrin,",
    "who leads the board. It had heard of",
    "the cracks in May. Nobody was hurt,",
    "and the next ship sails on Friday.",
)
LEFT_TEXT, RIGHT_TEXT = " ".join(LEFT), " ".join(RIGHT)
HEADLINE = "Ferry stopped after cracks are found"


def at(x: float, y: float, text: str, size: float = 10) -> bytes:
    """Text that is drawn at a place of its own."""
    return b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%b) Tj ET\n" % (size, x, y, text.encode("cp1252"))


def column(x: float, lines: tuple[str, ...], *, top: float = 700, size: float = 10) -> bytes:
    return b"".join(at(x, top - 14 * row, line, size) for row, line in enumerate(lines))


def by_rows() -> bytes:
    """Both columns drawn line by line across the page."""
    return b"".join(
        column(x, lines[row : row + 1], top=700 - 14 * row)
        for row in range(len(LEFT))
        for x, lines in ((60, LEFT), (310, RIGHT))
    )


def row_by_row() -> bytes:
    """Both columns drawn in one go, line by line across the page."""
    drawn = [b"BT /F1 10 Tf 60 700 Td"]
    for row, left in enumerate(LEFT):
        right = RIGHT[row] if row < len(RIGHT) else ""
        moved = (left.encode("cp1252"), right.encode("cp1252"))
        drawn.append(b"(%b) Tj 250 0 Td (%b) Tj -250 -14 Td" % moved)
    return b"\n".join([*drawn, b"ET"])


def flipped() -> bytes:
    """The same page in other units, from the top."""
    drawn = [b"q 0.5 0 0 -0.5 0 842 cm"]
    for x, lines in ((120, LEFT), (620, RIGHT)):
        for row, line in enumerate(lines):
            place = (x, 200 + 28 * row, line.encode("cp1252"))
            drawn.append(b"BT /F1 1 Tf 20 0 0 -20 %d %d Tm (%b) Tj ET" % place)
    return b"\n".join([*drawn, b"Q"])


def one(*pages: bytes, folder: Path) -> Document:
    (document,) = read_bytes(pdf(pages), folder=folder, name="a.pdf")
    return document


@pytest.mark.parametrize(
    "page",
    [
        column(60, LEFT) + column(310, RIGHT),
        column(310, RIGHT) + column(60, LEFT),
        by_rows(),
        row_by_row(),
        flipped(),
    ],
    ids=["in_turn", "right_first", "by_rows", "in_one_go", "flipped"],
)  # fmt: skip
def test_columns_are_read_one_after_the_other(tmp_path: Path, page: bytes) -> None:
    text = one(page, folder=tmp_path).text
    assert " ".join(text.split()) == f"{LEFT_TEXT} {RIGHT_TEXT}"


def test_a_headline_over_columns_is_the_title_wherever_it_is_drawn(tmp_path: Path) -> None:
    columns = column(310, RIGHT) + column(60, LEFT)
    document = one(columns + at(60, 740, HEADLINE, 24), folder=tmp_path)
    assert document.title == HEADLINE
    assert " ".join(document.text.split()) == f"{LEFT_TEXT} {RIGHT_TEXT}"


def test_what_crosses_the_columns_parts_the_page(tmp_path: Path) -> None:
    crossing = "Northwind says that it will sell the ship after the summer and buy another"
    page = column(60, LEFT) + column(310, RIGHT) + at(60, 610, crossing)
    below = column(60, RIGHT, top=580) + column(310, LEFT, top=580)
    text = " ".join(one(page + below, folder=tmp_path).text.split())
    assert text == f"{LEFT_TEXT} {RIGHT_TEXT} {crossing} {RIGHT_TEXT} {LEFT_TEXT}"


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    rows = [("Ward", "Ayes", "Noes"), *((f"Ward {n}", f"{n}1", f"{n}2") for n in range(1, 6))]
    table = b"".join(
        at(x, 600 - 14 * row, cell)
        for row, cells in enumerate(rows)
        for x, cell in zip((60, 240, 420), cells, strict=True)
    )
    text = one(column(60, LEFT) + table, folder=tmp_path).text
    assert "Ward 3 31 32" in " ".join(text.split())


def test_type_of_other_sizes_is_no_part_of_a_sentence(tmp_path: Path) -> None:
    lines = (
        "he ferry between Halven and Corrin was stopped on Monday, the harbour authority said,",
        "after cracks had been found in its hull. Northwind, which runs the line, had not",
        "been told of them before.",
    )
    page = (
        at(60, 780, "Ferry stopped", 24)
        + at(60, 752, "Cracks are found", 24)
        + at(60, 690, "T", 30)
        + at(80, 700, lines[0])
        + at(60, 686, lines[1])
        + at(60, 672, "The ship on Monday. Photo: Bo Ray", 7)
        + at(60, 658, lines[2])
    )
    document = one(page, folder=tmp_path)
    assert document.title == "Ferry stopped Cracks are found"
    assert document.text == f"T{' '.join(lines)}\n\nThe ship on Monday. Photo: Bo Ray"


def test_letters_that_are_set_apart(tmp_path: Path) -> None:
    page = at(60, 780, "F E R R Y  S T O P P E D", 20) + column(60, LEFT)
    assert one(page, folder=tmp_path).title == "FERRY STOPPED"
    long = at(60, 780, "F E R R Y S T O P P E D A G A I N", 20) + column(60, LEFT)
    assert one(long, folder=tmp_path).title == "F E R R Y S T O P P E D A G A I N"


def test_pages_without_text_are_told(tmp_path: Path) -> None:
    document = one(column(60, LEFT), b"q Q", b"q Q", column(60, RIGHT), b"q Q", folder=tmp_path)
    assert document.left_out == (
        "pages 2–3 of 5, without text, probably scanned",
        "page 5 of 5, without text, probably scanned",
    )
    assert one(column(60, LEFT), folder=tmp_path).left_out == ()
