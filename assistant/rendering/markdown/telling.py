"""Timelines, statements and figures as Markdown with footnotes, to be pasted into a document."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.rendering.markdown import (
    FootnoteNumbers,
    document,
    doubt,
    escape,
    footnote_numbers,
    footnotes,
    marks,
    note_blocks,
    parts_markdown,
    statement_markdown,
)
from assistant.rendering.markdown.answers import summary_markdown
from assistant.rendering.telling import (
    MARKS,
    PUBLISHED,
    Telling,
    carrier_in_words,
    column_heads,
    differing_in_words,
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
from assistant.rendering.wording import long_date
from assistant.telling import (
    Coverage,
    Entry,
    Fact,
    Figures,
    Quantity,
    Quotes,
    Reported,
    Said,
    SummaryCoverage,
    Timeline,
)
from assistant.versions import NO_CHANGES


def timeline_markdown(timeline: Timeline) -> str:
    """A list of entries, each its day in bold and its sentences."""
    numbers = footnote_numbers(timeline.statements)
    body = "\n".join(_entry(one, numbers) for one in timeline.entries)
    legend = f"*\\* {escape(PUBLISHED)}*" if any(map(is_published, timeline.entries)) else ""
    return _told(timeline, [body, legend], numbers)


def quotes_markdown(quotes: Quotes) -> str:
    """A heading for each speaker, and a list of what was said, oldest first."""
    numbers = footnote_numbers(quotes.statements)
    blocks = []
    for speaker in quotes.speakers:
        blocks.append(f"## {escape(speaker_in_words(speaker))}")
        blocks.append("\n".join(_said(*said, numbers) for said in statements_of(speaker)))
    return _told(quotes, blocks, numbers)


def figures_markdown(figures: Figures) -> str:
    """A heading and a table for each quantity."""
    numbers = footnote_numbers(figures.statements)
    blocks = []
    for quantity in figures.quantities:
        blocks.append(f"## {escape(quantity_in_words(quantity))}")
        blocks.append(_table(quantity, numbers))
    return _told(figures, blocks, numbers)


def coverage_markdown(coverage: Coverage) -> str:
    """A table of facts by outlets, and another of what only one has."""
    numbers = footnote_numbers(coverage.statements)
    heads = column_heads(coverage)
    carriers = zip(heads, coverage.carriers, strict=True)
    named = "\n".join(
        f"- **{escape(head)}** {escape(carrier_in_words(one))}" for head, one in carriers
    )
    blocks = [named, f"*{escape(legend_in_words())}*"]
    for name, facts in told_apart(coverage):
        rows = [
            f"| Fact | {' | '.join(map(escape, heads))} |",
            f"|---|{':-:|' * len(heads)}",
            *(_fact(one, heads, numbers) for one in facts),
        ]
        blocks += [f"## {escape(name)}", "\n".join(rows)]
    return _told(coverage, blocks if coverage.statements else [], numbers)


def summary_coverage_markdown(covered: SummaryCoverage) -> str:
    """The summary, and a list of the facts of its sources, each with a mark."""
    facts = zip(covered.facts, covered.carried, strict=False)
    rows = (f"- {MARKS[kind]} {escape(_line(fact.statement.text))}" for fact, kind in facts)
    legend = f"*{escape(legend_in_words())}*" if covered.facts else ""
    blocks = [f"**{escape(summary_coverage_in_words(covered))}.**", "\n".join(rows), legend]
    return f"{summary_markdown(covered.summary)}\n{document(blocks)}"


def _told(told: Telling, blocks: Sequence[str], numbers: FootnoteNumbers) -> str:
    nothing = nothing_in_words(told)
    return document(
        [
            f"# {escape(heading_of(told))}",
            f"{escape(nothing)}." if nothing else f"*{escape(read_in_words(told))}.*",
            *blocks,
            *note_blocks(told.notes),
            footnotes(told.statements, numbers, NO_CHANGES),
        ]
    )


def _entry(entry: Entry, numbers: FootnoteNumbers) -> str:
    said = " ".join(statement_markdown(one, numbers) for one in entry.statements)
    mark = r"\*" if is_published(entry) else ""
    return f"- **{escape(when_in_words(entry))}**{mark}: {said}"


def _said(said: Said, where: str, against: Sequence[str], numbers: FootnoteNumbers) -> str:
    statement = said.statement
    words = parts_markdown(said_parts(said))
    lines = [
        f"- {words}{marks(statement, numbers)}{doubt(statement.verdict)}",
        f"*{escape(where)}*",
        *(f"*{escape(each)}*" for each in against),
    ]
    return "\\\n  ".join(lines)


def _table(quantity: Quantity, numbers: FootnoteNumbers) -> str:
    rows = [
        "| Published | Figure | Reported by | |",
        "|---|---|---|---|",
        *(_row(one, numbers) for one in quantity.reported),
    ]
    return "\n".join(rows)


def _row(reported: Reported, numbers: FootnoteNumbers) -> str:
    cells = (
        long_date(reported.day),
        f"{escape(reported.text)}{marks(reported.statement, numbers)}",
        escape(outlets_in_words(reported)),
        standing_in_words(reported),
    )
    return f"| {' | '.join(cells)} |"


def _fact(fact: Fact, heads: Sequence[str], numbers: FootnoteNumbers) -> str:
    differing = "".join(f" *{escape(each)}*" for each in differing_in_words(fact, heads))
    words = escape(_line(fact.statement.text))
    cells = (MARKS[one.carried] for one in fact.carrying)
    return f"| {words}{marks(fact.statement, numbers)}{differing} | {' | '.join(cells)} |"


def _line(text: str) -> str:
    return " ".join(text.split())
