"""Whether a statement leaves out the condition under which its source says something.

Exact, and so narrow: the source has "… if X" or "If X, …", the statement has the words next to
the condition as the source has them, and neither the condition nor another one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
# What stands before an "if" that asks and does not limit.
_NO_CONDITION: Final = re.compile(
    r"\b(?:(?:as|even|what) |(?:asked|asking|kn[eo]w|see|saw|wonder|decid|unclear|sure|tell|told|"
    r"check|doubt|question|learn|discover|find|out)\w*[^.;:]{0,50} )\Z",
    re.IGNORECASE,
)

# What shows that a statement has a condition of its own.
_ANY: Final = re.compile(
    rf"\b(?:{_WORDS}|in case|depend\w*|should|in the event|otherwise|until)\b", re.IGNORECASE
)

# Words that carry meaning next to the condition, which the statement has to have in order.
_BESIDE: Final = 3
_KEPT: Final = 0.34  # the share of the condition's words from which a statement counts as having it


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
        for condition, beside in _conditions(source.text):
            limits = words_of(condition).bag
            kept = len(limits & own.bag) / len(limits) if limits else 1.0
            if kept < _KEPT and f" {' '.join(beside)} " in f" {spoken} ":
                text = f"leaves out the condition “{shortened(condition)}”"
                return (Reason(ReasonCode.CONDITION_DROPPED, text, VerdictKind.PARTLY),)
    return ()


@lru_cache(maxsize=1024)
def _conditions(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The conditions of a sentence, each with the words that carry meaning next to it."""
    conditions = []
    for found in _CONDITION.finditer(text):
        if _NO_CONDITION.search(text[: found.start()]):
            continue
        before = text[: found.start()].rstrip(" ,")
        if not before or before[-1] in '.;:“”"(':
            beside = words_of(text[found.end() :]).terms[:_BESIDE]
        else:
            beside = words_of(before).terms[-_BESIDE:]
        if len(beside) == _BESIDE:
            conditions.append((found["said"], beside))
    return tuple(conditions)
