"""Truthful rewritings of figures, dates and single words: the same in another form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from eval.minimal_pairs.drafts import MONTHS, WEEKDAYS, Draft, capitalised
from eval.minimal_pairs.numerals import NUMERAL, in_words, of_words, with_commas

_ON_DAY: Final = re.compile(
    rf"\b(?P<on>on|On) (?P<day>{'|'.join(WEEKDAYS)})"
    r"(?: (?P<part>morning|afternoon|evening|night))?\b(?!,? [A-Z][a-z]+ \d| at)"
)
_DIGITS: Final = re.compile(
    r"(?<![\w$.,:/-])(?P<number>\d{2,3}|\d{1,3},\d{3})"
    r"(?![\w%:/-]|[.,]\d| [ap]\.m\.| (?:per|million|billion))"
)
_NOT_NUMBER: Final = re.compile(r"(?:No\.|[A-Z][a-z]+\.?|No\. \d+ and) $")
_NOT_IN_WORDS: Final = re.compile(r",(?! and| with| but)|\.\d| percent| per cent| basis|-")
_NOT_IN_DIGITS: Final = re.compile(
    r" (?:million|billion|of the|quarters?|oldest)\b| o[’']clock|-(?!y)| past|[.,] | *$|\.$"
)
_NOT_DIGITS: Final = re.compile(r"\b(?:past|by|[Tt]he|all|at|of) $")
_HEDGED: Final = re.compile(
    r"(?:about|around|nearly|almost|roughly|some|at least|more than|less than|fewer than|under|"
    r"up to|as|over|and|between|[Tt]he|her|his|all|an?|those|by|average of|figure of) $"
)
_WORDINGS: Final = (
    (re.compile(r"\babout (?=[\dta])(?!the\b|them\b|themselves\b)(?!to\b)"), "around "),
    (re.compile(r"\bnearly (?=\w)"), "almost "),
    (re.compile(r"\bbegan to\b"), "started to"),
    (re.compile(r"\brose to\b"), "climbed to"),
    (re.compile(r"(?<=\d) per ?cent\b"), "%"),
    (re.compile(r"\btold reporters\b"), "said to reporters"),
    (re.compile(r"\bmore than (?=\d)"), "over "),
    (re.compile(r"\bwas built in\b"), "was constructed in"),
    (re.compile(r"\bthe (?:U\.P\.) "), "the United Provinces’ "),
    (re.compile(r"\bchief executive\b"), "CEO"),
    (re.compile(r"(?<=\d) kilometers\b"), " km"),
    (re.compile(r"(?<=\d) meters\b"), " metres"),
    (re.compile(r"(?<=\d) centimeters\b"), " cm"),
    (re.compile(r"(?<=crowns) a (?=month|year)"), " per "),
    (re.compile(r"\bharbor\b"), "harbour"),
    (re.compile(r"\bmachine recount\b"), "recount by machine"),
    (re.compile(r"\bmembers of parliament\b"), "lawmakers"),
    (re.compile(r"\bsaid that\b"), "said"),
    (re.compile(r"\bdid not\b"), "didn’t"),
    (re.compile(r"\bwas not\b"), "wasn’t"),
    (re.compile(r"\bhas not\b"), "hasn’t"),
    (re.compile(r"\bwill not\b"), "won’t"),
    (re.compile(r"\bwere not\b"), "weren’t"),
    (re.compile(r"\bshut off\b"), "turned off"),
    (re.compile(r"\bat noon\b"), "at 12 p.m."),
    (re.compile(r"\bhas begun to\b"), "has started to"),
    (re.compile(r"\bwas finished in\b"), "was completed in"),
    (re.compile(r"\bsucceeded in\b"), "managed"),
    (re.compile(r"\bis to (?=report|decide|begin|vote|be finished)"), "is due to "),
    (re.compile(r"\bintends to\b"), "plans to"),
)


def _in_digits(draft: Draft) -> Iterator[Draft]:
    text = draft.text
    for found in reversed(tuple(NUMERAL.finditer(draft.text))):
        number = of_words(found[0])
        before, after = draft.text[: found.start()], draft.text[found.end() :]
        if number is None or number < 2 or not draft.outside(*found.span()):  # noqa: PLR2004
            continue
        if _NOT_IN_DIGITS.match(after) or _NOT_DIGITS.search(before):
            continue
        if not before and number < 10:  # noqa: PLR2004 - no sentence begins with "3"
            continue
        text = text[: found.start()] + with_commas(number) + text[found.end() :]
    if text != draft.text:
        yield draft.rewritten(text, "in digits")


def _in_words(draft: Draft) -> Iterator[Draft]:
    text = draft.text
    for found in reversed(tuple(_DIGITS.finditer(draft.text))):
        number = int(found["number"].replace(",", ""))
        before, after = draft.text[: found.start()], draft.text[found.end() :]
        if number >= 1000 or not draft.outside(*found.span()):  # noqa: PLR2004
            continue
        if _NOT_NUMBER.search(before) or _NOT_IN_WORDS.match(after):
            continue
        words = in_words(number) if before else capitalised(in_words(number))
        text = text[: found.start()] + words + text[found.end() :]
    if text != draft.text:
        yield draft.rewritten(text, "in words")


def _rounded(draft: Draft) -> Iterator[Draft]:
    for found in _DIGITS.finditer(draft.text):
        number = int(found["number"].replace(",", ""))
        before = draft.text[: found.start()]
        after = draft.text[found.end() :]
        if number < 25 or not draft.outside(*found.span()) or not before:  # noqa: PLR2004
            continue
        if _NOT_NUMBER.search(before) or _HEDGED.search(before) or not re.match(r" [a-z]", after):
            continue
        near = _near(number)
        if near and not re.match(r" (?:to|for|and|percent)\b", after):
            yield draft.rewritten(before + near + after, "rounded")


def _near(number: int) -> str | None:
    """A number said with "nearly" or "more than"; None where it is close to no round one."""
    step = 10 ** max(1, len(str(number)) - 2)
    if number >= 1000 and number % step == 0:  # noqa: PLR2004
        step *= 10
    low = number // step * step
    share = (number - low) / step
    if share == 0 or 0.4 < share < 0.7:  # noqa: PLR2004 - neither near the one nor the other
        return None
    return f"more than {with_commas(low)}" if share < 0.5 else f"nearly {with_commas(low + step)}"  # noqa: PLR2004


def _dated(draft: Draft) -> Iterator[Draft]:
    if len(draft.sentences) > 1:
        return
    for found in _ON_DAY.finditer(draft.text):
        if not draft.outside(*found.span()):
            continue
        day = draft.sample.day(draft.sentences[0], found["day"])
        told = f"{MONTHS[day.month - 1]} {day.day}"
        if found["part"] == "night":
            told = f"the night of {told}"
        elif found["part"]:
            told = f"the {found['part']} of {told}"
        text = f"{draft.text[: found.start()]}{found['on']} {told}{draft.text[found.end() :]}"
        yield draft.rewritten(text, "weekday to date")


def _worded(draft: Draft) -> Iterator[Draft]:
    for pattern, other in _WORDINGS:
        for found in pattern.finditer(draft.text):
            if draft.outside(*found.span()):
                text = draft.text[: found.start()] + other + draft.text[found.end() :]
                yield draft.rewritten(text, "other wording")
                break


RULES: Final[tuple[Callable[[Draft], Iterator[Draft]], ...]] = (
    _in_digits,
    _in_words,
    _rounded,
    _dated,
    _worded,
)
