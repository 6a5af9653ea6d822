"""Taking articles in: reading, cutting, embedding and keeping, one window at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO, Final, TypeAlias

from assistant.errors import ReadingError
from assistant.language.articles import make_article
from assistant.library.catalogue import Change
from assistant.library.library import Library
from assistant.library.preparation import prepare
from assistant.library.schema import PreparedArticle
from assistant.models.embedder import Embedder
from assistant.reading import Source, read
from assistant.reports import AddedKind, AddOutcome, AddReport, Progress
from assistant.stopping import check_stopped
from assistant.types import Article, ArticleSummary, Document

_WINDOW_CHARACTERS: Final = 150_000
"""Text that is embedded and kept together: a few seconds of work."""

ReadPage: TypeAlias = Callable[[Source], Sequence[Document | ArticleSummary]]
"""What is at a source's web address; an article of the library, where it has not changed."""


@dataclass(frozen=True, slots=True)
class _Item:
    """An article, and the place of its source among those given."""

    place: int
    name: str
    article: Article


def add_sources(
    sources: Sequence[Source],
    *,
    library: Library,
    embedder: Embedder,
    max_bytes: int,
    stdin: BinaryIO | None = None,
    read_page: ReadPage | None = None,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
) -> AddReport:
    """Adds everything that can be read, and says what became of each article.

    A source that cannot be read is reported and the others go on. Each article is
    wholly there or not there, whenever the process ends or the work is stopped.

    Raises:
        LibraryBusyError: another process was writing for too long.
        StoppedError: the work was stopped; what was kept before stays.
    """
    outcomes: list[tuple[int, AddOutcome]] = []
    counter = _Counter(unread=len(sources), on_progress=on_progress)

    def items() -> Iterator[_Item]:
        for place, source in enumerate(sources):
            check_stopped()
            try:
                found = (
                    read_page(source)
                    if read_page is not None and source.url is not None
                    else read(source, max_bytes=max_bytes, stdin=stdin)
                )
            except ReadingError as error:
                outcomes.append((place, _failure(source.name, error)))
                counter.read(source.name, found=1)
                counter.done(source.name, 1)
                continue
            counter.read(source.name, found=len(found))
            for one in found:
                check_stopped()
                if isinstance(one, ArticleSummary):
                    outcomes.append((place, _unchanged(source.name, one)))
                    counter.done(one.title, 1)
                else:
                    yield _Item(place, source.name, make_article(one))

    # Embedding the next window and keeping the last one go on side by side.
    with ThreadPoolExecutor(1, thread_name_prefix="keeper") as keeper:
        waiting = None
        for window in _windows(items()):
            prepared = _prepared(window, library=library, embedder=embedder)
            if waiting is not None:
                outcomes.extend(waiting.result())
            # In this thread's context, so that a stop reaches a keeper that waits for the lock.
            waiting = keeper.submit(
                copy_context().run, _keep, window, prepared, library=library, counter=counter
            )
        if waiting is not None:
            outcomes.extend(waiting.result())
    outcomes.sort(key=itemgetter(0))
    return AddReport(tuple(outcome for _, outcome in outcomes))


def _prepared(
    window: Sequence[_Item], *, library: Library, embedder: Embedder
) -> list[PreparedArticle]:
    known = library.catalogue.has([item.article.id for item in window])
    known |= library.catalogue.versions.superseded([item.article for item in window])
    fresh = {item.article.id: item.article for item in window if item.article.id not in known}
    return list(prepare(fresh.values(), embedder=embedder))


def _keep(
    window: Sequence[_Item],
    prepared: Sequence[PreparedArticle],
    *,
    library: Library,
    counter: _Counter,
) -> list[tuple[int, AddOutcome]]:
    changes: dict[str, Change] = {}
    if prepared:
        with library.writing("adding articles"):
            changes = {change.article_id: change for change in library.keep(prepared)}
    outcomes = []
    for item in window:
        # A second copy within the window finds no change left for it.
        change = changes.pop(item.article.id, None)
        outcomes.append((item.place, _outcome(item, change)))
        counter.done(item.article.title, 1)
    return outcomes


def _outcome(item: _Item, change: Change | None) -> AddOutcome:
    kind = AddedKind.UNCHANGED
    if change is not None and change.changed:
        kind = AddedKind.REPLACED if change.replaced else AddedKind.ADDED
        kind = AddedKind.OLDER if change.newer else kind
    return AddOutcome(
        name=item.name,
        kind=kind,
        article_id=item.article.id,
        title=item.article.title,
        sentences=len(item.article.sentences),
        replaces=change.replaced if change else None,
        newer=change.newer if change else None,
    )


def _unchanged(name: str, kept: ArticleSummary) -> AddOutcome:
    return AddOutcome(
        name=name,
        kind=AddedKind.UNCHANGED,
        article_id=kept.id,
        title=kept.title,
        sentences=kept.sentences,
    )


def _failure(name: str, error: ReadingError) -> AddOutcome:
    return AddOutcome(name=name, kind=AddedKind.FAILED, error=error.message, hint=error.hint)


def _windows(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    window: list[_Item] = []
    size = 0
    for item in items:
        window.append(item)
        size += len(item.article.text)
        if size >= _WINDOW_CHARACTERS:
            yield window
            window, size = [], 0
    if window:
        yield window


class _Counter:
    """Counts articles done against those known so far, a source not yet read as one.

    Thread-safe: what is read and what is kept is told from two threads, one at a time.
    """

    def __init__(self, *, unread: int, on_progress: Callable[[Progress], None]) -> None:
        self._unread = unread
        self._found = 0
        self._done = 0
        self._on_progress = on_progress
        self._telling = threading.Lock()

    def read(self, name: str, *, found: int) -> None:
        with self._telling:
            self._unread -= 1
            self._found += found
            self._tell(name)

    def done(self, name: str, count: int) -> None:
        with self._telling:
            self._done += count
            self._tell(name)

    def _tell(self, name: str) -> None:
        self._on_progress(Progress(self._done, self._found + self._unread, name))
