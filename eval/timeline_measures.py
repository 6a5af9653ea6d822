"""The measures of a timeline against one that journalists wrote, as ``tilse`` computes them.

After Martschat and Markert, "Improving ROUGE for Timeline Summarization" (2017): the F1 of the
dates, and ROUGE after every day of one timeline is aligned with the day of the other that comes
nearest in time and words (``align_date_content_costs_many_to_one``). ROUGE counts stems without
the stop words of the SMART system.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, TypeAlias

Days: TypeAlias = Mapping[date, Sequence[str]]
"""A timeline as it is measured: the sentences of each day."""

_STOP_WORDS: Final = Path(__file__).with_name("datasets") / "rouge-stop-words.txt"
_TOKEN: Final = re.compile(r"[a-z0-9]+")
_SPLIT: Final = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
_FEWEST_STEMMED: Final = 4
"""Letters from which on ROUGE stems a word."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One timeline against one of the journalists'."""

    dates: Score
    rouge1: Score
    rouge2: Score


def mean(scores: Sequence[Score]) -> Score:
    """The means of precision and of recall; both 0 of nothing."""
    count = max(1, len(scores))
    return Score(sum(s.precision for s in scores) / count, sum(s.recall for s in scores) / count)


def measured(told: Days, gold: Days) -> Measured:
    """Holds the timeline ``told`` against ``gold``.

    Raises:
        ValueError: ``gold`` has no day.
    """
    if not gold:
        raise ValueError("a timeline to measure against needs a day")
    shared = len(told.keys() & gold.keys())
    dates = Score(shared / len(told) if told else 0.0, shared / len(gold))
    forth, back = _aligned(told, gold), _aligned(gold, told)
    rouge = [
        Score(
            _weighed(told, gold, forth, length=length),
            _weighed(gold, told, back, length=length),
        )
        for length in (1, 2)
    ]
    return Measured(dates, rouge[0], rouge[1])


def _aligned(source: Days, target: Days) -> dict[date, date]:
    """For each day of ``source`` the day of ``target`` that costs least; the earliest of equals."""
    if not target:
        return {}
    days = sorted(target)
    words = {day: _counted(tuple(target[day])) for day in days}
    found = {}
    for day in sorted(source):
        own = _counted(tuple(source[day]))
        found[day] = min(
            days,
            key=lambda other: (1 - _nearness(day, other)) * (1 - _overlap(own, words[other])),
        )
    return found


def _nearness(one: date, other: date) -> float:
    return 1 / (abs((one - other).days) + 1)


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    """The F1 of the words that two days have: what the alignment takes for their likeness."""
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0


def _weighed(source: Days, target: Days, aligned: Mapping[date, date], *, length: int) -> float:
    """The share of the n-grams of ``source`` that the aligned days have, by nearness in time."""
    found, total = 0.0, 0
    for day, sentences in source.items():
        own = _grams(tuple(sentences), length)
        total += own.total()
        if day in aligned:
            theirs = _grams(tuple(target[aligned[day]]), length)
            found += _nearness(day, aligned[day]) * (own & theirs).total()
    return found / total if total else 0.0


@lru_cache(1 << 14)
def _counted(sentences: tuple[str, ...]) -> Counter[str]:
    words = (word for one in sentences for word in _SPLIT.findall(one))
    return Counter(word for word in words if word not in string.punctuation)


@lru_cache(1 << 14)
def _grams(sentences: tuple[str, ...], length: int) -> Counter[tuple[str, ...]]:
    stems = [
        _stem(word)
        for one in sentences
        for word in _TOKEN.findall(one.lower())
        if word not in _stop_words()
    ]
    return Counter(zip(*(stems[start:] for start in range(length)), strict=False))


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(_STOP_WORDS.read_text("utf-8").split())


@lru_cache(1 << 16)
def _stem(word: str) -> str:
    from nltk.stem import PorterStemmer

    if len(word) < _FEWEST_STEMMED:
        return word
    return str(PorterStemmer(PorterStemmer.ORIGINAL_ALGORITHM).stem(word))
