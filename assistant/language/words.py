"""Words: counted, compared, and without those that carry no meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from typing import Final, TypeAlias

from assistant.language.word_lists import word_lists

# English words that say nothing of what a text is about, question words among them.
STOP_WORDS: Final = word_lists("common-words.toml").words("stop")
CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS: Final = rf"[^\W_{CJK}]++"
# Every run of so many words of a text (Broder, 1997).
Shingles: TypeAlias = frozenset[tuple[str, ...]]
_COUNTED: Final = re.compile(rf"[{CJK}]|{_LETTERS}(?:(?:[^\w\s—–]{{1,3}}|–(?=\d)|_){_LETTERS})*+")
_TERM: Final = re.compile(rf"\d++(?:[.,]\d++)*+|[{CJK}]|[^\W\d_{CJK}][^\W_{CJK}]*+")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]++")
_CLITIC: Final = re.compile(r"(?:n[’']t|[’'](?:s|re|ve|ll|d|m))(?!\w)")


def count_words(text: str) -> int:
    """How many words an editor counts: "well-known", "don't" and "3.5" are one each.

    A dash is none, and parts the words on its two sides; each Chinese or Japanese character
    is one.
    """
    return len(_COUNTED.findall(text))


def content_terms(text: str) -> tuple[str, ...]:
    """The words of ``text`` that carry its meaning, in order, repetitions kept.

    They are in lower case and without accents, hyphenated words in their parts, numbers
    whole and without commas (``1,200`` is ``1200``); ``'s``, ``n't`` and the like are cut
    off, ``STOP_WORDS`` left out.
    """
    return tuple([term for term in _terms(text) if term not in STOP_WORDS])


def words_in(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, as ``content_terms`` has them, ``STOP_WORDS`` among them."""
    return tuple(_terms(text))


def _terms(text: str) -> list[str]:
    # Only a number has commas in it.
    return [term.replace(",", "") for term in _TERM.findall(_CLITIC.sub("", folded(text)))]


def folded(text: str) -> str:
    """``text`` in lower case, without accents."""
    if text.isascii():
        return text.lower()
    # Twice: some letters have a lower case only once they are decomposed, and the reverse.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _NOT_ASCII.sub(_without_accents, decomposed)


def _without_accents(found: re.Match[str]) -> str:
    return "".join(c for c in found[0] if not unicodedata.combining(c))


def shingles(text: str, n: int = 5) -> Shingles:
    """Every run of ``n`` words of ``text``, for comparing texts.

    Case, accents and punctuation do not count. A text of fewer words is one run; one
    without words has none.
    """
    words = _terms(text)
    if len(words) < n:
        return frozenset([tuple(words)] if words else [])
    return frozenset(zip(*(words[start:] for start in range(n)), strict=False))


def near_identical(a: Set[object], b: Set[object], *, threshold: float = 0.8) -> bool:
    """Whether two sets, of shingles or of words, are so alike that one text is a copy of the other.

    That is: what they share is at least ``threshold`` of all they have (Jaccard). Texts
    without words are like nothing.
    """
    fewer, more = sorted((len(a), len(b)))
    if fewer == 0 or fewer < threshold * more:
        return False
    shared = len(a & b)
    return shared >= threshold * (fewer + more - shared)
