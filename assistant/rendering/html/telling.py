"""What is told of stories: as pages of their own, and as parts of the app's page.

A page is one file that asks nothing of anybody: a mark leads to the cited sentence below, and
that to the original on the web. In the app's page a mark opens its source, and articles have
the numbers of the story that is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from assistant.news import Briefing
from assistant.rendering.html import render
from assistant.rendering.html.statements import (
    ShownSource,
    ShownStatement,
    shown_source,
    shown_statements,
)
from assistant.rendering.news import briefing_heading, briefing_tally
from assistant.rendering.safety import one_line
from assistant.rendering.sourcing import cited_sources
from assistant.rendering.telling import (
    MARKS,
    PUBLISHED,
    Telling,
    bars,
    heading_of,
    is_plotted,
    legend_in_words,
    nothing_in_words,
    plot_in_words,
    quantity_in_words,
    read_in_words,
    summary_coverage_in_words,
)
from assistant.rendering.wording import long_date
from assistant.telling import Quantity, SummaryCoverage
from assistant.types import Citation, Statement

_ROW: Final = 26
"""Height of a bar with its room, in units of the drawing, which is 340 wide."""
_LEFT: Final = 78
_WIDE: Final = 150
_LABEL: Final = 20
"""Characters of a figure beside its bar; the table below has all of them."""

_STATEMENTS: Final = 4
"""Statements of a speaker that the app's page shows before the others are unfolded."""


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
class Cited:
    """A cited article, its cited sentences and where the original is."""

    source: ShownSource
    url: str | None
    citations: tuple[Citation, ...]


def told_page(told: Telling) -> Markup:
    """A page of its own of what is told."""
    return render(
        "told",
        heading=heading_of(told),
        nothing=nothing_in_words(told),
        made=read_in_words(told),
        body=told_part(told),
        sources=_sources(told),
        notes=told.notes,
    )


def told_part(told: Telling, *, numbers: Mapping[str, int] | None = None) -> Markup:
    """What is told; a part of the app's page where ``numbers`` of articles are given."""
    return render(
        type(told).__name__.lower(),
        told=told,
        shown=_shown(told, numbers),
        pieces_from="told_pieces.html" if numbers is None else "story_pieces.html",
        most=None if numbers is None else _STATEMENTS,
        plotted=_plot,
        signs=MARKS,
        legend=legend_in_words(),
        published=PUBLISHED,
    )


def summary_coverage_part(covered: SummaryCoverage) -> Markup:
    """Which facts of its sources a summary carries, to stand below it."""
    return render(
        "summary_coverage",
        told=summary_coverage_in_words(covered),
        legend=legend_in_words(),
        facts=tuple((MARKS[kind], fact.statement.text) for fact, kind in covered.facts),
    )


def briefing_page(briefing: Briefing) -> Markup:
    """A page of the stories of a time that can be mailed: its styles are in its elements."""
    return render(
        "briefing",
        heading=briefing_heading(briefing),
        tally=briefing_tally(briefing),
        briefing=briefing,
        shown=_shown(briefing),
        sources=_sources(briefing),
    )


def _shown(
    told: Telling | Briefing, numbers: Mapping[str, int] | None = None
) -> dict[Statement, ShownStatement]:
    shown = shown_statements(told.statements, numbers=numbers)
    return dict(zip(told.statements, shown, strict=True))


def _sources(told: Telling | Briefing) -> list[Cited]:
    return [
        Cited(shown_source(one), one.first.url, one.citations)
        for one in cited_sources(told.statements)
    ]


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
