from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rendering.safety import one_line, printable
from tests.rendering.made import HOSTILE

BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Weighted towards what makes terminals and parsers stumble.
ugly_text = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["\x1b[31m", "\x1b]0;", "\x07", "\x1b\\", "\x9b2J", "\x1b", "\u202e", "\r\n", "\t"]
        ),
        st.characters(min_codepoint=0, max_codepoint=0x9F),
        st.characters(categories=["Cs"]),
        st.characters(min_codepoint=0xE0000, max_codepoint=0xE00FF),
    ),
    max_size=12,
).map("".join)


def steers(character: str) -> bool:
    """Whether a terminal would obey the character rather than show it."""
    category = unicodedata.category(character)
    tag = 0xE0000 <= ord(character) <= 0xE00FF
    return (category in ("Cc", "Cs") and character not in "\n\t") or character in BIDI or tag


@given(ugly_text)
def test_nothing_printable_steers_a_terminal(text: str) -> None:
    assert not any(steers(character) for character in printable(text))


@given(ugly_text)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert printable(printable(text)) == printable(text)
    assert one_line(one_line(text)) == one_line(text)


@given(ugly_text)
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([], [line])
    assert line == line.strip(" ")
    assert "  " not in line


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M"])))
def test_what_can_be_seen_is_kept(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[1;31mred\x1b[0m b", "ared b"),
        ("\x1b]0;a new window title\x07words", "words"),
        ("\x1b]8;;https://evil.example\x1b\\words\x1b]8;;\x1b\\", "words"),
        ("\x1b]52;c;Y3VybCBl\x07clip", "clip"),
        ("\x9b2Jcleared", "cleared"),
        ("an unfinished \x1b]0;title stays", "an unfinished ]0;title stays"),
        ("one\r\ntwo\rthree\x85four\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("\u202edesrever", "desrever"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("fam\u200dily \U0001f468\u200d\U0001f469", "fam\u200dily \U0001f468\u200d\U0001f469"),
    ],
)
def test_what_is_taken_out(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_hostile_text_comes_out_harmless() -> None:
    assert one_line(HOSTILE) == (
        "Calm red title cleared desrever [bold]not bold[/bold] bell :smile: tag"
    )
