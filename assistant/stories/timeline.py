"""Timelines: what happened when, from articles, in sentences quoted word for word.

A time matters that many articles speak of, in sentences that are worth much to the topic; later
ones count as those of the day do. And one on which what is reported is one thing: its sentences
share their words. Both are plain sums; weights that logistic regression learned for a dozen
counts (after Tran et al., "Predicting Relevant News Events for Timeline Summaries", 2013) chose
worse: docs/measurements/timelines.md.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from statistics import fmean, pstdev
from typing import Final, TypeAlias

from assistant.stories.dated_sentences import DatedSentence, dated_sentences
from assistant.stories.sentence_selection import (
    InverseFrequency,
    ScoredSentence,
    select_sentences,
    statement_of,
)
from assistant.telling import Dating, Entry, Precision, Timeline
from assistant.types import Article, Statement, day_of

Time: TypeAlias = tuple[date, date, Precision]
"""A time: its first and last day, and how exactly it is known."""
ByTime: TypeAlias = Mapping[Time, Sequence[DatedSentence]]
"""The sentences that tell of each time."""

MOST_SENTENCES: Final = 3
"""Sentences that an entry has at the most."""
_AROUND: Final = timedelta(days=31)
"""Days before the first and after the last article in which what happened belongs to the story."""
_WITNESSES: Final = 2
"""Articles that have to speak of a time that is no day, or lies outside the story's days."""
_REPORTED: Final = 0.3
"""What a sentence counts that names no time, beside one that does."""
_SHORT: Final = 5
"""Words that every sentence is taken to have besides its own."""
_SCALE: Final = 10.0
_FEW: Final = 20
"""Words that every day is taken to have besides those of its sentences."""
_SMALL: Final = 1e-6


def make_timeline(
    articles: Sequence[Article],
    *,
    topic: str = "",
    entries: int = 10,
    first: date | None = None,
    last: date | None = None,
    newest_first: bool = False,
    sentences: int = MOST_SENTENCES,
    fill: bool = False,
) -> Timeline:
    """Returns the timeline of ``articles``: the days that matter, each in quoted sentences.

    Args:
        articles: what it is made from; those without a date tell only of the days they name
            in full.
        topic: what it is about; empty for whatever the articles are about.
        entries: the most entries there are to be.
        first: the first day that is told of; None for no limit.
        last: the last one, likewise, included.
        newest_first: whether the newest entry comes first.
        sentences: the most sentences of an entry.
        fill: whether there are to be as many entries and sentences as that, even where little
            speaks for the last of them.
    """
    first = date.min if first is None else day_of(first)
    last = date.max if last is None else day_of(last)
    told = dated_sentences(articles, topic=topic)
    weights, rarity = TopicWeights(told), InverseFrequency(told)
    days: dict[Time, list[DatedSentence]] = defaultdict(list)
    vague: dict[Time, list[DatedSentence]] = defaultdict(list)
    for one in told:
        when = one.when
        if first <= when.first and when.last <= last:
            is_day = when.precision is Precision.DAY and when.first == when.last
            time = when.first, when.last, when.precision
            (days if is_day else vague)[time].append(one)
    eligible: ByTime = days if fill else _of_the_story(_happened(days))
    chosen: dict[Time, tuple[ScoredSentence, ...]] = {}
    for some in (eligible, _witnessed(vague)):
        scores = _scores(some, weights)
        known = [one.sentence.terms for selected in chosen.values() for one in selected]
        for time in sorted(some, key=lambda one: (-scores[one], one)):
            if len(chosen) == entries:
                break
            selected = select_sentences(
                some[time], rarity=rarity, most=sentences, told=known, fill=fill
            )
            if selected:
                chosen[time] = selected
                known += [one.sentence.terms for one in selected]
    made = [_entry(selected, days.get(time) or vague[time]) for time, selected in chosen.items()]
    ordered = sorted(made, key=lambda entry: (entry.first, entry.last), reverse=newest_first)
    return Timeline(topic, tuple(ordered), len(articles))


