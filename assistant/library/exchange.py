"""Exports a library to a portable file, imports one, and backs up."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from assistant.errors import LibraryError, UsageError
from assistant.library.catalogue import Catalogue
from assistant.library.conversations import Conversations, are_kept
from assistant.library.library import Library
from assistant.library.portable import (
    FORMAT,
    VERSION,
    ArticleEntry,
    Header,
    RowEntry,
    VersionEntry,
    read_header,
    read_portable,
    writing_portable,
)
from assistant.library.schema import PreparedArticle
from assistant.library.transfer import Lineage, is_early, lineages
from assistant.reports import (
    BackupReport,
    ExportReport,
    ImportReport,
    Progress,
    ignore_progress,
)
from assistant.stopping import check_stopped
from assistant.types import Article, Filters

_WINDOW_CHARACTERS: Final = 150_000
"""Text that is inserted together."""
_ROWS: Final = 500
"""Rows of other tables that are inserted together."""

Prepare = Callable[[Iterable[Article]], Iterable[PreparedArticle]]
"""Cuts articles into passages and embeds them."""


def export_library(
    library: Library,
    path: Path,
    *,
    vectors: bool,
    articles_only: bool = False,
    on_progress: Callable[[Progress], None] = ignore_progress,
) -> ExportReport:
    """Writes all articles with their versions, and the other portable tables, to one file.

    Of those tables ``articles_only`` takes none but the early ones, which say how articles are
    kept.

    It is of one state of the library, whoever writes meanwhile, and is there when all of it
    is written, or not at all.

    Raises:
        UsageError: there is a file of this name already.
        LibraryError: it cannot be written.
        StoppedError: the work was stopped; there is no file.
    """
    facts = library.catalogue.facts.every()
    header = Header(
        format=FORMAT,
        version=VERSION,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        model=facts["model"] if vectors else None,
        dimension=int(facts["dimension"]) if vectors else None,
    )
    articles = versions = rows = 0
    total = library.catalogue.listing.count(Filters())
    with (
        writing_portable(path, header=header) as writer,
        library.catalogue.entries(vectors=vectors) as entries,
    ):
        for entry in entries:
            check_stopped()
            if articles_only and isinstance(entry, RowEntry) and not is_early(entry):
                continue
            writer.put(entry)
            if isinstance(entry, ArticleEntry):
                articles += 1
                on_progress(Progress(articles, max(total, articles), entry.title))
            versions += isinstance(entry, VersionEntry)
            rows += isinstance(entry, RowEntry)
    return ExportReport(str(path), articles, versions, rows, header.model, path.stat().st_size)


def import_library(
    library: Library,
    path: Path,
    *,
    prepare: Prepare,
    on_progress: Callable[[Progress], None] = ignore_progress,
) -> ImportReport:
    """Imports what ``export_library`` has written; what is there already is left alone.

    The whole file is checked before anything is inserted. Each article is then inserted with
    its history in one transaction: a run that is interrupted leaves whole articles, and the
    next one goes on.

    Raises:
        DamagedFileError: the file is damaged or cut; nothing was imported.
        LibraryBusyError: another process was writing for too long.
        StoppedError: the work was stopped; what was inserted before stays.
    """
    header = read_header(path)
    own = library.identity.made_by(header.model, header.dimension)

    def entries() -> Iterator[Lineage | RowEntry]:
        for one in lineages(read_portable(path), dimension=library.dimension if own else None):
            check_stopped()
            yield one

    # Only when a file has been read to its end is it known to be whole.
    total = sum(isinstance(one, Lineage) for one in entries())
    importer = _Importer(library, prepare, ImportReport(str(path), vectors=own), total, on_progress)
    for one in entries():
        importer.insert(one)
    return importer.end()


def back_up(library: Library, folder: Path) -> BackupReport:
    """Copies catalogue and conversations, as they are now, into a new folder.

    It may be done while others ask and write. The indexes are not copied: they are rebuilt
    from the catalogue when the folder is used as a library. The folder is there when all of
    it is copied, or not at all.

    Raises:
        UsageError: there is something in the folder already.
        LibraryError: it cannot be written.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"There is something in {str(folder)!r} already", hint="Choose a new folder"
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{folder.name}.", suffix=".part", dir=folder.parent
        ) as made:
            part = Path(made) / "copy"
            part.mkdir(mode=0o700)
            library.catalogue.database.copy_to(part / "catalogue.sqlite")
            with closing(Catalogue.in_file(part / "catalogue.sqlite")) as copied:
                copied.index_notes.disown()
            if are_kept(library.home):
                with closing(Conversations(library.home)) as kept:
                    kept.copy_to(part / "conversations.sqlite")
            files = tuple(sorted(file.name for file in part.iterdir()))
            size = sum(file.stat().st_size for file in part.iterdir())
            if folder.exists():
                folder.rmdir()
            part.rename(folder)
    except OSError as error:
        raise LibraryError(
            f"The backup cannot be written to {str(folder)!r} ({error.strerror or error})",
            hint="Choose another place, or make room",
        ) from error
    return BackupReport(str(folder), files, size)


