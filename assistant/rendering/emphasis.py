"""A statement's words, with those that answer the question apart from the others."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.types import ShortAnswer, Statement


@dataclass(frozen=True, slots=True)
class Part:
    """Words in a row; ``strong`` where they are the short answer."""

    text: str
    strong: bool


def parts_of(statement: Statement) -> tuple[Part, ...]:
    """All of a statement's text."""
    return parts_between(statement.text, statement.short_answer, 0, len(statement.text))


def parts_between(text: str, short: ShortAnswer | None, start: int, end: int) -> tuple[Part, ...]:
    """The characters ``text[start:end]``, none of them lost; empty parts are left out."""
    if short is None:
        cuts = [(start, end, False)]
    else:
        first, last = (min(max(place, start), end) for place in (short.start, short.end))
        cuts = [(start, first, False), (first, last, True), (last, end, False)]
    return tuple(Part(text[a:b], strong) for a, b, strong in cuts if a < b)