def _happened(days: ByTime) -> ByTime:
    """Without the days on which nothing is reported to have happened.

    Where that leaves none, the days for which there are plans.
    """
    past = {time: own for time, own in days.items() if any(one.reported for one in own)}
    planned = {
        time: [replace(one, reported=True) for one in own if one.when.planned]
        for time, own in days.items()
    }
    return past or {time: own for time, own in planned.items() if own}


def _of_the_story(days: ByTime) -> ByTime:
    """Without the days that are not about the topic.

    Of those that lie far from the days of all articles several articles have to speak.
    """
    published = {one.published for own in days.values() for one in own if one.published}
    if not published:
        return days
    begin, end = min(published), max(published)
    return {
        time: own
        for time, own in days.items()
        if _witnesses(own)
        >= (1 if begin - time[0] <= _AROUND and time[0] - end <= _AROUND else _WITNESSES)
    }


def _witnessed(vague: ByTime) -> ByTime:
    """The weeks, months and years that several articles speak of."""
    return {time: own for time, own in vague.items() if _witnesses(own) >= _WITNESSES}


def _witnesses(told: Sequence[DatedSentence]) -> int:
    """How many articles say it of the topic."""
    return len({one.material.order for one in told if one.about and one.reported})


def _entry(selected: Sequence[ScoredSentence], told: Sequence[DatedSentence]) -> Entry:
    """The entry, its sentences in the order in which they were published and stand."""
    when = selected[0].sentence.when
    statements: list[Statement] = []
    for one in sorted(selected, key=lambda each: _told_at(each.sentence)):
        statements.append(statement_of(one.sentence, told, lead=" " if statements else ""))
    said = any(one.sentence.said for one in selected)
    dating = Dating.SAID if said else Dating.PUBLISHED
    return Entry(when.first, when.last, when.precision, dating, tuple(statements))


def _told_at(one: DatedSentence) -> tuple[date, int, int]:
    return one.published or date.min, one.material.order, one.material.index


class TopicWeights:
    """What the words of the sentences are worth to the topic.

    A word is worth the more the larger the share of its sentences is that are about the topic,
    and the more there are of these.

    Args:
        told: what the articles tell.
    """

    def __init__(self, told: Sequence[DatedSentence]) -> None:
        uses: Counter[str] = Counter()
        about: Counter[str] = Counter()
        for one in told:
            if one.place:
                continue
            uses.update(one.terms)
            if one.about:
                about.update(one.terms)
        self._weights = {term: n / uses[term] * math.log1p(n) for term, n in about.items()}
        self._length = math.hypot(*self._weights.values()) or 1.0

    def of(self, terms: frozenset[str]) -> float:
        """What a sentence with these terms is worth; 0 for one without any."""
        own = sum(self._weights.get(term, 0.0) for term in terms)
        return own / self._length / math.sqrt(len(terms) + _SHORT)


def _scores(told: ByTime, weights: TopicWeights) -> dict[Time, float]:
    """How much each time matters among those of ``told``: 0 in the mean.

    What was planned counts for nothing.
    """
    if not told:
        return {}
    reported = _standardised([_how_much_reported(own, weights) for own in told.values()])
    agreeing = _standardised([_how_agreeing(own) for own in told.values()])
    return {time: a + b for time, a, b in zip(told, reported, agreeing, strict=True)}


def _how_much_reported(told: Sequence[DatedSentence], weights: TopicWeights) -> float:
    """How much is said of a time: of each article its best sentence counts."""
    best: dict[int, float] = {}
    for one in told:
        if not one.reported:
            continue
        own = weights.of(one.terms) * (1.0 if one.said else _REPORTED)
        best[one.material.order] = max(own, best.get(one.material.order, 0.0))
    return math.log1p(_SCALE * sum(best.values()))


def _how_agreeing(told: Sequence[DatedSentence]) -> float:
    """How much the sentences about the topic share their words."""
    uses = Counter(term for one in told if one.about and not one.when.planned for term in one.terms)
    return math.log1p(sum(n * n for n in uses.values()) / (uses.total() + _FEW))


def _standardised(values: Sequence[float]) -> list[float]:
    """The values with mean 0 and standard deviation 1; all 0 where they are alike."""
    mean, spread = fmean(values), pstdev(values)
    return [(value - mean) / (spread + _SMALL) for value in values]
