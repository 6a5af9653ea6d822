"""Checks the days and times of a statement against those of the sentences that it cites."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.language.figures import find_figures
from assistant.language.periods import Period
from assistant.language.temporal import Precision, Timex, find_timexes, implies, turned
from assistant.language.temporal_parts import DayPart
from assistant.language.word_lists import word_set
from assistant.types import Reason, ReasonCode, VerdictKind, day_of
from assistant.verifying.sources import SourceSentence

_BESIDE: Final = len(" early on the ")  # characters between a part of the day and its day
# The parts that are of one day alone; the night to Monday is Sunday's.
_BOUND: Final = frozenset(map(DayPart, word_set("morning breakfast noon lunch afternoon evening")))
_OF_DAY: Final = frozenset({Precision.TIME, Precision.PART})
_MOST_REASONS: Final = 20
# With more comparisons than that to make, none is made and everything counts as missing.
_MOST_PAIRS: Final = 50_000


@dataclass(frozen=True, slots=True)
class _Cited:
    """A cited sentence; the statement's times (``said``) and its own, as of its publication."""

    source: SourceSentence
    said: tuple[Timex, ...]
    held: tuple[Timex, ...]


def date_reasons(statement: str, sources: Sequence[SourceSentence]) -> tuple[Reason, ...]:
    """What the days and times of ``statement`` say that ``sources`` do not, in order.

    Each is looked for in the cited sentences; then, where these name nothing of the kind,
    in what they lean on: the sentence before, the headline, and the day of publication.
    Both are resolved on the day of publication of the article in question.
    """
    plain = find_timexes(statement, published=None)
    if not any(timex.firm for timex in plain):
        return ()
    cited = [_cited(statement, source) for source in sources]
    if len(plain) * sum(len(one.held) for one in cited) > _MOST_PAIRS:
        cited = []
    held = [_is_given(place, cited) for place in range(len(plain))]
    reasons: list[Reason] = []
    for place, timex in enumerate(plain):
        if timex.firm and not held[place] and len(reasons) < _MOST_REASONS:
            reasons.append(_reason(statement, timex, _rival(place, held, cited)))
    return tuple(reasons)


def _cited(statement: str, source: SourceSentence) -> _Cited:
    day = source.article.published
    said = find_timexes(statement, published=day)
    return _Cited(source, said, find_timexes(source.text, published=day))


def _is_given(place: int, cited: Sequence[_Cited]) -> bool:
    """Whether any cited sentence, or its context, gives the statement's time."""
    on_its_day = [agrees for one in cited for agrees in _parts_of_day(place, one)]
    if on_its_day:
        return any(on_its_day)
    if _is_turned(place, cited):
        return False
    for one in cited:
        said = one.said[place]
        agreeing = (timex for timex in one.held if implies(timex, said))
        if any(not _of_other_day(timex, place, one) for timex in agreeing):
            return True
        # A year in another use: "the 2019-20 season".
        if said.year and any(said.year in f.values for f in find_figures(one.source.text)):
            return True
    # What stands around a sentence must not outvote it: "in 2024" stays 2024 in 2025.
    silent = not any(_as_exact(one.said[place], timex) for one in cited for timex in one.held)
    years = {timex.year for one in cited for timex in one.held}
    return any(_given_in_context(one, one.said[place], silent=silent, years=years) for one in cited)


def _is_turned(place: int, cited: Sequence[_Cited]) -> bool:
    """Whether "last week" stands where the sources have "this week", which is not said at all.

    The days and months named beside it are then no ground for it.
    """
    if not cited:
        return False
    theirs = [timex for one in cited for timex in one.held]
    own = {timex.phrase for timex in cited[0].said}
    said = cited[0].said[place]
    return said.phrase not in {timex.phrase for timex in theirs} and any(
        turned(timex, said) and timex.phrase not in own for timex in theirs
    )


def _parts_of_day(place: int, cited: _Cited) -> Iterator[bool]:
    """Of each part that the source gives of the same day: whether it is the statement's.

    Where "Monday morning" stands, 9 p.m. beside it is no ground for "Monday evening".
    """
    said = cited.said[place]
    own = _day_beside(said, cited.said) if said.precision is Precision.PART else None
    if own is None:
        return
    for timex in cited.held:
        if timex.precision is not Precision.PART:
            continue
        agrees = implies(timex, said)
        theirs = _day_beside(timex, cited.held) if agrees or timex.firm else None
        if theirs is not None and _may_be_one(own, theirs):
            yield agrees


