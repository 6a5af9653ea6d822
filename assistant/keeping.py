"""Keeping a library: taking articles in, listing, removing, and looking after it all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from assistant.errors import ArticleNotFoundError, UsageError
from assistant.models.embedder import Embedder
from assistant.parts import Parts
from assistant.reports import (
    AddReport,
    ArticlePage,
    BackupReport,
    Check,
    ExportReport,
    Feed,
    FeedOutcome,
    ImportReport,
    Order,
    Progress,
    PruneReport,
    StoryPage,
)
from assistant.types import (
    Article,
    ArticleSummary,
    Cluster,
    CorrectionNote,
    Filters,
    Statement,
    day_of,
)
from assistant.versions import Changes, History, Version

if TYPE_CHECKING:
    from assistant.reading import Upload

SAMPLES: Final = Path(__file__).parent / "samples"
"""The articles that come with the program."""


class Keeping(Parts):
    """What can be done with a library but asking it; the base of ``Assistant``."""

    def add(
        self,
        *sources: str | Path | Upload,
        stdin: BinaryIO | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> AddReport:
        """Adds the articles of files, folders, patterns, uploads, web pages, or of ``stdin``.

        A web page is named by its address (``"https://…"``), standard input by ``"-"``. What
        is there already is left alone; what has changed at the same place replaces its older
        version, which is kept in the ``history``, or goes there itself where its dates say
        that it is older. What its provider withdraws is no longer searched. What cannot be read
        is reported, and the others go on.

        Raises:
            UsageError: a path does not exist, or there is nothing to read in it.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.adding import add_sources
        from assistant.reading import expand

        if not sources:
            raise UsageError("Nothing to add", hint="Name files, folders or - for standard input")
        opened = expand(sources)
        add = partial(
            add_sources,
            opened,
            library=self._library,
            embedder=self._embedder,
            max_bytes=self._max_bytes,
            stdin=stdin,
            on_progress=on_progress or (lambda _progress: None),
        )
        addresses = [source.url for source in opened if source.url is not None]
        if not addresses:
            return add()
        from assistant.fetching.gathering import gathered

        with gathered(addresses, library=self._library, fetcher=self._fetcher) as pages:
            report = add(read_page=pages.read)
            pages.remember(report)
            return report

    def follow(self, address: str) -> Feed:
        """Follows a feed: RSS, Atom or JSON Feed, or the one that a page names.

        Nothing of it is taken in before ``refresh``.

        Raises:
            FetchError: there is no feed, or it cannot be fetched.
        """
        from assistant.following import follow

        return follow(address, library=self._library, fetcher=self._fetcher)

    def unfollow(self, address: str) -> Feed:
        """Follows a feed no more; the articles that came of it stay.

        Raises:
            UsageError: it is not followed.
        """
        from assistant.following import unfollow

        return unfollow(address, library=self._library)

    def feeds(self) -> tuple[Feed, ...]:
        """The feeds that are followed, with what came of their last refreshing."""
        return self._library.feeds.every()

    def refresh(
        self, *addresses: str, on_progress: Callable[[Progress], None] | None = None
    ) -> tuple[FeedOutcome, ...]:
        """Takes in what is new in feeds: those named, or all.

        A feed that cannot be read is told, and the others go on.

        Raises:
            UsageError: one of those named is not followed, or none is.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.following import refresh

        return refresh(
            addresses,
            library=self._library,
            fetcher=self._fetcher,
            embedder=self._embedder,
            on_progress=on_progress or (lambda _progress: None),
        )

    def add_samples(self, *, on_progress: Callable[[Progress], None] | None = None) -> AddReport:
        """Adds the sample articles that come with the program; all in them is invented."""
        return self.add(SAMPLES, on_progress=on_progress)

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
        """What articles of the library say of themselves, by id; most say nothing."""
        from assistant.language.corrections import correction_notes

        found = self._library.catalogue.articles.by_id(article_ids)
        notes = {key: correction_notes(article) for key, article in found.items()}
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
        key = self.version(article_id).article.id
        return self._library.catalogue.versions.every(key) or self.versions(key)

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

    def remove(self, *article_ids: str) -> tuple[ArticleSummary, ...]:
        """Removes articles with all their versions, all of them or, where one is missing, none.

        Notices that withdraw them go, too: what is added again afterwards stands.

        Raises:
            ArticleNotFoundError: an id is not there, is not the beginning of one alone, or is
                that of an older version.
        """
        library = self._library
        with library.writing("removing articles"):
            keys = list(dict.fromkeys(self._newest(key) for key in article_ids))
            listed = library.catalogue.listing.summaries(Filters())
            removed = tuple(summary for summary in listed if summary.id in set(keys))
            library.remove(keys, told=True)
        return removed

    def _newest(self, article_id: str) -> str:
        """The whole id of a newest version.

        Raises:
            ArticleNotFoundError: there is none of this beginning; or it is an older version's.
        """
        catalogue = self._library.catalogue
        try:
            return catalogue.articles.resolve(article_id)
        except ArticleNotFoundError as error:
            newest = None
            with suppress(ArticleNotFoundError):
                newest = self.history(article_id).newest.article
            if newest is None:
                raise
            raise ArticleNotFoundError(
                f"{article_id!r} is an older version of {newest.title!r}",
                hint=f"Remove all its versions with: assistant remove {newest.id}",
            ) from error

    def reindex(
        self,
        *,
        embed: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> int:
        """Makes both indexes anew; with ``embed`` the passages and vectors too.

        A library of another embedding model or older format is always embedded anew. Others
        may go on asking: they find what has been indexed again so far. Who opens the library
        while all is embedded anew is refused until that is done.

        Returns:
            The number of articles.
        """
        from assistant.reindexing import reindex

        return reindex(
            self.settings.home,
            embedder=self._embedder,
            embed=embed,
            lock_timeout=self.settings.lock_timeout,
            on_notice=self._on_wait,
            on_progress=on_progress or (lambda _progress: None),
        )

    def doctor(self, *, deep: bool = False) -> tuple[Check, ...]:
        """Looks at everything that an answer depends on, and says how it is.

        ``deep`` holds everything that the library keeps against everything else: ids against
        texts, sentences, passages, versions, vectors, both indexes, the citations of kept
        conversations. Nothing is changed.
        """
        from assistant.doctor import examine

        return tuple(examine(self.settings, deep=deep))

    def export(
        self,
        path: str | Path,
        *,
        vectors: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> ExportReport:
        """Writes all articles with their versions to one file, to be imported elsewhere.

        Conversations are not in it (``backup`` copies them). Without ``vectors`` the file is
        smaller, and all is embedded anew where it is imported.

        Raises:
            UsageError: there is a file of this name already.
            LibraryError: it cannot be written.
        """
        from assistant.transferring import export_library

        told = on_progress or (lambda _progress: None)
        return export_library(self._library, Path(path), vectors=vectors, on_progress=told)

    def import_(
        self, path: str | Path, *, on_progress: Callable[[Progress], None] | None = None
    ) -> ImportReport:
        """Takes in what ``export`` has written; what is there already is left alone.

        Raises:
            DamagedFileError: the file is damaged or cut; nothing was imported.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.library.preparation import prepare
        from assistant.transferring import import_library

        return import_library(
            self._library,
            Path(path),
            model=Embedder.name,
            dimension=Embedder.dimension,
            prepare=lambda articles: prepare(articles, embedder=self._embedder),
            on_progress=on_progress or (lambda _progress: None),
        )

    def backup(self, folder: str | Path) -> BackupReport:
        """Copies articles and conversations as they are now, whoever writes meanwhile.

        The folder can be used as a library: its indexes are made anew then.

        Raises:
            UsageError: there is something in the folder already.
            LibraryError: it cannot be written.
        """
        from assistant.transferring import back_up

        return back_up(self._library, Path(folder))

    def prune(
        self,
        older_than: str | date,
        *,
        dry: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> PruneReport:
        """Removes articles last updated (else published, else added) before a day.

        Args:
            older_than: the first day that is kept, or an age: ``90d``, ``12w``.
            dry: only tells what would go.
            on_progress: told of every step.

        Raises:
            UsageError: the age or date cannot be read, or names a day to come.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.pruning import first_kept_day, prune

        words = day_of(older_than).isoformat() if isinstance(older_than, date) else older_than
        before = first_kept_day(words, today=self._today(), label="older-than")
        told = on_progress or (lambda _progress: None)
        return prune(self._library, before=before, dry=dry, on_progress=told)
