"""The few words of a sentence that answer a question, where they are surely those.

The reader says which words are the likeliest; here they are held against the kind of thing
that is asked for. Words that are not of that kind are not shown as the answer: the sentence
still is.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.answering.question_kinds import QuestionKind, question_kind
from assistant.answering.sentences import RankedSentence
from assistant.answering.span_shape import is_unit, span_fits
from assistant.language.words import content_terms
from assistant.types import ShortAnswer

_WORD: Final = re.compile(r"[$£€¥]?[^\W_]+(?:[.,:/’'&-][^\W_]+)*%?")
"""A word or a figure with its sign: "well-known", "6.75%", "$1,200"."""

_FIGURES: Final = re.compile(r"\d[\d.,]*")
_MOST_FIGURES: Final = 2
"""Figures in words that answer: of more, nobody could say which is meant."""
_REASON: Final = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|as a result of|thanks to|in response to"
    r"|in protest (?:at|of|over)"
    r"|in order to|so that|amid|after|over|citing)\b",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(r"[;.!?](?=\s|[\"”’)]|$)| — | – ")
_CLAUSES: Final = re.compile(r",\s|;\s|\s[—–]\s")
_LEAST_REASON: Final = 3


def short_answer(
    question: str, ranked: RankedSentence, *, margin: float, share: float
) -> ShortAnswer | None:
    """The words of a sentence that answer, None where they are not known.

    Args:
        question: what is asked; where it is blank, any kind of words may answer.
        ranked: the sentence, read.
        margin: the logit by which the reader prefers them to none, at least.
        share: of the sentence's characters that they are, at most.
    """
    text = ranked.article.sentence_text(ranked.index)
    reading = ranked.reading
    if reading is None:
        return None
    kind = question_kind(question)
    if kind is QuestionKind.WHY:
        return _reason(text, share=share)
    if reading.margin < margin:
        return None
    short = _whole_words(text, reading.start, reading.end)
    if not 0 < short.end - short.start <= share * len(text):
        return None
    words = text[short.start : short.end]
    right = (
        len(_FIGURES.findall(words)) <= _MOST_FIGURES
        and not is_unit(words)
        and span_fits(question, words, after=text[short.end :]) is not False
        and not _of_another(question, text, short)
    )
    return short if right else None


def _whole_words(text: str, start: int, end: int) -> ShortAnswer:
    """The range, widened so that no word or figure ("6.75", "$3m") is cut, marks trimmed."""
    spans = [
        match.span()
        for match in _WORD.finditer(text)
        if match.start() < end and match.end() > start
    ]
    return ShortAnswer(spans[0][0], spans[-1][1]) if spans else ShortAnswer(start, start)


def _reason(text: str, *, share: float) -> ShortAnswer | None:
    """The clause that gives a reason, from the word that says so."""
    found = _REASON.search(text)
    if found is None:
        return None
    end = _CLAUSE_END.search(text, found.end())
    last = end.start() if end else len(text)
    words = text[found.start() : last].rstrip(' "”’,')
    long_enough = len(words.split()) >= _LEAST_REASON
    fits = len(words) <= share * len(text)
    return ShortAnswer(found.start(), found.start() + len(words)) if long_enough and fits else None


def _of_another(question: str, text: str, short: ShortAnswer) -> bool:
    """Whether what is asked about stands in another clause than the words, and not in theirs.

    "What share does the city pay?" is not answered by the first clause of "The state pays
    two-thirds, the city the rest."
    """
    asked = set(content_terms(question))
    start = 0
    held: list[tuple[bool, set[str]]] = []
    for part in (*(match.span() for match in _CLAUSES.finditer(text)), (len(text), len(text))):
        clause = (start, part[0])
        terms = set(content_terms(text[clause[0] : clause[1]])) & asked
        held.append((clause[0] <= short.start < clause[1], terms))
        start = part[1]
    own = set().union(*(terms for is_own, terms in held if is_own))
    others = set().union(*(terms for is_own, terms in held if not is_own))
    elsewhere = others - own
    return bool(elsewhere) and not own and len(held) > 1
