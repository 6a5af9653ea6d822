"""The words for what is told of stories: which articles, what happened when, who said what.

Frozen values, as in ``types``. Whatever is told is made of statements that cite sentences.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from assistant.types import ArticleSummary, Citation, Headline, Statement, Summary, cited, day_of


class Cited(ABC):
    """What is told in statements, each citing articles."""

    __slots__ = ()

    @property
    @abstractmethod
    def statements(self) -> tuple[Statement, ...]:
        """All statements, in their order."""

    @property
    def sources(self) -> tuple[Headline, ...]:
        """The cited articles, in the order of their first citation."""
        return cited(self.statements)


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of one run of events.

    Attributes:
        id: stays with the story while articles come and go.
        title: the headline that stands for it, or the name that a person gave it.
        articles: newest first; each near-copy is an article.
        names: whom and what it is about, the most telling first.
        pinned: whether a person keeps it before the others.
        named: whether a person gave the title.
    """

    id: str
    title: str
    articles: tuple[ArticleSummary, ...]
    names: tuple[str, ...] = ()
    pinned: bool = False
    named: bool = False

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who reports it, in the order of the alphabet."""
        return tuple(sorted({one.source for one in self.articles if one.source}))

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of publication; None where no date is known."""
        known = [day_of(one.published) for one in self.articles if one.published is not None]
        return (min(known), max(known)) if known else None


class Precision(StrEnum):
    """How exactly it is known when something happened."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Dating(StrEnum):
    """What an entry's date rests on: words of the sentence, or the day of publication."""

    SAID = "said"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened at one time: one to three sentences, each citing all that say it.

    ``first`` and ``last`` are the days between which it happened, the same for one day.
    """

    first: date
    last: date
    precision: Precision
    dating: Dating
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Timeline(Cited):
    """What happened when. ``topic`` is what it is about, empty for chosen articles.

    ``read`` counts the articles that it was made from.
    """

    topic: str
    entries: tuple[Entry, ...]
    read: int
    notes: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those of all entries, in their order."""
        return tuple(one for entry in self.entries for one in entry.statements)


class Wording(StrEnum):
    """Whether somebody's own words are given, or what they said in the reporter's."""

    QUOTED = "quoted"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that somebody said.

    Attributes:
        words: what was said, as it stands in the article.
        wording: whose words they are.
        statement: the sentence in which it stands, citing every article that has it.
        to: whom it was told to, where that is said.
        role: how the speaker is introduced ("the mayor"), where that is known.
        against: of earlier statements of the same speaker those that this one contradicts,
            by their place in ``Speaker.said``.
    """

    words: str
    wording: Wording
    statement: Statement
    to: str | None = None
    role: str | None = None
    against: tuple[int, ...] = ()

    @property
    def day(self) -> date | None:
        """The day of the earliest article that has it."""
        published = (one.published for one in self.statement.citations)
        return min((day_of(day) for day in published if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or a body, by the fullest name, and what they said, oldest first."""

    name: str
    also: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Quotes(Cited):
    """Who said what. Those who said most come first; ``read`` counts the articles."""

    topic: str
    speakers: tuple[Speaker, ...]
    read: int
    notes: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those of all speakers, in their order."""
        return tuple(one.statement for speaker in self.speakers for one in speaker.said)


class Standing(StrEnum):
    """What became of a reported figure."""

    NEWEST = "newest"
    EARLIER = "earlier"
    DISPUTED = "disputed"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure as one or several articles of a day report it.

    Attributes:
        value: as a number, the middle of a range.
        text: as it stands in the sentence ("at least 27").
        statement: the sentence, citing every article that has it.
        day: when it was published.
        standing: whether it still stands.
    """

    value: Fraction
    text: str
    statement: Statement
    day: date | None
    standing: Standing

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who reports it, each once."""
        named = (one.source for one in self.statement.citations)
        return tuple(dict.fromkeys(one for one in named if one))


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of one event, and the figures that were reported for it, oldest first.

    ``label`` says what is counted ("dead", "magnitude"), ``unit`` what in ("%", "dollars"),
    empty for a count.
    """

    label: str
    unit: str
    reported: tuple[Reported, ...]


@dataclass(frozen=True, slots=True)
class Figures(Cited):
    """Quantities for which several figures were reported; ``read`` counts the articles."""

    topic: str
    quantities: tuple[Quantity, ...]
    read: int
    notes: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those of all quantities, in their order."""
        return tuple(one.statement for each in self.quantities for one in each.reported)


class Carried(StrEnum):
    """How much of a fact articles carry; ``NOT`` says that nothing like it was found in them."""

    WHOLE = "whole"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Carrier:
    """An outlet and its articles, or one article where all are of one outlet.

    ``copy_of`` is the name of the carrier whose texts all of its own are copies of: it counts
    as no further one.
    """

    name: str
    articles: tuple[Headline, ...]
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Carrying:
    """Whether a carrier has a fact.

    Attributes:
        carried: how much of it.
        citation: the sentence that comes nearest to it; None where nothing does.
        differs: the fact's figure and the other one that is given for the same, as they are
            written; None where no figure differs.
    """

    carried: Carried
    citation: Citation | None = None
    differs: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What articles tell, by the sentence that tells it best.

    ``statement`` cites the sentence and those of all carriers that have the whole of it;
    ``carrying`` is in the order of the carriers; ``reports`` counts those that have it whole,
    copies left out.
    """

    statement: Statement
    carrying: tuple[Carrying, ...]
    reports: int


@dataclass(frozen=True, slots=True)
class Coverage(Cited):
    """Which facts which outlets have; ``read`` counts the articles.

    ``facts`` are those that most have first; ``alone`` those of which nothing was found in any
    other carrier, in the order of the carriers.
    """

    topic: str
    carriers: tuple[Carrier, ...]
    facts: tuple[Fact, ...]
    alone: tuple[Fact, ...]
    read: int
    notes: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those of all facts, in their order."""
        return tuple(one.statement for one in (*self.facts, *self.alone))


@dataclass(frozen=True, slots=True)
class SummaryCoverage:
    """A summary, and the facts of its sources, each with how much of it the summary carries.

    ``facts`` are those that at least two carriers report, where ``shared``; else the main
    points of the sources.
    """

    summary: Summary
    facts: tuple[tuple[Fact, Carried], ...]
    shared: bool

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those of the summary."""
        return self.summary.statements


def citing(statement: Statement, further: tuple[Citation, ...]) -> Statement:
    """The statement with the citations of other articles that say the same, each sentence once."""
    known = {(one.article_id, one.sentence_index) for one in statement.citations}
    more = tuple(one for one in further if (one.article_id, one.sentence_index) not in known)
    return replace(statement, citations=statement.citations + more)
