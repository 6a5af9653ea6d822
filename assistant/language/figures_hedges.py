"""How exactly a figure is given: "about", "nearly", "more than", "up to"."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from assistant.language.numerals_tokens import Token, after_hyphen, low_at
from assistant.language.word_lists import word_lists


class Hedge(StrEnum):
    """What the words around a figure say of the true one.

    ``NEARLY`` is a little less, ``EITHER`` is "over" before a duration, which may mean
    "more than" and may mean "in the course of".
    """

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    MORE = "more than"
    AT_LEAST = "at least"
    LESS = "less than"
    AT_MOST = "at most"
    EITHER = "either"


class FoundHedge(NamedTuple):
    """A hedge and the index of its first token (of the figure itself where there is none)."""

    hedge: Hedge
    first: int


_LISTS: Final = word_lists("figures.toml")
_BEFORE: Final = {words: Hedge[key.upper()] for words, key in _LISTS.keys("hedges").items()}
_AFTER: Final = {words: Hedge[key.upper()] for words, key in _LISTS.keys("hedges_after").items()}
_LONGEST: Final = 4
HEDGING_WORDS: Final = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in _BEFORE)
"""The last words of the hedges that stand before figures."""


def hedge_before(tokens: Sequence[Token], index: int) -> FoundHedge:
    """The hedge whose last word stands directly before token ``index``."""
    if low_at(tokens, index - 1) in HEDGING_WORDS:
        for length in range(min(_LONGEST, index), 0, -1):
            phrase = " ".join(token.low for token in tokens[index - length : index])
            hedge = _BEFORE.get(phrase)
            if hedge is not None:
                return FoundHedge(hedge, index - length)
    return FoundHedge(Hedge.EXACT, index)


def hedge_after(tokens: Sequence[Token], index: int) -> Hedge | None:
    """The hedge at token ``index``: "40 or more", "40-odd", "40+"."""
    at = after_hyphen(tokens, index)
    word = low_at(tokens, at)
    if word == "+" or (at > index and word == "plus"):
        return Hedge.AT_LEAST
    if at > index and word == "odd":
        return Hedge.ABOUT
    return _AFTER.get(f"{word} {low_at(tokens, at + 1)}")
