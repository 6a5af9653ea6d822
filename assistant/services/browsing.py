"""Reading a library: its articles, their clusters and versions. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, TypeVar

from assistant.characters import well_formed
from assistant.errors import UsageError
from assistant.examining import examined
from assistant.reports import ArticlePage, CollapsedPage, Order, Snippet
from assistant.services.resources import Resources
from assistant.types import (
    Article,
    ArticleSummary,
    Cluster,
    CorrectionNote,
    Filters,
    Statement,
)
from assistant.versions import Changes, History, Version

if TYPE_CHECKING:
    from assistant.library.catalogue import Catalogue

Found = TypeVar("Found")


class Browsing:
    """What can be read of a library but by asking it."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    @property
    def _catalogue(self) -> Catalogue:
        return self._resources.library.catalogue

    def articles(self, *, filters: Filters = Filters()) -> tuple[ArticleSummary, ...]:
        """Returns the articles of the library within ``filters``, newest first."""
        return tuple(self._catalogue.listing.summaries(self._resources.within(filters)))

    def clusters(self, *, filters: Filters = Filters()) -> tuple[Cluster, ...]:
        """Returns the stories that several articles carry, newest first.

        A cluster is given whole where one of its articles is within ``filters``.
        """
        return tuple(self._catalogue.clusters.within(self._resources.within(filters)))

    def browse(
        self,
        *,
        matching: str = "",
        text: str = "",
        filters: Filters = Filters(),
        order: Order | None = None,
        descending: bool = True,
        limit: int = 50,
        offset: int = 0,
    ) -> ArticlePage:
        """Returns a part of the list of articles.

        Args:
            matching: words that have to stand in the headline or the outlet, all of them.
            text: words that have to stand anywhere in the article, all of them, in any form;
                stop words are passed over, and alone find nothing.
            filters: outlets, days, articles, a collection.
            order: what the list is ordered by, and what is unknown comes last; by default how
                well the articles fit ``text``, without one their days.
            descending: from the newest, the greatest, Z, what fits best.
            limit: how many articles at most.
            offset: how many to leave out before them.

        Returns:
            The articles, with the sentences where the words of ``text`` stand.

        Raises:
            UsageError: the order is that of a text search, and there is none.
            CollectionNotFoundError: the common owner has no such collection.
        """
        found = self._found(text)
        page = self._catalogue.listing.page(
            matching=matching,
            filters=self._resources.within(filters),
            found=found,
            order=_order(order, found),
            descending=descending,
            limit=limit,
            offset=offset,
        )
        return replace(page, snippets=self._snippets(text, [one.id for one in page.articles]))

    def browse_collapsed(
        self,
        *,
        matching: str = "",
        text: str = "",
        filters: Filters = Filters(),
        order: Order | None = None,
        descending: bool = True,
        limit: int = 50,
        offset: int = 0,
    ) -> CollapsedPage:
        """Returns a part of the list of stories: as ``browse``, but copies stand with their head.

        A story is found by the words of any of its articles, and ordered by its head. Of its
        articles only those within ``filters`` are in it.
        """
        found = self._found(text)
        page = self._resources.library.collapsed.page(
            matching=matching,
            filters=self._resources.within(filters),
            found=found,
            order=_order(order, found),
            descending=descending,
            limit=limit,
            offset=offset,
        )
        shown = [one.id for cluster in page.clusters for one in (cluster.head, *cluster.copies)]
        return replace(page, snippets=self._snippets(text, shown))

    def _found(self, text: str) -> list[str] | None:
        """The ids of the articles that have all the words of a text, best first; None for none."""
        line = well_formed(text).strip()
        if not line:
            return None
        indexes = self._resources.library.indexes
        return indexes.searched(lambda _vectors, words: words.articles(line))

    def _snippets(self, text: str, article_ids: Sequence[str]) -> dict[str, Snippet]:
        from assistant.library.snippets import snippet_of

        line = well_formed(text).strip()
        if not line:
            return {}
        index = self._resources.library.words
        words, stemmer = index.forms(line), cache(index.stemmer)
        found = self._catalogue.articles.by_id(article_ids)
        made = {
            key: examined(
                key,
                "sentences",
                partial(snippet_of, one, words, stems=stemmer(one.language)),
                otherwise=None,
            )
            for key, one in found.items()
        }
        return {key: one for key, one in made.items() if one is not None}

    def corrections(self, article_ids: Iterable[str]) -> dict[str, tuple[CorrectionNote, ...]]:
        """Returns what articles of the library say of themselves, by id; most say nothing.

        One that cannot be read is told as not examined, and so is one that has just been removed.
        """
        from assistant.articles.corrections import correction_notes, not_examined

        wanted = list(article_ids)
        found = self._catalogue.articles.by_id(wanted)
        notes = {
            key: correction_notes(found[key]) if key in found else not_examined(key)
            for key in wanted
        }
        return {key: said for key, said in notes.items() if said}

    def listed(self, article_ids: Iterable[str]) -> tuple[ArticleSummary, ...]:
        """Returns what a list shows of these articles; those that are not there are left out."""
        found = map(self._catalogue.listing.summary, dict.fromkeys(article_ids))
        return tuple(summary for summary in found if summary is not None)

    def generation(self) -> int:
        """Returns a number that is another one whenever what is searched has changed."""
        return self._resources.library.catalogue.index_notes.generation()

    def count(self, filters: Filters = Filters()) -> int:
        """Returns how many articles there are within ``filters``."""
        return self._catalogue.listing.count(self._resources.within(filters))

    def outlets(self) -> tuple[str, ...]:
        """Returns the outlets of the articles, in the order of the alphabet."""
        return tuple(self._catalogue.listing.sources())

    def days(self) -> tuple[date, date] | None:
        """Returns the first and the last day of publication; None where no date is known."""
        return self._catalogue.listing.days()

    def article(self, article_id: str) -> Article:
        """Returns one article; the beginning of its id is enough where no other has it.

        An older version is given by its own id: ``version`` tells whether it is one.

        Raises:
            ArticleNotFoundError: none has it, or more than one.
        """

        def read(key: str) -> Article | None:
            if article := self._catalogue.articles.by_id([key]).get(key):
                return article
            version = self._catalogue.versions.version(key)
            return version.article if version else None

        return self._resolved(article_id, read)

    def version(self, article_id: str) -> Version:
        """Returns one article, and whether another version has taken its place since.

        Raises:
            ArticleNotFoundError: none has this id or beginning of one, or more than one.
        """
        return self._resolved(article_id, self._catalogue.versions.version)

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """Returns all versions of the article that has this version, oldest first.

        Raises:
            ArticleNotFoundError: none has this id or beginning of one, or more than one.
        """
        return self._resolved(article_id, self._catalogue.versions.every)

    def history(self, article_id: str) -> History:
        """Returns all versions of an article as ``versions``, and what changed between them.

        Raises:
            ArticleNotFoundError: none has this id or beginning of one, or more than one.
        """
        return self._resolved(article_id, self._catalogue.versions.history)

    def _resolved(self, article_id: str, read: Callable[[str], Found | None]) -> Found:
        """Returns what ``read`` gives for the whole id that ``article_id`` is the beginning of."""
        while True:
            found = read(self._catalogue.articles.resolve(article_id, older=True))
            if found:
                return found
            # Somebody has removed it since: resolving it again says so.

    def changes(self, statements: Iterable[Statement]) -> Changes:
        """Returns what became of the sentences that statements cite, by article id and index.

        Sentences of newest versions are left out: nothing has become of them.
        """
        citations = (one for statement in statements for one in statement.citations)
        return self._catalogue.versions.since(citations)


def _order(order: Order | None, found: Sequence[str] | None) -> Order:
    if order is Order.MATCH and found is None:
        raise UsageError("What is ordered by how well it fits needs words to look for")
    return order or (Order.DATE if found is None else Order.MATCH)
