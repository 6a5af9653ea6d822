"""Dates moved: weekdays, days of the month, months, years, parts of the day, seasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from eval.minimal_pairs.alterations import Alteration, altered, some, unquoted
from eval.minimal_pairs.drafts import MONTHS, WEEKDAYS, Draft
from eval.minimal_pairs.pairs import Kind

_SHORT: Final = {"Oct.": "October", "Nov.": "November"}
_MONTH: Final = "|".join(map(re.escape, (*MONTHS, *_SHORT)))
_WEEKDAY: Final = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
_DAY: Final = re.compile(rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})\b(?!:)")
_MONTH_ALONE: Final = re.compile(
    rf"\b(?:(?<=in )|(?<=since )|(?<=before )|(?<=of ))(?:{_MONTH})\b(?! \d\d?\b)"
)
_YEAR: Final = re.compile(r"(?<![\d,.$-])(?:19|20)\d\d\b(?![,.]\d|-\d)")
_OTHERS: Final = {
    "last year": ("last month", "last week"),
    "last month": ("last week", "last year"),
    "last summer": ("last winter", "last autumn"),
    "this week": ("last week", "last month"),
    "this year": ("next year",),
    "this month": ("last month",),
    "next spring": ("next autumn",),
    "in the spring": ("in the autumn",),
    "the autumn of": ("the spring of",),
    "after a wet winter": ("after a wet summer",),
    "by noon": ("by breakfast",),
    "at noon": ("at midnight",),
    "at midnight": ("at noon",),
    "at midday": ("at midnight",),
    "at breakfast": ("at midnight",),
    "overnight": ("during the afternoon",),
    "evening": ("morning", "afternoon"),
    "morning": ("evening", "afternoon"),
    "afternoon": ("morning", "night"),
    "night": ("morning", "afternoon"),
}
_OTHER: Final = re.compile(
    r"\b(?:{})\b".format(
        "|".join(
            rf"(?<=day ){key}" if key in {"evening", "morning", "afternoon", "night"} else key
            for key in _OTHERS
        )
    )
)


def dates(draft: Draft) -> Iterator[Alteration]:
    """The statement with one of its dates moved, for each of them."""
    for pattern, others, rule in (
        (_WEEKDAY, _other_weekdays, "weekday moved"),
        (_DAY, _other_days, "day moved"),
        (_MONTH_ALONE, _other_months, "month moved"),
        (_YEAR, _other_years, "year moved"),
        (_OTHER, _other_times, "time moved"),
    ):
        for found in unquoted(draft, pattern):
            known = f"{draft.source} {draft.text}"
            order = _order(draft.text, found.start())
            options = [
                option
                for option, later in others(found)
                if option not in known and (order is None or later is not order)
            ]
            if options:
                yield altered(
                    draft,
                    Kind.DATE,
                    start=found.start(),
                    end=found.end(),
                    became=some(options, "date", draft.text, found.start()),
                    rule=rule,
                )


_ONE_WAY: Final = re.compile(r"\b(?P<word>by|before|since)(?: [A-Z][a-z]+)? $")
_NEGATED: Final = re.compile(r"\b(?:no|not|nobody)\b", re.IGNORECASE)


def _order(text: str, start: int) -> bool | None:
    """Whether a later (True) or an earlier (False) date would stay true there.

    What is done by 2029 is done by 2030, too; what has been so since 1988 has been so since
    1990; and if nothing happens before August, nothing does before July.
    """
    found = _ONE_WAY.search(text[:start])
    if found is None:
        return None
    return not (found["word"] == "before" and _NEGATED.search(text[:start]))


def _other_weekdays(found: re.Match[str]) -> Iterator[tuple[str, bool | None]]:
    place = WEEKDAYS.index(found[0])
    for change in (-3, -2, -1, 1, 2, 3):
        yield WEEKDAYS[(place + change) % 7], change > 0


def _other_days(found: re.Match[str]) -> Iterator[tuple[str, bool | None]]:
    day = int(found["day"])
    for change in (-3, -2, -1, 1, 2, 3):
        if 1 <= day + change <= 28:  # noqa: PLR2004 - a day that every month has
            yield f"{found['month']} {day + change}", change > 0
    month = MONTHS.index(_SHORT.get(found["month"], found["month"]))
    if day <= 28:  # noqa: PLR2004
        for change in (-1, 1):
            yield f"{MONTHS[(month + change) % 12]} {day}", change > 0


def _other_months(found: re.Match[str]) -> Iterator[tuple[str, bool | None]]:
    month = MONTHS.index(_SHORT.get(found[0], found[0]))
    for change in (-2, -1, 1, 2):
        yield MONTHS[(month + change) % 12], change > 0


def _other_years(found: re.Match[str]) -> Iterator[tuple[str, bool | None]]:
    for change in (-2, -1, 1, 2):
        yield str(int(found[0]) + change), change > 0


def _other_times(found: re.Match[str]) -> Iterator[tuple[str, bool | None]]:
    for other in _OTHERS[found[0]]:
        yield other, None
