"""Taking articles in: reading, cutting, embedding and keeping, one window at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import BinaryIO, Final, TypeAlias

from assistant.errors import AssistantError, ReadingError
from assistant.examining import UNEXAMINED, examined
from assistant.language.articles import make_article
from assistant.library.library import Library
from assistant.library.preparation import prepare
from assistant.library.schema import PreparedArticle
from assistant.library.upserting import Change
from assistant.library.withdrawals import Withdrawal
from assistant.memory import give_back
from assistant.models.embedder import Embedder
from assistant.reading import Reading, Source, WithdrawnError, read_each
from assistant.reports import AddOutcome, AddReport, Progress, ignore_progress
from assistant.services.outcomes import article_outcome, failure, notice_outcome, unchanged
from assistant.stopping import check_stopped
from assistant.types import Article, ArticleSummary, Document, Notice

_WINDOW_CHARACTERS: Final = 150_000
"""Text that is embedded and kept together: a few seconds of work."""
_NOTICE_CHARACTERS: Final = 500
"""What a notice counts for: a window of nothing else has an end, too."""

ReadPage: TypeAlias = Callable[[Source], Sequence[Document | ArticleSummary]]
"""What is at a source's web address; an article of the library, where it has not changed."""


@dataclass(frozen=True, slots=True)
class _Item:
    """An article or a notice, its place among all that was read, and the name of its source.

    ``left_out`` is what of an article could not be read.
    """

    place: int
    name: str
    content: Article | Notice
    left_out: tuple[str, ...] = ()


def add_sources(
    sources: Sequence[Source],
    *,
    library: Library,
    embedder: Embedder,
    max_bytes: int,
    stdin: BinaryIO | None = None,
    read_page: ReadPage | None = None,
    on_progress: Callable[[Progress], None] = ignore_progress,
) -> AddReport:
    """Adds everything that can be read, and says what became of each article.

    What cannot be read is reported and the others go on. Each article is wholly there or
    not there, whenever the process ends or the work is stopped; doing the same again goes
    on from there, and embeds nothing that was kept. A window of articles is in memory at a
    time, and an outcome for each.

    Raises:
        LibraryBusyError: another process was writing for too long.
        StoppedError: the work was stopped; what was kept before stays.
    """
    counter = _Counter(unread=len(sources), on_progress=on_progress)
    adding = _Adding(library, embedder, counter)
    found = partial(_found, read_page=read_page, max_bytes=max_bytes, stdin=stdin)
    # Embedding the next window and keeping the last one go on side by side.
    with ThreadPoolExecutor(1, thread_name_prefix="keeper") as keeper:
        waiting = None
        for window in _windows(adding.items(sources, found)):
            prepared = adding.prepared(_articles(window))
            if waiting is not None:
                waiting.result()
            # In this thread's context, so that a stop reaches a keeper that waits for the lock.
            waiting = keeper.submit(copy_context().run, adding.keep, window, prepared)
        if waiting is not None:
            waiting.result()
    return AddReport(tuple(adding.outcomes[place] for place in sorted(adding.outcomes)))


@dataclass(frozen=True, slots=True)
class _Found:
    """What one article of a source is, or what it was the last time; or why there is none."""

    name: str
    outcome: Document | ArticleSummary | ReadingError
    share: float = 1.0


def _found(
    source: Source, *, read_page: ReadPage | None, max_bytes: int, stdin: BinaryIO | None
) -> Iterator[_Found]:
    if read_page is None or source.url is None:
        readings = read_each(source, max_bytes=max_bytes, stdin=stdin)
        failed = Reading(source.name, _not_examined(source.name))
        # After a fault the source gives nothing more.
        while one := examined(
            source.name,
            "reading",
            lambda: next(readings, None),
            otherwise=failed,
            passing=AssistantError,
        ):
            yield _Found(one.name, one.outcome, one.share)
        return
    try:
        page = examined(
            source.name,
            "reading",
            lambda: read_page(source),
            otherwise=None,
            passing=AssistantError,
        )
        if page is None:
            raise _not_examined(source.name)
    except ReadingError as error:
        yield _Found(source.name, error)
        return
    for told in page:
        yield _Found(source.name, told)


def _not_examined(name: str) -> ReadingError:
    return ReadingError(f"{name} {UNEXAMINED}", hint="Report it, with what --debug shows")


