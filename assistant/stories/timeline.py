"""Timelines: what happened when, from articles, in sentences quoted word for word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, TypeAlias

from assistant.stories.accounts import Account, Words, accounts_of, statement_of
from assistant.stories.days import Time, Worth, by_time, scores_of
from assistant.stories.happenings import Happening, collect_happenings
from assistant.telling import Dating, Entry, Precision, Timeline
from assistant.types import Article, Statement, day_of

Told: TypeAlias = Mapping[Time, Sequence[Happening]]
"""What is told of each time."""

MOST_SENTENCES: Final = 3
"""Sentences that an entry has at the most."""
_AROUND: Final = timedelta(days=31)
"""Days before the first and after the last article in which what happened belongs to the story."""
_WITNESSES: Final = 2
"""Articles that have to speak of a time that is no day, or lies outside the story's days."""


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
    first, last = (None if one is None else day_of(one) for one in (first, last))
    happenings = collect_happenings(articles, topic=topic)
    worth, words = Worth(happenings), Words(happenings)
    told: Told = {
        time: own
        for time, own in by_time(happenings).items()
        if _within(time, first=first, last=last)
    }
    days: Told = {time: own for time, own in told.items() if _is_day(time)}
    vague = {time: own for time, own in told.items() if not _is_day(time)}
    if not fill:
        days = _of_the_story(_happened(days))
    chosen: dict[Time, tuple[Account, ...]] = {}
    for some in (days, _witnessed(vague)):
        _choose(
            chosen,
            some,
            scores_of(some, worth),
            words,
            most=entries,
            sentences=sentences,
            fill=fill,
        )
    made = (_entry(accounts, told[time]) for time, accounts in chosen.items())
    ordered = sorted(made, key=lambda entry: (entry.first, entry.last), reverse=newest_first)
    return Timeline(topic, tuple(ordered), len(articles))


def _within(time: Time, *, first: date | None, last: date | None) -> bool:
    return (first is None or time[0] >= first) and (last is None or time[1] <= last)


def _is_day(time: Time) -> bool:
    return time[2] is Precision.DAY and time[0] == time[1]


def _happened(days: Told) -> Told:
    """Without the days on which nothing is reported to have happened.

    Where that leaves none, the days for which there are plans.
    """
    past = {time: own for time, own in days.items() if any(one.reported for one in own)}
    planned = {
        time: [replace(one, reported=True) for one in own if one.when.planned]
        for time, own in days.items()
    }
    return past or {time: own for time, own in planned.items() if own}


def _of_the_story(days: Told) -> Told:
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


def _witnessed(vague: Told) -> Told:
    """The weeks, months and years that several articles speak of."""
    return {time: own for time, own in vague.items() if _witnesses(own) >= _WITNESSES}


def _witnesses(happenings: Sequence[Happening]) -> int:
    """How many articles say it of the topic."""
    return len({one.material.order for one in happenings if one.about and one.reported})


def _choose(
    chosen: dict[Time, tuple[Account, ...]],
    told: Told,
    scores: Mapping[Time, float],
    words: Words,
    *,
    most: int,
    sentences: int,
    fill: bool,
) -> None:
    """Adds to ``chosen`` the accounts of the times that matter most, up to ``most`` in all."""
    known = [one.happening.terms for accounts in chosen.values() for one in accounts]
    for time in sorted(told, key=lambda one: (-scores[one], one)):
        if len(chosen) == most:
            return
        accounts = accounts_of(told[time], words=words, most=sentences, told=known, fill=fill)
        if accounts:
            chosen[time] = accounts
            known += [one.happening.terms for one in accounts]


def _entry(accounts: Sequence[Account], told: Sequence[Happening]) -> Entry:
    """The entry, its sentences in the order in which they were published and stand."""
    when = accounts[0].happening.when
    ordered = sorted(accounts, key=lambda one: _told_at(one.happening))
    statements: list[Statement] = []
    for account in ordered:
        statements.append(statement_of(account, told, lead=" " if statements else ""))
    said = any(account.happening.said for account in accounts)
    dating = Dating.SAID if said else Dating.PUBLISHED
    return Entry(when.first, when.last, when.precision, dating, tuple(statements))


def _told_at(one: Happening) -> tuple[date, int, int]:
    return one.published or date.min, one.material.order, one.material.index
