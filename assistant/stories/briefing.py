"""A briefing: the stories of a time, each in a few cited sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Final, TypeAlias

from assistant.articles.copies import newness
from assistant.articles.corrections import correction_notes
from assistant.articles.showable import showable
from assistant.errors import AssistantError
from assistant.examining import examined
from assistant.language.words import near_identical, shingles
from assistant.library.library import Library
from assistant.news import Brief, Briefing
from assistant.stopping import check_stopped
from assistant.stories.changes import lead_statement
from assistant.summarising.leaving_out import without_unsound
from assistant.telling import Story
from assistant.types import (
    Article,
    ArticleSummary,
    Filters,
    Statement,
    Summary,
    day_of,
    headline,
)

Summarise: TypeAlias = Callable[[Sequence[Article], int], Summary]
"""Summarises articles of one story in about so many words."""

_MOST: Final = 2_000
"""New articles that are looked at, the newest."""
_SUMMARISED: Final = 4
"""Articles of a story that are summarised: the newest, one of each outlet first."""
_READ: Final = 20
"""Sentences of an article that a few are chosen from: to compare more takes most of the time."""
_WORDS: Final = 60
_QUOTES: Final = "extractive"
_SENTENCES: Final = 3
_LEAD: Final = 6
"""Sentences at the beginning of an article that say what it is about."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be told.

    Attributes:
        since: from when on: a day, by publication; a moment, by when the library took it in (as
            of an earlier day by publication, too).
        now: the present, with its time zone.
        today: the day that it is told on: nothing dated later is of the time.
        stories: the most stories.
        watched: the followed topics, the first of them first.
        alone: whether only stories on them are told.
        filters: outlets and days.
    """

    since: date
    now: datetime
    today: date
    stories: int
    watched: tuple[str, ...] = ()
    alone: bool = False
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A story with its new articles, newest first, and the place of the topic that it is on."""

    story: Story
    new: tuple[ArticleSummary, ...]
    place: int | None

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(sorted({one.source for one in self.new if one.source}))

    def weight(self, newest: date | None) -> float:
        """How widely it is reported: each outlet counts half as much with every day of age."""
        published = self.new[0].published
        age = 0 if newest is None or published is None else (newest - day_of(published)).days
        return float(len(self.outlets) or 1) * 0.5 ** min(max(age, 0), 60)


