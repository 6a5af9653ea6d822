"""Whether a statement leaves out the condition under which its source says something.

Exact, and so narrow: the source has "… if X" or "If X, …", the statement has the words next to
the condition as the source has them, and neither the condition nor another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.lexical import shortened, words_of
from assistant.verifying.sources import SourceSentence

_WORDS: Final = (
    r"(?:(?:only |but only )?if|unless|provided that|as long as|so long as|only when|"
    r"on condition that|except when)"
)
_CONDITION: Final = re.compile(
    rf"(?<![\w’'-])(?P<said>{_WORDS} [^,.;:“”\"()]{{4,120}})", re.IGNORECASE
)
_NO_CONDITION: Final = re.compile(
    r"\b(?:(?:as|even|what) |(?:asked|asking|kn[eo]w|see|saw|wonder|decid|unclear|sure|tell|told|"
    r"check|doubt|question|learn|discover|find|out)\w*[^.;:]{0,50} )\Z",
    re.IGNORECASE,
)
"""What stands before an "if" that asks and does not limit."""

_ANY: Final = re.compile(
    rf"\b(?:{_WORDS}|in case|depend\w*|should|in the event|otherwise|until)\b",
    re.IGNORECASE,
)
"""What shows that a statement has a condition of its own."""

_BESIDE: Final = 3
"""Words that carry meaning next to the condition, which the statement has to have in order."""

_KEPT: Final = 0.34
"""The share of the condition's words from which a statement counts as having it."""


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition, and the words that carry meaning next to it."""

    text: str
    beside: tuple[str, ...]


def condition_reasons(statement: str, sources: Sequence[SourceSentence]) -> tuple[Reason, ...]:
    """A reason where a source says under a condition what ``statement`` says without any.

    Args:
        statement: one sentence.
        sources: the sentences that it cites.
    """
    if _ANY.search(statement):
        return ()
    own = words_of(statement)
    spoken = " ".join(own.terms)
    for source in sources:
        for condition in _conditions(source.text):
            limits = words_of(condition.text).bag
            kept = len(limits & own.bag) / len(limits) if limits else 1.0
            if kept < _KEPT and f" {' '.join(condition.beside)} " in f" {spoken} ":
                text = f"leaves out the condition “{shortened(condition.text)}”"
                return (Reason(ReasonCode.CONDITION_DROPPED, text, VerdictKind.PARTLY),)
    return ()


@lru_cache(maxsize=1024)
def _conditions(text: str) -> tuple[_Condition, ...]:
    return tuple(_found(text))


def _found(text: str) -> Iterator[_Condition]:
    for found in _CONDITION.finditer(text):
        before = text[: found.start()].rstrip(" ,")
        if _NO_CONDITION.search(text[: found.start()]):
            continue
        leads = not before or before[-1] in '.;:“”"('
        beside = (
            words_of(text[found.end() :]).terms[:_BESIDE]
            if leads
            else words_of(before).terms[-_BESIDE:]
        )
        if len(beside) == _BESIDE:
            yield _Condition(found["said"], beside)
