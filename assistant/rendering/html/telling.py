"""Timelines, statements and figures: as pages of their own, and as parts of the app's page.

A page is one file that asks nothing of anybody: a mark leads to the cited sentence below, and
that to the original on the web. In the app's page a mark opens its source, and articles have
the numbers of the story that is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from assistant.rendering.html import render
from assistant.rendering.html.answers import ShownSource, ShownStatement, shown_source
from assistant.rendering.html.answers import shown_statements as shown
from assistant.rendering.safety import one_line
from assistant.rendering.sourcing import Part, cited_sources
from assistant.rendering.telling import (
    MARKS,
    PUBLISHED,
    Telling,
    bars,
    carrier_in_words,
    carrying_in_words,
    column_heads,
    heading_of,
    is_plotted,
    is_published,
    legend_in_words,
    nothing_in_words,
    outlets_in_words,
    plot_in_words,
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
from assistant.rendering.wording import iso_date, long_date
from assistant.telling import (
    Coverage,
    Fact,
    Figures,
    Quantity,
    Quotes,
    Speaker,
    SummaryCoverage,
    Timeline,
)
from assistant.types import Citation

_ROW: Final = 26
"""Height of a bar with its room, in units of the drawing, which is 340 wide."""
_LEFT: Final = 78
_WIDE: Final = 150
_LABEL: Final = 20
"""Characters of a figure beside its bar; the table below has all of them."""

_STATEMENTS: Final = 4
"""Statements of a speaker that the app's page shows before the others are unfolded."""


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry of a timeline; ``day`` is its first in ISO 8601."""

    when: str
    day: str
    published: bool
    statements: tuple[ShownStatement, ...]


@dataclass(frozen=True, slots=True)
class ShownSaid:
    """What somebody said: the sentence in parts, and what is known around it."""

    parts: tuple[Part, ...]
    where: str
    against: tuple[str, ...]
    statement: ShownStatement


@dataclass(frozen=True, slots=True)
class ShownSpeaker:
    """Somebody by name, and what they said; ``further`` is folded."""

    name: str
    said: tuple[ShownSaid, ...]
    further: tuple[ShownSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure of a table; ``kind`` is its standing for the style."""

    day: str
    text: str
    outlets: str
    kind: str
    standing: str
    statement: ShownStatement


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a plot, in units of the drawing."""

    day: str
    text: str
    top: int
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Plot:
    """How a figure rose or fell, and the same in words."""

    title: str
    words: str
    height: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class ShownQuantity:
    """A quantity, its figures, and a plot where it is worth its room."""

    name: str
    reported: tuple[ShownFigure, ...]
    plot: Plot | None


@dataclass(frozen=True, slots=True)
class ShownCarrying:
    """How much of a fact an outlet has: a mark, the same in words, and its sentence."""

    mark: str
    words: str
    kind: str
    quote: str


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact with a cell for each outlet."""

    statement: ShownStatement
    carrying: tuple[ShownCarrying, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited article, its cited sentences and where the original is."""

    source: ShownSource
    url: str | None
    citations: tuple[Citation, ...]


def timeline_page(timeline: Timeline) -> Markup:
    """A page of what happened when."""
    return _page(timeline, timeline_part(timeline))


def timeline_part(timeline: Timeline, *, numbers: Mapping[str, int] | None = None) -> Markup:
    """What happened when; a part of the app's page where ``numbers`` are given."""
    statements = iter(shown(timeline.statements, numbers=numbers))
    entries = tuple(
        ShownEntry(
            when_in_words(one),
            iso_date(one.first),
            is_published(one),
            tuple(next(statements) for _ in one.statements),
        )
        for one in timeline.entries
    )
    legend = PUBLISHED if any(map(is_published, timeline.entries)) else ""
    return render("timeline", pieces_from=_pieces(numbers), entries=entries, legend=legend)


def quotes_page(quotes: Quotes) -> Markup:
    """A page of who said what."""
    return _page(quotes, quotes_part(quotes))


def quotes_part(quotes: Quotes, *, numbers: Mapping[str, int] | None = None) -> Markup:
    """Who said what; a part of the app's page where ``numbers`` are given."""
    statements = iter(shown(quotes.statements, numbers=numbers))
    most = None if numbers is None else _STATEMENTS
    speakers = tuple(_speaker(one, statements, most=most) for one in quotes.speakers)
    return render("quotes", pieces_from=_pieces(numbers), speakers=speakers)


def figures_page(figures: Figures) -> Markup:
    """A page of figures: for each quantity a table, and a plot from three figures on."""
    return _page(figures, figures_part(figures))


def figures_part(figures: Figures, *, numbers: Mapping[str, int] | None = None) -> Markup:
    """The figures; a part of the app's page where ``numbers`` are given."""
    statements = iter(shown(figures.statements, numbers=numbers))
    quantities = tuple(_quantity(one, statements) for one in figures.quantities)
    return render("figures", pieces_from=_pieces(numbers), quantities=quantities)


def coverage_page(coverage: Coverage) -> Markup:
    """A page of facts by outlets."""
    return _page(coverage, coverage_part(coverage))


def coverage_part(coverage: Coverage, *, numbers: Mapping[str, int] | None = None) -> Markup:
    """Facts by outlets; a part of the app's page where ``numbers`` are given."""
    statements = iter(shown(coverage.statements, numbers=numbers))
    heads = column_heads(coverage)
    return render(
        "coverage",
        pieces_from=_pieces(numbers),
        carriers=tuple(zip(heads, map(carrier_in_words, coverage.carriers), strict=True)),
        legend=legend_in_words(),
        tables=tuple(
            (name, tuple(_fact(one, statements) for one in facts))
            for name, facts in told_apart(coverage)
        ),
    )


def summary_coverage_part(covered: SummaryCoverage) -> Markup:
    """Which facts of its sources a summary carries, to stand below it."""
    return render(
        "summary_coverage",
        told=summary_coverage_in_words(covered),
        legend=legend_in_words(),
        facts=tuple((MARKS[kind], fact.statement.text) for fact, kind in covered.facts),
    )


def _fact(fact: Fact, statements: Iterator[ShownStatement]) -> ShownFact:
    return ShownFact(
        next(statements),
        tuple(
            ShownCarrying(
                MARKS[one.carried],
                carrying_in_words(one),
                one.carried.value,
                one_line(one.citation.quote) if one.citation else "",
            )
            for one in fact.carrying
        ),
    )


def _pieces(numbers: Mapping[str, int] | None) -> str:
    """The template of what a heading and a mark are."""
    return "told_pieces.html" if numbers is None else "story_pieces.html"


def _page(told: Telling, body: Markup) -> Markup:
    return render(
        "told",
        heading=heading_of(told),
        nothing=nothing_in_words(told),
        made=read_in_words(told),
        body=body,
        sources=tuple(
            Cited(shown_source(one), one.first.url, one.citations)
            for one in cited_sources(told.statements)
        ),
        notes=told.notes,
    )


def _speaker(
    speaker: Speaker, statements: Iterator[ShownStatement], *, most: int | None
) -> ShownSpeaker:
    said = tuple(
        ShownSaid(said_parts(one), where, against, next(statements))
        for one, where, against in statements_of(speaker)
    )
    further = said[most:] if most is not None else ()
    return ShownSpeaker(speaker_in_words(speaker), said[:most], further)


def _quantity(quantity: Quantity, statements: Iterator[ShownStatement]) -> ShownQuantity:
    reported = tuple(
        ShownFigure(
            long_date(one.day),
            one.text,
            outlets_in_words(one),
            one.standing.value,
            standing_in_words(one),
            next(statements),
        )
        for one in quantity.reported
    )
    return ShownQuantity(quantity_in_words(quantity), reported, _plot(quantity))


def _plot(quantity: Quantity) -> Plot | None:
    if not is_plotted(quantity):
        return None
    ends = zip(quantity.reported, bars(quantity), strict=True)
    drawn = tuple(
        Bar(
            day=_short_date(one.day),
            text=_cut(one_line(one.text)),
            top=place * _ROW,
            left=_LEFT + round(begin * _WIDE),
            width=max(1, round((end - begin) * _WIDE)),
        )
        for place, (one, (begin, end)) in enumerate(ends)
    )
    return Plot(
        f"{quantity_in_words(quantity)}, as reported",
        plot_in_words(quantity),
        len(drawn) * _ROW,
        drawn,
    )


def _short_date(day: date | None) -> str:
    """``3 Mar 2025``, which has room beside a bar."""
    if day is None:
        return "unknown"
    number, month, year = long_date(day).split()
    return f"{number} {month[:3]} {year}"


def _cut(text: str) -> str:
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 1].rstrip()}…"
