"""Timelines, statements and figures as lines for a terminal, with marks as answers have them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from rich.cells import cell_len

from assistant.rendering.safety import one_line
from assistant.rendering.sourcing import cited_sources, numbers_by_article
from assistant.rendering.telling import (
    PUBLISHED,
    Telling,
    bars,
    heading_of,
    is_plotted,
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
from assistant.rendering.terminal import Line, Span, blank, line
from assistant.rendering.terminal.answers import marks, note_lines, source_lines, statement_spans
from assistant.rendering.wording import count, long_date
from assistant.telling import Entry, Figures, Quantity, Quotes, Speaker, Standing, Timeline

_DATES: Final = 26
"""Columns of dates at most; a longer one stands above what it dates."""
_FIGURE: Final = 22
_BAR: Final = 12
"""Columns of a whole bar."""
_NARROW: Final = 64
"""Columns below which what belongs beside each other stands below each other."""
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_STYLES: Final = {
    Standing.NEWEST: "bold",
    Standing.EARLIER: "dim",
    Standing.DISPUTED: "yellow",
    Standing.CORRECTED: "yellow",
}


def timeline_lines(
    timeline: Timeline, *, quotes: bool | None = None, columns: int | None = None
) -> list[Line]:
    """A column of days, beside it what happened, and the sources.

    Args:
        timeline: what happened when.
        quotes: whether the cited sentences are quoted below the sources; None does not.
        columns: those of the terminal; None for a pipe.
    """
    numbers = numbers_by_article(cited_sources(timeline.statements))
    days = [f"{when_in_words(one)}{'*' * is_published(one)}" for one in timeline.entries]
    narrow = columns is not None and columns < _NARROW
    width = 0 if narrow else max((len(day) for day in days if len(day) <= _DATES), default=0)
    lines = _opening(timeline)
    for day, entry in zip(days, timeline.entries, strict=True):
        lines += _entry_lines(day, entry, numbers, width=width)
    if any(map(is_published, timeline.entries)):
        lines += [blank(), line((f"* {PUBLISHED}", "dim"), hanging=2)]
    return [*lines, *_closing(timeline, quotes=quotes is True)]


def quotes_lines(told: Quotes, *, quotes: bool | None = None) -> list[Line]:
    """Each speaker, and below the name what was said, oldest first; and the sources.

    Args:
        told: who said what.
        quotes: whether the cited sentences are quoted below the sources; None does not.
    """
    numbers = numbers_by_article(cited_sources(told.statements))
    lines = _opening(told)
    for place, speaker in enumerate(told.speakers):
        lines += [blank()] if place else []
        lines += _speaker_lines(speaker, numbers)
    return [*lines, *_closing(told, quotes=quotes is True)]


def figures_lines(
    figures: Figures, *, quotes: bool | None = None, columns: int | None = None
) -> list[Line]:
    """A table for each quantity: by day and outlet which figure, and whether it stands.

    Args:
        figures: the quantities.
        quotes: whether the cited sentences are quoted below the sources; None does.
        columns: those of the terminal; None for a pipe.
    """
    numbers = numbers_by_article(cited_sources(figures.statements))
    narrow = columns is not None and columns < _NARROW
    lines = _opening(figures)
    for place, quantity in enumerate(figures.quantities):
        lines += [blank()] if place else []
        lines.append(line((quantity_in_words(quantity), "bold")))
        lines += _figure_lines(quantity, numbers, narrow=narrow)
    return [*lines, *_closing(figures, quotes=quotes is not False)]


def _opening(told: Telling) -> list[Line]:
    lines = [line((heading_of(told), "bold"))]
    if nothing := nothing_in_words(told):
        return [*lines, blank(), line(f"{nothing}.")]
    return [*lines, line((f"{read_in_words(told)}.", "dim")), blank()]


def _closing(told: Telling, *, quotes: bool) -> list[Line]:
    return [*source_lines(told.statements, quotes=quotes, ids=True), *note_lines(told.notes)]


def _entry_lines(day: str, entry: Entry, numbers: Mapping[str, int], *, width: int) -> list[Line]:
    spans: list[Span] = []
    for statement in entry.statements:
        spans += [*([" "] if spans else []), *statement_spans(statement, numbers)]
    if len(day) <= width:
        return [line(*spans, hanging=width + 2, label=((day, "bold"),))]
    indent = width + 2 if width else 2
    return [line((day, "bold")), line(*spans, indent=indent)]


def _speaker_lines(speaker: Speaker, numbers: Mapping[str, int]) -> list[Line]:
    said = count(len(speaker.said), "statement")
    lines = [line((speaker_in_words(speaker), "bold"), (f" · {said}", "dim"), hanging=2)]
    for one, where, against in statements_of(speaker):
        lines += [
            line((where, "dim"), indent=2, hanging=2),
            line(
                *((part.text, "bold" if part.strong else "") for part in said_parts(one)),
                *((f" {mark}", "cyan") for mark in marks(one.statement, numbers)),
                indent=4,
            ),
            *(line((words, "yellow"), indent=4, hanging=2) for words in against),
        ]
    return lines


def _figure_lines(quantity: Quantity, numbers: Mapping[str, int], *, narrow: bool) -> list[Line]:
    days = [long_date(one.day) for one in quantity.reported]
    texts = [one_line(one.text) for one in quantity.reported]
    drawn = [_bar(*ends) for ends in bars(quantity)] if is_plotted(quantity) else [""] * len(days)
    day_width = max(map(len, days), default=0) + 2
    text_width = max((w for w in map(cell_len, texts) if w <= _FIGURE), default=0) + 2
    bar_width = _BAR + 2 if any(drawn) else 0
    lines = []
    for one, day, text, bar in zip(quantity.reported, days, texts, drawn, strict=True):
        style = _STYLES[one.standing]
        about: list[Span] = [f"{outlets_in_words(one)} · ", (standing_in_words(one), style)]
        about += [(f" {mark}", "cyan") for mark in marks(one.statement, numbers)]
        label: list[Span] = [day.ljust(day_width), (_padded(text, text_width), style)]
        if narrow or cell_len(text) > _FIGURE:
            beside = [(bar, "cyan")] if bar else []
            lines += [line(*label, *beside, indent=2, hanging=2), line(*about, indent=4)]
        else:
            label.append((bar, "cyan"))
            hanging = day_width + text_width + bar_width
            lines.append(line(*about, indent=2, hanging=hanging, label=label))
    return lines


def _padded(text: str, width: int) -> str:
    return text + " " * max(2, width - cell_len(text))


def _bar(begin: Fraction, end: Fraction) -> str:
    """A bar from ``begin`` to ``end``, in eighths of a column; its left end to a whole one."""
    eighths = len(_EIGHTHS)
    before = int(begin * _BAR)
    whole, part = divmod(round((end * _BAR - before) * eighths), eighths)
    return (" " * before + "█" * whole + _EIGHTHS[part].strip()).rstrip()
