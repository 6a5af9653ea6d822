"""Timelines, statements and figures as pages of their own: one file that asks nothing of anybody.

A mark leads to the cited sentence below, and that to the original on the web.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    PUBLISHED,
    Telling,
    bars,
    heading_of,
    is_plotted,
    is_published,
    nothing_in_words,
    outlets_in_words,
    plot_in_words,
    quantity_in_words,
    read_in_words,
    said_parts,
    speaker_in_words,
    standing_in_words,
    statements_of,
    when_in_words,
)
from assistant.rendering.wording import iso_date, long_date
from assistant.telling import Figures, Quantity, Quotes, Timeline
from assistant.types import Citation

_ROW: Final = 26
"""Height of a bar with its room, in units of the drawing, which is 340 wide."""
_LEFT: Final = 78
_WIDE: Final = 150
_LABEL: Final = 20
"""Characters of a figure beside its bar; the table below has all of them."""


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
    """Somebody by name, and what they said."""

    name: str
    said: tuple[ShownSaid, ...]


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
class Cited:
    """A cited article, its cited sentences and where the original is."""

    source: ShownSource
    url: str | None
    citations: tuple[Citation, ...]


def timeline_page(timeline: Timeline) -> Markup:
    """A page of what happened when."""
    statements = iter(shown(timeline.statements))
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
    return _page(timeline, "timeline", entries=entries, legend=legend)


def quotes_page(quotes: Quotes) -> Markup:
    """A page of who said what."""
    statements = iter(shown(quotes.statements))
    speakers = tuple(
        ShownSpeaker(
            speaker_in_words(speaker),
            tuple(
                ShownSaid(said_parts(one), where, against, next(statements))
                for one, where, against in statements_of(speaker)
            ),
        )
        for speaker in quotes.speakers
    )
    return _page(quotes, "quotes", speakers=speakers)


def figures_page(figures: Figures) -> Markup:
    """A page of figures: for each quantity a table, and a plot from three figures on."""
    statements = iter(shown(figures.statements))
    quantities = tuple(_quantity(one, statements) for one in figures.quantities)
    return _page(figures, "figures", quantities=quantities)


def _page(told: Telling, template: str, **values: object) -> Markup:
    return render(
        "told",
        heading=heading_of(told),
        nothing=nothing_in_words(told),
        made=read_in_words(told),
        body=render(template, **values),
        sources=tuple(
            Cited(shown_source(one), one.first.url, one.citations)
            for one in cited_sources(told.statements)
        ),
        notes=told.notes,
    )


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
