"""One figure: what kind a number is of, read from the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from assistant.language import figures_words as around
from assistant.language.figures_words import Found, FoundHedge, Hedge
from assistant.language.numerals import Numeral, NumeralSort
from assistant.language.numerals_words import (
    MULTIPLES,
    Token,
    after_hyphen,
    glued,
    low_at,
    word_after,
)
from assistant.language.periods import MONTHS, WEEKDAYS
from assistant.language.word_lists import word_lists, word_set


class FigureKind(StrEnum):
    """What a figure says."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    MEASURE = "measure"
    AGE = "age"
    SCORE = "score"
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    YEAR = "year"
    VAGUE = "vague"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``text[start:end]``, its unit and currency sign included.

    ``values`` are exact and in ``unit`` (percentages as 20 for 20 %): one, the two of a
    score or of a range, or none for a code ("G7"), which ``phrase`` (in lower case) stands
    for. ``others`` are the second readings of ambiguous separators. ``unit`` is canonical
    ("kilometre", "USD", "percentage point"), None for counts. ``noun`` is what is counted,
    in the singular ("passenger"), or the name that a number is part of ("boeing"), where
    it can be read; ``reach`` is the end of that noun, or else ``end``. The words of the
    hedge begin at ``lead``, which is ``start`` where none stand before it. A ``soft``
    figure ("one", "two", "first", "second") is too often said of something else to be
    asked for.
    """

    kind: FigureKind
    values: tuple[Fraction, ...]
    start: int
    end: int
    phrase: str
    unit: str | None = None
    noun: str | None = None
    hedge: Hedge = Hedge.EXACT
    lead: int = 0
    reach: int = 0
    others: tuple[Fraction, ...] = ()
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure and the tokens ``first`` to ``last`` (half-open) that it is made of."""

    figure: Figure
    numeral: Numeral
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: FigureKind
    last: int
    unit: str | None = None
    noun: Found | None = None


# Words after which a number names a thing.
_NAME_HEADS: Final = word_lists("figures.toml").words("name_heads")
_CALENDAR: Final = (MONTHS.keys() - {"sept"}) | set(WEEKDAYS)
_AGES: Final = range(1, 120)
_YEARS: Final = range(1000, 2200)
_YEAR_DIGITS: Final = 4
_YEAR_LEAD: Final = word_lists("figures.toml").words("year_lead")
_TIME_DIMENSIONS: Final = frozenset({"time", "months"})
_MILLION: Final = 10**6
_SOFT_KINDS: Final = frozenset(map(FigureKind, word_set("count ordinal fraction measure")))
_KINDS: Final = {
    NumeralSort.CODE: FigureKind.CODE,
    NumeralSort.VAGUE: FigureKind.VAGUE,
    NumeralSort.DECADE: FigureKind.YEAR,
    NumeralSort.ORDINAL: FigureKind.ORDINAL,
}


def placed_figure(text: str, tokens: Sequence[Token], numeral: Numeral) -> Placed:
    """The figure that ``numeral`` is among ``tokens`` of ``text``."""
    read = _kind(tokens, numeral)
    first = numeral.first
    if tokens[first - 1 : first] and tokens[first - 1].kind == "currency":
        first -= 1
    # After "minus", or a hyphen that stands free of the word before it.
    hyphen = low_at(tokens, first - 1) == "-" and glued(tokens, first) and first > 1
    negative = low_at(tokens, first - 1) in {"minus", "−"} or (
        hyphen and not glued(tokens, first - 1)
    )
    first -= negative
    sign = -1 if negative else 1
    code = numeral.sort is NumeralSort.CODE
    values: tuple[Fraction, ...] = () if code else (sign * numeral.value,)
    others: tuple[Fraction, ...] = ()
    if numeral.other is not None and not code:
        others = (sign * numeral.other,)
    if read.last > numeral.last and read.unit is None and read.kind is FigureKind.COUNT:
        # "40m people": the letter was no unit.
        values, others = tuple(value * _MILLION for value in values), ()
    hedged = _hedge(tokens, numeral, first=first, read=read)
    start, end = tokens[first].start, tokens[read.last - 1].end
    plain = read.unit is None or tokens[numeral.first].low in MULTIPLES
    figure = Figure(
        read.kind,
        values,
        start,
        end,
        text[start:end].lower(),
        unit=read.unit,
        noun=read.noun.name if read.noun else None,
        reach=tokens[read.noun.last - 1].end if read.noun and read.noun.last > first else end,
        hedge=hedged.hedge,
        lead=tokens[hedged.first].start,
        others=others,
        soft=numeral.soft and plain and read.kind in _SOFT_KINDS,
    )
    return Placed(figure, numeral, first, read.last)


def _hedge(tokens: Sequence[Token], numeral: Numeral, *, first: int, read: _Kind) -> FoundHedge:
    before = around.hedge_before(tokens, first)
    if before.hedge is Hedge.EXACT:
        after = around.hedge_after(tokens, numeral.last) or around.hedge_after(tokens, read.last)
        return FoundHedge(after or Hedge.EXACT, first)
    duration = read.unit is not None and around.scale_of(read.unit).dimension in _TIME_DIMENSIONS
    if duration and before.first == first - 1 and low_at(tokens, first - 1) == "over":
        return FoundHedge(Hedge.EITHER, first)
    return before


