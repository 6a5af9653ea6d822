"""Briefings, and the topics that are followed: their news stands first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from assistant.characters import in_one_line
from assistant.errors import UsageError
from assistant.language.days import moment_of
from assistant.news import Briefing
from assistant.services.resources import Resources
from assistant.services.telling import Telling
from assistant.types import Article, Filters, Summary

_FIRST: Final = timedelta(days=1)
"""How far back the first telling goes."""
_TOLD: Final = 100
"""Stories that are told at once."""


class Briefed:
    """Tells the stories of a time, those on followed topics first."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def briefing(
        self,
        since: date | None = None,
        *,
        stories: int = 10,
        watched: bool = False,
        filters: Filters = Filters(),
    ) -> Briefing:
        """Tells the stories of a time, each in two or three sentences, every one cited.

        They are quoted, or, where a chat model is configured, written by it and checked.

        Those on followed topics come first, then pinned ones, then what most outlets report, each
        outlet counting half as much with every day of age.

        Args:
            since: a day, from which on articles were published; a moment, since which the library
                took them in; by default the last day that it has articles of.
            stories: the most stories.
            watched: whether only stories on followed topics are told.
            filters: outlets and days.

        Raises:
            UsageError: no story is asked for.
            ModelError: the chat model failed, and ``fallback`` is ``none``.
        """
        from assistant.stories.briefing import Briefings, Wanted

        if stories < 1:
            raise UsageError("A briefing has at least one story")
        library, filters = self._resources.library, self._resources.within(filters)
        now = datetime.now(UTC).astimezone()
        today = filters.as_of or self._resources.today()
        if since is None:
            since = library.catalogue.listing.last_day(
                replace(filters, until=filters.until or today)
            )
        wanted = Wanted(
            since=moment_of(since) if isinstance(since, datetime) else since or today,
            now=now,
            today=today,
            stories=stories,
            watched=library.catalogue.watches.every(),
            alone=watched,
            filters=filters,
        )
        return Briefings(library, self._summarise).made(wanted)

    def _summarise(self, articles: Sequence[Article], words: int) -> Summary:
        from assistant.summarising.pipeline import summarise

        resources = self._resources
        return summarise(
            articles,
            words=words,
            style="paragraph",
            embedder=resources.embedder,
            chat=resources.chat_model,
            settings=resources.settings,
            read_seconds=0.0,
        )

    def tell_watched(self, give: Callable[[Briefing], None], *, to: str) -> Briefing:
        """Tells what the library took in on followed topics since the same was told the last time.

        The first time it is what came since a day ago. What ``give`` fails at is told again the
        next time. While one process tells, others wait, so that nothing is told twice.

        Args:
            give: is given the briefing, where it has a story.
            to: who is told: a command, an address.

        Raises:
            LibraryBusyError: another process was telling for too long.
            LibraryReadOnlyError: the library cannot be written to.
        """
        telling = Telling(self._resources)
        with self._resources.library.telling():
            begun = telling.looking()
            since = telling.last_look(to) or begun - _FIRST
            # Whoever cannot record what was told would tell it for ever.
            telling.looked(since, to)
            told = self.briefing(since.astimezone(), stories=_TOLD, watched=True)
            if told.stories:
                give(told)
            telling.looked(begun, to)
            return told

    def watch(self, topic: str) -> bool:
        """Follows a topic: what is new on it comes first in a briefing.

        Returns:
            Whether it was not followed yet.

        Raises:
            UsageError: it has no word, is too long, or there are 100 already.
        """
        line = self._topic(topic)
        return self._resources.library.catalogue.watches.keep(line, at=datetime.now(UTC))

    def unwatch(self, topic: str) -> None:
        """Follows a topic no more.

        Raises:
            UsageError: it is not followed.
        """
        if not self._resources.library.catalogue.watches.drop(self._topic(topic)):
            raise UsageError(
                f"The topic {topic[:80]!r} is not followed", hint="List them: assistant watch"
            )

    def watched(self) -> tuple[str, ...]:
        """Returns the followed topics, in the order in which they came."""
        return self._resources.library.catalogue.watches.every()

    def _topic(self, topic: str) -> str:
        from assistant.library.watches import LONGEST

        line = in_one_line(topic)
        if not self._resources.library.words.analyse(line):
            raise UsageError(
                "There is no word in the topic", hint='Try: assistant watch "port strike"'
            )
        if len(line) > LONGEST:
            raise UsageError(f"A topic has at most {LONGEST} characters")
        return line
