"""Headlines out of sentences: a whole one where it is short, else its beginning, honestly cut.

A sentence is cut only where what stays is a clause with a verb of its own, and what goes neither
denies it, nor makes it depend on something, nor says whose word it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from assistant.language.cues import FINITE, LOOSE
from assistant.language.word_lists import word_set
from assistant.language.words import STOP_WORDS, count_words
from assistant.summarising.repetition import SentenceCluster

HEADLINE_WORDS: Final = 12
"""Most words of a headline."""
_FEWEST: Final = 5
"""Words of a beginning that says something."""
_CLAUSE_COUNTS: Final = 3
"""Words that a better place to cut is worth."""
_WORD: Final = re.compile(r"\S+")
_LOOKED: Final = 3 * HEADLINE_WORDS
"""Words and signs between blanks of a sentence's beginning that are looked at."""
_BREAKS: Final = re.compile(r"[,;:—–-]$")
_BEFORE_CLAUSE: Final = word_set(
    "after when while because as who which where since before following amid whose and"
)
_BEFORE_PHRASE: Final = word_set(
    "in on at by for with from over under during near into through across between"
)
_TURNS: Final = re.compile(
    r"(?:\b(?:not?|never|none|nor|neither|but|although|though|however|unless|if|until|except|without|"
    r"despite|denie[ds]|deny|den(?:ial|ying)|refut\w+|false\w*|allegedly|reportedly|rather|instead|"
    r"cannot|only|unlikely|or)\b|n[’']t\b)",
    re.IGNORECASE,
)
"""What makes the words before it say less than they do alone."""
_LEADS_UP: Final = re.compile(
    r"(?:when|while|as|if|although|though|after|before|since|because|until|in|on|at|for|with|from|by"
    r"|despite|during|amid|following|[a-z]+ing)\b",
    re.IGNORECASE,
)
_NOT_ONLY: Final = re.compile(r"(?:\bnot|n[’']t) (?:just|only|merely|simply)\b")
_OPENED: Final = re.compile(r"[“„«\"(\[]")
_CLOSED: Final = re.compile(r"[”»\")\]]")


def as_headlines(clusters: Sequence[SentenceCluster], *, words: int) -> list[SentenceCluster]:
    """The sentences that can be a headline of at most ``words`` words, each as it would stand.

    Where none can, the shortest is cut off after as many.
    """
    texts = ((one, headline_in(one.material.text, words=words)) for one in clusters)
    found = [_with_text(one, text) for one, text in texts if text]
    if not found and clusters:
        shortest = min(clusters, key=lambda one: one.material.words)
        found = [_with_text(shortest, _cut_off(shortest.material.text, words=words))]
    return found


def headline_in(sentence: str, *, words: int = HEADLINE_WORDS) -> str:
    """A sentence without its full stop, or its beginning with "…", in at most ``words`` words.

    Empty where it is too long and has no place where it can honestly be cut.
    """
    if count_words(sentence) <= words:
        return re.sub(r"(?<![.…])\.$", "", sentence)
    pieces = [*_WORD.finditer(sentence)][:_LOOKED]
    best, worth = 0, 0
    for number, piece in enumerate(pieces[:-1]):
        beginning = sentence[: piece.end()]
        counted = count_words(beginning)
        if counted > words:
            break
        if counted < _FEWEST or not _may_end(beginning):
            continue
        after = pieces[number + 1][0].casefold()
        fit = _fit(piece[0], after)
        if (
            (fit := _CLAUSE_COUNTS * fit)
            and fit + counted > worth
            and not _changes(sentence[piece.end() :])
        ):
            best, worth = piece.end(), fit + counted
    return f"{sentence[:best].rstrip(' ,;:—–-')}…" if best else ""


def _fit(word: str, after: str) -> int:
    """How good a place is to cut, between two words, in words that it is worth; 0 for none."""
    if _BREAKS.search(word):
        return 4
    if word.casefold() in STOP_WORDS or not word[-1].isalnum():
        return 0
    return 3 if after in _BEFORE_CLAUSE else 1 if after in _BEFORE_PHRASE else 0


def _may_end(beginning: str) -> bool:
    """Whether it is a clause, with nothing begun behind it: no quotation, no bracket, no turn."""
    last = beginning.rsplit(None, 1)[-1].strip(",;:—–-").casefold()
    # What leads up to the clause is none.
    clause = beginning.partition(",")[2] if _LEADS_UP.match(beginning) else beginning
    opened, closed = len(_OPENED.findall(beginning)), len(_CLOSED.findall(beginning))
    straight = beginning.count('"')
    return (
        FINITE.search(clause) is not None
        and _NOT_ONLY.search(beginning) is None
        and FINITE.fullmatch(last) is None
        and _TURNS.match(beginning.rpartition(", ")[2]) is None
        and opened == closed
        and straight % 2 == 0
    )


def _changes(rest: str) -> bool:
    """Whether what is left out takes something of the rest back, or says whose word it is."""
    return _TURNS.search(rest) is not None or LOOSE.search(rest) is not None


def _cut_off(sentence: str, *, words: int) -> str:
    kept = ""
    for piece in _WORD.finditer(sentence):
        if count_words(sentence[: piece.end()]) > words:
            return f"{kept.rstrip(' ,;:.—–-')}…"
        kept = sentence[: piece.end()]
    return sentence


def _with_text(one: SentenceCluster, text: str) -> SentenceCluster:
    return replace(one, material=replace(one.material, text=text, words=count_words(text)))