def _kind(tokens: Sequence[Token], numeral: Numeral) -> _Kind:
    last = numeral.last
    kind = _KINDS.get(numeral.sort)
    if kind is FigureKind.CODE or kind is FigureKind.YEAR:
        return _Kind(kind, last, "decade" if kind is FigureKind.YEAR else None)
    if kind is not None:
        noun = around.noun_after(tokens, last, one=kind is FigureKind.ORDINAL)
        return _Kind(kind, last, noun=noun)
    # "$40 US" and "$40 dollars" say it twice. "Four-pound fish" weigh; that "pound" may be
    # either is seen to when they are compared.
    currency = around.currency_before(tokens, numeral.first)
    after = around.currency_after(tokens, last) if currency is None else None
    if after is not None:
        currency, last = after
    if currency is not None or numeral.sort is NumeralSort.FRACTION:
        kind = FigureKind.FRACTION if currency is None else FigureKind.MONEY
        return _Kind(kind, last, currency, around.noun_after(tokens, last, only_of=True))
    return _with_unit(tokens, numeral) or _age(tokens, numeral) or _bare(tokens, numeral)


def _with_unit(tokens: Sequence[Token], numeral: Numeral) -> _Kind | None:
    if low_at(tokens, numeral.first) in MULTIPLES:
        return _Kind(FigureKind.MEASURE, numeral.last, around.TIMES)
    unit = around.unit_after(tokens, numeral.last)
    if unit is None:
        return None
    million = unit.name == "metre" and low_at(tokens, unit.last - 1) == "m"
    if million and around.is_plural(low_at(tokens, unit.last)):
        return _Kind(FigureKind.COUNT, unit.last, noun=around.noun_after(tokens, unit.last))
    old = _old(tokens, unit.last)
    if old > unit.last:
        return _Kind(FigureKind.AGE, old, unit.name)
    share = unit.name in {around.PERCENT, around.POINTS, "basis point"}
    kind = FigureKind.PERCENT if share else FigureKind.MEASURE
    return _Kind(kind, unit.last, unit.name, around.noun_after(tokens, unit.last, only_of=True))


def _old(tokens: Sequence[Token], index: int) -> int:
    at = after_hyphen(tokens, index)
    if low_at(tokens, at) in {"old", "olds"}:
        return at + 1
    return at + 2 if (low_at(tokens, at), low_at(tokens, at + 1)) == ("of", "age") else index


def _age(tokens: Sequence[Token], numeral: Numeral) -> _Kind | None:
    """An age: "aged 34", "turned 34", and what stands between commas after a name."""
    first, last, value = numeral.first, numeral.last, numeral.value
    if numeral.scaled or value.denominator != 1 or int(value) not in _AGES:
        return None
    before, further = low_at(tokens, first - 1), low_at(tokens, first - 2)
    said = before in {"aged", "age", "ages", "turned", "turns", "turning"} or (
        before == "of" and further in {"age", "ages"}
    )
    named = (
        before == ","
        and first > 1
        and (tokens[first - 2].text[:1].isupper() or further == ")")
        and (last == len(tokens) or low_at(tokens, last) in {",", ".", ";", ")", "who", "of"})
        and tokens[first].kind == "number"
    )
    return _Kind(FigureKind.AGE, last, "year") if said or named else None


def _bare(tokens: Sequence[Token], numeral: Numeral) -> _Kind:
    first, last = numeral.first, numeral.last
    noun = around.noun_after(tokens, last, one=numeral.value == 1)
    plain = last == first + 1 and tokens[first].text.isdecimal()
    if plain:
        lead = low_at(tokens, first - 1)
        year = len(tokens[first].text) == _YEAR_DIGITS and int(numeral.value) in _YEARS
        if year and (lead in _YEAR_LEAD or not around.is_plural(word_after(tokens, last))):
            return _Kind(FigureKind.YEAR, last, noun=noun)
        if _names(tokens, first, last):
            name = Found("no" if lead == "." else lead, first)
            return _Kind(FigureKind.CODE, last, noun=name)
    return _Kind(FigureKind.COUNT, last, noun=noun)


def _names(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the number after a capitalised word is part of a name: "Boeing 737"."""
    at = first - 1
    if low_at(tokens, at) == "." and low_at(tokens, at - 1) in {"no", "nos"}:
        return True
    if at < 0 or tokens[at].kind != "word" or glued(tokens, first):
        return False
    if tokens[at].low in _NAME_HEADS:
        return True
    word = tokens[at].low
    common = word in around.FUNCTION_WORDS or word in around.HEDGING_WORDS or word in _CALENDAR
    # At the head of a sentence every word has a capital.
    written = tokens[at].text.isupper() if at == 0 else tokens[at].text[0].isupper()
    capital = written and len(word) > 1 and not common
    return capital and not around.is_plural(word_after(tokens, last))