class Briefings:
    """Makes briefings of a library.

    Args:
        library: it.
        summarise: quotes the sentences of a story that tell most, or has them written.
    """

    def __init__(self, library: Library, summarise: Summarise) -> None:
        self._library = library
        self._summarise = summarise
        self._engine = _QUOTES
        self._notes: dict[str, None] = {}

    def made(self, wanted: Wanted) -> Briefing:
        """The stories of a time: on followed topics, pinned ones, then the most widely reported."""
        found = [one for one in self._new(wanted) if not one.withdrawn]
        new = {one.id: one for one in found[:_MOST]}
        candidates = []
        followed = self._followed(list(new), wanted.watched)
        for story in self._library.catalogue.stories.of(new, wanted.filters):
            own = tuple(new[one.id] for one in story.articles if one.id in new)
            place = min((followed[one.id] for one in own if one.id in followed), default=None)
            if place is not None or not wanted.alone:
                candidates.append(_Candidate(story, own, place))
        newest = max((day_of(one.published) for one in new.values() if one.published), default=None)
        candidates.sort(
            key=lambda one: (
                len(wanted.watched) if one.place is None else one.place,
                not one.story.pinned,
                -one.weight(newest),
                -len(one.new),
                one.story.id,
            )
        )
        shown = [self._told(one, wanted) for one in candidates[: wanted.stories]]
        told = [one for one in shown if one is not None]
        note = f"Only the newest {_MOST:,} of {len(found):,} new articles were looked at"
        return Briefing(
            since=wanted.since,
            made=wanted.now,
            stories=tuple(told),
            further=len(candidates) - len(told),
            read=len(new),
            as_of=wanted.filters.as_of,
            engine=self._engine,
            notes=(*((note,) if len(found) > _MOST else ()), *self._notes),
        )

    def _new(self, wanted: Wanted) -> Sequence[ArticleSummary]:
        listing = self._library.catalogue.listing
        today = wanted.today
        if isinstance(wanted.since, datetime):
            came = listing.came_since(wanted.since, wanted.filters, today=today)
            if wanted.filters.as_of is not None:
                return came
            return [one for one in came if one.added >= wanted.since]
        last = min(wanted.filters.until or today, today)
        return listing.summaries(replace(wanted.filters, since=wanted.since, until=last))

    def _followed(self, new: Sequence[str], watched: Sequence[str]) -> dict[str, int]:
        """Of each of these articles (ids) the place of the first followed topic that it is on.

        It is on a topic all of whose words it has in headline and lead; on none it is left out.
        """
        analyse = self._library.words.analyse
        topics = [frozenset(analyse(one)) for one in watched]
        found: dict[str, int] = {}
        for article in self._library.catalogue.articles.by_id(new if topics else ()).values():
            check_stopped()
            whole = set(analyse(f"{article.title} {article.text}"))
            if not any(terms <= whole for terms in topics):
                continue  # that is quick, and so most of them
            head = set(analyse(_head(article)))
            places = (place for place, terms in enumerate(topics) if terms and terms <= head)
            if (place := next(places, None)) is not None:
                found[article.id] = place
        return found

    def _told(self, candidate: _Candidate, wanted: Wanted) -> Brief | None:
        """A story in a few sentences; None where its articles have just been removed."""
        check_stopped()
        story, new = candidate.story, candidate.new
        known = self._library.catalogue.articles.by_id([one.id for one in _chosen(new)])
        if not known:
            return None
        # What its provider withdrew is in no story.
        articles = without_unsound(list(known.values()), withdrawn={}).articles
        newest = max(articles, key=newness)
        lead = lead_statement(newest)
        told = examined(
            story.id,
            "briefing",
            partial(self._sentences, articles),
            otherwise=(),
            passing=AssistantError,
        )
        # A summary has it without its dateline.
        same = [one for one in told if lead is not None and _alike(lead, one)]
        told = tuple(one for one in told if one not in same)
        fresh = tuple(same[:1]) or ((lead,) if lead is not None else ())
        before = len(story.articles) - len(new)
        if not before or not told:
            told, fresh = (*fresh, *told), ()
        return Brief(
            id=story.id,
            title=story.title if story.named else newest.title,
            statements=told[:_SENTENCES],
            fresh=fresh,
            new=len(new),
            known=before,
            outlets=candidate.outlets,
            newest=headline(newest),
            watched="" if candidate.place is None else wanted.watched[candidate.place],
            pinned=story.pinned,
        )

    def _sentences(self, articles: Sequence[Article]) -> tuple[Statement, ...]:
        """A few sentences that tell most of articles; quoted, those of the newest first."""
        told = self._summarise([_beginning(one) for one in articles], _WORDS)
        if not told.engine.startswith(_QUOTES):
            self._engine = told.engine
            return told.statements
        self._notes |= dict.fromkeys(told.notes if told.engine != _QUOTES else ())
        order = {one.id: newness(one) for one in articles}
        return tuple(
            sorted(
                told.statements, key=lambda one: order[one.citations[0].article_id], reverse=True
            )
        )


def _chosen(new: Sequence[ArticleSummary]) -> list[ArticleSummary]:
    """The newest articles, one of each outlet before a second of any."""
    seen: dict[str | None, int] = {}
    turns = []
    for place, one in enumerate(new):
        turns.append((seen.setdefault(one.source, 0), place, one))
        seen[one.source] += 1
    return [one for _, _, one in sorted(turns, key=lambda turn: turn[:2])][:_SUMMARISED]


def _beginning(article: Article) -> Article:
    """An article without its later sentences, which are seldom quoted; whole if it is corrected."""
    if correction_notes(article):
        return article
    return replace(article, sentences=article.sentences[:_READ])


def _head(article: Article) -> str:
    first = islice(showable(article), _LEAD)
    return " ".join((article.title, *map(article.sentence_text, first)))


def _alike(one: Statement, other: Statement) -> bool:
    """Whether two statements quote one sentence, or nearly the same one."""
    places = ({(each.article_id, each.start) for each in both.citations} for both in (one, other))
    return not set.isdisjoint(*places) or near_identical(shingles(one.text), shingles(other.text))
