"""The words for what is new: what changed in a library since a moment, and how.

Frozen values, as in ``telling``. Every sentence among them is a statement that cites where it
stands, in the newest version of its article or in an older one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from assistant.telling import Cited, Reported
from assistant.types import (
    ArticleSummary,
    CorrectionNote,
    Headline,
    Notice,
    Statement,
)
from assistant.versions import MetadataEdit, Since


@dataclass(frozen=True, slots=True)
class Arrived:
    """An article that is new, and the sentence that says what it is about; None: it has none."""

    article: ArticleSummary
    lead: Statement | None


@dataclass(frozen=True, slots=True)
class ArrivedStory:
    """What is new in one story, newest first.

    Attributes:
        id: the story's.
        title: the headline that stands for it, or the name that a person gave it.
        arrived: its new articles.
        known: how many articles it had before.
    """

    id: str
    title: str
    arrived: tuple[Arrived, ...]
    known: int

    @property
    def outlets(self) -> tuple[str, ...]:
        """Whose articles are new, in the order of the alphabet."""
        return tuple(sorted({one.article.source for one in self.arrived if one.article.source}))


@dataclass(frozen=True, slots=True)
class Rewording:
    """A sentence as it was and as it is; None where it is new, or gone."""

    before: Statement | None
    after: Statement | None


@dataclass(frozen=True, slots=True)
class Revised:
    """An article of which a new version came.

    Attributes:
        article: as it is now.
        before: the id of the version that was the newest one before.
        came: when the library took the version of now in.
        about: what changed but its text.
        sentences: those that changed, came or went, in the order of reading.
    """

    article: ArticleSummary
    before: str
    came: datetime
    about: tuple[MetadataEdit, ...]
    sentences: tuple[Rewording, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """A correction that an article carries, and its sentences; none where it is in the headline."""

    article: Headline
    note: CorrectionNote
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Killed:
    """An article that its provider withdrew, and the notice by which it did."""

    article: Headline
    notice: Notice


@dataclass(frozen=True, slots=True)
class Gone:
    """A sentence that a kept answer cites and that stands so no more, and what became of it."""

    statement: Statement
    since: Since


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure for which a new article gives another one.

    ``label`` and ``unit`` are as in ``Quantity``; ``story`` is the title of its story.
    """

    story: str
    label: str
    unit: str
    before: Reported
    after: Reported


@dataclass(frozen=True, slots=True)
class ChangesSince(Cited):
    """What changed in a library since a moment.

    Attributes:
        topic: what it is about, empty for everything.
        since: from when on.
        until: the last day that was looked at; None for up to now.
        stories: new articles by their stories: pinned ones first, then those with most new ones.
        revised: new versions of articles that were known.
        corrected: corrections in new articles and new versions.
        killed: what providers withdrew.
        gone: cited sentences that changed or went.
        moved: figures that changed.
        read: how many articles it was made from.
        notes: what a person should know of how it was made.
    """

    topic: str
    since: datetime
    until: date | None
    stories: tuple[ArrivedStory, ...] = ()
    revised: tuple[Revised, ...] = ()
    corrected: tuple[Noted, ...] = ()
    killed: tuple[Killed, ...] = ()
    gone: tuple[Gone, ...] = ()
    moved: tuple[Moved, ...] = ()
    read: int = 0
    notes: tuple[str, ...] = ()

    @property
    def arrived(self) -> tuple[Arrived, ...]:
        """The new articles of all stories, in their order."""
        return tuple(one for story in self.stories for one in story.arrived)

    @property
    def anything(self) -> bool:
        """Whether anything changed at all."""
        return any((self.stories, self.revised, self.corrected, self.killed, self.gone))

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All sentences that are told, in the order of the parts."""
        return tuple(self._statements())

    def _statements(self) -> Iterator[Statement]:
        yield from (one.lead for one in self.arrived if one.lead is not None)
        for revised in self.revised:
            for one in revised.sentences:
                yield from (each for each in (one.before, one.after) if each is not None)
        for moved in self.moved:
            yield from (moved.before.statement, moved.after.statement)
        for noted in self.corrected:
            yield from noted.statements
        yield from (one.statement for one in self.gone)


@dataclass(frozen=True, slots=True)
class Brief:
    """One story of a briefing.

    Attributes:
        id: the story's.
        title: the headline of its newest article, or the name that a person gave it.
        statements: two or three sentences that tell most of what is new.
        fresh: what the newest of its articles begins with, where the story was known before; of a
            new story that stands first among the ``statements``.
        new: how many of its articles are new.
        known: how many it had before.
        outlets: who reports what is new, in the order of the alphabet.
        newest: its newest article.
        watched: the followed topic that it is about, empty where it is about none.
        pinned: whether a person keeps it before the others.
    """

    id: str
    title: str
    statements: tuple[Statement, ...]
    fresh: tuple[Statement, ...]
    new: int
    known: int
    outlets: tuple[str, ...]
    newest: Headline
    watched: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Briefing(Cited):
    """The stories of a time, those on followed topics first, then what is reported most widely.

    ``since`` is from when on, a day or a moment; ``made`` is when it was made, ``as_of`` the
    earlier day that it is seen from; ``further`` counts the stories that it leaves out; ``read``
    counts the new articles; ``engine`` quoted or wrote the sentences.
    """

    since: date
    made: datetime
    stories: tuple[Brief, ...]
    further: int
    read: int
    notes: tuple[str, ...] = ()
    as_of: date | None = None
    engine: str = "extractive"

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those of all stories, in their order."""
        return tuple(each for one in self.stories for each in (*one.statements, *one.fresh))
