"""Figures changed: digits, magnitude, number words, times of day, fractions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from eval.minimal_pairs.alterations import Alteration, altered, some, unquoted
from eval.minimal_pairs.drafts import Draft, capitalised
from eval.minimal_pairs.numerals import NUMERAL, in_words, of_words, with_commas
from eval.minimal_pairs.pairs import Kind, rank

_MONTH: Final = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|"
    r"Sept(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_DIGITS: Final = re.compile(
    r"(?<!No\. )(?<![\w.,:/-])(?P<sign>\$?)(?P<number>\d[\d,]*\d|\d)(?P<part>\.\d+)?"
    r"(?P<scale> million| billion)?(?![\d:/]|-\d|st\b|nd\b|rd\b|th\b| [ap]\.m\.|\.\d)"
)
_AFTER_MONTH: Final = re.compile(rf"{_MONTH} $")
_YEAR: Final = re.compile(r"(?:18|19|20)\d\d")
_CLOCK: Final = re.compile(r"(?<![\w:])(?P<hour>\d{1,2})(?P<minute>:\d\d)? (?P<half>[ap]\.m\.)")
_RACE: Final = re.compile(r"\b\d:(?P<minute>\d\d):(?P<second>\d\d)\b")
_FRACTIONS: Final = {
    "two-thirds": ("three-quarters", "one-third"),
    "a third of": ("a fifth of",),
    "a third is": ("a fifth is",),
    "a tenth": ("a fifth", "a third"),
    "a quarter point": ("a full point", "a tenth of a point"),
    "half a percentage point": ("a quarter of a percentage point",),
    "more than twice": ("less than half", "more than ten times"),
    "twice a day": ("three times a day", "once a day"),
    "a dozen": ("three dozen", "five dozen"),
    "doubled in price": ("tripled in price",),
    "a quarter of a percentage point": ("a tenth of a percentage point",),
}
_FRACTION: Final = re.compile("|".join(sorted(_FRACTIONS, key=len, reverse=True)))
_AT_LEAST: Final = re.compile(r"(?:more than|at least|over|no fewer than|as many as) \$?$", re.I)
_ABOUT: Final = re.compile(r"(?:about|around|nearly|almost|roughly|some|perhaps) \$?$", re.I)
_AT_MOST: Final = re.compile(r"(?:up to|within|between) \$?$", re.I)
# What is said of all under four is true of all under two, too: neither way is surely false.
_BELOW: Final = re.compile(r"(?:less than|fewer than|under|below) \$?$", re.I)
_NO_FIGURE: Final = re.compile(r"(?:[Nn]o|[Tt]he|[Aa]t|past|half|of|by|with) $")


def figures(draft: Draft) -> Iterator[Alteration]:
    """The statement with one of its figures changed, for each of them."""
    yield from _clocks(draft)
    yield from _digits(draft)
    yield from _words(draft)
    yield from _fractions(draft)


def _digits(draft: Draft) -> Iterator[Alteration]:
    known = _numbers(draft.source) | _numbers(draft.text)
    for found in unquoted(draft, _DIGITS):
        before = draft.text[: found.start()]
        plain = not (found["sign"] or found["part"] or found["scale"])
        year = plain and _YEAR.fullmatch(found["number"])
        if year or _BELOW.search(before) or (plain and _AFTER_MONTH.search(before)):
            continue
        options = tuple(
            (text, rule)
            for text, rule in _changed(found, before=before)
            if not _numbers(text) & known
        )
        if options:
            became, rule = some(options, "figure", draft.text, found.start())
            yield altered(
                draft, Kind.FIGURE, start=found.start(), end=found.end(), became=became, rule=rule
            )


def _changed(found: re.Match[str], *, before: str) -> Iterator[tuple[str, str]]:
    number = int(found["number"].replace(",", ""))
    sign, part, scale = found["sign"], found["part"] or "", found["scale"] or ""
    commas = "," in found["number"]

    def told(value: int, *, fraction: str = part, magnitude: str = scale) -> str:
        return f"{sign}{with_commas(value) if commas else value}{fraction}{magnitude}"

    if _AT_LEAST.search(before) or _ABOUT.search(before):
        yield told(number * 2 + 1 if number < 10 else number * 2), "doubled"  # noqa: PLR2004
        return
    if _AT_MOST.search(before):
        if number >= 4:  # noqa: PLR2004 - of less no half is left
            yield told(number // 2), "halved"
        return
    if scale:
        other = " billion" if scale == " million" else " million"
        yield told(number, magnitude=other), "magnitude"
    for value in _swapped(number):
        yield told(value), "digits swapped"
    step = 10 ** max(0, len(str(number)) - 2)
    for change in (-3, -2, -1, 1, 2, 3, 10):
        if number + change * step > 1:
            yield told(number + change * step), "number changed"
    if part:
        tenth = (int(part[1]) + 3) % 10
        yield told(number, fraction=f".{tenth}{part[2:]}"), "decimal changed"


def _swapped(number: int) -> Iterator[int]:
    digits = str(number)
    for place in range(len(digits) - 1):
        one, other = digits[place], digits[place + 1]
        if one != other and not (place == 0 and other == "0"):
            yield int(digits[:place] + other + one + digits[place + 2 :])


def _words(draft: Draft) -> Iterator[Alteration]:
    known = _numbers(draft.source) | _numbers(draft.text)
    for found in unquoted(draft, NUMERAL):
        number = of_words(found[0])
        before, after = draft.text[: found.start()], draft.text[found.end() :]
        if (
            number is None
            or number < 2  # noqa: PLR2004 - "one" is seldom a figure
            or _BELOW.search(before)
            or re.match(r" quarters| point|-(?!y)", after)
        ):
            continue
        if _NO_FIGURE.search(before) and number < 4 and not re.match(r" [a-z]{3,}", after):  # noqa: PLR2004
            continue
        options = [number + change for change in (-5, -4, -3, -2, 2, 3, 4, 5, 6, 10)]
        if _AT_LEAST.search(before) or _ABOUT.search(before):
            options = [number * 2]
        elif _AT_MOST.search(before):
            options = [number // 2]
        options = [other for other in options if 1 < other < 1000 and str(other) not in known]  # noqa: PLR2004
        if not options:
            continue
        became = in_words(some(options, "figure", draft.text, found.start()))
        became = capitalised(became) if found[0][0].isupper() else became
        yield altered(
            draft,
            Kind.FIGURE,
            start=found.start(),
            end=found.end(),
            became=became,
            rule="number word changed",
        )


def _clocks(draft: Draft) -> Iterator[Alteration]:
    for found in unquoted(draft, _CLOCK):
        minute = found["minute"] or ""
        hour = int(found["hour"])
        half = "a.m." if found["half"] == "p.m." else "p.m."
        options = [f"{found['hour']}{minute} {half}"]
        options += [
            f"{(hour + change - 1) % 12 + 1}{minute} {found['half']}" for change in (1, 2, 10, 11)
        ]
        if minute:
            later = (int(minute[1:]) + 15 + rank(found[0]) % 25) % 60
            options.append(f"{hour}:{later:02d} {found['half']}")
        options = [option for option in options if option not in draft.source]
        became = some(options, "clock", draft.text, found.start())
        yield altered(
            draft,
            Kind.FIGURE,
            start=found.start(),
            end=found.end(),
            became=became,
            rule="time of day changed",
        )
    for found in unquoted(draft, _RACE):
        place = found.start("second")
        second = (int(found["second"]) + 3 + rank(draft.text, found[0]) % 40) % 60
        became = f"{draft.text[found.start() : place]}{second:02d}"
        if became not in draft.source:
            yield altered(
                draft,
                Kind.FIGURE,
                start=found.start(),
                end=found.end(),
                became=became,
                rule="race time changed",
            )


def _fractions(draft: Draft) -> Iterator[Alteration]:
    for found in unquoted(draft, _FRACTION):
        for became in _FRACTIONS[found[0]][:1]:
            yield altered(
                draft,
                Kind.FIGURE,
                start=found.start(),
                end=found.end(),
                became=became,
                rule="fraction changed",
            )


@lru_cache(maxsize=1024)
def _numbers(text: str) -> frozenset[str]:
    """The numbers in a text, without signs and commas; number words as digits, too."""
    digits = {
        f"{found['number'].replace(',', '')}{found['part'] or ''}{found['scale'] or ''}"
        for found in _DIGITS.finditer(text)
    }
    words = {str(of_words(found[0])) for found in NUMERAL.finditer(text)}
    return frozenset(digits | words)
