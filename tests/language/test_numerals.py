from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.numerals import Numeral, NumeralSort, find_numerals
from tests.language.ugly import ugly_text


def only(text: str) -> Numeral:
    (numeral,) = find_numerals(text)
    return numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 people", 12),
        ("1,200 people", 1200),
        ("1 200 people", 1200),
        ("1\u202f200\u202f000 people", 1_200_000),
        ("1'200 people", 1200),
        ("12,34,567 rupees", 1_234_567),
        ("1.234.567,5 units", Fraction(2469135, 2)),
        ("1,5 litres", Fraction(3, 2)),
        ("٣٤ people", 34),
        (".350 average", Fraction(7, 20)),
        ("2½ hours", Fraction(5, 2)),
        ("2 1/2 hours", Fraction(5, 2)),
        ("$6.38 billion", 6_380_000_000),
        ("6.38bn", 6_380_000_000),
        ("£40m", 40_000_000),
        ("3.5k", 3500),
        ("1.2 trillion", 1_200_000_000_000),
        ("three hundred thousand million", 300_000_000_000),
        ("twelve", 12),
        ("twenty-three", 23),
        ("twenty three", 23),
        ("two hundred and five", 205),
        ("one hundred twenty", 120),
        ("two hundred and twenty-five thousand", 225_000),
        ("two thousand and five hundred", 2500),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("a hundred", 100),
        ("two and a half million", 2_500_000),
        ("a million and a half", 1_500_000),
        ("three-quarters of a million", 750_000),
    ],
)
def test_cardinals(text: str, value: Fraction | int) -> None:
    numeral = only(text)
    assert numeral.sort is NumeralSort.CARDINAL
    assert numeral.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a third of voters", Fraction(1, 3)),
        ("fell by a third.", Fraction(1, 3)),
        ("two-thirds", Fraction(2, 3)),
        ("three quarters of them", Fraction(3, 4)),
        ("one-third", Fraction(1, 3)),
        ("one in five", Fraction(1, 5)),
        ("1 in 5", Fraction(1, 5)),
        ("nine out of 10 doctors", Fraction(9, 10)),
        ("half of the town", Fraction(1, 2)),
        ("¾ of it", Fraction(3, 4)),
        ("3/4 of it", Fraction(3, 4)),
    ],
)
def test_fractions(text: str, value: Fraction) -> None:
    numeral = only(text)
    assert numeral.sort is NumeralSort.FRACTION
    assert numeral.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("third", 3), ("3rd", 3), ("twenty-third", 23), ("one hundred and fifth", 105)],
)
def test_ordinals(text: str, value: int) -> None:
    numeral = only(f"the {text} attempt")
    assert numeral.sort is NumeralSort.ORDINAL
    assert numeral.value == value


def test_a_third_person_is_no_part() -> None:
    assert only("a third man was held").sort is NumeralSort.ORDINAL


def test_ambiguous_separator_keeps_both_readings() -> None:
    numeral = only("1.200 Besucher")
    assert (numeral.value, numeral.other) == (Fraction(6, 5), Fraction(1200))


def test_a_scaled_number_has_one_reading() -> None:
    assert only("1.337 billion").other is None


@pytest.mark.parametrize(
    "text", ["G7", "Covid-19", "MH370", "9/11", "4x400m", "5G", "F-16s", "A320neo"]
)
def test_codes(text: str) -> None:
    numeral = only(f"the {text} plan")
    assert numeral.sort is NumeralSort.CODE


def test_account_numbers_are_codes() -> None:
    assert only("9" * 30).sort is NumeralSort.CODE


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("dozens of boats", 12),
        ("tens of thousands", 10_000),
        ("hundreds", 100),
        ("several hundred", 100),
        ("a few million", 10**6),
    ],
)
def test_vague_magnitudes(text: str, least: int) -> None:
    numeral = only(text)
    assert numeral.sort is NumeralSort.VAGUE
    assert numeral.value == least


def test_two_numbers_are_not_run_together() -> None:
    values = [numeral.value for numeral in find_numerals("between two hundred and five hundred")]
    assert values == [200, 500]


def test_words_used_for_much_else_are_soft() -> None:
    soft = [numeral.soft for numeral in find_numerals("one of the two men came first, not third")]
    assert soft == [True, True, True, False]


def test_prefixes_are_not_part_of_a_code() -> None:
    assert only("mid-2019").value == 2019
    assert only("Under-21").value == 21


@given(st.integers(min_value=0, max_value=10**15))
def test_digits_with_and_without_separators_agree(number: int) -> None:
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", "\u202f")):
        assert only(f"{written} boats").value == number


@given(ugly_text)
def test_numerals_lie_in_order_inside_any_text(text: str) -> None:
    at = 0
    for numeral in find_numerals(text):
        assert at <= numeral.start < numeral.end <= len(text)
        at = numeral.end


@pytest.mark.parametrize(
    "piece", ["one hundred and five hundred and ", "thousand ", "123,", "A-", "'1"]
)
def test_time_is_linear(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    begun = time.process_time()
    find_numerals(text)
    assert time.process_time() - begun < 3


def test_lone_surrogates_are_survived() -> None:
    assert only("\ud800 12 \udfff").value == 12


@pytest.mark.parametrize(
    ("text", "value"),
    [("it tripled", 3), ("a fourfold rise", 4), ("double the price", 2), ("it was halved", 0.5)],
)
def test_words_that_multiply(text: str, value: float) -> None:
    (numeral,) = find_numerals(text)
    assert float(numeral.value) == value


@pytest.mark.parametrize("text", ["a double act", "he doubled down", "double-decker"])
def test_words_that_only_look_so(text: str) -> None:
    assert find_numerals(text) == ()
