"""A library: the catalogue, its two derived indexes, and the lock of its writer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.errors import LibraryError, LibraryFormatError
from assistant.library.catalogue import Catalogue, Change, Taken
from assistant.library.copies import Copies
from assistant.library.feeds import Feeds
from assistant.library.fetches import Fetches
from assistant.library.lock import WriteLock
from assistant.library.preparation import heading
from assistant.library.schema import FORMAT_VERSION, PreparedArticle, day_number
from assistant.library.transfer import Lineage
from assistant.library.vectors import VectorEntry, VectorIndex
from assistant.library.words import Found, WordEntry, WordIndex
from assistant.stopping import check_stopped
from assistant.types import Article, ArticleSummary, Cluster, Filters, Passage, passage_key

_STEP: Final = 200
"""Articles whose index entries are made in one step: bounds the memory of a repair."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a search found, with its article."""

    id: str
    article: Article
    passage: Passage


class Library:
    """The articles in one folder.

    The catalogue is the truth. Whatever is changed is changed there first, in one
    transaction that also notes which articles the indexes have yet to follow; a process
    that dies in between leaves the note, and whoever uses the indexes next follows it.

    Thread-safe: readers go on beside each other and beside the one writer.

    Args:
        home: the folder; made where it is missing.
        model: name of the embedding model whose vectors are kept.
        dimension: dimension of its vectors.
        lock_timeout: seconds to wait for another writer.
        on_notice: takes a message for the person: waiting, repairing.
        checked: False opens a library of another model or format, to make it anew.

    Raises:
        LibraryFormatError: the library was made by another format version or model.
        LibraryError: the folder or the catalogue cannot be used.
    """

    def __init__(
        self,
        home: Path,
        *,
        model: str,
        dimension: int,
        lock_timeout: float = 300.0,
        on_notice: Callable[[str], None] = lambda _message: None,
        checked: bool = True,
    ) -> None:
        self.home = home
        self.dimension = dimension
        self._on_notice = on_notice
        self._seen = -1
        self._seeing = threading.Lock()
        self._looked = False
        self._looking = threading.Lock()
        self._compared = False
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"The library's folder {home} cannot be made ({error.strerror})",
                hint="Choose another with --home or ASSISTANT_HOME",
            ) from error
        self.catalogue = Catalogue(home / "catalogue.sqlite")
        self.fetches = Fetches(self.catalogue.database)
        self.feeds = Feeds(self.catalogue.database)
        self.vectors = VectorIndex(home / "vectors")
        self.words = WordIndex(home / "words")
        self._lock = WriteLock(home, timeout=lock_timeout, on_notice=on_notice)
        wanted = {
            "format": str(FORMAT_VERSION),
            "model": model,
            "dimension": str(dimension),
        }
        try:
            if not self.catalogue.facts():
                with self._lock.held("making the library"):
                    self.catalogue.create(wanted)
            if self.catalogue.lacking():
                with self._lock.held("making new tables"):
                    self.catalogue.complete()
            if checked:
                _check(self.catalogue.facts(), wanted)
            if self.catalogue.lacking():
                with self._lock.held("bringing the library up to date"):
                    self.catalogue.complete()
        except LibraryError:
            self.close()
            raise

    def close(self) -> None:
        """Closes the catalogue and the indexes; the next call opens them again."""
        self.vectors.close()
        self.catalogue.close()

    # -- writing -----------------------------------------------------------------

    @contextmanager
    def writing(self, task: str) -> Iterator[None]:
        """Holds the writer's lock for ``task`` ("adding articles"), everything repaired.

        Raises:
            LibraryBusyError: another process held it for too long.
        """
        with self._lock.held(task):
            self._refresh()
            self._repair()
            if not self._compared:
                self.compare()
            yield

    @contextmanager
    def rebuilding(self, task: str) -> Iterator[None]:
        """Holds the writer's lock for ``task``, with nothing repaired: it is all made anew."""
        with self._lock.held(task):
            self._refresh()
            yield

    def keep(self, prepared: Sequence[PreparedArticle]) -> list[Change]:
        """Takes articles in and indexes them; to be called while ``writing``."""
        changes = self.catalogue.keep(prepared, added=datetime.now(UTC))
        gone = [change.replaced for change in changes if change.replaced]
        # Of two versions that come together the first has gone already.
        kept = {change.article_id for change in changes if change.changed and not change.newer}
        new = kept.difference(gone)
        self._index([item for item in prepared if item.article.id in new], forget=gone)
        return changes

    def take(
        self, lineages: Sequence[Lineage], prepared: Mapping[str, PreparedArticle]
    ) -> list[Taken]:
        """Takes articles with their histories in and indexes them; to be called while ``writing``.

        Args:
            lineages: what a portable file holds of them.
            prepared: the articles with their vectors, by id; what is there already needs none.
        """
        taken = self.catalogue.take(lineages, prepared, at=datetime.now(UTC))
        changes = [one.change for one in taken]
        new = {change.article_id for change in changes if change.changed and not change.newer}
        gone = [change.replaced for change in changes if change.replaced]
        self._index([prepared[key] for key in new], forget=gone)
        return taken

    def remove(self, article_ids: Sequence[str]) -> None:
        """Removes articles with all their versions; to be called while ``writing``."""
        self.catalogue.forget(article_ids)
        self._index([], forget=list(article_ids))

    def rebuild(self, *, on_step: Callable[[int], None] = lambda _done: None) -> int:
        """Makes both indexes anew from the catalogue; the number of articles.

        To be called while ``writing``. Nothing is embedded.
        """
        self.catalogue.mark_all_unindexed()
        self.words.clear()
        self.vectors.clear()
        self._follow(on_step=on_step)
        return self.catalogue.count(Filters())

    def compare(self, *, anew: bool = False) -> None:
        """Finds the copies among the articles that have not been compared yet, or among all.

        To be called while ``writing``. Articles are compared when they are kept: what is left
        is what an older program has kept.
        """
        if anew:
            self.catalogue.forget_copies()
        if not self.catalogue.copies_told():
            self._on_notice("Looking for copies among the articles …")
            after: str | None = ""
            while after is not None:
                check_stopped()
                after = self.catalogue.tell_copies(after=after, most=_STEP)
        self._compared = True

    def replace_vectors(self, prepared: PreparedArticle) -> None:
        """Puts other passages and vectors in the place of an article's own.

        To be called while ``writing``; a ``rebuild`` has to follow.
        """
        self.catalogue.replace_vectors(prepared)

    def fits(self, *, model: str) -> bool:
        """Whether the library is of this format and its vectors of ``model``."""
        facts = self.catalogue.facts()
        return (
            facts.get("format") == str(FORMAT_VERSION)
            and facts.get("model") == model
            and facts.get("dimension") == str(self.dimension)
        )

    def disown(self) -> None:
        """Records that the vectors are of no one model, until ``adopt`` says otherwise."""
        self.catalogue.set_fact("model", "unfinished reindexing")

    def adopt(self, *, model: str) -> None:
        """Records that all vectors are now of ``model``, in this program's format."""
        self.catalogue.set_fact("model", model)
        self.catalogue.set_fact("dimension", str(self.dimension))
        self.catalogue.set_fact("format", str(FORMAT_VERSION))

    def _index(self, prepared: Sequence[PreparedArticle], *, forget: Sequence[str]) -> None:
        vectors = [
            (item.article, passage, vector)
            for item in prepared
            for passage, vector in zip(item.passages, item.vectors, strict=True)
        ]
        self._update(vectors, forget=forget)
        self._done([item.article.id for item in prepared] + list(forget))

    def _follow(self, *, on_step: Callable[[int], None] = lambda _done: None) -> None:
        """Brings the indexes to agree with the catalogue on all articles that are noted."""
        noted = self.catalogue.unindexed()
        for start in range(0, len(noted), _STEP):
            part = noted[start : start + _STEP]
            stored = [
                (article, kept.passage, kept.vector)
                for article in self.catalogue.articles(part).values()
                for kept in self.catalogue.passages_of(article)
            ]
            self._update(stored, forget=part)
            self._done(part)
            on_step(start + len(part))

    def _update(
        self,
        entries: Sequence[tuple[Article, Passage, NDArray[np.float32]]],
        *,
        forget: Sequence[str],
    ) -> None:
        self.vectors.update(forget=forget, entries=[_vector_entry(*entry) for entry in entries])
        self.words.update(
            forget=forget,
            entries=[_word_entry(article, passage) for article, passage, _ in entries],
        )

    def _done(self, article_ids: Sequence[str]) -> None:
        with self._seeing:
            self.catalogue.mark_indexed(article_ids)
            self._seen = self.catalogue.generation()

    # -- agreeing ----------------------------------------------------------------

    def _refresh(self) -> None:
        """Lets go of what another process has made old."""
        generation = self.catalogue.generation()
        # Asked within the lock: another thread may have come first, or have written itself.
        with self._seeing:
            if generation > self._seen:
                self.vectors.reopen()
                self._seen = generation

    def _repair(self) -> None:
        """Mends what a process that died, or a lost index folder, has left behind."""
        if self.catalogue.unindexed():
            self._on_notice("Finishing what an interrupted run had begun …")
            self._follow()
        expected = self.catalogue.passage_count()
        if self.vectors.count() != expected or self.words.count() != expected:
            self._on_notice("The indexes do not agree with the catalogue: making them anew …")
            self.rebuild()

    def agree(self) -> None:
        """Sees to it that a search finds what the catalogue holds, without ever waiting.

        While another writes, what is not yet indexed is not found yet. Only the first
        call, which looks at all of the library, is waited for by other threads.
        """
        if not self._looked:
            with self._looking:
                if not self._looked:
                    self._refresh()
                    self._repair_if_free()
                    self._looked = True
        self._refresh()
        if self.catalogue.unindexed():
            self._repair_if_free()

    def _repair_if_free(self) -> None:
        with self._lock.held_if_free("repairing the library") as free:
            if free:
                self._refresh()
                self._repair()

    def disagreements(self) -> list[str]:
        """What the catalogue and the indexes do not agree on, for ``doctor``."""
        found = list(self.catalogue.problems())
        expected = self.catalogue.passage_ids()
        for name, held in (("vector", self.vectors.ids()), ("word", self.words.ids())):
            if missing := len(expected - held):
                found.append(f"the {name} index lacks {missing} passages")
            if surplus := len(held - expected):
                found.append(f"the {name} index holds {surplus} passages that are gone")
        return found

    # -- reading -----------------------------------------------------------------

    def nearest(self, vector: NDArray[np.float32], *, k: int, filters: Filters) -> list[Found]:
        """The passages nearest to a unit vector, with their cosine."""
        return self.vectors.search(vector, k=k, filters=filters)

    def matching(self, query: str, *, k: int, filters: Filters) -> list[Found]:
        """The passages with the best BM25 score for the words of ``query``."""
        return self.words.search(query, k=k, filters=filters)

    def candidates(self, passage_ids: Iterable[str]) -> dict[str, Candidate]:
        """Passages by id with their articles; those that are gone are left out."""
        passages, articles = self.catalogue.passages(list(passage_ids))
        return {
            key: Candidate(key, articles[key.partition(":")[0]], passage)
            for key, passage in passages.items()
        }

    def sentence_vectors(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Unit vectors [sentences, dimension] of passages, by passage id."""
        return self.catalogue.sentence_vectors(passage_ids, dimension=self.dimension)

    def summaries(self, filters: Filters) -> list[ArticleSummary]:
        """What a list shows of the articles within ``filters``."""
        return self.catalogue.summaries(filters)

    def copies_of(
        self, article_ids: Sequence[str], *, filters: Filters = Filters()
    ) -> dict[str, Copies]:
        """The clusters of these articles, as far as they are within ``filters``, by article.

        An article without copies is left out.
        """
        return self.catalogue.copies_of(article_ids, filters=filters)

    def clusters(self, filters: Filters) -> list[Cluster]:
        """The clusters of copies of which an article is within ``filters``, newest first."""
        return self.catalogue.clusters(filters)

    def days(self) -> tuple[date, date] | None:
        """First and last day of publication."""
        return self.catalogue.days()


def _vector_entry(article: Article, passage: Passage, vector: NDArray[np.float32]) -> VectorEntry:
    return VectorEntry(
        id=passage_key(article.id, passage.index),
        article_id=article.id,
        text=article.text[passage.start : passage.end],
        title=article.title,
        source=article.source,
        day=day_number(article.published),
        # As the catalogue keeps it, so that an index made anew is the same index.
        vector=vector.astype(np.float16).astype(np.float32),
    )


def _word_entry(article: Article, passage: Passage) -> WordEntry:
    return WordEntry(
        id=passage_key(article.id, passage.index),
        article_id=article.id,
        heading=heading(article),
        text=article.text[passage.start : passage.end],
        source=article.source,
        day=day_number(article.published),
    )


def _check(facts: dict[str, str], wanted: dict[str, str]) -> None:
    if int(facts.get("format", "0")) > FORMAT_VERSION:
        raise LibraryFormatError(
            f"The library has format {facts['format']}, this program knows up to {FORMAT_VERSION}",
            hint="Use a newer version of the program",
        )
    for name in ("format", "model", "dimension"):
        if facts.get(name) != wanted[name]:
            raise LibraryFormatError(
                f"The library's {name} is {facts.get(name)!r}, this program's is {wanted[name]!r}",
                hint="Make the library anew with: assistant reindex",
            )
