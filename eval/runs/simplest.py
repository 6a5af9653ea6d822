"""The simplest ways to tell stories, to hold the program against.

Each article is a story of its own; what an article begins with happened on the day of
publication; a quotation is of the name that stands nearest to it; a figure is of the word
behind it, and the last one stands; what is new is what was published since.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from assistant import Assistant
from assistant.articles.showable import lead_of
from assistant.language.names import NameKind, find_names
from assistant.language.quotations import find_quotations
from assistant.news import Arrived, ArrivedStory, ChangesSince
from assistant.telling import (
    Dating,
    Entry,
    Figures,
    Precision,
    Quantity,
    Quotes,
    Reported,
    Said,
    Speaker,
    Standing,
    Story,
    Timeline,
    Wording,
)
from assistant.types import QUOTED, Article, Filters, Statement, cite, day_of
from eval.gold.finding import TellingCase
from eval.gold.tellings import (
    ChangesWanted,
    FiguresWanted,
    QuotesWanted,
    StoryWanted,
    TimelineWanted,
)
from eval.runs.outcomes import Told

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PASSAGES: Final = 12


def simplest(assistant: Assistant, case: TellingCase) -> Told:
    """What is told of the same articles in the simplest way."""
    wanted = case.wanted
    articles = _articles(assistant, case)
    if isinstance(wanted, StoryWanted):
        return Told(stories=tuple(_alone(assistant, key) for key in case.ids(wanted.files)))
    if isinstance(wanted, TimelineWanted):
        entries = list(_by_publication(articles))[-wanted.entries :]
        return Told(timeline=Timeline(wanted.topic, tuple(entries), len(articles)))
    if isinstance(wanted, QuotesWanted):
        return Told(quotes=Quotes(wanted.topic, _by_nearest_name(articles), len(articles)))
    if isinstance(wanted, FiguresWanted):
        return Told(figures=Figures(wanted.topic, _by_next_word(articles), len(articles)))
    return Told(changes=_published_since(assistant, wanted))


def _articles(assistant: Assistant, case: TellingCase) -> list[Article]:
    """What the program reads for the case, in the order of the days."""
    wanted = case.wanted
    if isinstance(wanted, ChangesWanted):
        return []
    keys: Sequence[str] = case.ids(wanted.files)
    if not keys:
        hits = assistant.search(wanted.topic, k=_PASSAGES)
        keys = tuple(dict.fromkeys(hit.article.id for hit in hits))
    found = [assistant.article(key) for key in keys]
    return sorted(found, key=lambda one: day_of(one.published) if one.published else date.min)


def _alone(assistant: Assistant, key: str) -> Story:
    whole = assistant.story(key)
    own = tuple(one for one in whole.articles if one.id == key)
    return Story(id=key, title=own[0].title if own else "", articles=own)


def _quoted(article: Article, index: int) -> Statement:
    citation = cite(article, index)
    return Statement(citation.quote, (citation,), QUOTED)


def _by_publication(articles: Sequence[Article]) -> Iterator[Entry]:
    days: dict[date, list[Statement]] = defaultdict(list)
    for one in articles:
        if one.published is not None and one.sentences:
            days[day_of(one.published)].append(_quoted(one, lead_of(one)))
    for day, statements in sorted(days.items()):
        yield Entry(day, day, Precision.DAY, Dating.PUBLISHED, tuple(statements[:3]))


def _by_nearest_name(articles: Sequence[Article]) -> tuple[Speaker, ...]:
    said: dict[str, list[Said]] = defaultdict(list)
    for article in articles:
        names = [one for one in find_names(article.text) if one.kind is not NameKind.GENERIC]
        for one in find_quotations(article.text).outer:
            index = next((s.index for s in article.sentences if one.start < s.end), None)
            outside = [n for n in names if n.end <= one.start or n.start >= one.end]
            if outside and index is not None:
                near = min(outside, key=lambda n: max(one.start - n.end, n.start - one.end))
                words = article.text[one.start : one.end]
                said[near.text].append(Said(words, Wording.QUOTED, _quoted(article, index)))
    return tuple(Speaker(name, (), tuple(all_said)) for name, all_said in said.items())


def _by_next_word(articles: Sequence[Article]) -> tuple[Quantity, ...]:
    found: dict[str, dict[tuple[Fraction, str | None], Reported]] = defaultdict(dict)
    for article in articles:
        day = day_of(article.published) if article.published else None
        for sentence in article.sentences:
            text = article.sentence_text(sentence.index)
            for match in _NUMBER.finditer(text):
                after = re.match(r"[ -]?([a-z]{3,})", text[match.end() :])
                if after:
                    value = Fraction(match[0].replace(",", ""))
                    statement = _quoted(article, sentence.index)
                    one = Reported(value, match[0], statement, day, Standing.EARLIER)
                    found[after[1]].setdefault((value, article.source), one)
    quantities = []
    for noun, own in found.items():
        if len({value for value, _ in own}) > 1:
            *older, last = own.values()
            newest = Reported(last.value, last.text, last.statement, last.day, Standing.NEWEST)
            quantities.append(Quantity(noun, "", (*older, newest)))
    return tuple(quantities)


def _published_since(assistant: Assistant, wanted: ChangesWanted) -> ChangesSince:
    filters = Filters(wanted.outlets, since=wanted.since.date(), until=wanted.until)
    new = tuple(
        ArrivedStory(one.id, one.title, (Arrived(one, None),), 0)
        for one in assistant.articles(filters=filters)
    )
    return ChangesSince(wanted.topic, wanted.since, wanted.until, stories=new, read=len(new))
