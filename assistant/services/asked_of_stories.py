"""What a question asks of a story, told by what tells stories: as statements under headings.

A statement stands under what an answer must not be without: its day, its speaker, the figure
that it reports, why it is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from typing import Final

from assistant.answering.requests import Request, RequestKind, Told
from assistant.articles.showable import showable
from assistant.errors import UsageError
from assistant.language.days import moment_since
from assistant.language.word_lists import word_lists
from assistant.language.words import words_in
from assistant.news import ChangesSince
from assistant.rendering.news import moved_in_words, since_when
from assistant.rendering.telling import (
    is_published,
    quantity_in_words,
    standing_in_words,
    when_in_words,
)
from assistant.rendering.wording import count
from assistant.services.resources import Resources
from assistant.services.telling import Telling
from assistant.telling import Quantity, Said, Speaker
from assistant.types import Article, Filters, Statement, day_of

_SPEAKERS: Final = 6
_EACH: Final = 2
"""Speakers that an answer tells of, and statements of each."""
_OF_ONE: Final = 4
"""Statements where only one speaker is asked about."""
_BESIDE: Final = 2
"""Sentences on each side of a statement that tell what it is about."""
_QUANTITIES: Final = 3
_FIGURES: Final = 8
"""Quantities that an answer tells of, and figures of each."""
_CHANGES: Final = 10
"""Sentences that an answer tells of what changed."""
_ASKED: Final = word_lists("quantities.toml").table("asked")
"""What people call those of whom quantities tell: "toll" for "dead"."""


class AskedOfStories:
    """Tells what is asked of stories, from the library."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._telling = Telling(resources)

    def told(self, request: Request, filters: Filters) -> Told:
        """What ``request``, which is of stories, asks for; within ``filters``."""
        tellers: Mapping[RequestKind, Callable[[Request, Filters], Told]] = {
            RequestKind.TIMELINE: self._timeline,
            RequestKind.STATEMENTS: self._statements,
            RequestKind.FIGURES: self._figures,
            RequestKind.CHANGES: self._changes,
        }
        return tellers[request.kind](request, filters)

    def _timeline(self, request: Request, filters: Filters) -> Told:
        timeline = self._telling.timeline(request.topic, filters=filters)
        statements: list[Statement] = []
        for entry in timeline.entries:
            when = when_in_words(entry)
            heading = f"{when} (day of publication)" if is_published(entry) else when
            statements += (_under(heading, one) for one in entry.statements)
        return Told(tuple(statements), timeline.read, timeline.notes)

    def _statements(self, request: Request, filters: Filters) -> Told:
        if request.speaker:
            return self._said_by(request, filters)
        quotes = self._telling.quotes(request.topic, filters=filters)
        words = self._near(request.topic)

        def near(said: Said) -> int:
            return words(said.statement.text)

        nearest = sorted(quotes.speakers, key=lambda one: -max(map(near, one.said)))[:_SPEAKERS]
        statements: list[Statement] = []
        for speaker in sorted(nearest, key=quotes.speakers.index):
            best = sorted(speaker.said, key=near, reverse=True)[:_EACH]
            told = [one for one in speaker.said if one in best]
            heading = _introduced(speaker, told)
            statements += (_under(heading, one.statement) for one in told)
        left = len(quotes.statements) - len(statements)
        notes = _more(left, "statement", of=len(quotes.speakers), what="speaker")
        return Told(tuple(statements), quotes.read, notes)

    def _said_by(self, request: Request, filters: Filters) -> Told:
        """What one speaker said, what is most about the topic first, then the newest.

        Where the speaker is not named, or said nothing in an article about the topic, nothing
        is told.
        """
        quotes = self._telling.quotes(request.topic, filters=filters, speaker=request.speaker)
        cited = {one.article_id for said in quotes.statements for one in said.citations}
        articles = self._resources.library.catalogue.articles.by_id(list(cited))
        near, beside = self._near(request.topic), partial(_beside, articles)
        told = {}  # by text: a sentence may hold somebody's own words and others of theirs
        for by in quotes.speakers:
            for one in by.said:
                score = 2 * near(one.statement.text) + near(beside(one))
                if _is_shown(articles, one):
                    told[one.statement.text] = (score, _day(one), one, by)
        ranked = sorted(told.values(), key=itemgetter(0, 1), reverse=True)
        ranked = [each for each in ranked if each[0] or not ranked[0][0]]
        statements = tuple(
            _under(_introduced(by, [one]), one.statement) for *_, one, by in ranked[:_OF_ONE]
        )
        return Told(statements, quotes.read, _more(len(ranked) - len(statements), "statement"))

    def _near(self, topic: str) -> Callable[[str], int]:
        """Tells how many words of ``topic`` a text has."""
        analyse = self._resources.library.words.analyse
        terms = set(analyse(topic))
        return lambda text: len(terms & set(analyse(text)))

    def _figures(self, request: Request, filters: Filters) -> Told:
        figures = self._telling.figures(request.topic, filters=filters)
        fit = [one for one in figures.quantities if self._is_asked(one, request.quantity)]
        statements: list[Statement] = []
        for quantity in fit[:_QUANTITIES]:
            name = quantity_in_words(quantity)
            statements += (
                _under(f"{name}: {one.text} ({standing_in_words(one)})", one.statement)
                for one in quantity.reported[-_FIGURES:]
            )
        left = sum(len(one.reported) for one in fit) - len(statements)
        notes = _more(left, "figure", of=len(fit), what="quantity", several="quantities")
        nothing = ""
        if not fit and figures.read and not request.quantity:
            nothing = (
                f"{count(figures.read, 'article')} about “{request.topic}” "
                f"{'was' if figures.read == 1 else 'were'} compared, and no figure was found for "
                "which they plainly give different ones."
            )
        return Told(tuple(statements), figures.read, notes, nothing)

    def _is_asked(self, quantity: Quantity, asked: str) -> bool:
        """Whether a question about a figure ("the death toll") means this quantity."""
        if not asked:
            return True
        analyse = self._resources.library.words.analyse
        words = set(words_in(asked))
        if labels := {label for label in _ASKED.names if words & _ASKED.words(label)}:
            return quantity.label in labels
        return bool(set(analyse(quantity.label)) & set(analyse(asked)))

    def _changes(self, request: Request, filters: Filters) -> Told:
        now = datetime.now().astimezone()
        today = self._resources.today()
        now = now.replace(year=today.year, month=today.month, day=today.day)
        try:
            since = moment_since(request.since.rstrip("?!. "), now=now, label="since")
        except UsageError:  # "since the vote": an ordinary question
            return Told()
        listing = self._resources.library.catalogue.listing
        everything = listing.count(filters)
        if len(listing.came_since(since, filters, today=today)) == everything:
            note = f"All articles came into the library since {since_when(since)}"
            return Told(read=everything, notes=(note,))
        # Whose conversations cite what is nobody else's affair.
        changes = self._telling.changed_since(since, topic=request.topic, filters=filters, cited=())
        about = f" about “{request.topic}”" if request.topic else ""
        if not changes.anything and not changes.moved:
            nothing = f"Nothing{about} came or changed since {since_when(since)}."
            return Told(read=everything, nothing=nothing)
        found: dict[str, Statement] = {}
        for one in _changed(changes):
            found.setdefault(one.text, one)
        statements = tuple(found.values())
        left = len(statements) - _CHANGES
        notes = [f"What came or changed{about} since {since_when(since)}"]
        notes += _more(left, "sentence") if left > 0 else ()
        notes += [f"“{one.article.title}” was withdrawn by its provider" for one in changes.killed]
        return Told(statements[:_CHANGES], everything, (*notes, *changes.notes))


