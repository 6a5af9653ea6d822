"""How a word stands in its clause: whether it can say that something is so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.language.polarity_clauses import Word
from assistant.language.polarity_words import DETERMINERS, words_of
from assistant.language.stems import VerbForm, verb_form
from assistant.verifying.polarity_sides import Side

_BE: Final = words_of("is are am was were be been being 's 're 'm")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a word stands in its clause, were it a verb.

    ``named``: after an article or the like. ``infinitive``: after "to". ``gerund``: in -ing
    without a form of "be".
    """

    form: VerbForm
    named: bool
    infinitive: bool
    gerund: bool

    def as_plain_as(self, other: Standing) -> bool:
        """Whether it says no less than ``other`` that something is so."""
        return (
            self.named <= other.named
            and self.infinitive <= other.infinitive
            and self.gerund <= other.gerund
        )


def standing(text: Side, place: int) -> Standing:
    """How the word at ``place`` stands."""
    words = text.words
    clause = words[place].clause
    before = [
        words[at].word if at >= 0 and words[at].clause == clause else ""
        for at in (place - 1, place - 2)
    ]
    form = verb_form(words[place].word)
    return Standing(
        form=form,
        named=before[0] in DETERMINERS,
        infinitive=_is_infinitive(words, place),
        gerund=form is VerbForm.GERUND and _BE.isdisjoint(before),
    )


def _is_infinitive(words: Sequence[Word], place: int) -> bool:
    """Whether "to" stands before the word, or before a "be" or an adverb in between."""
    for at in range(place - 1, max(-1, place - 5), -1):
        word = words[at]
        if word.clause != words[place].clause:
            return False
        if word.word not in _IN_INFINITIVE and not word.word.endswith("ly"):
            return word.word == "to"
    return False


def asserted_base(text: Side, place: int) -> bool:
    """Whether the base form at ``place`` can be a finite verb or follow a form of "be".

    Endings do not tell "prices rise" from "a sharp rise"; the word before does, mostly.
    """
    clause = text.words[place].clause
    for at in range(place - 1, max(-1, place - 4), -1):
        word = text.words[at]
        if word.clause != clause:
            return False
        if word.word in _BEFORE_BASE:
            return True
        if word.word in _MODIFIERS or word.word.endswith("ly"):
            continue
        return word.content and word.word.endswith("s") and not word.word.endswith("ss")
    return False


_IN_INFINITIVE: Final = words_of("be been have not also now all both soon just")
_MODIFIERS: Final = DETERMINERS | words_of(
    "more most less even not very so too quite still as just"
)
_BEFORE_BASE: Final = _BE | words_of(
    "i we you they who that which people police men women children and also have has had"
)
