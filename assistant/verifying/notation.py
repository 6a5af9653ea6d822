"""A statement in its sources' own notation: "3 million pounds" as "£3m", "19 May" as "Monday".

That two notations mean the same is known exactly. The entailment model need not know it: it
is given the statement with each figure and day that the sources hold written as they write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.language.figures import FigureKind
from assistant.language.moments import Moment, Precision, find_moments, implies
from assistant.types import day_of
from assistant.verifying.figures_context import placed_figures
from assistant.verifying.figures_matching import Agreement, agreement
from assistant.verifying.figures_worked_out import converted
from assistant.verifying.sources import SourceSentence

_MOST: Final = 12
"""Figures or days of a statement that are written anew, and of a source that are looked at."""

_SHARES: Final = {FigureKind.PERCENT, FigureKind.FRACTION}

_Change = tuple[int, int, str]


def as_cited(statement: str, sources: Sequence[SourceSentence]) -> str:
    """``statement`` with the figures and days that ``sources`` hold in their notation."""
    changed, end = statement, len(statement)
    found = sorted([*_figures(statement, sources), *_days(statement, sources)], reverse=True)
    for start, stop, text in found:
        if stop <= end:  # of two that overlap the later is written anew
            changed = changed[:start] + text + changed[stop:]
            end = start
    return changed


def _figures(statement: str, sources: Sequence[SourceSentence]) -> Iterator[_Change]:
    held = [one for source in sources for one in placed_figures(source.text)[:_MOST]]
    for said in placed_figures(statement)[:_MOST]:
        if any(one.bare.lower() == said.bare.lower() for one in held):
            continue
        for one in held:
            same = len(said.figure.values) == len(one.figure.values) == 1 and (
                agreement(said.figure, one.figure) is Agreement.HELD or converted(said, one)
            )
            kinds = {said.figure.kind, one.figure.kind}
            if same and (len(kinds) == 1 or kinds == _SHARES):
                yield said.figure.start, said.figure.end, one.bare
                break


def _days(statement: str, sources: Sequence[SourceSentence]) -> Iterator[_Change]:
    for source in sources:
        published = source.article.published
        if published is None:
            continue
        day = day_of(published)
        held = [one for one in find_moments(source.text, published=day)[:_MOST] if _is_day(one)]
        for said in find_moments(statement, published=day)[:_MOST]:
            if not _is_day(said) or any(one.phrase == said.phrase for one in held):
                continue
            same = [one for one in held if implies(one, said) and implies(said, one)]
            if same:
                yield said.start, said.end, source.text[same[0].start : same[0].end]


def _is_day(moment: Moment) -> bool:
    return moment.precision is Precision.DAY
