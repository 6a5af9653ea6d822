"""Numbers in a text, as digits or words, with their exact values.

What a number counts or measures is read in ``figures``; here are the values alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from assistant.language import numerals_words as words
from assistant.language.numerals_words import (
    Counted,
    Token,
    after_hyphen,
    and_a_half,
    glued,
    low_at,
    may_hold_numbers,
    mixed_part,
    scale_after,
    spelled_cardinal,
    tokenised,
    values_of,
    vulgar,
)
from assistant.language.word_lists import word_lists, word_set


class NumeralSort(StrEnum):
    """How a number is used in the language."""

    CARDINAL = "cardinal"
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    DECADE = "decade"
    VAGUE = "vague"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at ``text[start:end]``, made of the tokens ``first`` to ``last`` (half-open).

    ``value`` is exact; ``other`` is its second reading where the separators leave two
    ("1.200"). ``scaled`` is said of numbers with a magnitude. A
    number is ``soft`` where the word is used for much else too ("one", "first", "half").
    Of a code ("G7", "9/11") the characters count and not the value; the value of a vague
    number ("dozens") is the least that it can mean.
    """

    sort: NumeralSort
    value: Fraction
    start: int
    end: int
    first: int
    last: int
    other: Fraction | None = None
    scaled: bool = False
    soft: bool = False


_SOME: Final = frozenset({"several", "few", "couple"})
_IDLE: Final = frozenset({"mark", "currency"})
# The words that a number can begin with.
_BEGINNERS: Final = (
    frozenset({"a", "an", "half", "tens"})
    .union(words.SMALL, words.TENS, words.VAGUE, words.ORDINALS)
    .union(_SOME, words.MULTIPLES, words.HALVING)
)
_SOFT: Final = frozenset({"one", "two", "first", "second", "twice"})
_ORDINAL_ENDS: Final = frozenset({"st", "nd", "rd", "th"})
# What "one in …" is said of.
_PARTS_OF: Final = frozenset({10, 12, 20, 25, 50, 100, 10**3, 10**4, 10**5, 10**6, *range(2, 10)})
_PLAIN_PART: Final = re.compile("1/[23458]|2/[35]|3/[458]|4/5|[57]/8")
_LISTS: Final = word_lists("figures.toml")
_ALSO_ADJECTIVES: Final = _LISTS.words("also_adjectives")
_ASIDE: Final = word_set("down up over back as")
_MULTIPLIED: Final = _LISTS.words("multiplied")
_TIME_WORDS: Final = re.compile(r"(?:second|minute|hour|day|night|week|month|year|decade)s?")
_OF_HALF: Final = _LISTS.words("of_half")
_OTHER_HALVES: Final = _LISTS.words("other_halves")
_NO_THING: Final = _LISTS.words("no_thing")


def find_numerals(text: str) -> tuple[Numeral, ...]:
    """The numbers of ``text``, in order, none inside another."""
    return numerals_of(tokenised(text)) if may_hold_numbers(text) else ()


def numerals_of(tokens: Sequence[Token]) -> tuple[Numeral, ...]:
    """The numbers that ``tokens`` make, in order, none inside another."""
    found: list[Numeral] = []
    end = 0
    for index, token in enumerate(tokens):
        idle = token.low not in _BEGINNERS if token.kind == "word" else token.kind in _IDLE
        numeral = None if idle or index < end else _numeral_at(tokens, index)
        if numeral is not None:
            found.append(numeral)
            end = numeral.last
    return tuple(found)


def _numeral_at(tokens: Sequence[Token], index: int) -> Numeral | None:
    token = tokens[index]
    match token.kind:
        case "number":
            return _in_digits(tokens, index)
        case "word":
            return _in_words(tokens, index)
        case "vulgar":
            return _fraction(tokens, index, vulgar(token), index + 1)
        case "slashed" if _PLAIN_PART.fullmatch(token.text):
            return _fraction(tokens, index, Fraction(token.text), index + 1)
    return _made(tokens, index, NumeralSort.CODE, Counted(Fraction(0), index + 1))


def _made(
    tokens: Sequence[Token],
    index: int,
    sort: NumeralSort,
    counted: Counted,
    *,
    other: Fraction | None = None,
    soft: bool = False,
) -> Numeral:
    return Numeral(
        sort,
        counted.value,
        tokens[index].start,
        tokens[counted.last - 1].end,
        index,
        counted.last,
        other=other,
        scaled=counted.scaled,
        soft=soft,
    )


