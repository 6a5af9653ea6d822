"""The time of every function of text grows no faster than its text, whatever the text is."""

from __future__ import annotations

import re

import pytest

from tests.growth.alphabets import ALPHABETS, QUICK
from tests.growth.functions import Call, preparation, spent, text_functions
from tests.growth.listed import LISTED, NOT_MEASURED
from tests.growth.made import Made
from tests.growth.measuring import MOST_EXPONENT, growth

_MEASURED = sorted(
    {*(name for name in text_functions() if name not in NOT_MEASURED), *LISTED}
    - NOT_MEASURED.keys()
)
functions = pytest.mark.parametrize("name", _MEASURED)


def _too_fast(name: str, alphabets: tuple[str, ...], *, most: int) -> list[str]:
    """Where the work of a function grows faster than its text."""
    prepare = LISTED.get(name) or preparation(name)
    assert prepare is not None, f"{name} takes what tests/growth/made.py cannot make: list it"
    prepare(Made("The ferry sank on Monday, the mayor said."))()  # what is loaded once is loaded
    found = []
    for alphabet in alphabets:
        exponent, size, seconds = growth(prepare, alphabet, least=500, most=most, floor=0.002)
        if exponent > MOST_EXPONENT:
            found.append(f"{alphabet}: n^{exponent:.2f}, {seconds:.2f} s at {size:,} characters")
    return found


@functions
def test_time_is_linear_in_the_text(name: str) -> None:
    assert not _too_fast(name, QUICK, most=8_000)


@pytest.mark.slow
@functions
def test_time_is_linear_in_long_text(name: str) -> None:
    assert not _too_fast(name, tuple(ALPHABETS), most=128_000)


def test_what_is_listed_is_there() -> None:
    assert NOT_MEASURED.keys() <= set(text_functions())
    assert not LISTED.keys() & NOT_MEASURED.keys()


def test_a_quadratic_function_is_seen() -> None:
    def prepare(made: Made) -> Call:
        return lambda: spent(lambda: re.findall(" +!", made.text))

    exponent, _, _ = growth(prepare, "blanks", least=500, most=8_000, floor=0.002, long_enough=0.05)
    assert exponent > MOST_EXPONENT
