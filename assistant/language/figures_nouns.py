"""What a figure counts: the noun after it, in the singular."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from assistant.language.numerals_tokens import Token, after_hyphen, low_at
from assistant.language.word_lists import word_set

FUNCTION_WORDS: Final = word_set(
    "a an the this that these those his her its their our my your he she it they we you i him "
    "them us me in at on by to from for with without and or but nor as than of which who whom "
    "whose when while where why how after before since until during if because so then not no "
    "was were is are be been being am has have had having will would could can may might should "
    "must do does did said says say told into onto over under about against between among "
    "through per via there here each every both either least most just only also still already "
    "including within across around along behind near off out up down"
)
"""Words that end what is counted."""

_IRREGULAR: Final = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "crises": "crisis",
    "police": "police",
    "dead": "dead",
    "injured": "injured",
    "wounded": "wounded",
    "missing": "missing",
    "crew": "crew",
    "troops": "troop",
    "personnel": "personnel",
    "staff": "staff",
    "fishermen": "fisherman",
    "policemen": "policeman",
    "firemen": "fireman",
    "congressmen": "congressman",
    "servicemen": "serviceman",
    "gunmen": "gunman",
    "aircraft": "aircraft",
    "series": "series",
}
_STATES: Final = word_set("dead injured wounded missing hurt killed")
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
