"""What a question asks of a story, told by what tells stories: as statements under headings.

A statement stands under what an answer must not be without: its day, its speaker, the figure
that it reports, why it is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from assistant.answering.requests import Request, RequestKind, Told
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
from assistant.types import Filters, Statement

_SPEAKERS: Final = 6
_EACH: Final = 2
"""Speakers that an answer tells of, and statements of each."""
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
        quotes = self._telling.quotes(request.topic, filters=filters)
        analyse = self._resources.library.words.analyse
        terms = set(analyse(request.topic))

        def near(said: Said) -> int:
            return len(terms & set(analyse(said.statement.text)))

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


def _introduced(speaker: Speaker, told: Sequence[Said]) -> str:
    """``Maria Lund, the mayor``, ``Dr. Maria Lund``: by the first role that is known."""
    role = next((one.role for one in told if one.role), "")
    if role.endswith("."):
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
