"""The canonical form of text, and titles made from it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.canonical import (
    canonical_text,
    has_words,
    leading_headline,
    shortened,
    single_line,
    title_from,
    without_leading_title,
)

# Text with what is awkward far more often than chance would have it, surrogates too.
UGLY = st.text(
    st.one_of(
        st.sampled_from("\r\n\t\v\f\x00\x1b\x85\xa0\xad\ufeff\u2028\u200d\u202e é\u0301\u2126.”"),
        st.characters(),
        st.characters(categories=["Cs"]),
    )
)


@given(UGLY)
def test_canonical_text_keeps_its_promises(text: str) -> None:
    result = canonical_text(text)
    assert canonical_text(result) == result
    assert result == result.strip()
    assert "\n\n\n" not in result
    assert all(line == line.rstrip() for line in result.split("\n"))
    assert not set(result) & (set(map(chr, range(32))) - {"\n", "\t"})
    assert not set(result) & set("\x7f\x85\xad\ufeff\u2028\u2029")
    assert unicodedata.is_normalized("NFC", result)
    result.encode()


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\xad")))
def test_ordinary_characters_are_kept(text: str) -> None:
    assert canonical_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("  \n a  \n\n\n\n\tb \t\n", "a\n\n\tb"),
        ("inspec\xad\n  tors, \xad\nwho", "inspectors,\nwho"),
        ("co\xadoperate\ufeff \x00now", "cooperate now"),
        ("cafe\u0301 \ud800 \ud83d\ude00", "café \ufffd 😀"),
        ("1\u00bd ﬁ \u200b\u202e", "1\u00bd ﬁ \u200b\u202e"),
        (" \n\x00\t", ""),
    ],
)
def test_canonical_text(text: str, expected: str) -> None:
    assert canonical_text(text) == expected


@given(UGLY, st.integers(2, 40))
def test_a_single_line_is_one_line_that_fits(text: str, limit: int) -> None:
    line = single_line(text, limit=limit)
    assert len(line) <= limit
    assert line == " ".join(line.split())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("exactly ten", "exactly…"),
        ("ten chars!", "ten chars!"),
        ("a, bcdefghijk", "a…"),
        ("abcdefghijklm", "abcdefghi…"),
        ("four five six", "four five…"),
    ],
)
def test_lines_are_cut_at_words(line: str, expected: str) -> None:
    assert shortened(line, limit=10) == expected


@given(UGLY.map(canonical_text).filter(has_words))
def test_every_text_with_words_gets_a_title(text: str) -> None:
    title = title_from(text)
    assert 0 < len(title) <= 90
    assert "\n" not in title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bank of Ostvik raised rates. It was late.", "The bank of Ostvik raised rates"),
        ("Has the bank of Ostvik gone mad? Some say so.", "Has the bank of Ostvik gone mad?"),
        (
            "The bank hired its chairman Mr. Solheim. He left.",
            "The bank hired its chairman Mr. Solheim",
        ),
        (
            "The ferry carried off its last U.S. Marines. No more.",
            "The ferry carried off its last U.S. Marines",
        ),
        ("* * *\nRates rose.\nMore.", "Rates rose"),
    ],
)
def test_titles_are_made_from_the_first_sentence(text: str, expected: str) -> None:
    assert title_from(text) == expected


def test_long_first_sentences_are_cut_short() -> None:
    title = title_from("The port said " + "it was very, " * 20)
    assert title == "The port said " + "it was very, " * 5 + "it was…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bank raises rates\n\nThe bank raised rates.", "Bank raises rates"),
        ("Bank: “Rates will rise”\n\nThe bank said so.", "Bank: “Rates will rise”"),
        ("Rates will rise.\n\nThe bank said so.", None),
        ("“Rates will rise.”\n\nThe bank said so.", None),
        ("The bank said:\n\nRates will rise.", None),
        ("- rates\n\nThe bank said so.", None),
        ("1. rates\n\nThe bank said so.", None),
        ("Two lines\nof text\n\nThe bank said so.", None),
        ("Bank raises rates\nThe bank said so.", None),
        ("Bank raises rates", None),
        ("* * *\n\nThe bank said so.", None),
        ("word " * 40 + "end\n\nThe bank said so.", None),
    ],
)
def test_only_a_line_set_apart_is_a_headline(text: str, expected: str | None) -> None:
    assert leading_headline(text) == expected


def test_a_title_is_taken_off_the_text_only_where_it_is_repeated() -> None:
    assert (
        without_leading_title("BANK  raises rates\n\nIt did.", title="Bank raises rates")
        == "It did."
    )
    assert (
        without_leading_title("Bank raises rates", title="Bank raises rates") == "Bank raises rates"
    )
    assert without_leading_title("Bank falls\nIt did.", title="Bank") == "Bank falls\nIt did."
