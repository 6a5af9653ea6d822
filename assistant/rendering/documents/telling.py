"""Timelines, statements, figures and coverage as documents."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rendering.documents import (
    Block,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    aside,
    cited,
    item,
    noted,
    said,
    together,
)
from assistant.rendering.documents.answers import of_summary
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
from assistant.rendering.wording import long_date
from assistant.telling import Coverage, Entry, Figures, Quotes, SummaryCoverage, Timeline


def of_telling(told: Telling) -> Document:
    """What is told of stories: what it is, how it was made, its text and its notes."""
    nothing = nothing_in_words(told)
    blocks = _blocks(told) if told.statements else ()
    opening = aside(f"{nothing or read_in_words(told)}.")
    return Document(heading_of(told), (opening, *blocks, *noted(told.notes)))


def of_summary_coverage(covered: SummaryCoverage) -> Document:
    """A summary, and which facts of its sources it carries."""
    summary = of_summary(covered.summary)
    blocks: list[Block] = [Heading(f"{summary_coverage_in_words(covered)}.")]
    for fact, kind in covered.facts:
        blocks.append(item(Run(f"{MARKS[kind]} {fact.statement.text}")))
    if covered.facts:
        blocks.append(aside(legend_in_words()))
    return Document(summary.title, (*summary.blocks, *blocks), titled=False)


def _blocks(told: Telling) -> Iterator[Block]:
    match told:
        case Timeline():
            yield from map(_entry, told.entries)
            if any(map(is_published, told.entries)):
                yield aside(f"* {PUBLISHED}")
        case Quotes():
            yield from _quotes(told)
        case Figures():
            yield from _figures(told)
        case Coverage():
            yield from _coverage(told)


def _entry(entry: Entry) -> Paragraph:
    mark = "*: " if is_published(entry) else ": "
    return item(Run(when_in_words(entry), strong=True), Run(mark), *together(entry.statements))


def _quotes(quotes: Quotes) -> Iterator[Block]:
    for speaker in quotes.speakers:
        yield Heading(speaker_in_words(speaker))
        for one, where, against in statements_of(speaker):
            yield item(*said(one.statement, said_parts(one)), below=(where, *against))


def _figures(figures: Figures) -> Iterator[Block]:
    for quantity in figures.quantities:
        yield Heading(quantity_in_words(quantity))
        rows = tuple(
            (
                (Run(long_date(one.day)),),
                (Run(one.text), cited(one.statement)),
                (Run(outlets_in_words(one)),),
                (Run(standing_in_words(one)),),
            )
            for one in quantity.reported
        )
        yield Table(("Published", "Figure", "Reported by", "Standing"), rows)


def _coverage(coverage: Coverage) -> Iterator[Block]:
    heads = column_heads(coverage)
    for head, carrier in zip(heads, coverage.carriers, strict=False):
        yield item(Run(head, strong=True), Run(f" {carrier_in_words(carrier)}"))
    yield aside(legend_in_words())
    for name, facts in told_apart(coverage):
        yield Heading(name)
        rows = []
        for fact in facts:
            words = [
                carrying_in_words(one) if one.differs else MARKS[one.carried]
                for one in fact.carrying
            ]
            own = (Run(fact.statement.text), cited(fact.statement))
            rows.append((own, *((Run(each),) for each in words)))
        yield Table(("Fact", *heads), tuple(rows))
