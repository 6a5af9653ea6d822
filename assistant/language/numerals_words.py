"""Cardinal numbers, ordinals and fractions that are written out in English words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from assistant.language.numerals_tokens import Token, after_hyphen, low_at


class Counted(NamedTuple):
    """A value, the index of the token after it, and whether a magnitude was said."""

    value: Fraction
    last: int
    scaled: bool


def _numbered(words: str, first: int = 0, step: int = 1) -> dict[str, int]:
    return {word: first + place * step for place, word in enumerate(words.split())}


SMALL: Final = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
TENS: Final = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
SCALES: Final = {
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
SHORT_SCALES: Final = {
    "k": 10**3,
    "mn": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "bn": 10**9,
    "bln": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
"""Magnitudes that are written after digits only."""

_HUNDRED: Final = 100

DENOMINATORS: Final = (
    _numbered("third fourth fifth sixth seventh eighth ninth tenth", 3)
    | {"half": 2, "quarter": 4, "hundredth": 100}
    | _numbered("thirds fourths fifths sixths sevenths eighths ninths tenths", 3)
    | {"halves": 2, "quarters": 4, "hundredths": 100}
)
ORDINALS: Final = (
    _numbered(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
        1,
    )
    | _numbered(
        "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth", 20, 10
    )
    | {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
)
VAGUE: Final = {
    "dozens": 12,
    "scores": 20,
    "hundreds": 10**2,
    "thousands": 10**3,
    "millions": 10**6,
    "billions": 10**9,
    "trillions": 10**12,
}
"""Magnitudes that are said without a number, and what they are at least."""

MULTIPLES: Final = (
    {"twice": 2, "thrice": 3}
    | dict.fromkeys(("doubled", "doubling", "double"), 2)
    | dict.fromkeys(("tripled", "tripling", "triple", "trebled", "trebling", "treble"), 3)
    | dict.fromkeys(("quadrupled", "quadrupling", "quadruple"), 4)
    | dict.fromkeys(("quintupled", "quintupling", "quintuple"), 5)
    | {f"{word}fold": number for word, number in (SMALL | TENS).items() if number > 1}
    | {"hundredfold": _HUNDRED}
)
"""Words that multiply by a number."""
HALVING: Final = frozenset({"halved", "halving", "halve"})

NUMBER_WORDS: Final = frozenset(
    [
        *SMALL,
        *TENS,
        *SCALES,
        *ORDINALS,
        *DENOMINATORS,
        *VAGUE,
        *MULTIPLES,
        *HALVING,
        *("hundred", "dozen", "tens", *SHORT_SCALES),
    ]
)
"""Every word that can begin or make a number: a text without them and digits has none."""

_DIGIT: Final = re.compile(r"[\d½⅓⅔¼¾⅛⅜⅝⅞]")
_WORD: Final = re.compile(r"[a-z]++")


def may_hold_numbers(text: str) -> bool:
    """Whether there is any digit or number word in ``text``."""
    return _DIGIT.search(text) is not None or not NUMBER_WORDS.isdisjoint(
        _WORD.findall(text.lower())
    )


def spelled_cardinal(tokens: Sequence[Token], index: int) -> Counted | None:
    """The number in words that begins at token ``index``: "two hundred and five".

    "a hundred", "a dozen" and "half a million" are numbers; "a" and "half" alone are not.
    """
    word = tokens[index].low
    if word in {"a", "an"}:
        after = low_at(tokens, index + 1)
        if after not in SCALES and after not in {"hundred", "dozen"}:
            return None
        return _composed(tokens, index + 1, begun=1)
    if word == "half":
        return _half_of_scale(tokens, index)
    if word in SMALL or word in TENS:
        return _composed(tokens, index, begun=None)
    return None


def _half_of_scale(tokens: Sequence[Token], index: int) -> Counted | None:
    at = after_hyphen(tokens, index + 1)
    if low_at(tokens, at) in {"a", "an"}:
        at = after_hyphen(tokens, at + 1)
    scale = scale_at(tokens, at)
    return Counted(Fraction(scale, 2), at + 1, scaled=True) if scale else None


def scale_at(tokens: Sequence[Token], index: int) -> int | None:
    """The factor that the magnitude word at ``index`` stands for; a dozen is one."""
    word = low_at(tokens, index)
    if word == "dozen":
        return 12
    if word == "hundred":
        return _HUNDRED
    return SCALES.get(word)


def _composed(tokens: Sequence[Token], index: int, *, begun: int | None) -> Counted:
    """Adds up the words from ``index`` on; ``begun`` is what an "a" before them counts."""
    total, group, limit, at = 0, begun, 10**15, index
    end, scaled = index, False
    while True:
        grown = _grown(group, low_at(tokens, at))
        scale = SCALES.get(low_at(tokens, at), 0)
        if grown is not None:
            group, end = grown, at + 1
            scaled = scaled or low_at(tokens, at) in {"hundred", "dozen"}
        elif scale and group is not None and scale < limit:
            total, group, limit, end, scaled = total + group * scale, None, scale, at + 1, True
        else:
            break
        at = _joint(tokens, end)
    return Counted(Fraction(total + (group or 0)), end, scaled)


def _grown(group: int | None, word: str) -> int | None:
    """``group`` with ``word`` put to it, or None where the word does not go on with it."""
    held = group or 0
    round_hundred = held >= _HUNDRED and held % _HUNDRED == 0
    if word in SMALL:
        value = SMALL[word]
        after_tens = held % _HUNDRED >= TENS["twenty"] and held % 10 == 0 and value in range(10)
        return held + value if group is None or (value and (round_hundred or after_tens)) else None
    if word in TENS:
        return held + TENS[word] if group is None or round_hundred else None
    if word in {"hundred", "dozen"} and 1 <= held < _HUNDRED:
        return held * (_HUNDRED if word == "hundred" else 12)
    return None


def _joint(tokens: Sequence[Token], index: int) -> int:
    """Where a number may go on: after a hyphen, or after "and" behind a magnitude."""
    at = after_hyphen(tokens, index)
    said = scale_at(tokens, index - 1)
    if at != index or said is None or low_at(tokens, index) != "and":
        return at
    beyond = after_hyphen(tokens, index + 2)
    if low_at(tokens, index + 1) in TENS and low_at(tokens, beyond) in SMALL:
        beyond += 1
    elif low_at(tokens, index + 1) not in TENS and low_at(tokens, index + 1) not in SMALL:
        return at
    # "Two hundred and five hundred" are two numbers, "two hundred and five thousand" is one.
    following = scale_at(tokens, beyond)
    one = following is None or (following > said if said == _HUNDRED else following < said)
    return index + 1 if one else index
