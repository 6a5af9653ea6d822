"""The figures of articles that say plainly what they are of, each with its surroundings."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from assistant.articles.copies import newness
from assistant.articles.showable import showable
from assistant.language.figures import Figure
from assistant.language.name_forms import country_of
from assistant.language.names import Name, NameKind, names_of
from assistant.language.numerals_words import may_hold_numbers
from assistant.language.temporal import Precision, find_timexes
from assistant.language.word_lists import word_lists
from assistant.language.words import content_terms
from assistant.stories.quantities import Measured, measured
from assistant.types import Article, day_of
from assistant.verifying.figures_context import Placed, placed_figures

_LISTS: Final = word_lists("quantities.toml")
_NAME: Final = re.compile(r"(?<![.!?:“\"‘—|] )(?<![\n“\"‘(])\b[A-Z][^\W\d_]++")
"""A word with a capital that begins no sentence."""
_NO_NAMES: Final = frozenset(
    name.lower()
    for names in (calendar.month_name, calendar.month_abbr, calendar.day_name, calendar.day_abbr)
    for name in names
) | _LISTS.words("no_names")
_LEAD: Final = 5
"""Sentences at the head of an article, which tell of what it is about."""
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
class ArticleWords:
    """What tells which event an article is about: how often it has each name, and its words."""

    names: Mapping[str, int]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A figure of one sentence of an article, what it is of, and what tells of which event.

    Attributes:
        article: the article.
        index: its sentence.
        placed: the figure in the sentence's text, on one line.
        what: what it measures.
        around: the words of the whole article.
        names: the words of the names in the sentence.
        words: the content words of the sentence.
        days: those on which it is said to have happened, None where none is named.
        places: the words of the names of places that it is of.
        status: words such as "confirmed", of which figures are told apart.
        recurring: whether it is of what happens again and again in one place.
        spreading: whether it is of what spreads from place to place.
    """

    article: Article
    index: int
    placed: Placed
    what: Measured
    around: ArticleWords
    names: frozenset[str]
    words: frozenset[str]
    days: tuple[date, date] | None
    places: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    recurring: bool = False
    spreading: bool = False

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
    def leading(self) -> bool:
        """Whether it stands at the head of its article."""
        return self.index < _LEAD


def mentions_in(article: Article) -> tuple[FigureMention, ...]:
    """The figures of ``article`` of which it is plain what they are of, in its order."""
    return tuple(_mentions(article))


def _mentions(article: Article) -> Iterator[FigureMention]:
    fit = showable(article)
    around: ArticleWords | None = None
    for index in range(min(len(article.sentences), _MOST_SENTENCES)):
        text = " ".join(article.sentence_text(index).split())
        if not may_hold_numbers(text):
            continue
        low = f" {text.lower()} "
        if _is_no_event(text, low):
            continue
        found = [(one, what) for one in placed_figures(text) if (what := measured(one))]
        if not found or index not in fit:
            continue
        looks_back, days = _days(text, article)
        if looks_back:
            continue
        around = around or _article_words(article)
        named = [one for one in names_of(text) if one.kind in _NAMED]
        places = [one for one in named if _is_place(text, one)]
        spoken = frozenset(low.replace(",", " ").replace(".", " ").split())
        for one, what in found:
            yield FigureMention(
                article,
                index,
                one,
                what,
                around,
                names=frozenset(word for name in named for word in name.words) - _NO_NAMES,
                words=frozenset(content_terms(text)),
                days=days,
                places=_near(places, one, text),
                status=spoken & _STATUS,
                recurring=not spoken.isdisjoint(_RECURRING),
                spreading=not spoken.isdisjoint(_SPREADING),
            )


def _is_no_event(text: str, low: str) -> bool:
    """Whether a sentence tells of an earlier year, of parts, or of one of many like stretches.

    ``low`` is the sentence in lower case between blanks.
    """
    return (
        _YEAR.search(text) is not None
        or _OTHERS.search(low) is not None
        or any(f" {one} " in low for one in _STRETCHES)
        or _LATELY.search(low) is not None
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


def _article_words(article: Article) -> ArticleWords:
    """The names and words of ``article``."""
    names = (word.lower() for word in _NAME.findall(article.text))
    return ArticleWords(
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
