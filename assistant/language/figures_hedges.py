"""How exactly a figure is given: "about", "nearly", "more than", "up to"."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from assistant.language.numerals_tokens import Token, after_hyphen, low_at


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


_BEFORE: Final = {
    phrase: hedge
    for hedge, phrases in {
        Hedge.ABOUT: "about,around,roughly,approximately,some,estimated,an estimated,circa,approx,"
        "in the region of,somewhere around,close on,~,≈",
        Hedge.NEARLY: "nearly,almost,close to,just under,just short of,approaching,nearing,"
        "virtually,shy of,just shy of",
        Hedge.MORE: "more than,over,above,exceeding,exceeded,exceeds,topping,surpassing,upwards of,"
        "upward of,in excess of,north of,higher than,greater than,larger than,bigger than,"
        "longer than,older than,better than,taller than,just over,well over,>",
        Hedge.AT_LEAST: "at least,no fewer than,no less than,not less than,minimum of,as few as",
        Hedge.LESS: "less than,fewer than,under,below,lower than,smaller than,shorter than,"
        "younger than,well under,<",
        Hedge.AT_MOST: "up to,as many as,as much as,at most,no more than,not more than,maximum of",
    }.items()
    for phrase in phrases.split(",")
}
_AFTER: Final = {
    ("or", "so"): Hedge.ABOUT,
    ("or", "thereabouts"): Hedge.ABOUT,
    ("or", "more"): Hedge.AT_LEAST,
    ("or", "less"): Hedge.AT_MOST,
    ("or", "fewer"): Hedge.AT_MOST,
}
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
    return _AFTER.get((word, low_at(tokens, at + 1)))
