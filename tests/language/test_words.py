from __future__ import annotations

import pytest
from hypothesis import given

from assistant.language.words import (
    STOP_WORDS,
    content_terms,
    count_words,
    near_identical,
    shingles,
)
from tests.language.ugly import ugly_text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("— – - … ... * •", 0),
        ("The ferry stopped.", 3),
        ("a well-known state-of-the-art ship", 4),
        ("It rose 3.5% to $1,200.", 5),
        ("He said — twice — no.", 4),
        ("the ship—old and slow–sank", 6),
        ("from 2019–20 on", 3),
        ("don’t won't O’Neil’s", 3),
        ("“Yes,” she said; (no)?", 4),
        ("café cafe\u0301 naïve", 3),
        ("write to desk.news@halden.example or https://news.example/a?b=c", 5),
        ("他来了", 3),
        ("one\ntwo\r\nthree\u00a0four", 4),
        ("😀 🎉", 0),
        ("either/or", 1),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@given(ugly_text, ugly_text)
def test_words_of_two_lines_add_up(first: str, second: str) -> None:
    assert count_words(f"{first}\n{second}") == count_words(first) + count_words(second)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("What did the Mayor of Córdoba say?", ("mayor", "cordoba", "say")),
        ("In 2024 1,200 well-known ships", ("2024", "1200", "well", "known", "ships")),
        ("Voss’s ship didn’t sink; it's 3.5 m", ("voss", "ship", "sink", "3.5", "m")),
        ("Straße ﬁre Ångström", ("strasse", "fire", "angstrom")),
        ("the of and", ()),
        ("", ()),
    ],
)
def test_content_terms(text: str, terms: tuple[str, ...]) -> None:
    assert content_terms(text) == terms


@given(ugly_text)
def test_content_terms_are_plain(text: str) -> None:
    for term in content_terms(text):
        assert term
        assert term == term.lower()
        assert term not in STOP_WORDS
        assert not any(character.isspace() for character in term)


WIRE = (
    "The harbour authority said on Tuesday that the ferry between Port Halven and Corrin would "
    "not run before Friday, after inspectors found cracks in the hull of the ship."
)


def test_copies_are_near_identical() -> None:
    copy = WIRE.replace("authority said", "AUTHORITY  said").replace("Corrin", "Córrin") + "”"
    assert shingles(copy) == shingles(WIRE)
    edited = shingles(WIRE + " More to follow.")
    assert near_identical(shingles(WIRE), edited)
    assert near_identical(edited, shingles(WIRE))


def test_other_texts_are_not() -> None:
    other = "Inspectors found no cracks in the hull, and the ferry runs again between the ports."
    assert not near_identical(shingles(WIRE), shingles(other))
    assert not near_identical(shingles(WIRE), shingles(WIRE[:90])), "a part is no copy"
    assert not near_identical(shingles("— …"), shingles("— …")), "no words are like nothing"


def test_short_texts_have_one_shingle() -> None:
    assert len(shingles("Ferry halted")) == 1
    assert shingles("Ferry halted") == shingles("ferry, halted!")
    assert shingles("Ferry halted") != shingles("halted ferry")
    assert shingles("") == frozenset()
    assert len(shingles("one two three four five six", n=5)) == 2


@given(ugly_text)
def test_shingles_hold_as_many_runs_as_there_are(text: str) -> None:
    own = shingles(text)
    assert near_identical(own, own) == bool(own)
    assert shingles(f"{text} ") == own


@pytest.mark.parametrize(
    "unit", ["(Aa ", "A-", "1,", "1.", " in the ", "a ", "A. ", "A B", "'", "e\u0301"]
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    # With anything quadratic in it this would take minutes.
    text = (unit * 100_000)[:100_000]
    assert count_words(text) <= len(text)
    assert len(shingles(text)) <= len(content_terms(text)) + len(text)
