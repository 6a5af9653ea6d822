"""Lines of printed pages to running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.paragraphs import running_text, with_whole_words

COLUMN = """\
The harbour town of Ostvik will close its old ferry ter-
minal on 14 May, the port said on Friday, after a well-
known shipping line withdrew from the route to Brun-
dal.
Some 1,200 passengers a day used the terminal in the year
2024-
25, down from 3,100.
A new stop
Work begins in June beside the railway station, where a
long-term car park is to be built as well, the council of
Ostvik added."""


def test_a_column_becomes_paragraphs() -> None:
    assert running_text([COLUMN]).split("\n\n") == [
        (
            "The harbour town of Ostvik will close its old ferry terminal on 14 May, the port said "
            "on Friday, after a well-known shipping line withdrew from the route to Brundal."
        ),
        "Some 1,200 passengers a day used the terminal in the year 2024-25, down from 3,100.",
        "A new stop",
        (
            "Work begins in June beside the railway station, where a long-term car park is to be "
            "built as well, the council of Ostvik added."
        ),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("the co-\noperation", "the co-operation"),
        ("cooperation and co-\noperation", "cooperation and cooperation"),
        ("the hit-\nand-run", "the hit-and-run"),
        ("the Anglo-\nSaxon", "the Anglo-Saxon"),
        ("state-of-\nthe-art", "state-of-the-art"),
        ("a knock-on effect, a knock-\non", "a knock-on effect, a knock-on"),
        ("inter-\nnational", "international"),
        ("this –\nor that", "this – or that"),
    ],
)
def test_hyphens_at_the_end_of_a_line(lines: str, expected: str) -> None:
    assert running_text([lines]) == expected


def test_headers_footers_and_page_numbers_go() -> None:
    pages = [
        f"The Ostvik Courier, page {number}\nthe text of page {word} goes on and\n{number}"
        for number, word in enumerate(["one", "two", "three", "four"], 1)
    ]
    assert running_text(pages) == " ".join(
        f"the text of page {word} goes on and" for word in ["one", "two", "three", "four"]
    )


def test_lists_stay_lists() -> None:
    assert running_text(["We need:\n• one thing\n• another\n1. and\n2. so on"]) == (
        "We need:\n\n• one thing\n\n• another\n\n1. and\n\n2. so on"
    )


def test_no_pages_give_no_text() -> None:
    assert running_text([]) == running_text(["", "\n \n"]) == ""


@given(st.lists(st.text(st.sampled_from("ab C1.-\n,•“”"), max_size=200), max_size=3))
def test_no_letter_is_lost_on_a_few_pages(pages: list[str]) -> None:
    # With less than three pages nothing can be known to be a header.
    letters = [character for page in pages[:2] for character in page if character.isalpha()]
    kept = [character for character in running_text(pages[:2]) if character.isalpha()]
    assert kept == letters


def test_words_that_hard_wrapped_text_divides() -> None:
    text = (
        "The harbour board closed the bridge after the inspec-\ntors, who came on Monday, saw how "
        "wide the well-\nknown cracks were. It is a matter of pre-\nand post-war steel, said Mrs "
        "Ada Merrin-\nOst of the board. The\ninspectors left.\n\nA list-\nless end"
    )
    assert with_whole_words(text) == (
        "The harbour board closed the bridge after the inspectors,\nwho came on Monday, saw how "
        "wide the well-known\ncracks were. It is a matter of pre-\nand post-war steel, said Mrs "
        "Ada Merrin-Ost\nof the board. The\ninspectors left.\n\nA list-\nless end"
    )


def test_a_hyphen_that_waits_for_its_word_is_kept() -> None:
    assert running_text(["It was a matter of pre-\nand post-war steel."]) == (
        "It was a matter of pre- and post-war steel."
    )
