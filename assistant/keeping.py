"""Keeping a library: taking articles in, removing them, and looking after it all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from assistant.errors import ArticleNotFoundError, UsageError
from assistant.looking import Looking
from assistant.models.embedder import Embedder
from assistant.reports import (
    AddReport,
    BackupReport,
    Check,
    ExportReport,
    Feed,
    FeedOutcome,
    ImportReport,
    Progress,
    PruneReport,
)
from assistant.types import (
    ArticleSummary,
    Filters,
    day_of,
)

if TYPE_CHECKING:
    from assistant.reading import Source, Upload

SAMPLES: Final = Path(__file__).parent / "samples"
"""The articles that come with the program."""


class Keeping(Looking):
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
            UsageError: the only path does not exist, or there is nothing to read in it.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.reading import expand

        if not sources:
            raise UsageError("Nothing to add", hint="Name files, folders or - for standard input")
        return self._add(expand(sources), stdin=stdin, on_progress=on_progress)

    def _add(
        self,
        opened: Sequence[Source],
        *,
        stdin: BinaryIO | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> AddReport:
        from assistant.adding import add_sources

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
        from assistant.reading import expand

        # Nobody asked for files of the installation, so they go by their names alone.
        samples = [replace(source, name=Path(source.name).name) for source in expand([SAMPLES])]
        return self._add(samples, on_progress=on_progress)

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

        Nothing but the catalogue is needed for it. A library of another embedding model or
        older format is always embedded anew. Others go on asking, with what was there, until
        all of it is made; a run that was interrupted goes on when it is begun again.

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