def _of_other_day(held: Timex, place: int, cited: _Cited) -> bool:
    """Whether a part of the day is that of another day: "Monday" not of "Tuesday morning"."""
    said = cited.said[place]
    if said.precision is not Precision.PART or not _BOUND.issuperset(said.parts):
        return False
    own, theirs = _day_beside(said, cited.said), _day_beside(held, cited.held)
    return own is not None and theirs is not None and not _may_be_one(own, theirs)


def _day_beside(part: Timex, timexes: Sequence[Timex]) -> Timex | None:
    """The day that ``part`` is said to be of: it stands next to it, or holds it."""
    near = (
        day
        for day in timexes
        if day.start <= part.end + _BESIDE and part.start <= day.end + _BESIDE
    )
    return next((day for day in near if day.precision is Precision.DAY), None)


def _may_be_one(own: Timex, theirs: Timex) -> bool:
    return implies(own, theirs) or implies(theirs, own)


def _as_exact(said: Timex, held: Timex) -> bool:
    if said.year is not None and said.precision is Precision.YEAR:
        return held.year is not None and held.firm
    if said.precision is Precision.PART and held.parts:
        return True
    return said.precision is held.precision


def _given_in_context(
    one: _Cited, said: Timex, *, silent: bool, years: Collection[int | None]
) -> bool:
    """Whether a cited sentence gives ``said`` with its context.

    The year of its "4 March" may stand beside it, or in one of ``years``, which the cited
    sentences name. Where they are ``silent`` on times of the kind, what stands beside it
    and the day of publication may give the whole of it.
    """
    published = one.source.article.published
    around = [*one.source.before(1), one.source.article.title]
    known = [timex for text in around for timex in find_timexes(text, published=published)]
    if said.month is not None and said.year in {*years, *(timex.year for timex in known)}:
        yearless = replace(said, year=None, spans=())
        if any(timex.year is None and implies(timex, yearless) for timex in one.held):
            return True
    if silent and published is not None and said.precision not in _OF_DAY:
        day = Period(day_of(published), day_of(published))
        known.append(Timex(0, 0, Precision.DAY, "", spans=(day,)))
    return silent and any(implies(timex, said) for timex in known)


def _rival(place: int, held: Sequence[bool], cited: Sequence[_Cited]) -> str | None:
    """What a cited sentence says instead of the statement's time, as exactly; or None."""
    for one in cited:
        spoken = [timex for timex, is_held in zip(one.said, held, strict=True) if is_held]
        for timex in one.held:
            alike = timex.firm and _comparable(one.said[place], timex)
            alike = alike and not _of_other_day(timex, place, one)
            free = not any(implies(timex, other) for other in spoken)
            if alike and (free or turned(timex, one.said[place])):
                return " ".join(one.source.text[timex.start : timex.end].split())
    return None


def _comparable(said: Timex, held: Timex) -> bool:
    kinds = {said.precision, held.precision}
    if kinds == _OF_DAY:
        # "Morning" does not contradict "9 a.m."; it only does not give it.
        return not implies(said, held)
    if not kinds.isdisjoint(_OF_DAY):
        return len(kinds) == 1
    return said.precision is held.precision or (said.year is not None and held.year is not None)


def _reason(statement: str, timex: Timex, rival: str | None) -> Reason:
    words = " ".join(statement[timex.start : timex.end].split())
    if rival is None:
        code, text = ReasonCode.DATE_MISSING, f"gives {words}, which the cited sentences do not"
    else:
        code, text = ReasonCode.DATE_CONTRADICTED, f"says {words}, the source says {rival}"
    # A part of the day that is only added leaves the rest of the statement as it was.
    added = rival is None and timex.precision is Precision.PART
    kind = VerdictKind.PARTLY if added else VerdictKind.UNSUPPORTED
    return Reason(code, text, kind, timex.start, timex.end)


def counted_time_is_held(statement: str, start: int, sources: Sequence[SourceSentence]) -> bool:
    """Whether a figure at ``start`` of a statement is a time, too, that a source names.

    That is so of "three years ago", and may be so of "2024 losses".
    """
    cited = [_cited(statement, source) for source in sources]
    return any(
        timex.start == start and not timex.firm and _is_given(place, cited)
        for place, timex in enumerate(find_timexes(statement, published=None))
    )


def years_of(sources: Iterable[SourceSentence]) -> frozenset[int]:
    """The years that the cited sentences name as such."""
    return frozenset(
        timex.year
        for source in sources
        for timex in find_timexes(source.text, published=None)
        if timex.year is not None
    )
