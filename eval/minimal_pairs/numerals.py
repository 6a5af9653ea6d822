"""Numbers as digits and as English words."""

from __future__ import annotations

import re
from typing import Final

_ONES: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL: Final = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
}
_WORD: Final = "|".join(sorted((*_SMALL, "hundred", "thousand"), key=len, reverse=True))
NUMERAL: Final = re.compile(
    rf"\b(?:{_WORD})(?:(?:[ -]| and )(?:{_WORD}))*+\b(?!-(?!year|meter|metre|minute|hour))",
    re.IGNORECASE,
)
"""A number in words; not the beginning of "one-third"."""


def in_words(number: int) -> str:
    """A number from 0 to 999 in British words.

    Raises:
        ValueError: it is not in that range.
    """
    if not 0 <= number < 1000:  # noqa: PLR2004 - nobody writes longer ones out
        raise ValueError(number)
    if number < len(_ONES):
        return _ONES[number]
    if number < 100:  # noqa: PLR2004
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{_ONES[hundreds]} hundred" + (f" and {in_words(rest)}" if rest else "")


def of_words(text: str) -> int | None:
    """The number that a run of number words is; None for a list such as "two three"."""
    total = current = 0
    previous = 0
    for word in re.split(r"[ -]", text.casefold()):
        if word == "and":
            continue
        if word in {"hundred", "thousand"}:
            scale = 100 if word == "hundred" else 1000
            current = max(1, current) * scale
            if word == "thousand":
                total, current = total + current, 0
            previous = scale
            continue
        small = _SMALL[word]
        if previous and not (previous >= 100 or (previous >= 20 and small < 10)):  # noqa: PLR2004
            return None
        current += small
        previous = small
    return total + current


def with_commas(number: int) -> str:
    """The digits of a number, in groups of three."""
    return f"{number:,}"
