"""Looking at a library: its articles, their stories and versions, without changing anything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.parts import Parts
from assistant.reports import ArticlePage, Order, StoryPage
from assistant.types import (
    Article,
    ArticleSummary,
    Cluster,
    CorrectionNote,
    Filters,
    Statement,
)
from assistant.versions import Changes, History, Version


class Looking(Parts):
    """What can be read of a library but by asking it; a base of ``Assistant``."""

    def articles(self, *, filters: Filters = Filters()) -> tuple[ArticleSummary, ...]:
        """The articles of the library within ``filters``, newest first."""
        return tuple(self._library.catalogue.listing.summaries(filters))

    def clusters(self, *, filters: Filters = Filters()) -> tuple[Cluster, ...]:
        """The stories that several articles carry, newest first.

        A cluster is given whole where one of its articles is within ``filters``.
        """
        return tuple(self._library.catalogue.clusters.within(filters))

    def browse(
        self,
        *,
        matching: str = "",
        order: Order = Order.DATE,
        descending: bool = True,
        limit: int = 50,
        offset: int = 0,
    ) -> ArticlePage:
        """A part of the list of articles.

        Args:
            matching: words that have to stand in the headline or the outlet, all of them.
            order: what the list is ordered by; what is unknown comes last.
            descending: from the newest, the greatest, Z.
            limit: how many articles at most.
            offset: how many to leave out before them.
        """
        return self._library.catalogue.listing.page(
            matching=matching, order=order, descending=descending, limit=limit, offset=offset
        )

    def stories(
        self,
        *,
        matching: str = "",
        order: Order = Order.DATE,
        descending: bool = True,
        limit: int = 50,
        offset: int = 0,
    ) -> StoryPage:
        """A part of the list of stories: as ``browse``, but copies stand with their head.

        A story is found by the words of any of its articles, and ordered by its head.
        """
        return self._library.stories.page(
            matching=matching, order=order, descending=descending, limit=limit, offset=offset
        )

    def corrections(self, article_ids: Iterable[str]) -> dict[str, tuple[CorrectionNote, ...]]:
        """What articles of the library say of themselves, by id; most say nothing.

        One that cannot be read is told as not examined, and so is one that has just been removed.
        """
        from assistant.articles.corrections import correction_notes, not_examined

        wanted = list(article_ids)
        found = self._library.catalogue.articles.by_id(wanted)
        notes = {
            key: correction_notes(found[key]) if key in found else not_examined(key)
            for key in wanted
        }
        return {key: said for key, said in notes.items() if said}

    def listed(self, article_ids: Iterable[str]) -> tuple[ArticleSummary, ...]:
        """What a list shows of these articles; those that are not there are left out."""
        listing = self._library.catalogue.listing
        found = (listing.summary(key) for key in dict.fromkeys(article_ids))
        return tuple(summary for summary in found if summary is not None)

    def count(self, filters: Filters = Filters()) -> int:
        """How many articles there are within ``filters``."""
        return self._library.catalogue.listing.count(filters)

    def outlets(self) -> tuple[str, ...]:
        """The outlets of the articles, in the order of the alphabet."""
        return tuple(self._library.catalogue.listing.sources())

    def days(self) -> tuple[date, date] | None:
        """The first and the last day of publication; None where no date is known."""
        return self._library.catalogue.listing.days()

    def article(self, article_id: str) -> Article:
        """One article; the beginning of its id is enough where no other has it.

        An older version is given by its own id: ``version`` tells whether it is one.

        Raises:
            ArticleNotFoundError: none has it, or more than one.
        """
        catalogue = self._library.catalogue
        key = catalogue.articles.resolve(article_id, older=True)
        if article := catalogue.articles.by_id([key]).get(key):
            return article
        if version := catalogue.versions.version(key):
            return version.article
        # Somebody has removed it since: resolving it again says so.
        return self.article(key)

    def version(self, article_id: str) -> Version:
        """One article, and whether another version has taken its place since.

        Raises:
            ArticleNotFoundError: none has this id or beginning of one, or more than one.
        """
        catalogue = self._library.catalogue
        key = catalogue.articles.resolve(article_id, older=True)
        return catalogue.versions.version(key) or self.version(key)

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """All versions of the article that has this version, oldest first.

        Raises:
            ArticleNotFoundError: none has this id or beginning of one, or more than one.
        """
        catalogue = self._library.catalogue
        key = catalogue.articles.resolve(article_id, older=True)
        return catalogue.versions.every(key) or self.versions(key)

    def history(self, article_id: str) -> History:
        """All versions of the article that has this version, and what changed between them.

        Raises:
            ArticleNotFoundError: none has this id or beginning of one, or more than one.
        """
        catalogue = self._library.catalogue
        key = catalogue.articles.resolve(article_id, older=True)
        return catalogue.versions.history(key) or self.history(key)

    def changes(self, statements: Iterable[Statement]) -> Changes:
        """What became of the sentences that statements cite, by article id and index.

        Sentences of newest versions are left out: nothing has become of them.
        """
        citations = (one for statement in statements for one in statement.citations)
        return self._library.catalogue.versions.since(citations)
