"""The words, digits and marks of numbers, and what they are worth: fractions, magnitudes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from assistant.language.word_lists import word_lists


class Token(NamedTuple):
    """A word, a number or a mark of a text; ``low`` is ``text`` in lower case.

    ``kind`` is the name of the group of the pattern that it matched.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int


_GAP: Final = ",.'’ \u00a0\u2009\u202f"

_TOKEN: Final = re.compile(
    r"(?P<plain>[a-z]++(?=[ ,.;:]))"
    r"|(?P<currency>(?:US|AU|CA|NZ|HK|NT|[ACSR])?\$|[€£¥₹₩₽₺₦₱₪₫฿₴]"
    r"|(?:USD|EUR|GBP|AUD|CAD|CHF|JPY|INR|CNY|RMB|RM|Rs\.?)(?=\s?\d))"
    r"|(?P<coded>[^\W\d_]{1,12}+\d\w{0,20}+(?:-\w{1,20}+)?"
    r"|(?!(?i:mid|pre|post|under|over|then|early|late|non|sub|now|all|nearly|about|some|than)-)"
    r"(?:[A-Z][^\W\d_]{0,14}+|covid)[-‑]\d{1,6}+(?!\d|-\w)\w{0,8}+)"
    r"|(?P<clock>(?<![\d.,])\d{1,3}:\d{2}(?:[:.]\d{1,3}){0,2}+(?![\d:]))"
    r"|(?P<slashed>\d{1,9}+(?:/\d{1,9}+)++)"
    r"|(?P<number>\d{1,2}(?:,\d{2}){1,5},\d{3}(?!\d)"
    rf"|\d{{1,3}}(?P<gap>[{_GAP}])\d{{3}}(?:(?P=gap)\d{{3}}){{0,7}}+(?!\d)(?:[.,]\d++)?+(?<![^\W\d])"
    r"|(?<![\w.])\.\d++|\d{1,3},\d{1,2}(?![\d,])|\d++(?:\.\d++)?)"
    r"|(?P<vulgar>[½⅓⅔¼¾⅛⅜⅝⅞])"
    r"|(?P<word>[^\W\d_]++(?:[’'](?!s\b)[^\W\d_]{1,3}+)?)"
    r"|(?P<mark>[^\w\s]|_)"
)


def tokenised(text: str) -> tuple[Token, ...]:
    """The words, numbers and marks of ``text``, in order. Time is linear in ``text``."""
    found = []
    made = Token._make
    for match in _TOKEN.finditer(text):
        said, kind = match[0], match.lastgroup
        if kind == "plain":
            found.append(made(("word", said, said, *match.span())))
        else:
            found.append(made((str(kind), said, said.lower(), *match.span())))
    return tuple(found)


def glued(tokens: Sequence[Token], index: int) -> bool:
    """Whether nothing stands between token ``index`` and the one before it."""
    return 0 < index < len(tokens) and tokens[index].start == tokens[index - 1].end


def after_hyphen(tokens: Sequence[Token], index: int) -> int:
    """``index``, or the one after it where a hyphen joins it to both its neighbours."""
    joined = (
        index + 1 < len(tokens)
        and tokens[index].text in {"-", "‑"}
        and glued(tokens, index)
        and glued(tokens, index + 1)
    )
    return index + 1 if joined else index


def low_at(tokens: Sequence[Token], index: int) -> str:
    """Token ``index`` in lower case; empty outside the text."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def word_after(tokens: Sequence[Token], index: int) -> str:
    """Token ``index``, or the one that a hyphen joins to what stands before, in lower case."""
    return low_at(tokens, after_hyphen(tokens, index))


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
# Magnitudes that are written after digits only.
SHORT_SCALES: Final = _LISTS.numbers("short_scales")
_HUNDRED: Final = 100
_GROUPS: Final = {"hundred": _HUNDRED, "dozen": 12}
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
# Magnitudes that are said without a number, and what they are at least.
VAGUE: Final = _LISTS.numbers("vague")

# Words that multiply by a number.
MULTIPLES: Final = _LISTS.numbers("multiples") | {
    f"{word}fold": number for word, number in (SMALL | TENS).items() if number > 1
}
HALVING: Final = _LISTS.words("halving")

# Every word that can begin or make a number: a text without them and digits has none.
NUMBER_WORDS: Final = HALVING.union(
    SMALL, TENS, SCALES, ORDINALS, DENOMINATORS, VAGUE, MULTIPLES, SHORT_SCALES, _GROUPS, ["tens"]
)
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
        return _composed(tokens, index + 1, begun=1) if _scale_at(tokens, index + 1) else None
    if word == "half":
        at = after_hyphen(tokens, index + 1)
        if low_at(tokens, at) in {"a", "an"}:
            at = after_hyphen(tokens, at + 1)
        scale = _scale_at(tokens, at)
        return Counted(Fraction(scale, 2), at + 1, scaled=True) if scale else None
    return _composed(tokens, index, begun=None) if word in SMALL or word in TENS else None


def _scale_at(tokens: Sequence[Token], index: int) -> int | None:
    return _GROUPS.get(low_at(tokens, index)) or SCALES.get(low_at(tokens, index))


def _composed(tokens: Sequence[Token], index: int, *, begun: int | None) -> Counted:
    """Adds up the words from ``index`` on; ``begun`` is what an "a" before them counts."""
    total, group, limit, at = 0, begun, 10**15, index
    end, scaled = index, False
    while True:
        word = low_at(tokens, at)
        grown, scale = _grown(group, word), SCALES.get(word, 0)
        if grown is not None:
            group, end, scaled = grown, at + 1, scaled or word in _GROUPS
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
    return held * _GROUPS[word] if word in _GROUPS and 1 <= held < _HUNDRED else None


def _joint(tokens: Sequence[Token], index: int) -> int:
    """Where a number may go on: after a hyphen, or after "and" behind a magnitude."""
    at = after_hyphen(tokens, index)
    said = _scale_at(tokens, index - 1)
    if at != index or said is None or low_at(tokens, index) != "and":
        return at
    beyond = after_hyphen(tokens, index + 2)
    if low_at(tokens, index + 1) in TENS and low_at(tokens, beyond) in SMALL:
        beyond += 1
    elif low_at(tokens, index + 1) not in TENS and low_at(tokens, index + 1) not in SMALL:
        return at
    # "Two hundred and five hundred" are two numbers, "two hundred and five thousand" is one.
    following = _scale_at(tokens, beyond)
    one = following is None or (following > said if said == _HUNDRED else following < said)
    return index + 1 if one else index


# Longer runs of digits are account numbers and the like, and compared as they stand.
_LONGEST_DIGITS: Final = 24
_GROUP: Final = 3  # digits between two separators of thousands


def vulgar(token: Token) -> Fraction:
    """The value of a fraction that is one character: "½"."""
    return Fraction(unicodedata.numeric(token.text)).limit_denominator(8)


def values_of(text: str) -> tuple[Fraction, ...]:
    """The values that digits with separators can have, the likeliest first; none if no number."""
    marks = [character for character in text if not character.isdecimal()]
    digits = "".join(filter(str.isdecimal, text))
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
    at = index
    for word in ("and", "a", "half"):
        at = after_hyphen(tokens, at) + 1
        if low_at(tokens, at - 1) != word:
            return Counted(Fraction(0), index)
    return Counted(Fraction(1, 2), at)


def scale_after(tokens: Sequence[Token], index: int) -> Counted:
    """The factor of the magnitude at ``index`` ("million", "bn"); one where there is none."""
    at = after_hyphen(tokens, index)
    scale = _scale_at(tokens, at)
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