@dataclass(frozen=True, slots=True)
class _Adding:
    """Reads, embeds and keeps; what became of each article or notice stands by its place."""

    library: Library
    embedder: Embedder
    counter: _Counter
    outcomes: dict[int, AddOutcome] = field(default_factory=dict)

    def items(
        self, sources: Sequence[Source], found_in: Callable[[Source], Iterator[_Found]]
    ) -> Iterator[_Item]:
        """What is to be kept; of all else it is told at once what became of it."""
        place = count()
        for source in sources:
            check_stopped()
            for found in found_in(source):
                check_stopped()
                self.counter.read(source.name, share=found.share)
                match found.outcome:
                    case WithdrawnError(notice=Notice() as notice):
                        yield _Item(next(place), found.name, notice)
                    case ReadingError() as error:
                        self._report(next(place), failure(found.name, error))
                    case ArticleSummary() as kept:
                        self._report(next(place), unchanged(found.name, kept))
                    case Document() as document:
                        make = partial(make_article, document)
                        article = examined(found.name, "sentences", make, otherwise=None)
                        if article is None:
                            self._report(
                                next(place), failure(found.name, _not_examined(found.name))
                            )
                        else:
                            yield _Item(next(place), found.name, article, document.left_out)
            self.counter.ended(source.name)

    def _report(self, place: int, outcome: AddOutcome) -> None:
        self.outcomes[place] = outcome
        self.counter.done(outcome.title or outcome.name)

    def prepared(self, articles: Sequence[Article]) -> list[PreparedArticle]:
        """Those that are not there yet, ready to be kept."""
        catalogue = self.library.catalogue
        known = catalogue.articles.has([article.id for article in articles])
        known |= catalogue.versions.superseded(articles)
        known -= self.library.withdrawals.restored_by(articles)
        fresh = {article.id: article for article in articles if article.id not in known}
        return list(prepare(fresh.values(), embedder=self.embedder))

    def keep(self, window: Sequence[_Item], prepared: Sequence[PreparedArticle]) -> None:
        """Keeps a window, and tells what became of each of its items."""
        library = self.library
        changes: dict[str, Change] = {}
        # The last of those from one origin stands for it: it takes the place of the others.
        latest = list({article.origin: article for article in _articles(window)}.values())
        # What was there when the window was prepared may have lost its place since: to the
        # window before, to another process, and below to what is kept of this one.
        prepared = prepared or self.prepared(latest)
        seen = library.origins.unrecorded(latest)
        notices = list(
            dict.fromkeys(one.content for one in window if isinstance(one.content, Notice))
        )
        withdrawals: dict[Notice, Withdrawal] = {}
        if prepared or seen or notices:
            tried: set[tuple[str, str]] = set()
            with library.writing("adding articles"):
                while prepared or seen:
                    kept = library.upsert(prepared, seen=seen)
                    changes |= {change.article_id: change for change in kept}
                    done = {change.article_id for change in kept}
                    # What has lost its last place since it was seen is left, to be kept again.
                    tried |= {(one.id, one.origin) for one in seen if one.id in done}
                    tried |= {(item.article.id, item.article.origin) for item in prepared}
                    left = [one for one in latest if (one.id, one.origin) not in tried]
                    prepared = self.prepared(left)
                    seen = library.origins.unrecorded(left)
                # After the articles: a notice is told by what it did to those beside it.
                if notices:
                    withdrawals = dict(zip(notices, library.withdraw(notices), strict=True))
            give_back()
        withdrawing = library.withdrawals.of(one.id for one in latest)
        for item in window:
            if isinstance(item.content, Notice):
                # The same notice a second time has nothing left to do.
                outcome = notice_outcome(
                    item.name, item.content, withdrawals.pop(item.content, None)
                )
            else:
                # A second copy within the window finds no change left for it.
                key = item.content.id
                change = changes.pop(key, None)
                outcome = article_outcome(item.name, item.content, change, withdrawing.get(key))
                outcome = replace(outcome, left_out=item.left_out)
            self._report(item.place, outcome)


def _articles(window: Sequence[_Item]) -> list[Article]:
    return [item.content for item in window if isinstance(item.content, Article)]


def _windows(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    window: list[_Item] = []
    size = 0
    for item in items:
        window.append(item)
        size += len(item.content.text) if isinstance(item.content, Article) else _NOTICE_CHARACTERS
        if size >= _WINDOW_CHARACTERS:
            yield window
            window, size = [], 0
    if window:
        yield window


class _Counter:
    """Counts articles done against those known so far, a source not yet read as one.

    How many there will be in a source that is being read is told from how much of it has
    been read. Thread-safe: what is read and what is kept is told from two threads, one at a
    time.
    """

    def __init__(self, *, unread: int, on_progress: Callable[[Progress], None]) -> None:
        self._unread = unread
        self._found = 0
        self._within = 0
        self._share = 1.0
        self._done = 0
        self._on_progress = on_progress
        self._telling = threading.Lock()

    def read(self, name: str, *, share: float) -> None:
        """An article, or an error instead of one, has been read at ``share`` of a source."""
        with self._telling:
            self._within += 1
            self._share = share
            self._tell(name)

    def ended(self, name: str) -> None:
        """The source has been read to its end."""
        with self._telling:
            self._unread -= 1
            self._found += self._within
            self._within, self._share = 0, 1.0
            self._tell(name)

    def done(self, name: str) -> None:
        """An article has been kept, or told of as failed."""
        with self._telling:
            self._done += 1
            self._tell(name)

    def _tell(self, name: str) -> None:
        estimated = 0 < self._share < 1
        within = round(self._within / self._share) if estimated else self._within
        unread = self._unread - 1 if self._within else self._unread
        total = self._found + within + unread
        self._on_progress(Progress(self._done, total, name, estimated=estimated))
