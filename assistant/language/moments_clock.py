"""Clock times in a sentence: "6:30 a.m.", "18:30", "noon"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.language.numerals_words import SMALL

_HALF_DAY: Final = r"(?:a\.? ?m\b\.?|p\.? ?m\b\.?)"
_TIME: Final = r"\d{1,2}(?:[:.][0-5]\d)?+"
_CLOCK: Final = re.compile(
    r"(?<![\w.,:$€£-])(?:"
    rf"(?:(?P<from>{_TIME})(?P<fhalf> ?{_HALF_DAY})? ?(?:-|–|—|to|and|until|till|or) ?)?"
    rf"(?P<time>{_TIME}) ?(?P<half>{_HALF_DAY})"
    r"|(?P<long>\d{1,2}:[0-5]\d)(?![:.]?\d)"
    r"|(?P<zoned>(?:[01]\d|2[0-3])[0-5]\d)(?= ?(?:GMT|UTC|BST|CET|CEST|hours|hrs|local time)\b)"
    r"|(?P<oclock>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r" o[’']clock"
    r"|(?P<part>(?<=at )\d{1,2}) in the (?P<which>morning|afternoon|evening)"
    r"|(?P<named>noon|midday|midnight)"
    r")(?!\w)",
    re.IGNORECASE,
)
_NOON: Final = 12
_DAY: Final = 24 * 60
_HALF: Final = _NOON * 60
_HOURS: Final = {word: hour for word, hour in SMALL.items() if 1 <= hour <= _NOON}


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day at ``text[start:end]``; ``minutes`` after midnight are what it may mean."""

    start: int
    end: int
    minutes: tuple[int, ...]


def find_clock_times(text: str) -> Iterator[ClockTime]:
    """The times of day in ``text``, in order; those that no clock shows are left out.

    "6:30" without more is half past six in the morning or in the evening. Of "6 to 8 p.m."
    both ends are found.
    """
    for match in _CLOCK.finditer(text):
        minutes: tuple[int, ...]
        if match["named"]:
            minutes = (0,) if match["named"].lower() == "midnight" else (_HALF,)
            yield ClockTime(match.start(), match.end(), minutes)
            continue
        half = (match["half"] or "")[:1].lower()
        if match["which"]:
            half = "a" if match["which"].lower() == "morning" else "p"
        if match["from"]:
            first = (match["fhalf"] or "").strip()[:1].lower() or half
            # From "11 to 2 p.m." the first is in the other half of the day.
            minutes = _minutes(match["from"], first)
            if not match["fhalf"] and minutes > _minutes(match["time"], half):
                minutes = tuple((minute + _HALF) % _DAY for minute in minutes)
            if minutes:
                yield ClockTime(match.start("from"), match.end("from"), minutes)
        group = next(name for name in ("time", "long", "zoned", "oclock", "part") if match[name])
        minutes = _minutes(match[group], half)
        if minutes:
            yield ClockTime(match.start(group), match.end(), minutes)


def _minutes(said: str, half: str) -> tuple[int, ...]:
    """The minutes after midnight that ``said`` may mean; ``half`` is "a", "p" or empty."""
    digits = said.replace(".", ":")
    if said.lower() in _HOURS:
        hour, minute = _HOURS[said.lower()], 0
    elif ":" in digits:
        hour, minute = (int(part) for part in digits.split(":"))
    elif len(digits) > len("00"):
        hour, minute = int(digits[:2]), int(digits[2:])
        return (hour * 60 + minute,)
    else:
        hour, minute = int(digits), 0
    if not 0 <= hour * 60 + minute < _DAY:
        return ()
    if half and hour > _NOON:
        return ()
    if half and 1 <= hour <= _NOON:
        return (hour % 12 * 60 + minute + (_HALF if half == "p" else 0),)
    clock = hour * 60 + minute
    return (clock,) if half or not 1 <= hour <= _NOON else (clock, (clock + _HALF) % _DAY)