def _fraction(
    tokens: Sequence[Token], index: int, value: Fraction, last: int, *, soft: bool = False
) -> Numeral:
    return _made(tokens, index, NumeralSort.FRACTION, Counted(value, last), soft=soft)


def _in_digits(tokens: Sequence[Token], index: int) -> Numeral:
    readings = values_of(tokens[index].text)
    at = index + 1
    suffix = tokens[at] if glued(tokens, at) else None
    if not readings or (suffix is not None and _makes_code(tokens, at)):
        end = at + 1 if suffix is not None and suffix.kind in {"word", "coded"} else at
        return _made(tokens, index, NumeralSort.CODE, Counted(Fraction(0), end))
    value = readings[0]
    other = readings[1] if len(readings) > 1 else None
    if suffix is not None and suffix.low in _ORDINAL_ENDS:
        return _made(tokens, index, NumeralSort.ORDINAL, Counted(value, at + 1))
    if suffix is not None and suffix.text == "s":
        return _made(tokens, index, NumeralSort.DECADE, Counted(value, at + 1))
    part = mixed_part(tokens, at)
    scale = scale_after(tokens, part.last)
    if scale.last > at:
        value = (value + part.value) * scale.value
    counted = Counted(value, scale.last, scaled=scale.last > part.last)
    if counted.scaled:
        # Nobody writes "1.200 million" for twelve hundred million.
        other = None
    return _divided(tokens, index, counted) or _made(
        tokens, index, NumeralSort.CARDINAL, counted, other=other
    )


def _makes_code(tokens: Sequence[Token], index: int) -> bool:
    """Whether what is glued to digits makes a name of them: "5G", "4x400m", "1.2.3"."""
    token = tokens[index]
    if token.kind in {"coded", "clock", "slashed", "number"}:
        return True
    return token.text in {"G", "D", "P", "x", "X"} and not glued(tokens, index + 1)


def _in_words(tokens: Sequence[Token], index: int) -> Numeral | None:
    word = tokens[index].low
    if word in words.VAGUE or word in _SOME or word == "tens":
        return _vague(tokens, index)
    if word in words.MULTIPLES or word in words.HALVING:
        return _multiple(tokens, index)
    if word in {"a", "an", "one"}:
        # "A year and a half" measures one and a half years.
        extra = and_a_half(tokens, index + 2)
        if extra.last > index + 2 and low_at(tokens, index + 1) not in words.SCALES:
            more = Counted(1 + extra.value, index + 1)
            return _made(tokens, index, NumeralSort.CARDINAL, more)
    counted = spelled_cardinal(tokens, index)
    if counted is None:
        return _singular_part(tokens, index) or _ordinal(tokens, index)
    whole = counted
    part = and_a_half(tokens, counted.last)
    if part.last > counted.last:
        # "A million and a half" is half a million more, "two and a half million" is not.
        of_scale = words.SCALES.get(tokens[counted.last - 1].low, 1)
        counted = Counted(whole.value + part.value * of_scale, part.last, whole.scaled)
    scale = scale_after(tokens, counted.last)
    if scale.last > counted.last:
        counted = Counted(counted.value * scale.value, scale.last, scaled=True)
    soft = word in _SOFT and counted.last == index + 1
    return (
        _divided(tokens, index, counted)
        or _ordinal_after(tokens, index, counted)
        or _made(tokens, index, NumeralSort.CARDINAL, counted, soft=soft)
    )


def _multiple(tokens: Sequence[Token], index: int) -> Numeral | None:
    """A word that multiplies: "tripled", "fourfold", "halved"; but no "double act"."""
    word, after = tokens[index].low, low_at(tokens, index + 1)
    aside = after in _ASIDE and word != "twice"
    if aside or (word in _ALSO_ADJECTIVES and after not in _MULTIPLIED):
        return None
    if word in words.HALVING:
        return _fraction(tokens, index, Fraction(1, 2), index + 1)
    counted = Counted(Fraction(words.MULTIPLES[word]), index + 1)
    return _made(tokens, index, NumeralSort.CARDINAL, counted, soft=word == "twice")


def _vague(tokens: Sequence[Token], index: int) -> Numeral | None:
    word, at = tokens[index].low, index + 1
    if word in _SOME:
        # "Several hundred" and "a few million" are hundreds and millions.
        at += low_at(tokens, at) == "of"
        scale = scale_after(tokens, at)
        if scale.last == at or tokens[scale.last - 1].kind != "word":
            return None
        return _made(tokens, index, NumeralSort.VAGUE, scale)
    value = 10 if word == "tens" else words.VAGUE[word]
    further = low_at(tokens, at + 1)
    if low_at(tokens, at) == "of" and further in words.VAGUE:
        value, at = value * words.VAGUE[further], at + 2
    elif word == "tens" or (word == "scores" and low_at(tokens, at) != "of"):
        return None
    return _made(tokens, index, NumeralSort.VAGUE, Counted(Fraction(value), at))


