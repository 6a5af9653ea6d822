"""Follow-up questions, for the engine that has no model to rewrite them with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.language.names import find_names
from assistant.language.words import content_terms
from assistant.types import Turn

_LEANING: Final = re.compile(
    r"\b(?:he|she|it|they|him|her|his|hers|its|them|their|theirs|this|that|these|those"
    r"|there|then|one|ones|former|latter)\b|^(?:and|but|so|what about|how about)\b",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"^(?:why|when|where)\b", re.IGNORECASE)
_FEW: Final = 6
_TURNS: Final = 2


def standing_alone(question: str, history: Sequence[Turn]) -> str:
    """``question`` with the questions before it in front, where it leans on them.

    It leans when it points back ("he", "there", "what about…") with few words of its
    own, and when it asks why, when or where of something that it does not name ("Where
    did it happen?", "When does the strike end?"). The words of the earlier questions are
    what search needs; no grammar is made.
    """
    own = content_terms(question)
    leans = len(own) <= 1 or (
        len(own) <= _FEW
        and (
            _LEANING.search(question) is not None
            or (_BARE.search(question) is not None and not find_names(question))
        )
    )
    if not history or not leans:
        return question
    before = " ".join(turn.question for turn in history[-_TURNS:])
    return f"{before} {question}"
