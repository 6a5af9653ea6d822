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
from assistant.rendering.telling import (
    PUBLISHED,
    Telling,
    heading_of,
    is_published,
    nothing_in_words,
    outlets_in_words,
    quantity_in_words,
    read_in_words,
    said_parts,
    speaker_in_words,
    standing_in_words,
    statements_of,
    when_in_words,
)
from assistant.rendering.wording import long_date
from assistant.telling import Entry, Figures, Quantity, Quotes, Reported, Said, Timeline
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
