"""Timelines, statements and figures as Word documents."""

from __future__ import annotations

from assistant.rendering.telling import (
    MARKS,
    PUBLISHED,
    Telling,
    carrier_in_words,
    carrying_in_words,
    column_heads,
    heading_of,
    is_published,
    legend_in_words,
    nothing_in_words,
    outlets_in_words,
    quantity_in_words,
    read_in_words,
    said_parts,
    speaker_in_words,
    standing_in_words,
    statements_of,
    summary_coverage_in_words,
    told_apart,
    when_in_words,
)
from assistant.rendering.word import Run
from assistant.rendering.word.answers import written_summary
from assistant.rendering.word.writing import Written
from assistant.rendering.wording import long_date
from assistant.telling import Coverage, Figures, Quotes, SummaryCoverage, Timeline


def written_timeline(timeline: Timeline) -> Written:
    """A paragraph an entry, its day in bold."""
    written = _begun(timeline)
    for entry in timeline.entries:
        mark = "*" if is_published(entry) else ""
        runs = [Run(f"{when_in_words(entry)}{mark}: ", strong=True)]
        for place, statement in enumerate(entry.statements):
            runs += [Run(" ")] if place else []
            runs += written.statement(statement)
        written.paragraph(*runs, style="ListParagraph")
    if any(map(is_published, timeline.entries)):
        written.aside(f"* {PUBLISHED}")
    written.notes(timeline.notes)
    return written


def written_quotes(quotes: Quotes) -> Written:
    """A heading for each speaker, below it what was said, oldest first."""
    written = _begun(quotes)
    for speaker in quotes.speakers:
        written.heading(speaker_in_words(speaker))
        for said, where, against in statements_of(speaker):
            written.paragraph(*written.statement(said.statement, said_parts(said)))
            written.aside(" — ".join((where, *against)))
    written.notes(quotes.notes)
    return written


def written_figures(figures: Figures) -> Written:
    """A heading and a table for each quantity."""
    written = _begun(figures)
    names = ("Published", "Figure", "Reported by", "Standing")
    for quantity in figures.quantities:
        written.heading(quantity_in_words(quantity))
        rows: list[tuple[tuple[Run, ...], ...]] = [
            tuple((Run(name, strong=True),) for name in names)
        ]
        rows += [
            (
                (Run(long_date(one.day)),),
                (Run(one.text), written.marks(one.statement)),
                (Run(outlets_in_words(one)),),
                (Run(standing_in_words(one)),),
            )
            for one in quantity.reported
        ]
        written.table(rows)
    written.notes(figures.notes)
    return written


def written_coverage(coverage: Coverage) -> Written:
    """A table of facts by outlets, and another of what only one has."""
    written = _begun(coverage)
    heads = column_heads(coverage)
    if coverage.statements:
        for head, carrier in zip(heads, coverage.carriers, strict=True):
            written.paragraph(Run(f"{head}  ", strong=True), Run(carrier_in_words(carrier)))
        written.aside(legend_in_words())
    for name, facts in told_apart(coverage):
        written.heading(name)
        rows: list[tuple[tuple[Run, ...], ...]] = [
            tuple((Run(name, strong=True),) for name in ("Fact", *heads))
        ]
        for fact in facts:
            marks = tuple(
                (Run(carrying_in_words(one) if one.differs else MARKS[one.carried]),)
                for one in fact.carrying
            )
            rows.append(((Run(fact.statement.text), written.marks(fact.statement)), *marks))
        written.table(rows)
    written.notes(coverage.notes)
    return written


def written_summary_coverage(covered: SummaryCoverage) -> Written:
    """The summary, and which facts of its sources it carries."""
    written = written_summary(covered.summary)
    written.heading(f"{summary_coverage_in_words(covered)}.")
    for fact, kind in zip(covered.facts, covered.carried, strict=False):
        written.paragraph(Run(f"{MARKS[kind]}  "), Run(fact.statement.text), style="ListParagraph")
    if covered.facts:
        written.aside(legend_in_words())
    return written


def _begun(told: Telling) -> Written:
    written = Written(heading_of(told))
    nothing = nothing_in_words(told)
    written.aside(f"{nothing or read_in_words(told)}.")
    return written
