"""What numbers in digits and in English words are worth: separators, fractions, magnitudes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from assistant.language.numerals_tokens import Token, after_hyphen, glued, low_at
from assistant.language.word_lists import word_lists


class Counted(NamedTuple):
    """A value, the index of the token after it, and whether a magnitude was said."""

    value: Fraction
    last: int
    scaled: bool = False


_LISTS: Final = word_lists("figures.toml")


def _numbered(name: str, first: int = 0, step: int = 1) -> dict[str, int]:
    return {word: first + place * step for place, word in enumerate(_LISTS.in_order(name))}


SMALL: Final = _numbered("small")
TENS: Final = _numbered("tens", 20, 10)
SCALES: Final = _LISTS.numbers("scales")
SHORT_SCALES: Final = _LISTS.numbers("short_scales")
"""Magnitudes that are written after digits only."""

_HUNDRED: Final = 100
_PLACES: Final = _numbered("places", 1)
_PARTS: Final = {
    "half": 2,
    "quarter": 4,
    "hundredth": _HUNDRED,
    **{word: number for word, number in _PLACES.items() if number in range(3, 11)},
}
DENOMINATORS: Final = _PARTS | {"halves": 2} | {f"{word}s": part for word, part in _PARTS.items()}
ORDINALS: Final = (
    _PLACES
    | _numbered("tenth_places", 20, 10)
    | {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
)
VAGUE: Final = _LISTS.numbers("vague")
"""Magnitudes that are said without a number, and what they are at least."""

MULTIPLES: Final = _LISTS.numbers("multiples") | {
    f"{word}fold": number for word, number in (SMALL | TENS).items() if number > 1
}
"""Words that multiply by a number."""
HALVING: Final = _LISTS.words("halving")

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


_LONGEST_DIGITS: Final = 24
"""Longer runs of digits are account numbers and the like, and compared as they stand."""
_GROUP: Final = 3
"""Digits between two separators of thousands."""


def vulgar(token: Token) -> Fraction:
    """The value of a fraction that is one character: "½"."""
    return Fraction(unicodedata.numeric(token.text)).limit_denominator(8)


def values_of(text: str) -> tuple[Fraction, ...]:
    """The values that digits with separators can have, the likeliest first; none if no number."""
    marks = [character for character in text if not character.isdecimal()]
    digits = "".join(character for character in text if character.isdecimal())
    if not digits or len(digits) > _LONGEST_DIGITS:
        return ()
    if not marks:
        return (Fraction(int(digits)),)
    tail = len(text) - 1 - max(text.rfind(mark) for mark in marks)
    decimal = Fraction(int(digits), 10**tail)
    whole = Fraction(int(digits))
    if len(marks) == 1:
        if marks[0] == ".":
            # On the continent "1.200" is twelve hundred.
            grouped = tail == _GROUP >= len(digits) - tail >= 1 and not text.startswith("0")
            return (decimal, whole) if grouped else (decimal,)
        return (decimal,) if marks[0] == "," and tail != _GROUP else (whole,)
    if marks[-1] == marks[0]:
        return (whole,) if tail == _GROUP else ()
    return (decimal,)


def mixed_part(tokens: Sequence[Token], index: int) -> Counted:
    """The fraction after a whole number ("2½", "2 1/2", "2 and a half"), or nothing."""
    if index < len(tokens):
        if tokens[index].kind == "vulgar":
            return Counted(vulgar(tokens[index]), index + 1)
        if tokens[index].text in {"1/2", "1/4", "3/4", "1/3", "2/3", "1/8"}:
            return Counted(Fraction(tokens[index].text), index + 1)
    return and_a_half(tokens, index)


def and_a_half(tokens: Sequence[Token], index: int) -> Counted:
    """The half in "and a half" at token ``index``, or nothing."""
    at = after_hyphen(tokens, index)
    if low_at(tokens, at) == "and":
        at = after_hyphen(tokens, at + 1)
        if low_at(tokens, at) == "a":
            at = after_hyphen(tokens, at + 1)
            if low_at(tokens, at) == "half":
                return Counted(Fraction(1, 2), at + 1)
    return Counted(Fraction(0), index)


def scale_after(tokens: Sequence[Token], index: int) -> Counted:
    """The factor of the magnitude at ``index`` ("million", "bn"); one where there is none."""
    at = after_hyphen(tokens, index)
    scale = scale_at(tokens, at)
    if scale is None and at < len(tokens):
        word, near = tokens[at], glued(tokens, index) and at == index
        scale = SHORT_SCALES.get(word.low) if near or word.low != "k" else None
        paid = any(tokens[back].kind == "currency" for back in range(max(0, index - 2), index))
        if word.low in {"m", "b", "t"} and (paid or (near and word.text in {"M", "B"})):
            scale = {"m": 10**6, "b": 10**9, "t": 10**12}[word.low]
    if scale is None:
        return Counted(Fraction(1), index)
    further = SCALES.get(low_at(tokens, at + 1), 1) if scale < 10**6 else 1
    if further > scale:
        return Counted(Fraction(scale * further), at + 2, scaled=True)
    return Counted(Fraction(scale), at + 1, scaled=True)
