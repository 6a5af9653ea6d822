"""The words of a sentence, made ready to be compared with those of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from assistant.language.periods import MONTHS
from assistant.language.word_lists import word_set
from assistant.language.words import content_terms
from assistant.verifying.sources import SourceSentence

# Letters by which two words may be of one family: "Norway" and "Norwegian" are not, "vote" is too
# short, "assassin" and "assassination" are.
PREFIX: Final = 5
_CACHED: Final = 8_192
_LONGEST: Final = 4_000
_SUFFIXES: Final = (
    *(("ies", "y"), ("ied", "y"), ("sses", "ss")),
    *((suffix, "") for suffix in ("ing", "edly", "ed", "ers", "er", "ors", "or", "ations")),
    *((suffix, "") for suffix in ("ation", "ions", "ion", "ments", "ment", "ly", "es", "s")),
)
_WHOLE: Final = word_set("news series species")
_KEPT_BEFORE_S: Final = ("ss", "us", "is")
_SHORTEST: Final = 3  # letters that have to be left of a word when its ending is cut off
_CAPITALISED: Final = re.compile(r"\b[^\W\d_a-z]\w*+")
_MOST_IN_DATELINE: Final = 8
_LONGEST_SHOWN: Final = 60


def shortened(text: str) -> str:
    """``text`` on one line, cut to a length that can be read in passing."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text that carry its meaning.

    ``terms`` are stems in order; ``bag`` the same without order, ``pairs`` those that follow
    each other. ``figures`` and ``names`` are the terms that are numbers and that begin with a
    capital letter. ``prefixes`` are the first letters of longer terms. ``dated`` says that the
    text is little more than a date.
    """

    terms: tuple[str, ...]
    bag: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    figures: frozenset[str]
    names: frozenset[str]
    prefixes: frozenset[str]
    dated: bool


def words_of(text: str) -> Words:
    """The words of ``text``; what lies beyond 4,000 characters is not looked at."""
    return _words_of(text[:_LONGEST])


@lru_cache(maxsize=_CACHED)
def _words_of(text: str) -> Words:
    raw = content_terms(text)
    terms = tuple(stem(term) for term in raw)
    bag = frozenset(terms)
    figures = frozenset(term for term in terms if term[0].isdigit())
    capitalised = (term for word in _CAPITALISED.findall(text) for term in content_terms(word))
    named_month = not MONTHS.keys().isdisjoint(raw)
    return Words(
        terms=terms,
        bag=bag,
        pairs=frozenset(pairwise(terms)),
        figures=figures,
        names=frozenset(map(stem, capitalised)),
        prefixes=frozenset(term[:PREFIX] for term in bag if len(term) >= PREFIX),
        dated=len(terms) <= _MOST_IN_DATELINE and bool(figures) and named_month,
    )


def stem(word: str) -> str:
    """``word``, in lower case, without its English ending.

    It is lighter than Porter's: for comparing words, never for showing them. Words that are
    short, or not written in plain Latin letters, stay as they are.
    """
    if len(word) <= _SHORTEST or not word.isascii() or not word.isalpha() or word in _WHOLE:
        return word
    if len(word) == len("died") and word.endswith("ied"):
        return word[:-1]
    for suffix, instead in _SUFFIXES:
        short = len(word) - len(suffix) < _SHORTEST
        kept = suffix == "s" and word.endswith(_KEPT_BEFORE_S)
        if word.endswith(suffix) and not (short or kept):
            word = word.removesuffix(suffix) + instead
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    if len(word) > _SHORTEST and word[-1] == "e":
        word = word[:-1]
    if len(word) > _SHORTEST and word[-1] == "i":
        word = word[:-1] + "y"
    return word


def pairs_shared(statement: str, sources: Sequence[SourceSentence]) -> float:
    """The share of a statement's pairs of neighbouring words that sources have, 0 to 1.

    Of its words, where it has too few for a pair.
    """
    own, theirs = words_of(statement), [words_of(source.text) for source in sources]
    if own.pairs:
        return len(own.pairs & frozenset().union(*(one.pairs for one in theirs))) / len(own.pairs)
    held = frozenset().union(*(one.bag for one in theirs))
    return len(own.bag & held) / len(own.bag) if own.bag else 0.0
