"""What is told of stories as lines for a terminal, with marks as answers have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from rich.cells import cell_len

from assistant.rendering.safety import one_line
from assistant.rendering.sourcing import cited_sources, numbers_by_article
from assistant.rendering.telling import (
    CARRIED,
    MARKS,
    PUBLISHED,
    Telling,
    bars,
    carrier_in_words,
    column_heads,
    differing_in_words,
    heading_of,
    is_plotted,
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
from assistant.rendering.terminal import Line, Span, blank, line
from assistant.rendering.terminal.answers import (
    marks,
    note_lines,
    source_lines,
    statement_spans,
    summary_lines,
    together_spans,
)
from assistant.rendering.wording import count, long_date
from assistant.telling import (
    Carried,
    Coverage,
    Entry,
    Fact,
    Figures,
    Quantity,
    Quotes,
    Speaker,
    Standing,
    SummaryCoverage,
    Timeline,
)

_DATES: Final = 26
"""Columns of dates at most; a longer one stands above what it dates."""
_FIGURE: Final = 22
_BAR: Final = 12
"""Columns of a whole bar."""
_NARROW: Final = 64
"""Columns below which what belongs beside each other stands below each other."""
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_TABLE: Final = 44
"""Columns that the marks of a table take at most; more of them are told in words."""
_STYLES: Final = {
    Standing.NEWEST: "bold",
    Standing.EARLIER: "dim",
    Standing.DISPUTED: "yellow",
    Standing.CORRECTED: "yellow",
}


def telling_lines(
    told: Telling, *, quotes: bool | None = None, columns: int | None = None
) -> list[Line]:
    """What is told of stories: what it is, how it was made, its text, its sources and its notes.

    Args:
        told: a timeline, statements, figures or coverage.
        quotes: whether the cited sentences are quoted below the sources; None quotes those of
            figures alone.
        columns: those of the terminal; None for a pipe.
    """
    lines = [line((heading_of(told), "bold"))]
    if nothing := nothing_in_words(told):
        lines += [blank(), line(f"{nothing}.")]
    else:
        narrow = columns is not None and columns < _NARROW
        lines += [line((f"{read_in_words(told)}.", "dim")), blank(), *_body(told, narrow=narrow)]
    quoted = isinstance(told, Figures) if quotes is None else quotes
    sources = source_lines(told.statements, quotes=quoted, ids=True)
    return [*lines, *sources, *note_lines(told.notes)]


def summary_coverage_lines(covered: SummaryCoverage, *, quotes: bool | None = None) -> list[Line]:
    """The summary, and below it which facts of its sources it carries and which not."""
    lines = summary_lines(covered.summary, quotes=quotes)
    lines += [blank(), line((f"{summary_coverage_in_words(covered)}.", "bold"))]
    for fact, kind in covered.facts:
        told = f" ({count(fact.reports, 'source')})" if covered.shared else ""
        style = "dim" if kind is Carried.WHOLE else ""
        spans = ((fact.statement.text, style), (told, "dim"))
        lines.append(line(*spans, indent=2, hanging=2, label=((MARKS[kind], "bold"),)))
    return [*lines, line((legend_in_words(), "dim"), indent=2)] if covered.facts else lines


def _body(told: Telling, *, narrow: bool) -> list[Line]:
    numbers = numbers_by_article(cited_sources(told.statements))
    match told:
        case Timeline():
            return _timeline_lines(told, numbers, narrow=narrow)
        case Quotes():
            parts = [_speaker_lines(one, numbers) for one in told.speakers]
        case Figures():
            parts = [_figure_lines(one, numbers, narrow=narrow) for one in told.quantities]
        case Coverage():
            return _coverage_lines(told, numbers, narrow=narrow)
    return [each for part in parts for each in (blank(), *part)][1:]


def _timeline_lines(timeline: Timeline, numbers: Mapping[str, int], *, narrow: bool) -> list[Line]:
    """A column of days, beside it what happened."""
    days = [f"{when_in_words(one)}{'*' * is_published(one)}" for one in timeline.entries]
    width = 0 if narrow else max((len(day) for day in days if len(day) <= _DATES), default=0)
    lines: list[Line] = []
    for day, entry in zip(days, timeline.entries, strict=True):
        lines += _entry_lines(day, entry, numbers, width=width)
    if any(map(is_published, timeline.entries)):
        lines += [blank(), line((f"* {PUBLISHED}", "dim"), hanging=2)]
    return lines


def _entry_lines(day: str, entry: Entry, numbers: Mapping[str, int], *, width: int) -> list[Line]:
    spans = together_spans(entry.statements, numbers)
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
    lines = [line((quantity_in_words(quantity), "bold"))]
    for one, day, text, bar in zip(quantity.reported, days, texts, drawn, strict=True):
        style = _STYLES[one.standing]
        about: list[Span] = [f"{outlets_in_words(one)} · ", (standing_in_words(one), style)]
        about += [(f" {mark}", "cyan") for mark in marks(one.statement, numbers)]
        label: list[Span] = [day.ljust(day_width), (_padded(text, text_width, apart=2), style)]
        if narrow or cell_len(text) > _FIGURE:
            beside = [(bar, "cyan")] if bar else []
            lines += [line(*label, *beside, indent=2, hanging=2), line(*about, indent=4)]
        else:
            label.append((bar, "cyan"))
            hanging = day_width + text_width + bar_width
            lines.append(line(*about, indent=2, hanging=hanging, label=label))
    return lines


def _coverage_lines(coverage: Coverage, numbers: Mapping[str, int], *, narrow: bool) -> list[Line]:
    """A row for each fact: a mark for each outlet, beside them the sentence."""
    heads = [one_line(head) for head in column_heads(coverage)]
    room = max(map(cell_len, heads), default=0) + 1
    width = room * len(heads) + 1
    in_words = narrow or width > _TABLE
    lines = [
        line(carrier_in_words(carrier), hanging=room, label=((head, "bold"),))
        for head, carrier in zip(heads, coverage.carriers, strict=True)
    ]
    for name, facts in told_apart(coverage):
        lines += [blank(), line((name, "bold"))]
        if not in_words:
            named = "".join(_padded(head, room, apart=1) for head in heads)
            lines.append(line(hanging=width, label=((named, "dim"),)))
        for fact in facts:
            spans = statement_spans(fact.statement, numbers)
            marks = "".join(_padded(MARKS[one.carried], room, apart=1) for one in fact.carrying)
            label = () if in_words else ((marks, "bold"),)
            indent = 2 if in_words else width
            lines.append(line(*spans, hanging=indent, label=label))
            if in_words:
                lines += [
                    line((words, "dim"), indent=4, hanging=2)
                    for words in _carriers_in_words(fact, heads)
                ]
            differing = differing_in_words(fact, heads)
            lines += [line((words, "yellow"), indent=indent) for words in differing]
    if not in_words:
        lines += [blank(), line((legend_in_words(), "dim"))]
    return lines


def _carriers_in_words(fact: Fact, heads: Sequence[str]) -> list[str]:
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


def _padded(text: str, width: int, *, apart: int) -> str:
    return text + " " * max(apart, width - cell_len(text))


def _bar(begin: Fraction, end: Fraction) -> str:
    """A bar from ``begin`` to ``end``, in eighths of a column; its left end to a whole one."""
    eighths = len(_EIGHTHS)
    before = int(begin * _BAR)
    whole, part = divmod(round((end * _BAR - before) * eighths), eighths)
    return (" " * before + "█" * whole + _EIGHTHS[part].strip()).rstrip()
