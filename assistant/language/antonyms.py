"""Antonyms: who opposed a plan is not who supported it."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import Final

from assistant.language.word_lists import word_lists

_PAIRS: Final = tuple(tuple(line.split("|")) for line in word_lists("antonyms.toml").lines("pairs"))

Antonyms = tuple[frozenset[str], frozenset[str]]
"""The stems of a word and of words like it, and the stems of their opposites."""


def antonyms_of(
    terms: Set[str], *, analyse: Callable[[str], Sequence[str]]
) -> tuple[Antonyms, ...]:
    """The antonyms of the words in ``terms``.

    Args:
        terms: stemmed words of a question.
        analyse: gives the stemmed words of a text.
    """
    pairs = [(frozenset(analyse(one)), frozenset(analyse(other))) for one, other in _PAIRS]
    return tuple(
        (one, other) if terms & one else (other, one)
        for one, other in pairs
        if bool(terms & one) != bool(terms & other)
    )


def says_opposite(antonyms: Sequence[Antonyms], said: Set[str]) -> bool:
    """Whether ``said`` has the antonym of a word asked for, and not that word."""
    return any(said & opposite and not said & asked for asked, opposite in antonyms)
