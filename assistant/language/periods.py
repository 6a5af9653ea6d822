"""Finds the days, months and years that a text names in so many words."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

_MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_ABBREVIATIONS: Final = {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
} | {"sept": 9}

_MONTH: Final = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
)
_WEEKDAY: Final = "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_YEAR: Final = r"(?:19|20)\d\d(?!\d)"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?(?![\d:])"
_TO: Final = " ?(?:-|–|—|and|to|until|till|through) ?"

_MENTION: Final = re.compile(
    rf"""(?<![\w/.$€£-])(?:
      (?P<iso>{_YEAR}-\d\d-\d\d)
    | {_WEEKDAY}(?:the )?(?P<d1>{_DAY})(?:{_TO}(?:the )?(?P<e1>{_DAY}))?(?: of)? (?P<m1>{_MONTH})
      (?:,? (?P<y1>{_YEAR}))?
    | {_WEEKDAY}(?P<m2>{_MONTH}) (?P<d2>{_DAY})(?:{_TO}(?P<e2>{_DAY}))?(?:,? (?P<y2>{_YEAR}))?
    | (?:(?P<part>early|mid|late)[- ])?(?P<m3>{_MONTH})(?:(?: of|,)? (?P<y3>{_YEAR}))?
    | (?P<y4>{_YEAR})
    )(?!\w|[-–/.,]\d)""".replace(" ", "[ ]").replace("\n", "").replace("[ ]" * 4, ""),
    re.IGNORECASE,
)
