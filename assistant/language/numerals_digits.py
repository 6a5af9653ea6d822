"""What digits are worth: separators, fractions behind them, magnitudes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from assistant.language.numerals_tokens import Token, after_hyphen, glued, low_at
from assistant.language.numerals_words import SCALES, SHORT_SCALES, Counted, scale_at

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
