"""The figures of articles that say plainly what they are of, each with the event around it."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from assistant.articles.copies import newness
from assistant.articles.showable import showable
from assistant.language.figures import Figure
from assistant.language.name_forms import country_of
from assistant.language.names import Name, NameKind, names_of
from assistant.language.temporal import Precision, find_timexes
from assistant.language.word_lists import word_lists
from assistant.language.words import content_terms
from assistant.stories.quantities import Measured, measured
from assistant.types import Article, day_of
from assistant.verifying.figures_context import Placed, placed_figures

_NAME: Final = re.compile(r"(?<![.!?:“\"‘—|] )(?<![\n“\"‘(])\b[A-Z][^\W\d_]++")
"""A word with a capital that begins no sentence."""
_NO_NAMES: Final = frozenset(
    name.lower()
    for names in (calendar.month_name, calendar.month_abbr, calendar.day_name, calendar.day_abbr)
    for name in names
) | word_lists("quantities.toml").words("no_names")
_LEAD: Final = 5
"""Sentences at the head of an article, which tell of what it is about."""
_LISTS: Final = word_lists("quantities.toml")
_STATUS: Final = _LISTS.words("status")
_RECURRING: Final = _LISTS.words("recurring")
_SPREADING: Final = _LISTS.words("spreading")
_STRETCHES: Final = _LISTS.in_order("stretches")
_AT: Final = _LISTS.words("at")
_BEFORE: Final = 12
_PARTING: Final = (", ", "; ", " - ", " — ")
_YEAR: Final = re.compile(r"(?<!since )(?<![\d,.$£€])\b1[5-9]\d\d\b(?![,.]\d)")
_OTHERS: Final = re.compile(r"\b\d{1,6} (?:other|more|further|possible|suspected|probable) ")
"""That a sentence counts others apart: its first figure is of a part."""
_ANY_YEAR: Final = re.compile(r"(?<![\d,.$£€])(?:1[5-9]|20)\d\d\b(?![,.]\d)")
_LATELY: Final = re.compile(
    r" (?:past|last|previous|first) (?:\w{1,9} )?(?:hour|day|week|month|year)"
)
_MOST_SENTENCES: Final = 400
"""Sentences of an article that are read."""
_RECENT: Final = 100
"""Days before the publication from which on a time that is named is of the news."""
_NAMED: Final = frozenset({NameKind.NAME, NameKind.ACRONYM})


@dataclass(frozen=True, slots=True)
class Event:
    """What an article is about: how often it has each name, and all its words."""

    names: Mapping[str, int]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure of one sentence of an article, and what it is of.

    ``days`` are those on which it is said to have happened, None where none is named.
    """

    article: Article
    index: int
    placed: Placed
    what: Measured
    event: Event
    names: frozenset[str]
    words: frozenset[str]
    days: tuple[date, date] | None
    places: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    recurring: bool = False
    spreading: bool = False
    leading: bool = False
    named: bool = False

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.placed.figure

    @property
    def value(self) -> Fraction:
        """Its value, the middle of a range."""
        values = self.figure.values
        return sum(values, Fraction(0)) / len(values)

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts figures from the oldest to the newest."""
        return (newness(self.article), self.article.id, self.index, self.figure.start)

    @property
    def day(self) -> date | None:
        """When its article was published."""
        published = self.article.published
        return None if published is None else day_of(published)

    @property
    def moment(self) -> datetime | None:
        """The same to the minute, where that is known."""
        published = self.article.published
        return published if isinstance(published, datetime) else None


def mentions_in(article: Article) -> tuple[Mention, ...]:
    """The figures of ``article`` of which it is plain what they are of, in its order."""
    return tuple(_mentions(article))


def _mentions(article: Article) -> Iterator[Mention]:
    fit = showable(article)
    event: Event | None = None
    for index in range(min(len(article.sentences), _MOST_SENTENCES)):
        text = " ".join(article.sentence_text(index).split())
        placed = placed_figures(text)
        if not placed or index not in fit:
            continue
        found = [(one, what) for one in placed if (what := measured(one)) is not None]
        if not found:
            continue
        event = event or event_of(article)
        low = f" {text.lower()} "
        if (
            _YEAR.search(text)
            or _OTHERS.search(low)
            or any(f" {one} " in low for one in _STRETCHES)
            or _LATELY.search(low)
        ):
            continue
        named = [one for one in names_of(text) if one.kind in _NAMED]
        names = frozenset(word for name in named for word in name.words) - _NO_NAMES
        places = [one for one in named if _is_place(text, one)]
        words = frozenset(content_terms(text))
        spoken = frozenset(low.replace(",", " ").replace(".", " ").split())
        for one, what in found:
            looks_back, days = _days(text, article)
            if not looks_back:
                yield Mention(
                    article,
                    index,
                    one,
                    what,
                    event,
                    names,
                    words,
                    days,
                    _near(places, one, text),
                    spoken & _STATUS,
                    not spoken.isdisjoint(_RECURRING),
                    not spoken.isdisjoint(_SPREADING),
                    index < _LEAD,
                    index < _LEAD or bool(names),
                )


def _is_place(text: str, name: Name) -> bool:
    """Whether a name is a country's, or stands behind a word of place."""
    before = text[max(0, name.start - _BEFORE) : name.start].lower().split()
    return (bool(before) and before[-1] in _AT) or country_of(name.phrase) is not None


def _near(places: Sequence[Name], placed: Placed, text: str) -> frozenset[str]:
    """The words of the places that a figure is of: those in its part of the sentence.

    Where there is none it is of those that are named before it.
    """
    start = max(text.rfind(mark, 0, placed.figure.lead) for mark in _PARTING)
    ends = [end for mark in _PARTING if (end := text.find(mark, placed.figure.end)) >= 0]
    own = [one for one in places if start < one.start < min(ends, default=len(text))]
    own = own or [one for one in places if one.start < placed.figure.lead]
    return frozenset(word for one in own for word in one.words)


def event_of(article: Article) -> Event:
    """What ``article`` is about."""
    names = (word.lower() for word in _NAME.findall(article.text))
    return Event(
        Counter(word for word in names if word not in _NO_NAMES),
        frozenset(content_terms(f"{article.title} {article.text}")),
    )


def _days(text: str, article: Article) -> tuple[bool, tuple[date, date] | None]:
    """Whether a figure is of another time, and the day that its sentence names."""
    if article.published is None:
        return _ANY_YEAR.search(text) is not None, None
    published = day_of(article.published)
    said: tuple[date, date] | None = None
    for moment in find_timexes(text, published=published):
        if not moment.spans:
            continue
        latest = max(span.last for span in moment.spans)
        if (published - latest).days > _RECENT or moment.phrase.endswith("year"):
            return True, None
        spans = [span for span in moment.spans if span.first <= published]
        if spans and moment.precision is Precision.DAY and said is None:
            said = (max(span.first for span in spans), max(span.last for span in spans))
    return False, said
