"""The figures of articles that say plainly what they are of, each with the event around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from assistant.answering.showable import showable
from assistant.language.figures import Figure
from assistant.language.moments import Precision, find_moments
from assistant.language.names import NameKind, names_of
from assistant.language.words import content_terms
from assistant.stories.quantities import Measured, measured
from assistant.types import Article, day_of
from assistant.verifying.figures_context import Placed, placed_figures

_LEAD: Final = 4
"""Sentences at the head of an article that tell what it is about, beside its title."""
_MOST_SENTENCES: Final = 400
"""Sentences of an article that are read."""
_RECENT: Final = 100
"""Days before the publication from which on a time that is named is of the news."""
_NAMED: Final = frozenset({NameKind.NAME, NameKind.ACRONYM})


@dataclass(frozen=True, slots=True)
class Event:
    """What an article is about: the words of its headline and lead, and the names in it."""

    words: frozenset[str]
    text: frozenset[str]


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
        event = event or event_of(article, [i for i in range(len(article.sentences))])
        names = frozenset(
            word for name in names_of(text) if name.kind in _NAMED for word in name.words
        )
        words = frozenset(content_terms(text))
        for one, what in found:
            looks_back, days = _days(text, one, article)
            if not looks_back:
                yield Mention(article, index, one, what, event, names, words, days)


def event_of(article: Article, indices: Sequence[int]) -> Event:
    """What ``article`` is about."""
    head = " ".join((article.title or "", *(article.sentence_text(i) for i in indices[:_LEAD])))
    return Event(frozenset(content_terms(head)), frozenset(content_terms(article.text)))


def _days(text: str, placed: Placed, article: Article) -> tuple[bool, tuple[date, date] | None]:
    """Whether a figure is of another time, and the day that its sentence names."""
    if article.published is None:
        return False, None
    published = day_of(article.published)
    said: tuple[date, date] | None = None
    for moment in find_moments(text, published=published):
        if not moment.spans:
            continue
        first = min(span.first for span in moment.spans)
        last = max(span.last for span in moment.spans)
        if (published - last).days > _RECENT or moment.phrase.endswith("year"):
            return True, None
        if moment.precision is Precision.DAY and len(moment.spans) == 1 and said is None:
            said = (first, last)
    return False, said
