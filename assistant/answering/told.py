"""What is told of a story in an answer, as what makes it hands it over.

Stories stand above answering, so that ``services/questions.py`` hands in what tells them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from assistant.answering.requests import Request
from assistant.types import Filters, Statement


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a story.

    Attributes:
        statements: each under its heading; none where the question is any other.
        read: how many articles it was made from.
        notes: what a person should know of it.
        nothing: that there is nothing to tell, where that is the answer.
    """

    statements: tuple[Statement, ...] = ()
    read: int = 0
    notes: tuple[str, ...] = ()
    nothing: str = ""


Tell: TypeAlias = Callable[[Request, Filters], Told]
"""Tells what is asked of a story, within limits."""