@dataclass(slots=True)
class _Importer:
    """Inserts articles and rows, some at a time, and counts what became of them."""

    library: Library
    prepare: Prepare
    report: ImportReport
    total: int
    on_progress: Callable[[Progress], None]
    done: int = 0
    window: list[Lineage] = field(default_factory=list)
    characters: int = 0
    early: list[RowEntry] = field(default_factory=list)
    rows: list[RowEntry] = field(default_factory=list)

    def insert(self, one: Lineage | RowEntry) -> None:
        """Inserts an article or a row, now or with those that follow."""
        if isinstance(one, RowEntry):
            rows = self.early if is_early(one) else self.rows
            rows.append(one)
            if len(rows) >= _ROWS:
                self._import_rows(rows)
            return
        self.window.append(one)
        self.characters += len(one.article.text)
        if self.characters >= _WINDOW_CHARACTERS:
            self._import_articles()

    def end(self) -> ImportReport:
        """Inserts what is left, and returns what became of it all."""
        if self.window:
            self._import_articles()
        self._import_rows(self.early)
        self._import_rows(self.rows)
        return self.report

    def _import_articles(self) -> None:
        self._import_rows(self.early)
        window, self.window, self.characters = self.window, [], 0
        prepared = self._prepared(_fresh(self.library, window))
        left = window
        with self.library.writing("importing articles"):
            # What was there may have lost its place meanwhile, or to what is inserted here.
            while lost := _fresh(self.library, left):
                prepared |= self._prepared([one for one in lost if one.article.id not in prepared])
                self._import(lost, prepared)
                done = {one.article.id for one in lost}
                left = [one for one in left if one.article.id not in done]
            self._import(left, {})
        self.done += len(window)
        self.on_progress(Progress(self.done, self.total, window[-1].article.title))

    def _prepared(self, lineages: Sequence[Lineage]) -> dict[str, PreparedArticle]:
        stored = [one.stored for one in lineages if one.stored is not None]
        embedded = self.prepare([one.article for one in lineages if one.stored is None])
        return {item.article.id: item for item in (*stored, *embedded)}

    def _import(self, lineages: Sequence[Lineage], prepared: Mapping[str, PreparedArticle]) -> None:
        for change in self.library.import_lineages(lineages, prepared) if lineages else ():
            done = "added"
            if not change.changed:
                done = "unchanged"
            elif change.newer:
                done = "older"
            elif change.replaced:
                done = "replaced"
            self._count("versions", change.versions)
            self._count(done)

    def _import_rows(self, rows: list[RowEntry]) -> None:
        if not rows:
            return
        with self.library.writing("importing"):
            self._count("rows", self.library.insert_rows(rows))
        rows.clear()

    def _count(self, name: str, more: int = 1) -> None:
        self.report = replace(self.report, **{name: getattr(self.report, name) + more})


def _fresh(library: Library, window: Sequence[Lineage]) -> list[Lineage]:
    """Returns those whose newest version is not there yet."""
    articles = [one.article for one in window]
    known = library.catalogue.articles.has([article.id for article in articles])
    known |= library.catalogue.versions.superseded(articles)
    return [one for one in window if one.article.id not in known]
