"""Timelines: what happened when, from articles, in sentences quoted word for word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from assistant.language.words import content_terms
from assistant.stories.dating import When, on_publication, times_said
from assistant.summarising.material import Material, collect_material
from assistant.telling import Entry, Precision, Timeline
from assistant.types import QUOTED, Article, Statement, cite, day_of

_PRECISE: Final = {
    Precision.DAY: 1.0,
    Precision.WEEK: 0.3,
    Precision.MONTH: 0.3,
    Precision.YEAR: 0.1,
}


def make_timeline(
    articles: Sequence[Article],
    *,
    topic: str = "",
    entries: int = 10,
    first: date | None = None,
    last: date | None = None,
    newest_first: bool = False,
    sentences: int = 1,
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
        sentences: the most sentences of an entry, from 1 to 3.
    """
    material = collect_material(articles)
    by_time: dict[When, list[Material]] = defaultdict(list)
    for one in material:
        if one.article.published is None:
            continue
        published = day_of(one.article.published)
        times = times_said(one.text, published=published)
        if not times and one.rank == 0:
            times = (on_publication(published),)
        for when in times:
            if _within(when, first=first, last=last) and not when.planned:
                by_time[when].append(one)
    wanted = Counter(term for one in material for term in set(content_terms(one.text)))
    scored = sorted(
        by_time.items(),
        key=lambda item: (-_PRECISE[item[0].precision] * len(item[1]), item[0].first, item[0].last),
    )
    told: set[str] = set()
    found: list[Entry] = []
    for when, candidates in scored:
        if len(found) == entries:
            break
        best = sorted(
            (one for one in candidates if one.text not in told),
            key=lambda one: (
                -sum(wanted[term] for term in content_terms(one.text)) / (one.words + 5)
            ),
        )[:sentences]
        if best:
            told |= {one.text for one in best}
            found.append(
                Entry(
                    when.first,
                    when.last,
                    when.precision,
                    when.dating,
                    tuple(_statement(one) for one in best),
                )
            )
    found.sort(key=lambda entry: (entry.first, entry.last), reverse=newest_first)
    return Timeline(topic, tuple(found), len(articles))


def _within(when: When, *, first: date | None, last: date | None) -> bool:
    return (first is None or when.first >= first) and (last is None or when.last <= last)


def _statement(material: Material) -> Statement:
    citation = cite(material.article, material.index)
    return Statement(citation.quote, (citation,), QUOTED)
