"""A statement in its sources' own notation: "3 million pounds" as "£3m", "19 May" as "Monday".

That two notations mean the same is known exactly. The entailment model need not know it: it
is given the statement with each figure and day that the sources hold written as they write it,
and what two did to each other in the voice, active or passive, that they have it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final

from assistant.language.figures import FigureKind
from assistant.language.temporal import Precision, Timex, find_timexes, implies
from assistant.types import day_of
from assistant.verifying.figures_context import Placed, placed_figures
from assistant.verifying.figures_derived import converted, phrase_for
from assistant.verifying.figures_matching import Agreement, agreement
from assistant.verifying.sides import in_other_voice
from assistant.verifying.sources import SourceSentence

# Figures or days of a statement that are written anew, and of a source that are looked at.
_MOST: Final = 12

# What differs in a hedge alone. The check of figures tells that: the model need not.
_EQUAL: Final = frozenset({Agreement.MATCHED, Agreement.DROPS, Agreement.ADDS, Agreement.TURNS})
_OF: Final = " of "
_SHARES: Final = {FigureKind.PERCENT, FigureKind.FRACTION}

_PART_OF_DAY: Final = re.compile(r" (?:morning|afternoon|evening|night)\b")

_Change = tuple[int, int, str]


def as_cited(statement: str, sources: Sequence[SourceSentence]) -> str:
    """``statement`` with the figures, days and acts that ``sources`` hold in their notation."""
    changed, end = statement, len(statement)
    parts = (_figures, _days, in_other_voice)
    found = sorted((one for part in parts for one in part(statement, sources)), reverse=True)
    for start, stop, text in found:
        if stop <= end:  # of two that overlap the later is written anew
            changed = changed[:start] + text + changed[stop:]
            end = start
    return changed


def _figures(statement: str, sources: Sequence[SourceSentence]) -> Iterator[_Change]:
    held = [one for source in sources for one in placed_figures(source.text)[:_MOST]]
    for said in placed_figures(statement)[:_MOST]:
        figure = said.figure
        if any(_lead(one) + one.bare.lower() == _lead(said) + said.bare.lower() for one in held):
            continue
        same = next((one for one in held if _is_same(said, one)), None)
        if same is not None:
            theirs = same.figure
            text = " ".join(same.text[theirs.lead : theirs.end].split())
            # "40 per cent of pupils" is "two in five pupils".
            parted = statement.startswith(_OF, figure.end)
            joined = parted and not same.text.startswith(_OF, theirs.end)
            yield figure.lead, figure.end + (len(_OF) - 1) * joined, text
            continue
        phrases = (phrase_for(said, source.text) for source in sources)
        for end, text in islice(filter(None, phrases), 1):
            yield figure.start, end, text


def _is_same(said: Placed, held: Placed) -> bool:
    """Whether two figures are worth the same, but for a hedge."""
    kinds = {said.figure.kind, held.figure.kind}
    if len(said.figure.values) != 1 or len(held.figure.values) != 1:
        return False
    equal = agreement(said.figure, held.figure) in _EQUAL or converted(said, held)
    return equal and (len(kinds) == 1 or kinds == _SHARES)


def _lead(placed: Placed) -> str:
    return placed.text[placed.figure.lead : placed.figure.start].lower()


def _days(statement: str, sources: Sequence[SourceSentence]) -> Iterator[_Change]:
    for source in sources:
        published = source.article.published
        if published is None:
            continue
        day = day_of(published)
        held = _days_in(source.text, day)
        for said in _days_in(statement, day):
            if _PART_OF_DAY.match(statement, said.end):
                continue
            same = [one for one in held if implies(one, said) and implies(said, one)]
            if same:
                # "On Monday" is what "on Monday night" says, and less.
                part = _PART_OF_DAY.match(source.text, same[0].end)
                theirs = source.text[same[0].start : part.end() if part else same[0].end]
                if theirs != statement[said.start : said.end]:
                    yield said.start, said.end, theirs


def _days_in(text: str, published: date) -> list[Timex]:
    found = find_timexes(text, published=published)[:_MOST]
    return [timex for timex in found if timex.precision is Precision.DAY]
