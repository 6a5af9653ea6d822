"""Which facts which outlets have, as a table for a terminal; and what a summary carries of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from assistant.rendering.safety import one_line
from assistant.rendering.sourcing import cited_sources, numbers_by_article
from assistant.rendering.telling import (
    CARRIED,
    MARKS,
    carrier_in_words,
    column_heads,
    differing_in_words,
    heading_of,
    legend_in_words,
    nothing_in_words,
    read_in_words,
    reports_in_words,
    summary_coverage_in_words,
    told_apart,
)
from assistant.rendering.terminal import Line, blank, line
from assistant.rendering.terminal.answers import (
    note_lines,
    source_lines,
    statement_spans,
    summary_lines,
)
from assistant.telling import Carried, Coverage, Fact, SummaryCoverage

_TABLE: Final = 44
"""Columns that the marks of a table take at most; more of them are told in words."""
_NARROW: Final = 64
"""Columns of a terminal below which all is told in words."""


def coverage_lines(
    coverage: Coverage, *, quotes: bool | None = None, columns: int | None = None
) -> list[Line]:
    """A row for each fact: a mark for each outlet, beside them the sentence.

    Args:
        coverage: the facts.
        quotes: whether the cited sentences are quoted below the sources; None does not.
        columns: those of the terminal; None for a pipe.
    """
    heads = [one_line(head) for head in column_heads(coverage)]
    room = max(map(cell_len, heads), default=0) + 1
    width = room * len(heads) + 1
    in_words = width > _TABLE or (columns is not None and columns < _NARROW)
    numbers = numbers_by_article(cited_sources(coverage.statements))
    lines = [line((heading_of(coverage), "bold"))]
    if nothing := nothing_in_words(coverage):
        return [*lines, blank(), line(f"{nothing}."), *note_lines(coverage.notes)]
    lines += [line((f"{read_in_words(coverage)}.", "dim")), blank()]
    for head, carrier in zip(heads, coverage.carriers, strict=True):
        lines.append(line(carrier_in_words(carrier), hanging=room, label=((head, "bold"),)))
    for name, facts in told_apart(coverage):
        lines += [blank(), line((name, "bold"))]
        if not in_words:
            named = "".join(_padded(head, room) for head in heads)
            lines.append(line(hanging=width, label=((named, "dim"),)))
        for fact in facts:
            spans = statement_spans(fact.statement, numbers)
            marks = "".join(_padded(MARKS[one.carried], room) for one in fact.carrying)
            label = () if in_words else ((marks, "bold"),)
            indent = 2 if in_words else width
            lines.append(line(*spans, hanging=indent, label=label))
            if in_words:
                lines += [
                    line((words, "dim"), indent=4, hanging=2) for words in _in_words(fact, heads)
                ]
            differing = differing_in_words(fact, heads)
            lines += [line((words, "yellow"), indent=indent) for words in differing]
    if not in_words:
        lines += [blank(), line((legend_in_words(), "dim"))]
    lines += source_lines(coverage.statements, quotes=quotes is True, ids=True)
    return [*lines, *note_lines(coverage.notes)]


def summary_coverage_lines(covered: SummaryCoverage, *, quotes: bool | None = None) -> list[Line]:
    """The summary, and below it which facts of its sources it carries and which not."""
    lines = summary_lines(covered.summary, quotes=quotes)
    lines += [blank(), line((f"{summary_coverage_in_words(covered)}.", "bold"))]
    for fact, kind in covered.facts:
        told = f" ({reports_in_words(fact)})" if covered.shared else ""
        style = "dim" if kind is Carried.WHOLE else ""
        spans = ((fact.statement.text, style), (told, "dim"))
        lines.append(line(*spans, indent=2, hanging=2, label=((MARKS[kind], "bold"),)))
    return [*lines, line((legend_in_words(), "dim"), indent=2)] if covered.facts else lines


def _in_words(fact: Fact, heads: Sequence[str]) -> list[str]:
    """``says it: NYT, Guar``; that nothing was found is only counted."""
    found = []
    for kind in (Carried.WHOLE, Carried.PARTLY):
        named = [
            head for head, one in zip(heads, fact.carrying, strict=False) if one.carried is kind
        ]
        if named:
            found.append(f"{CARRIED[kind]}: {', '.join(named)}")
    missing = sum(one.carried is Carried.NOT for one in fact.carrying)
    return [*found, *([f"{CARRIED[Carried.NOT]}: {missing:,} others"] if missing else [])]


def _padded(text: str, width: int) -> str:
    return text + " " * max(1, width - cell_len(text))
