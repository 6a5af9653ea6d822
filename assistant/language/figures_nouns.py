"""What a figure counts: the noun after it, in the singular."""

from __future__ import annotations

from collections.abc import Sequence
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
