"""What is told of a story, a topic or chosen articles: what happened when, who said what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Final

from assistant.characters import in_one_line, well_formed
from assistant.errors import UsageError
from assistant.language.days import moment_of
from assistant.news import ChangesSince
from assistant.services.browsing import Browsing
from assistant.services.resources import Resources
from assistant.telling import Coverage, Figures, Quotes, Timeline
from assistant.types import Article, Citation, Filters, day_of

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
            topic=in_one_line(topic),
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
            topic="" if articles else in_one_line(topic),
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
        return make_figures(chosen, topic=in_one_line(topic))

    def coverage(
        self,
        topic: str = "",
        *,
        articles: Sequence[str] = (),
        filters: Filters = Filters(),
        facts: int = 20,
    ) -> Coverage:
        """Tells which facts which outlets have: what all report, and what only one does.

        Args:
            topic: what they are about, where no articles are named.
            articles: the ids of those to read.
            filters: outlets and days that limit what is read for a topic, or without one.
            facts: the most facts; half as many are told that only one outlet has.

        Returns:
            The facts, those that most outlets have first, each quoted and citing all that have
            the whole of it. That an outlet has none of it says that nothing like it was found in
            its articles. Outlets whose texts are copies of another's count as no further ones.

        Raises:
            UsageError: no fact is asked for.
            ArticleNotFoundError: no article has one of the ids.
        """
        from assistant.stories.coverage import make_coverage
        from assistant.verifying.vectors import library_vectors

        if facts < 1:
            raise UsageError("At least one fact is told")
        resources = self._resources
        chosen = self._chosen(topic, articles, filters)
        return make_coverage(
            chosen,
            vectors=library_vectors(chosen, library=resources.library, embedder=resources.embedder),
            embedder=resources.embedder,
            topic="" if articles else in_one_line(topic),
            facts=facts,
        )

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

        library, filters = self._resources.library, self._resources.within(filters, withdrawn=True)
        topic = in_one_line(topic)
        about = None
        if topic:
            topics = Topics(library, self._resources.retrieval)
            found = topics.about(topic, filters=filters, passages=_PASSAGES)
            about = {one.id for one in found}
        asked = Asked(
            since=moment_of(since),
            today=filters.as_of or self._resources.today(),
            topic=topic,
            terms=frozenset(library.words.analyse(topic)),
            about=about,
            filters=filters,
            only=None if filters.articles is None else frozenset(filters.articles),
        )
        if cited is None:
            cited = self._resources.conversations.citations()
        return Changes(library).told(asked, cited=cited)

    def last_look(self, of: str = "") -> datetime | None:
        """Returns up to when ``looked`` says that somebody knows what changed; None: never.

        Args:
            of: who looked; by default whoever is at the command line.
        """
        return self._resources.library.catalogue.facts.moment(_look(of))

    def looking(self) -> datetime:
        """Returns a moment for ``looked``: what is told from now on has all that came before it.

        Articles bear the second in which they were kept, and their transaction ends a little
        later: rather is something told twice than never.
        """
        return datetime.now(UTC).replace(microsecond=0) - _KEEPING

    def looked(self, moment: datetime, of: str = "") -> None:
        """Records up to when somebody knows what changed; an earlier moment changes nothing.

        Args:
            moment: as ``looking`` returned it.
            of: who looked, as in ``last_look``.

        Raises:
            LibraryReadOnlyError: the library cannot be written to.
        """
        self._resources.library.catalogue.facts.put_later(_look(of), moment)

    def _as_they_were(self, article_ids: Iterable[str], filters: Filters) -> list[Article]:
        """The older versions that stood on the day that all is seen from, where a later one is.

        Of an article that is as it was nothing is given.
        """
        catalogue = self._resources.library.catalogue
        found = []
        for key in article_ids:
            versions = [one.article for one in catalogue.versions.every(key)]
            if not versions or filters.knows(versions[-1]):
                continue
            standing = [one for one in versions if filters.knows(one)]
            if standing and _is_within(standing[-1], filters):
                found.append(standing[-1])
        return found

    def _chosen(self, topic: str, articles: Sequence[str], filters: Filters) -> tuple[Article, ...]:
        """The articles with these ids, else those about ``topic``, else all within ``filters``.

        Those that were withdrawn are left out. At most 400, the newest of them.

        Raises:
            ArticleNotFoundError: no article has one of the ids.
        """
        from assistant.answering.topics import Topics

        resources, filters = self._resources, self._resources.within(filters)
        topic = in_one_line(topic)
        everything = replace(filters, as_of=None, since=None, until=None, taken_in=False)
        if articles:
            found = [self._browsing.article(one) for one in articles]
        elif topic:
            topics = Topics(resources.library, resources.retrieval)
            found = topics.about(topic, filters=filters, passages=_PASSAGES)
            if filters.as_of is not None:
                later = topics.about(topic, filters=everything, passages=_PASSAGES)
                found += self._as_they_were((one.id for one in later), filters)
        else:
            newest = [one.id for one in self._browsing.articles(filters=filters)[:_MOST]]
            known = resources.library.catalogue.articles.by_id(newest)
            found = [known[key] for key in newest if key in known]
            if filters.as_of is not None:
                listed = self._browsing.articles(filters=everything)
                changed = (one.id for one in listed if one.older and not one.withdrawn)
                found = [*self._as_they_were(changed, filters), *found][:_MOST]
        withdrawn = resources.withdrawn(found)
        return tuple(one for one in found if one.id not in withdrawn)


def _look(of: str) -> str:
    """The name of the fact that records somebody's look."""
    return f"{_LOOKED} {sha256(of.encode()).hexdigest()[:16]}" if of else _LOOKED


def _is_within(article: Article, filters: Filters) -> bool:
    """Whether the day of an article that has one is within those asked for."""
    if article.published is None:
        return False
    day = day_of(article.published)
    after = filters.since is None or day >= filters.since
    return after and (filters.last is None or day <= filters.last)