def _changed(changes: ChangesSince) -> Iterable[Statement]:
    """What changed, the gravest first, each under what it is."""
    for noted in changes.corrected:
        yield from (_under("Correction", one) for one in noted.statements)
    for moved in changes.moved:
        yield _under(f"Figure changed: {moved_in_words(moved)}", moved.after.statement)
    for revised in changes.revised:
        for one in revised.sentences:
            if one.before:
                yield _under("Said in an earlier version", one.before)
            if one.after:
                yield _under("Said in the new version", one.after)
    for story in changes.stories:
        heading = f"New in “{story.title}”" if story.known else "New story"
        yield from (_under(heading, one.lead) for one in story.arrived if one.lead)


def _day(said: Said) -> date:
    """The day on which a statement was published; where it is not known, before all others."""
    published = said.statement.citations[0].published
    return day_of(published) if published else date.min


def _is_shown(articles: Mapping[str, Article], said: Said) -> bool:
    """Whether no heading, question, caption or the like is among what a statement cites."""
    return all(
        one.sentence_index in showable(articles[one.article_id]) for one in said.statement.citations
    )


def _beside(articles: Mapping[str, Article], said: Said) -> str:
    """The text of a statement's sentences with those beside them."""
    citations = said.statement.citations
    article = articles[citations[0].article_id]
    cited = [one.sentence_index for one in citations if one.article_id == article.id]
    low, high = max(0, cited[0] - _BESIDE), min(len(article.sentences), cited[-1] + _BESIDE + 1)
    return " ".join(map(article.sentence_text, range(low, high)))


def _introduced(speaker: Speaker, told: Sequence[Said]) -> str:
    """``Maria Lund, the mayor``, ``Dr. Maria Lund``, ``Prince Harry``: by the first known role."""
    role = next((one.role for one in told if one.role), "")
    if role.endswith(".") or (role.istitle() and " " not in role + speaker.name):
        return f"{role} {speaker.name}"
    article, _, rest = role.partition(" ")
    role = f"the {rest}" if article == "The" else role
    return f"{speaker.name}, {role}" if role else speaker.name


def _under(heading: str, statement: Statement) -> Statement:
    """The statement under a heading, as a paragraph."""
    return replace(statement, heading=heading, lead="\n\n")


def _more(
    left: int, noun: str, *, of: int = 0, what: str = "", several: str = ""
) -> tuple[str, ...]:
    """That something more was found than an answer tells."""
    if left <= 0:
        return ()
    whole = f" ({count(of, what, several=several)} in all)" if of else ""
    verb = "is" if left == 1 else "are"
    return (f"{count(left, f'further {noun}')} {verb} not shown here{whole}",)
