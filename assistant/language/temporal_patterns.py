"""Finds temporal expressions as they are said, before any day of publication is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from assistant.language.numerals_words import SMALL
from assistant.language.periods import (
    MONTHS,
    WEEKDAY,
    WEEKDAYS,
    Precision,
    find_mentions,
    period_of,
)
from assistant.language.temporal_parts import PART_WORDS, Timex, find_parts, parts_at_hour
from assistant.language.word_lists import word_lists

_WEEKDAY: Final = re.compile(
    r"(?<![\w-])(?P<which>[Ll]ast |[Nn]ext |[Tt]his |coming )?"
    rf"(?P<name>{WEEKDAY}|{WEEKDAY.upper()})s?(?!\w)"
)
_RECENT: Final = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<day>yesterday|today|tonight|tomorrow|last night|this (?:morning|afternoon|evening))"
    r"|(?<!the )(?P<which>last|this|next) (?P<span>week|weekend|month|year)"
    r"|(?P<number>\d{1,3}|an?|(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty[- ]?)?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{2,5}teen)?)"
    r" (?P<unit>day|week|month|year)s? ago"
    r")(?![\w-])",
    re.IGNORECASE,
)
_LISTS: Final = word_lists("times.toml")
_MONTH_LEAD: Final = re.compile(rf"\b{_LISTS.pattern('month_lead')}[ -]$", re.IGNORECASE)
# After four digits: what may be counted, so that they are no year, or not for sure.
_COUNTED: Final = re.compile(
    r"[ -](?:[a-z]{3,20}+(?<=[a-rtv-z]s)|people|men|women|children|km|percent|%)(?!\w)"
)
# What stands before a year even then: "the 2024 elections".
_YEAR_LEAD: Final = re.compile(
    rf"(?:[’']s|s[’']|\b{_LISTS.pattern('year_lead')})[ -]$", re.IGNORECASE
)
# Months that are no month in every place: March, April, May, June and August.
_NAMESAKES: Final = frozenset({3, 4, 5, 6, 8})
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
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[a-z]++")
_CLOCK_WORDS: Final = frozenset({"noon", "midday", "midnight", "clock"})
_RECENT_WORDS: Final = frozenset(
    {"yesterday", "today", "tonight", "tomorrow", "last", "this", "next", "ago"}
)
# Without these words and digits there are no times; to look first saves most of the time.
_DAY_WORDS: Final = frozenset(name + plural for name in WEEKDAYS for plural in ("", "s"))
_SPACE: Final = re.compile(r"\s")


@lru_cache(maxsize=4096)
def unresolved_timexes(text: str) -> tuple[Timex, ...]:
    """The times that ``text`` names, in order; only whole dates have spans yet."""
    flat = _SPACE.sub(" ", text)
    words = frozenset(_WORD.findall(flat.lower()))
    digits = _DIGIT.search(flat) is not None
    found: list[Timex] = []
    if digits or not _CLOCK_WORDS.isdisjoint(words):
        found += _clock(flat)
    if not PART_WORDS.isdisjoint(words):
        # "6 in the morning" is a clock time and no more.
        clock = tuple(found)
        found += (
            part
            for part in find_parts(flat)
            if not any(time.start <= part.start < time.end for time in clock)
        )
    if digits or not MONTHS.keys().isdisjoint(words):
        found += _dates(flat)
    if not _DAY_WORDS.isdisjoint(words):
        found += _weekdays(flat)
    if not _RECENT_WORDS.isdisjoint(words):
        found += _recent(flat)
    return tuple(sorted(found, key=lambda timex: (timex.start, -timex.end)))


def _dates(flat: str) -> Iterator[Timex]:
    for mention in find_mentions(flat):
        alone = mention.precision is Precision.MONTH and mention.year is None
        lead = flat[max(0, mention.start - 12) : mention.start]
        firm = not alone or mention.month not in _NAMESAKES or bool(_MONTH_LEAD.search(lead))
        if mention.precision is Precision.YEAR and _COUNTED.match(flat, mention.end):
            firm = _YEAR_LEAD.search(lead) is not None
        whole = period_of(mention, today=date.max) if mention.year is not None else None
        yield Timex(
            mention.start,
            mention.end,
            mention.precision,
            flat[mention.start : mention.end].lower(),
            year=mention.year,
            month=mention.month,
            day=mention.day,
            last_day=mention.last_day,
            firm=firm,
            spans=(whole,) if whole else (),
        )


def _clock(flat: str) -> Iterator[Timex]:
    """The times of day, but for those that no clock shows.

    "6:30" without more is half past six in the morning or in the evening. Of "6 to 8 p.m."
    both ends are found.
    """
    for match in _CLOCK.finditer(flat):
        minutes: tuple[int, ...]
        if match["named"]:
            minutes = (0,) if match["named"].lower() == "midnight" else (_HALF,)
            yield _at(flat, *match.span(), minutes)
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
                yield _at(flat, *match.span("from"), minutes)
        group = next(name for name in ("time", "long", "zoned", "oclock", "part") if match[name])
        minutes = _minutes(match[group], half)
        if minutes:
            yield _at(flat, match.start(group), match.end(), minutes)


def _at(flat: str, start: int, end: int, minutes: tuple[int, ...]) -> Timex:
    phrase = flat[start:end].lower()
    parts = parts_at_hour(flat, start, name=phrase)
    return Timex(start, end, Precision.TIME, phrase, minutes=minutes, parts=parts)


def _minutes(said: str, half: str) -> tuple[int, ...]:
    """The minutes after midnight that ``said`` may mean; ``half`` is "a", "p" or empty."""
    digits = said.replace(".", ":")
    if said.lower() in _HOURS:
        hour, minute = _HOURS[said.lower()], 0
    elif ":" in digits:
        hour, minute = (int(part) for part in digits.split(":"))
    elif len(digits) > len("00"):
        return (int(digits[:2]) * 60 + int(digits[2:]),)
    else:
        hour, minute = int(digits), 0
    clock = hour * 60 + minute
    if clock >= _DAY or (half and hour > _NOON):
        return ()
    if not 1 <= hour <= _NOON:
        return (clock,)
    if half:
        return (hour % 12 * 60 + minute + (_HALF if half == "p" else 0),)
    return (clock, (clock + _HALF) % _DAY)


def _weekdays(flat: str) -> Iterator[Timex]:
    for match in _WEEKDAY.finditer(flat):
        weekday = WEEKDAYS.index(match["name"].lower())
        yield Timex(*match.span(), Precision.DAY, match[0].lower(), weekday=weekday)


def _recent(flat: str) -> Iterator[Timex]:
    for match in _RECENT.finditer(flat):
        phrase = match[0].lower()
        if match["day"]:
            # "USA Today" and the song "Yesterday" are names.
            if match.start() and match[0][0].isupper():
                continue
            firm, precision = phrase in {"yesterday", "tomorrow", "last night"}, Precision.DAY
        elif match["span"]:
            span = match["span"].lower().removesuffix("end")
            firm, precision = True, Precision(span)
        else:
            firm, precision = False, Precision(match["unit"].lower())
        loose = precision is Precision.WEEK or phrase.endswith("ago")
        yield Timex(*match.span(), precision, phrase, loose=loose, firm=firm)
