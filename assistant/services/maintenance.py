"""Looking after a library: checking, rebuilding, carrying it elsewhere, removing what is old."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from assistant import __version__
from assistant.examining import examined
from assistant.language.days import first_kept_day
from assistant.reports import (
    BackupReport,
    Check,
    ExportReport,
    ImportReport,
    Progress,
    PruneReport,
    Storage,
    ignore_progress,
)
from assistant.services.resources import Resources
from assistant.stopping import check_stopped
from assistant.types import ArticleSummary, day_of

_EMBEDDED: Final = 16
"""Articles that are embedded and staged together."""
_REMOVED: Final = 100
"""Articles that are removed in one transaction."""


class Maintenance:
    """What is done with a library as a whole."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def reindex(
        self, *, embed: bool = False, on_progress: Callable[[Progress], None] | None = None
    ) -> int:
        """Rebuilds both indexes; with ``embed`` the passages and vectors too.

        Nothing but the catalogue is needed for it. A library of another embedding model or
        older format is always embedded again. Others go on asking, with what was there, until
        all of it is made; a run that was interrupted goes on when it is begun again.

        Returns:
            The number of articles.
        """
        from assistant.language.articles import resplit
        from assistant.library.preparation import prepare

        told = on_progress or ignore_progress
        embedder, library = self._resources.embedder, self._resources.open_library(checked=False)
        with closing(library), library.rebuilding("making the indexes anew"):
            articles = library.catalogue.articles
            ids = articles.ids()
            if embed or not library.identity.fits():
                done = library.catalogue.staging.ids(by=f"{embedder.name} {__version__}")
                left = [key for key in ids if key not in done]
                for start in range(0, len(left), _EMBEDDED):
                    part = articles.by_id(left[start : start + _EMBEDDED])
                    split = [
                        examined(one.id, "sentences", partial(resplit, one), otherwise=one)
                        for one in part.values()
                    ]
                    library.catalogue.staging.add(list(prepare(split, embedder=embedder)))
                    embedded = len(ids) - len(left) + start + len(part)
                    told(Progress(embedded, len(ids), "embedding"))
                if not library.identity.fits():
                    library.indexes.drop()
                library.catalogue.staging.apply(library.identity.own)
            count = library.indexes.rebuild(
                on_step=lambda done: told(Progress(done, len(ids), "indexing"))
            )
            library.compare(again=True)
            return count

    def doctor(self, *, deep: bool = False) -> tuple[Check, ...]:
        """Looks at everything that an answer depends on, and returns how it is.

        ``deep`` holds everything that the library keeps against everything else: ids against
        texts, sentences, passages, versions, vectors, both indexes, the citations of kept
        conversations. Nothing is changed.
        """
        from assistant.services.doctor import examine

        return tuple(examine(self._resources, deep=deep))

    def export(
        self,
        path: str | Path,
        *,
        vectors: bool = False,
        articles_only: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> ExportReport:
        """Writes all articles with their versions to one file, to be imported elsewhere.

        Conversations are not in it (``backup`` copies them). Without ``vectors`` the file is
        smaller, and all is embedded again where it is imported. ``articles_only`` leaves out
        what people keep beside the articles: collections, feeds, topics, what they decided of
        stories.

        Raises:
            UsageError: there is a file of this name already.
            LibraryError: it cannot be written.
        """
        from assistant.library.exchange import export_library

        return export_library(
            self._resources.library,
            Path(path),
            vectors=vectors,
            articles_only=articles_only,
            on_progress=on_progress or ignore_progress,
        )

    def import_(
        self, path: str | Path, *, on_progress: Callable[[Progress], None] | None = None
    ) -> ImportReport:
        """Takes in what ``export`` has written; what is there already is left alone.

        Raises:
            DamagedFileError: the file is damaged or cut; nothing was imported.
            LibraryBusyError: another process was writing for too long.
        """
        from assistant.library.exchange import import_library
        from assistant.library.preparation import prepare

        embedder = self._resources.embedder
        return import_library(
            self._resources.library,
            Path(path),
            prepare=lambda articles: prepare(articles, embedder=embedder),
            on_progress=on_progress or ignore_progress,
        )

    def backup(self, folder: str | Path) -> BackupReport:
        """Copies articles and conversations as they are now, whoever writes meanwhile.

        The folder can be used as a library: its indexes are built then.

        Raises:
            UsageError: there is something in the folder already.
            LibraryError: it cannot be written.
        """
        from assistant.library.exchange import back_up

        return back_up(self._resources.library, Path(folder))

    def storage(self) -> Storage:
        """Returns what the library takes on disk."""
        return self._resources.library.storage()

    def prune(
        self,
        older_than: str | date,
        *,
        dry: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> PruneReport:
        """Removes articles last updated (else published, else added) before a day.

        Each goes with all its versions. A run that is interrupted has removed some of them,
        each wholly.

        Args:
            older_than: the first day that is kept, or an age: ``90d``, ``12w``.
            dry: only tells what would go.
            on_progress: told of every step.

        Raises:
            UsageError: the age or date cannot be read, or names a day to come.
            LibraryBusyError: another process was writing for too long.
            StoppedError: the work was stopped; what was removed before stays removed.
        """
        words = day_of(older_than).isoformat() if isinstance(older_than, date) else older_than
        before = first_kept_day(words, today=self._resources.today(), label="older-than")
        library = self._resources.library
        older = library.catalogue.listing.older_than
        if dry:
            return PruneReport(tuple(older(before)), before, dry)
        told = on_progress or ignore_progress
        removed: list[ArticleSummary] = []
        total = len(older(before))
        while True:
            check_stopped()
            with library.writing("removing old articles"):
                # Asked again under the lock: one may have been updated meanwhile.
                part = older(before, limit=_REMOVED)
                library.remove([one.id for one in part])
            if not part:
                return PruneReport(tuple(removed), before, dry)
            removed += part
            told(Progress(len(removed), max(total, len(removed)), part[-1].title))
