"""Words as they are written: their forms for comparing, and whether a capital marks a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from assistant.language.name_words import COMMON_LOOKING_SURNAMES, GENERIC, NO_NAMES
from assistant.language.word_lists import word_lists
from assistant.language.words import STOP_WORDS, folded

_WORD: Final = re.compile(
    r"(?:[^\W\d_]\.){2,9}+(?:[^\W\d_](?!\w))?|[^\W\d_]\.[^\W\d_](?![\w.])"
    r"|[^\W_][\w\u0300-\u036f]*+(?:[’'‘ʼ](?=[^\W\d_])[\w\u0300-\u036f]++)*+"
)
POSSESSIVE: Final = re.compile(r"[’'ʼ][sS]$")
_COMMON_ENDING: Final = re.compile(
    r".{2,}(?:[^s]s|ed|ing|ly|tion|ment|ness|ity|ous|ful|less|able|ive)$"
)
_UNFOLDED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d"}
)
_CAPITAL_READINGS: Final = {"us": "usa", "who": "w.h.o", "it": "i.t", "aid": "a.i.d"}
"""Acronyms that would read as common words in lower case."""

_FEW_LETTERS: Final = 8
_FEW_WORDS: Final = 4
_COMMON_WORDS: Final = word_lists("common-words.toml")
NUMBERS: Final = _COMMON_WORDS.words("numbers")
"""Number words, with which sentences begin."""

_COMMON: Final = STOP_WORDS | _COMMON_WORDS.words("common") | NUMBERS | NO_NAMES
_SMALL_IN_TITLES: Final = STOP_WORDS | word_lists("names.toml").words("small_in_titles")
"""Words that are written small in Title Case."""


class Word(NamedTuple):
    """A word of a text at ``start`` to ``end``, and its form for comparing.

    ``capital`` says that it is written as a name is: capital first, or inside ("iPhone").
    """

    start: int
    end: int
    text: str
    folded: str
    capital: bool


class _Form(NamedTuple):
    folded: str
    capital: bool


def read_words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order; hyphenated ones in their parts, "U.S." as one."""
    words = []
    for match in _WORD.finditer(text):
        written = match[0]
        words.append(Word(*match.span(), written, *_form(written)))
    return tuple(words)


@lru_cache(maxsize=32768)
def _form(word: str) -> _Form:
    if word.islower() and word.isascii() and word.isalpha():
        return _Form(word, capital=False)
    titled = word[0].isupper() or word[0].istitle()
    return _Form(_folded(word), capital=titled or any(map(str.isupper, word)))


def _folded(word: str) -> str:
    """``word`` in lower case without accents, full stops, apostrophes and possessive."""
    word = POSSESSIVE.sub("", word)
    if "." in word or word.isupper():
        plain = word.replace(".", "").lower()
        if plain in _CAPITAL_READINGS:
            return _CAPITAL_READINGS[plain]
    if not word.isascii():
        word = folded(word).translate(_UNFOLDED)
    return "".join(c for c in word.lower() if c.isalnum()) or word


def is_common(word: str) -> bool:
    """Whether a folded word is one that sentences often begin with and that names nobody."""
    return word in _COMMON


def looks_common(word: str) -> bool:
    """Whether a folded word is common, or ends as plurals, participles and the like do."""
    if is_common(word) or word in GENERIC:
        return True
    return word not in COMMON_LOOKING_SURNAMES and bool(_COMMON_ENDING.fullmatch(word[:40]))


def proves_nothing(words: Sequence[Word], text: str) -> bool:
    """Whether ``text`` is in capitals or in Title Case, so that a capital marks no name."""
    for word in words:
        if not (word.capital or word.folded in _SMALL_IN_TITLES or word.text[0].isdecimal()):
            return False
    shouted = text.upper() == text and any(map(str.islower, text.lower()))
    if shouted:
        return sum(map(str.isupper, text)) >= _FEW_LETTERS
    return len(words) >= _FEW_WORDS and any(
        word.start > 0
        and word.capital
        and word.folded not in STOP_WORDS | GENERIC | NO_NAMES
        and looks_common(word.folded)
        for word in words
    )