def _divided(tokens: Sequence[Token], index: int, counted: Counted) -> Numeral | None:
    at = after_hyphen(tokens, counted.last)
    word = low_at(tokens, at)
    whole = counted.value
    if word in words.DENOMINATORS and whole.denominator == 1:
        plural = word.endswith("s") or word == "halves"
        if plural if whole != 1 else not plural:
            # "One half" and "one-third"; "one" alone before other words counts them.
            part = Fraction(whole, words.DENOMINATORS[word])
            return _of_scale(tokens, index, Counted(part, at + 1))
    return _one_in(tokens, index, counted)


def _singular_part(tokens: Sequence[Token], index: int) -> Numeral | None:
    word = tokens[index].low
    if word == "half":
        before, after = low_at(tokens, index - 1), low_at(tokens, index + 1)
        if before in _OTHER_HALVES or after == "-":
            return None
        return _fraction(tokens, index, Fraction(1, 2), index + 1, soft=after not in _OF_HALF)
    if word not in {"a", "an"}:
        return None
    at = after_hyphen(tokens, index + 1)
    name, after = low_at(tokens, at), low_at(tokens, at + 1)
    is_word = at + 1 < len(tokens) and tokens[at + 1].kind == "word"
    if name not in words.DENOMINATORS or name == "half" or (is_word and after not in _NO_THING):
        return None
    part = Counted(Fraction(1, words.DENOMINATORS[name]), at + 1)
    return _of_scale(tokens, index, part)


def _of_scale(tokens: Sequence[Token], index: int, part: Counted) -> Numeral:
    """``part``, or what it is of: "three-quarters of a million"."""
    said = [low_at(tokens, part.last + further) for further in range(3)]
    scale = words.SCALES.get(said[2])
    if said[0] == "of" and said[1] == "a" and scale is not None:
        counted = Counted(part.value * scale, part.last + 3, scaled=True)
        return _made(tokens, index, NumeralSort.CARDINAL, counted)
    return _fraction(tokens, index, part.value, part.last)


def _one_in(tokens: Sequence[Token], index: int, counted: Counted) -> Numeral | None:
    at = after_hyphen(tokens, counted.last)
    out_of = low_at(tokens, at) == "out" and low_at(tokens, at + 1) == "of"
    if not out_of and low_at(tokens, at) != "in":
        return None
    at = after_hyphen(tokens, at + 1 + out_of)
    of = _plain_cardinal(tokens, at) if at < len(tokens) else None
    if of is None or of.value not in _PARTS_OF or not 0 < counted.value < of.value:
        return None
    after = low_at(tokens, after_hyphen(tokens, of.last))
    if _TIME_WORDS.fullmatch(after) or after in {"percent", "%", "per"} or of.last == at:
        return None
    return _fraction(tokens, index, counted.value / of.value, of.last)


def _plain_cardinal(tokens: Sequence[Token], index: int) -> Counted | None:
    if tokens[index].kind == "number":
        readings = values_of(tokens[index].text)
        scale = scale_after(tokens, index + 1)
        return Counted(readings[0] * scale.value, scale.last) if readings else None
    return spelled_cardinal(tokens, index) if tokens[index].kind == "word" else None


def _ordinal(tokens: Sequence[Token], index: int) -> Numeral | None:
    word = tokens[index].low
    if word not in words.ORDINALS:
        return None
    counted = Counted(Fraction(words.ORDINALS[word]), index + 1)
    return _made(tokens, index, NumeralSort.ORDINAL, counted, soft=word in _SOFT)


def _ordinal_after(tokens: Sequence[Token], index: int, counted: Counted) -> Numeral | None:
    """A cardinal that ends as an ordinal: "twenty-third", "one hundred and fifth"."""
    value = counted.value
    at = after_hyphen(tokens, counted.last)
    if low_at(tokens, at) == "and" and counted.scaled:
        at += 1
    place = words.ORDINALS.get(low_at(tokens, at))
    if place is None:
        return None
    tens = tokens[counted.last - 1].low in words.TENS and place in range(10)
    if not tens and not (counted.scaled and place in range(100)):
        return None
    return _made(tokens, index, NumeralSort.ORDINAL, Counted(value + place, at + 1))
