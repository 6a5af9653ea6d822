"""Words as newswire writes them: their forms for comparing, and the lists that tell names.

The words of the lists are in lower case, without accents and full stops;
``assistant/data/names.toml`` says what each is for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from assistant.language.word_lists import word_lists
from assistant.language.words import STOP_WORDS, folded

_LISTS: Final = word_lists("names.toml")

PARTICLES: Final = _LISTS.words("particles")
PREFIXES: Final = _LISTS.words("prefixes")
ORGANISATION_HEADS: Final = _LISTS.words("organisation_heads")
FIELDS: Final = _LISTS.words("fields")
ORGANISATION_WORDS: Final = ORGANISATION_HEADS | _LISTS.words("organisation_parts")
COMPANY_FORMS: Final = _LISTS.words("company_forms")
GENERATIONS: Final = _LISTS.words("generations")
MASCULINE_TITLES: Final = _LISTS.words("masculine_titles")
FEMININE_TITLES: Final = _LISTS.words("feminine_titles")
TITLES: Final = MASCULINE_TITLES | FEMININE_TITLES | _LISTS.words("titles")
PERSONAL_TITLES: Final = TITLES - _LISTS.words("offices")
TITLE_FIELDS: Final = _LISTS.words("title_fields")
ABBREVIATIONS: Final = TITLES | GENERATIONS | _LISTS.words("other_abbreviations")
NO_NAMES: Final = _LISTS.words("no_names")
GENERIC: Final = _LISTS.words("generic")
MALE_NAMES: Final = _LISTS.words("male_names")
FEMALE_NAMES: Final = _LISTS.words("female_names")
FIRST_NAMES: Final = MALE_NAMES | FEMALE_NAMES
PERSON_NOUNS: Final = _LISTS.words("person_nouns")
COMMON_LOOKING_SURNAMES: Final = _LISTS.words("common_looking_surnames")
# Short forms of first names, and the form under which they are compared.
NICKNAMES: Final = {
    short: first for first, *shorts in map(str.split, _LISTS.lines("nicknames")) for short in shorts
}

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
# Acronyms that would read as common words in lower case.
_CAPITAL_READINGS: Final = {"us": "usa", "who": "w.h.o", "it": "i.t", "aid": "a.i.d"}
_FEW_LETTERS: Final = 8
_FEW_WORDS: Final = 4
_COMMON_WORDS: Final = word_lists("common-words.toml")
NUMBERS: Final = _COMMON_WORDS.words("numbers")  # number words, with which sentences begin
_COMMON: Final = STOP_WORDS | _COMMON_WORDS.words("common") | NUMBERS | NO_NAMES
# Words that are written small in Title Case.
_SMALL_IN_TITLES: Final = STOP_WORDS | _LISTS.words("small_in_titles")


class Word(NamedTuple):
    """A word of a text at ``start`` to ``end``, and its form for comparing.

    ``capital`` says that it is written as a name is: capital first, or inside ("iPhone").
    """

    start: int
    end: int
    text: str
    folded: str
    capital: bool


def read_words(text: str) -> tuple[Word, ...]:
    """The words of ``text`` in order; hyphenated ones in their parts, "U.S." as one."""
    made = Word._make
    return tuple(
        [made((*match.span(), match[0], *_form(match[0]))) for match in _WORD.finditer(text)]
    )


@lru_cache(maxsize=32768)
def _form(word: str) -> tuple[str, bool]:
    """``Word.folded`` and ``Word.capital``."""
    if word.islower() and word.isascii() and word.isalpha():
        return word, False
    return _folded(word), word[0].istitle() or any(map(str.isupper, word))


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
