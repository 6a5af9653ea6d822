"""What stands around a figure: the noun that it counts, and how exactly it is given."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from assistant.language.numerals_tokens import Token, after_hyphen, low_at
from assistant.language.word_lists import word_lists, word_set

_LISTS: Final = word_lists("figures.toml")
FUNCTION_WORDS: Final = _LISTS.words("function_words")
"""Words that end what is counted."""
_IRREGULAR: Final = _LISTS.keys("irregular")
_STATES: Final = _LISTS.words("states")
"""Counted where nothing else follows: "14 injured", but "14 injured passengers"."""
_DETERMINERS: Final = word_set("the its their his her our my these those all")
_REACH: Final = 4
"""Words after a figure among which the noun is looked for."""


def singular(word: str) -> str:
    """``word`` (in lower case) as one of it, near enough to compare nouns."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1] if is_plural(word) else word


def is_plural(word: str) -> bool:
    """Whether ``word`` looks like more than one of something."""
    return word in _IRREGULAR or (
        word.endswith("s") and len(word) > len("its") and not word.endswith(("ss", "us", "is"))
    )


class FoundNoun(NamedTuple):
    """A noun in the singular, and the index of the token after it."""

    name: str
    last: int


def noun_after(
    tokens: Sequence[Token], index: int, *, only_of: bool = False, one: bool = False
) -> FoundNoun | None:
    """What the figure that ends before token ``index`` counts, or None.

    The first plural among the next words: "14 injured passengers", "14 of the passengers";
    behind a hyphen ("a 14-seat bus") and where ``one`` thing is counted, the next word.
    After a unit (``only_of``) it is what follows "of": "40 percent of voters".
    """
    at = after_hyphen(tokens, index)
    one = one or at > index
    if low_at(tokens, at) == "of":
        at += 1
        while low_at(tokens, at) in _DETERMINERS:
            at += 1
    elif only_of:
        return None
    first: FoundNoun | None = None
    for place in range(at, min(at + _REACH, len(tokens))):
        token = tokens[place]
        if token.kind != "word" or (token.low in FUNCTION_WORDS and not token.text.isupper()):
            break
        word, state = token.low, token.low in _STATES
        if is_plural(word) and not state:
            return FoundNoun(singular(word), place + 1)
        if first is None and (one or state):
            first = FoundNoun(singular(word), place + 1)
    return first


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
