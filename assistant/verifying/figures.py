"""Checks the figures of a statement, days and times included, against what it cites.

What is decided here, and why:

- A figure is held when any cited sentence has its value in a unit that can be the same:
  digits are words, one in five is 20 %, two weeks are 14 days, miles are kilometres. Sums of
  what is counted by kind and differences of shares are worked out (``figures_derived``).
- "One", "two", "first" and "second" in words are too often pronouns, list counts and
  turns of phrase to be missed; they are only held against a statement where the source
  counts the same thing differently and in the same words.
- A name with a number in it ("Boeing 737") may stand anywhere in the article.
- A value that the source gives to another thing ("14 dead, 12 injured" for "12 dead, 14
  injured") contradicts it where both sentences say plainly what they count.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from assistant.language.figures import FigureKind
from assistant.language.figures_words import TIMES
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.dates import counted_time_is_held, date_reasons, years_of
from assistant.verifying.figures_context import (
    Placed,
    are_counterparts,
    family,
    fate,
    placed_figures,
    rivals,
    same_noun,
    shared_context,
    tells_apart,
)
from assistant.verifying.figures_derived import follows
from assistant.verifying.figures_matching import Agreement, agreement
from assistant.verifying.sources import SourceSentence

_MOST_REASONS: Final = 20
# With more comparisons than that to make, none is made and everything counts as missing.
_MOST_PAIRS: Final = 20_000
_TENTHS: Final = 10
_MOST_COMPARED: Final = 20  # figures of a source sentence of which each two are compared
_MAYBE_TIMES: Final = frozenset({FigureKind.MEASURE, FigureKind.COUNT, FigureKind.YEAR})
_OTHER_END: Final = {"from": {"to"}, "to": {"from"}}
# Words around two figures that must be the same for a soft one to contradict.
_SAME_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class _Finding:
    said: Placed
    best: Agreement
    held: tuple[Placed, ...]


def figure_reasons(statement: str, sources: Sequence[SourceSentence]) -> tuple[Reason, ...]:
    """What the figures, days and times of ``statement`` say that ``sources`` do not.

    Args:
        statement: one sentence, without citation marks.
        sources: the sentences that it cites; a figure may stand in any of them.

    Returns:
        Reasons in the order of the statement, each with its characters. A figure or a date
        that a cited sentence gives differently is FIGURE_CONTRADICTED or DATE_CONTRADICTED,
        one that none gives FIGURE_MISSING or DATE_MISSING; both are unsupported. A hedge
        that was dropped, added or turned round makes it partly supported.
    """
    if any(statement.strip() == source.text.strip() for source in sources):
        return ()
    reasons = [*date_reasons(statement, sources), *_figures(statement, sources)]
    return tuple(sorted(reasons, key=lambda reason: reason.start or 0))


def _figures(statement: str, sources: Sequence[SourceSentence]) -> list[Reason]:
    said = placed_figures(statement)
    held = [placed for source in sources for placed in placed_figures(source.text)] if said else []
    if len(said) * len(held) > _MOST_PAIRS:
        held = []
    findings = [_found(placed, held) for placed in said]
    spoken_for = {id(placed) for finding in findings for placed in finding.held}
    free = [placed for placed in held if id(placed) not in spoken_for]
    reasons: list[Reason] = []
    for finding in findings:
        reason = _judged(finding, held=held, free=free)
        if reason is not None and not _elsewhere(statement, finding, reason, sources):
            reasons.append(reason)
        if len(reasons) == _MOST_REASONS:
            break
    return reasons


def _found(said: Placed, held: Sequence[Placed]) -> _Finding:
    ranked = [(agreement(said.figure, other.figure), other) for other in held]
    best = max((agreed for agreed, _ in ranked), default=Agreement.NONE)
    if best is not Agreement.MATCHED and _both_ends(said, held):
        return _Finding(said, Agreement.MATCHED, ())
    matching = tuple(other for agreed, other in ranked if agreed is best is not Agreement.NONE)
    return _Finding(said, best, matching)


def _both_ends(said: Placed, held: Sequence[Placed]) -> bool:
    """Whether the two ends of a range or score stand in the sources one by one."""
    ends = [replace(said.figure, values=(value,)) for value in said.figure.values]
    singles = [other.figure for other in held if len(other.figure.values) == 1]
    return len(ends) > 1 and all(
        any(agreement(end, other) is Agreement.MATCHED for other in singles) for end in ends
    )


def _judged(finding: _Finding, *, held: Sequence[Placed], free: Sequence[Placed]) -> Reason | None:
    said = finding.said
    if finding.best is Agreement.MATCHED:
        rival = _misplaced(finding, held) or _turned(finding, held)
        return None if rival is None else _contradicted(said, rival)
    if finding.best is not Agreement.NONE:
        return _loosely(said, finding)
    close = rivals(said, free)
    if said.figure.soft:
        return next((_contradicted(said, rival) for rival in close if _plain(said, rival)), None)
    if close:
        return _contradicted(said, close[0])
    text = f"gives {said.said}, which the cited sentences do not"
    code, kind = ReasonCode.FIGURE_MISSING, VerdictKind.UNSUPPORTED
    return Reason(code, text, kind, said.figure.start, said.figure.end)


def _plain(said: Placed, rival: Placed) -> bool:
    """Whether a soft figure counts the same things in the same words as ``rival``."""
    if said.figure.unit == rival.figure.unit == TIMES:
        # "Twice", "double" and "triple" are of a kind, and few.
        return True
    if rival.figure.soft or not same_noun(said.figure, rival.figure):
        return False
    fates = fate(said), fate(rival)
    return fates[0] == fates[1] is not None or shared_context(said, rival) >= _SAME_WORDS


def _misplaced(finding: _Finding, held: Sequence[Placed]) -> Placed | None:
    """The figure that the source gives where the statement has a value of another thing."""
    said = finding.said
    if not finding.held or said.figure.kind not in {FigureKind.COUNT, FigureKind.PERCENT}:
        return None
    own = fate(said)
    theirs = [fate(other) for other in finding.held]
    if own is not None and None not in theirs and own not in theirs:
        alike = [other for other in held if fate(other) == own]
    else:
        nouns = [other.figure.noun for other in finding.held]
        if not all(map(tells_apart, [said.figure.noun, *nouns])) or said.figure.noun in nouns:
            return None
        alike = [other for other in held if same_noun(said.figure, other.figure)]
        if not alike and all(are_counterparts(said.figure.noun, noun) for noun in nouns):
            return finding.held[0]
    return next((other for other in alike if _differs(said, other)), None)


def _turned(finding: _Finding, held: Sequence[Placed]) -> Placed | None:
    """The figure that something rose or fell to, where the statement has what it was from."""
    own = _end(finding.said)
    if own is None or {_end(other) for other in finding.held} != _OTHER_END[own]:
        return None
    alike = (other for other in held if _end(other) == own)
    return next((other for other in alike if _differs(finding.said, other)), None)


def _end(placed: Placed) -> str | None:
    """Whether a figure is what something changed ``from`` or ``to``."""
    before = placed.text[: placed.figure.lead].split()[-1:]
    return before[0] if before and before[0] in _OTHER_END else None


def _differs(said: Placed, other: Placed) -> bool:
    of_kind = family(said.figure) == family(other.figure)
    return of_kind and agreement(said.figure, other.figure) is Agreement.NONE


def _elsewhere(
    statement: str, finding: _Finding, reason: Reason, sources: Sequence[SourceSentence]
) -> bool:
    """Whether what no cited figure holds is held in another form."""
    figure = finding.said.figure
    if finding.best is not Agreement.NONE:
        return False
    ratio = figure.unit == TIMES and _is_ratio(figure.values[0], sources)
    if ratio or follows(finding.said, sources):
        return True
    if figure.kind is FigureKind.YEAR and len(figure.values) == 1 and figure.unit is None:
        return figure.values[0] in years_of(sources)
    if figure.kind in _MAYBE_TIMES:
        return counted_time_is_held(statement, figure.start, sources)
    if figure.kind is not FigureKind.CODE or reason.code is not ReasonCode.FIGURE_MISSING:
        return False
    # "Boeing 737" may have been named once, further up.
    code = re.compile(rf"(?<!\w){re.escape(figure.phrase)}(?!\w)", re.IGNORECASE)
    return any(code.search(source.article.text) for source in sources)


def _is_ratio(times: Fraction, sources: Sequence[SourceSentence]) -> bool:
    for source in sources:
        placed = placed_figures(source.text)[:_MOST_COMPARED]
        for one, other in itertools.combinations(placed, 2):
            if family(one.figure) != family(other.figure):
                continue
            for low, high in itertools.product(one.figure.values[:1], other.figure.values[:1]):
                small, large = sorted([abs(low), abs(high)])
                if abs(times * small - large) * _TENTHS <= large:
                    return True
    return False


def _loosely(said: Placed, finding: _Finding) -> Reason:
    """What a figure that is held but for its hedge, or is one end of a range, is told."""
    other = finding.held[0]
    texts = {
        Agreement.DROPS: f"drops “{_hedge(other)}” before {said.bare}",
        Agreement.ADDS: f"adds “{_hedge(said)}” before {said.bare}",
        Agreement.TURNS: f"turns “{_hedge(other)}” into “{_hedge(said)}” before {said.bare}",
        Agreement.END_OF_RANGE: f"gives {said.said} where the source gives {other.said}",
    }
    code, kind = ReasonCode.FIGURE_CONTRADICTED, VerdictKind.PARTLY
    return Reason(code, texts[finding.best], kind, said.figure.start, said.figure.end)


def _hedge(placed: Placed) -> str:
    figure = placed.figure
    words = " ".join(placed.text[figure.lead : figure.start].split())
    return words.lower() or figure.hedge.value


def _contradicted(said: Placed, rival: Placed) -> Reason:
    counted = rival.figure.kind is not FigureKind.CODE
    short = counted and same_noun(said.figure, rival.figure)
    theirs = rival.bare if short else rival.said
    text = f"says {said.said}, the source says {theirs}"
    code, kind = ReasonCode.FIGURE_CONTRADICTED, VerdictKind.UNSUPPORTED
    return Reason(code, text, kind, said.figure.start, said.figure.end)
