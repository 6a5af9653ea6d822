"""The same statement in several articles, told once.

Two statements of a speaker are the same where their words are, but for few, or where one is a
part of the other: outlets cut what they quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.language.word_lists import word_lists
from assistant.language.words import near_identical, shingles, words_in
from assistant.stories.utterances import Uttered

_NEGATING: Final = word_lists("speech.toml").words("negating")
_NOT: Final = re.compile(r"n[’']t\b")
_GRAM: Final = 3
_FEWEST_PART: Final = 5
"""Words of a quotation that is known again inside a longer one."""
_MOST: Final = 8
"""Earlier statements that one is compared with: those that share most with it."""


def once(said: Sequence[Uttered]) -> tuple[tuple[Uttered, ...], ...]:
    """The statements of one speaker, each with its repetitions, in the order of the first."""
    told: list[list[Uttered]] = []
    words: list[tuple[str, ...]] = []
    exact: dict[tuple[str, ...], int] = {}
    by_run: dict[tuple[str, ...], list[int]] = {}
    for one in said:
        own = words_in(_NOT.sub(" not", one.words))
        runs = shingles(one.words, _GRAM)
        place = exact.get(own)
        if place is None:
            shared: dict[int, int] = {}
            for run in runs:
                for other in by_run.get(run, ())[-_MOST:]:
                    shared[other] = shared.get(other, 0) + 1
            nearest = sorted(shared, key=lambda other: (-shared[other], other))[:_MOST]
            place = next((near for near in nearest if _same(own, words[near])), None)
        if place is None:
            place = len(told)
            told.append([])
            words.append(own)
            for run in runs:
                by_run.setdefault(run, []).append(place)
        exact.setdefault(own, place)
        told[place].append(one)
    return tuple(map(tuple, told))


def _same(mine: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if _telling(mine) == _telling(other) and near_identical(set(mine), set(other)):
        return True
    short, long = sorted((mine, other), key=len)
    if len(short) < _FEWEST_PART:
        return False
    return f" {' '.join(short)} " in f" {' '.join(long)} "


def _telling(words: tuple[str, ...]) -> list[str]:
    """The words by which two statements of the same words differ: figures and negations."""
    return sorted(word for word in words if word[0].isdigit() or word in _NEGATING)
