"""What is told of a story, a topic or chosen articles: what happened when, who said what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from assistant.characters import well_formed
from assistant.errors import UsageError
from assistant.language.days import moment_of
from assistant.news import ChangesSince
from assistant.services.browsing import Browsing
from assistant.services.resources import Resources
from assistant.telling import Figures, Quotes, Timeline
from assistant.types import Article, Citation, Filters

_PASSAGES: Final = 400
"""Passages that are searched for the articles about a topic."""
_MOST: Final = 400
"""Articles that are read where no topic limits them: the newest."""
_LOOKED: Final = "looked"
"""The fact that records up to when somebody knows what changed."""
_KEEPING: Final = timedelta(seconds=5)
"""How long the transaction takes at most that keeps an article, from when it says it does."""


class Telling:
    """Tells stories from the library, every sentence cited."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._browsing = Browsing(resources)

    def timeline(
        self,
        topic: str = "",
        *,
        articles: Sequence[str] = (),
        filters: Filters = Filters(),
        entries: int = 10,
        first: date | None = None,
        last: date | None = None,
        newest_first: bool = False,
    ) -> Timeline:
        """Tells what happened when, each entry in one to three sentences quoted word for word.

        Args:
            topic: what it is about; without it, and without ``articles``, it is made from all
                articles within ``filters``.
            articles: ids of articles that it is made from, whatever the topic.
            filters: limits to outlets and days of publication.
            entries: the most entries.
            first: the first day that is told of; None for no limit.
            last: the last one, likewise, included.
            newest_first: whether the newest entry comes first.

        Raises:
            UsageError: no entry is asked for, or no day is on or after ``first`` and on or
                before ``last``.
            ArticleNotFoundError: no article has one of the ids.
        """
        from assistant.stories.timeline import make_timeline

        if entries < 1:
            raise UsageError("A timeline has at least one entry")
        if first is not None and last is not None and first > last:
            raise UsageError(f"No day is on or after {first} and on or before {last}")
        return make_timeline(
            self._chosen(topic, articles, filters),
            topic=" ".join(well_formed(topic).split()),
            entries=entries,
            first=first,
            last=last,
            newest_first=newest_first,
        )

    def quotes(
        self,
        topic: str = "",
        *,
        articles: Sequence[str] = (),
        filters: Filters = Filters(),
        speaker: str = "",
        about: str = "",
    ) -> Quotes:
        """Tells who said what, every statement word for word and cited.

        Args:
            topic: what it is about; empty for all articles within ``filters``.
            articles: ids of articles, or their beginnings, in place of a topic.
            filters: outlets and days.
            speaker: only speakers with these words in one of their names.
            about: only statements with these content words, in any of their forms.

        Returns:
            The speakers, those who said most first, and what each said, oldest first. What is
            said by nobody who is sure is left out.

        Raises:
            ArticleNotFoundError: no article has one of the ids.
        """
        from assistant.stories.quotes import make_quotes

        return make_quotes(
            self._chosen(topic, articles, filters),
            topic="" if articles else " ".join(well_formed(topic).split()),
            speaker=well_formed(speaker),
            about=well_formed(about),
            analyse=self._resources.library.words.analyse,
        )

    def figures(
        self, topic: str = "", *, articles: Sequence[str] = (), filters: Filters = Filters()
    ) -> Figures:
        """The quantities of an event for which several figures were reported.

        Args:
            topic: what they are about, where no articles are named.
            articles: the ids of those to read.
            filters: outlets and days that limit what is read for a topic, or without one.

        Raises:
            ArticleNotFoundError: no article has one of the ids.
        """
        from assistant.stories.figures import make_figures

        chosen = self._chosen(topic, articles, filters)
        return make_figures(chosen, topic=" ".join(well_formed(topic).split()))

    def changed_since(
        self,
        since: date,
        *,
        topic: str = "",
        filters: Filters = Filters(),
        cited: Iterable[Citation] | None = None,
    ) -> ChangesSince:
        """Tells what changed in the library: articles, versions, corrections, what was withdrawn.

        Args:
            since: from when on: a moment, in local time where it names no zone; a day begins it.
            topic: what it is about; empty for everything.
            filters: outlets and days of publication. With a last day, only what had come in or
                been published by its end.
            cited: sentences that somebody relies on; None for those that the answers of all
                kept conversations cite, whosever they are.

        Returns:
            New articles by their stories, and what else changed. Of the cited sentences those
            are told that a later version or their provider took back; when an article was
            removed from the library is not known.
        """
        from assistant.answering.topics import Topics
        from assistant.stories.changes import Asked, Changes

        library = self._resources.library
        topic = " ".join(well_formed(topic).split())
        about = None
        if topic:
            topics = Topics(library, self._resources.retrieval)
            found = topics.about(topic, filters=filters, passages=_PASSAGES)
            about = {one.id for one in found}
        asked = Asked(
            since=moment_of(since),
            today=self._resources.today(),
            topic=topic,
            terms=frozenset(library.words.analyse(topic)),
            about=about,
            filters=filters,
        )
        if cited is None:
            cited = self._resources.conversations.citations()
        return Changes(library).told(asked, cited=cited)

    def last_look(self) -> datetime | None:
        """Returns up to when ``looked`` says that somebody knows what changed; None: never."""
        return self._resources.library.catalogue.facts.moment(_LOOKED)

    def looking(self) -> datetime:
        """Returns a moment for ``looked``: what is told from now on has all that came before it.

        Articles bear the second in which they were kept, and their transaction ends a little
        later: rather is something told twice than never.
        """
        return datetime.now(UTC).replace(microsecond=0) - _KEEPING

    def looked(self, moment: datetime) -> None:
        """Records up to when somebody knows what changed; an earlier moment changes nothing.

        Raises:
            LibraryReadOnlyError: the library cannot be written to.
        """
        self._resources.library.catalogue.facts.put_later(_LOOKED, moment)

    def _chosen(self, topic: str, articles: Sequence[str], filters: Filters) -> tuple[Article, ...]:
        """The articles with these ids, else those about ``topic``, else all within ``filters``.

        Those that were withdrawn are left out. At most 400, the newest of them.

        Raises:
            ArticleNotFoundError: no article has one of the ids.
        """
        from assistant.answering.topics import Topics

        resources = self._resources
        topic = " ".join(well_formed(topic).split())
        if articles:
            found = [self._browsing.article(one) for one in articles]
        elif topic:
            topics = Topics(resources.library, resources.retrieval)
            found = topics.about(topic, filters=filters, passages=_PASSAGES)
        else:
            newest = [one.id for one in self._browsing.articles(filters=filters)[:_MOST]]
            known = resources.library.catalogue.articles.by_id(newest)
            found = [known[key] for key in newest if key in known]
        withdrawn = resources.withdrawn(found)
        return tuple(one for one in found if one.id not in withdrawn)
