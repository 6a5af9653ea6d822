"""A checked draft as lines for a terminal."""

from __future__ import annotations

from assistant.rendering.layout import Line, blank, line
from assistant.rendering.sourcing import cited_sources, numbers_by_article
from assistant.rendering.terminal import marks, note_lines, source_lines
from assistant.rendering.wording import left_out_in_words, tally, verdict_in_words
from assistant.types import VerdictKind, Verification

_SIGNS = {
    VerdictKind.SUPPORTED: ("✓", "green"),
    VerdictKind.PARTLY: ("~", "yellow"),
    VerdictKind.UNSUPPORTED: ("✗", "red"),
    VerdictKind.UNCHECKED: ("·", "dim"),
}


def verification_lines(verification: Verification, *, quotes: bool) -> list[Line]:
    """Every sentence with its verdict, marks and reasons, the sources and the notes.

    Args:
        verification: the checked draft.
        quotes: whether the cited sentences are quoted below the sources.
    """
    statements = verification.statements
    lines = [line((tally(statements), "bold")), blank()]
    numbers = numbers_by_article(cited_sources(statements))
    for statement in statements:
        sign, style = _SIGNS[statement.verdict.kind]
        shown = ((f" {mark}", "cyan") for mark in marks(statement, numbers))
        lines.append(line((sign, style), " ", statement.text, *shown, hanging=2))
        if said := verdict_in_words(statement.verdict):
            lines.append(line((said, style), indent=2))
    return [
        *lines,
        *source_lines(statements, quotes=quotes, ids=True, corrections=verification.corrections),
        *note_lines((*verification.notes, *left_out_in_words(verification.left_out))),
    ]
