"""The catalogue: the truth of a library, in SQLite through SQLAlchemy Core.

It holds articles, their passages and vectors, and which articles the two derived
indexes (vectors, words) have still to take in or to forget.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from assistant.errors import ArticleNotFoundError
from assistant.language.copies import RULE
from assistant.language.versions import is_older
from assistant.library import copies, rows, schema, transfer, versions
from assistant.library.database import Database
from assistant.library.portable import Entry, RowEntry
from assistant.library.schema import PreparedArticle, StoredPassage
from assistant.library.transfer import Lineage
from assistant.library.versions import Versions
from assistant.reports import ArticlePage, Order
from assistant.types import Article, ArticleSummary, Cluster, Filters, Passage

_CACHED_ARTICLES: Final = 512


@dataclass(frozen=True, slots=True)
class Change:
    """What keeping one article did.

    ``replaced`` is the id of the version whose place it took. ``newer`` is the id of the
    version that stays in its place, where this one is older: it went into the history.
    """

    article_id: str
    changed: bool
    replaced: str | None
    newer: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking an article with its history in did; ``versions`` counts older ones, new here."""

    change: Change
    versions: int


@dataclass(frozen=True, slots=True)
class _Remembered:
    """An article that has been read, and the bytes that its sentences were made from."""

    article: Article
    offsets: bytes


class Catalogue:
    """The tables of one library. Thread-safe, for many readers beside one writer."""

    def __init__(self, path: Path) -> None:
        self._database = Database(
            path,
            name="catalogue",
            advice="Move its folder away and add the articles again, or bring back a backup",
        )
        sa.event.listen(self._database.engine, "connect", _with_folding)
        self.versions = Versions(self._database)
        self._remembering = threading.Lock()
        self._remembered: dict[str, _Remembered] = {}

    def close(self) -> None:
        """Closes the connections."""
        self._database.close()

    def create(self, facts: dict[str, str]) -> None:
        """Makes the tables where they are missing, and writes ``facts`` if there are none."""
        # Two that open a new library at once both come here: the second changes nothing.
        with self._database.transaction() as connection:
            self._database.create(schema.metadata, connection=connection)
            all_facts = {**facts, copies.FACT: RULE}
            rows = [{"name": name, "value": value} for name, value in all_facts.items()]
            connection.execute(sa.insert(schema.facts).prefix_with("OR IGNORE"), rows)

    @property
    def database(self) -> Database:
        """The file itself, for the tables of modules of their own."""
        return self._database

    def lacking(self) -> bool:
        """Whether tables are missing, because an older program made the library."""
        with self._database.reading() as connection:
            present = set(sa.inspect(connection).get_table_names())
        return any(table.name not in present for table in schema.metadata.sorted_tables)

    def complete(self) -> None:
        """Makes the tables that are missing; to be called while the writer's lock is held."""
        with self._database.transaction() as connection:
            self._database.create(schema.metadata, connection=connection)

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection that sees one state of the catalogue, to check it by."""
        return self._database.reading()

    def facts(self) -> dict[str, str]:
        """What the library records of itself; empty where it was never made."""
        with self._database.reading() as connection:
            if not sa.inspect(connection).has_table(schema.facts.name):
                return {}
            return {row.name: row.value for row in connection.execute(sa.select(schema.facts))}

    def set_fact(self, name: str, value: str) -> None:
        """Records one fact."""
        with self._database.transaction() as connection:
            _put_fact(connection, name, value)

    def generation(self) -> int:
        """A number that grows whenever the indexes have been brought up to date."""
        with self._database.reading() as connection:
            query = sa.select(schema.facts.c.value).where(schema.facts.c.name == "generation")
            return int(connection.execute(query).scalar() or 0)

    # -- writing -----------------------------------------------------------------

    def keep(self, prepared: Sequence[PreparedArticle], *, added: datetime) -> list[Change]:
        """Takes articles in, all in one transaction, and marks them as not yet indexed.

        Of the versions from one origin the newest is kept here, the others in its history;
        an article that is there stays.
        """
        with self._database.transaction() as connection:
            return [_keep_one(connection, item, added=added, at=added) for item in prepared]

    def take(
        self,
        lineages: Sequence[Lineage],
        prepared: Mapping[str, PreparedArticle],
        *,
        at: datetime,
    ) -> list[Taken]:
        """Takes articles with their histories in, all in one transaction.

        Args:
            lineages: what a portable file holds of them.
            prepared: the articles with their vectors, by id; what is there already needs none.
            at: the time, for what is replaced.
        """
        with self._database.transaction() as connection:
            taken: list[Taken] = []
            for lineage in lineages:
                article = lineage.article
                item = prepared.get(article.id)
                change = Change(article.id, changed=False, replaced=None)
                if item is not None:
                    change = _keep_one(connection, item, added=article.added or at, at=at)
                taken.append(Taken(change, transfer.put_history(connection, lineage)))
            return taken

    def put_rows(self, entries: Sequence[RowEntry]) -> int:
        """Puts rows of other tables in, in one transaction; how many were not there yet."""
        with self._database.transaction() as connection:
            return rows.put_rows(connection, entries)

    @contextmanager
    def entries(self, *, vectors: bool) -> Iterator[Iterator[Entry]]:
        """All that a portable file holds, of one state of the catalogue."""
        with self._database.reading() as connection:
            yield transfer.entries_of(connection, vectors=vectors)

    def copy_to(self, path: Path) -> None:
        """Copies the catalogue as it is now into a new file, whoever writes meanwhile."""
        self._database.copy_to(path)

    def forget(self, article_ids: Iterable[str]) -> None:
        """Removes articles with their histories, all in one transaction.

        They are marked as not yet unindexed.
        """
        gone = list(article_ids)
        with self._database.transaction() as connection:
            copies.take_out(connection, gone)
            for article_id in gone:
                versions.forget(connection, article_id)
                _forget_one(connection, article_id)

    def unindexed(self) -> list[str]:
        """Ids of the articles that the indexes may not agree on, in a stable order."""
        query = sa.select(schema.unindexed.c.article_id).order_by(schema.unindexed.c.article_id)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def mark_indexed(self, article_ids: Sequence[str]) -> None:
        """Records that both indexes now agree with the catalogue on these articles."""
        with self._database.transaction() as connection:
            for part in _parts(article_ids):
                connection.execute(
                    sa.delete(schema.unindexed).where(schema.unindexed.c.article_id.in_(part))
                )
            query = sa.select(schema.facts.c.value).where(schema.facts.c.name == "generation")
            generation = int(connection.execute(query).scalar() or 0)
            _put_fact(connection, "generation", str(generation + 1))

    def mark_all_unindexed(self) -> None:
        """Records that the indexes have to be made anew from the catalogue."""
        with self._database.transaction() as connection:
            connection.execute(
                sa.insert(schema.unindexed)
                .prefix_with("OR IGNORE")
                .from_select(["article_id"], sa.select(schema.articles.c.id))
            )

    def replace_vectors(self, prepared: PreparedArticle) -> None:
        """Puts other passages and vectors in the place of an article's own."""
        with self._database.transaction() as connection:
            article_id = prepared.article.id
            connection.execute(
                sa.delete(schema.passages).where(schema.passages.c.article_id == article_id)
            )
            _insert_passages(connection, prepared)
            connection.execute(
                sa.update(schema.articles)
                .where(schema.articles.c.id == article_id)
                .values(
                    passage_count=len(prepared.passages),
                    sentences=schema.offsets(prepared.article.sentences),
                    sentence_count=len(prepared.article.sentences),
                )
            )
            _mark_unindexed(connection, article_id)

    def tell_copies(self, *, after: str = "", most: int) -> str | None:
        """Compares ``most`` of the articles that have not been compared yet.

        Those are articles that an older program has kept. Returns what the next call takes as
        ``after``, None where none was left.
        """
        with self._database.transaction() as connection:
            copies.forget_old_rule(connection)
            return copies.tell_some(connection, after=after, most=most)

    def forget_copies(self) -> None:
        """Forgets which articles are copies, so that all are compared anew."""
        with self._database.transaction() as connection:
            copies.forget_all(connection)

    # -- reading -----------------------------------------------------------------

    def copies_told(self) -> bool:
        """Whether all articles have been compared, by this program's rule."""
        with self._database.reading() as connection:
            return copies.told(connection)

    def copies_of(
        self, article_ids: Sequence[str], *, filters: Filters = Filters()
    ) -> dict[str, copies.Copies]:
        """The clusters of these articles, as far as they are within ``filters``, by article.

        An article without copies is left out.
        """
        with self._database.reading() as connection:
            return copies.copies_of(connection, article_ids, filters=filters)

    def clusters(self, filters: Filters) -> list[Cluster]:
        """The clusters of copies of which an article is within ``filters``, newest first."""
        with self._database.reading() as connection:
            return copies.clusters(connection, shown=_shown(), filters=filters)

    def has(self, article_ids: Sequence[str]) -> set[str]:
        """Which of these articles are there."""
        found: set[str] = set()
        with self._database.reading() as connection:
            for part in _parts(article_ids):
                query = sa.select(schema.articles.c.id).where(schema.articles.c.id.in_(part))
                found.update(connection.execute(query).scalars())
        return found

    def resolve(self, prefix: str, *, older: bool = False) -> str:
        """The id that begins with ``prefix``; ``older`` versions have ids, too.

        Raises:
            ArticleNotFoundError: none does, or more than one.
        """
        pattern = prefix.lower().replace("%", "").replace("_", "")
        query = (
            sa.select(schema.articles.c.id).where(schema.articles.c.id.startswith(pattern)).limit(2)
        )
        with self._database.reading() as connection:
            found = set(connection.execute(query).scalars()) if pattern else set()
        if older and pattern:
            found |= self.versions.beginning(pattern)
        if len(found) == 1:
            return str(found.pop())
        problem = (
            "More than one article has an id that begins with" if found else "No article has the id"
        )
        raise ArticleNotFoundError(f"{problem} {prefix!r}", hint="See the ids with: assistant list")

    def articles(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """The articles with these ids; those that are not there are left out."""
        with self._database.reading() as connection:
            return self._articles(connection, article_ids)

    def _articles(
        self, connection: sa.Connection, article_ids: Iterable[str]
    ) -> dict[str, Article]:
        wanted = list(article_ids)
        columns = schema.articles.c
        # An id stands for its text for good, but not for being there, nor for where the
        # sentences begin and end: those are asked for each time.
        present: dict[str, bytes] = {}
        for part in _parts(wanted):
            query = sa.select(columns.id, columns.sentences).where(columns.id.in_(part))
            present.update((row.id, row.sentences) for row in connection.execute(query))
        with self._remembering:
            found = {
                key: known.article
                for key, offsets in present.items()
                if (known := self._remembered.get(key)) is not None and known.offsets == offsets
            }
        read: dict[str, _Remembered] = {}
        for part in _parts([key for key in present if key not in found]):
            query_all = sa.select(schema.articles).where(columns.id.in_(part))
            for row in connection.execute(query_all):
                read[row.id] = _Remembered(schema.article_from(row), row.sentences)
        with self._remembering:
            self._remembered.update(read)
            while len(self._remembered) > _CACHED_ARTICLES:
                self._remembered.pop(next(iter(self._remembered)))
        found.update((key, known.article) for key, known in read.items())
        return {key: found[key] for key in wanted if key in found}

    def summaries(self, filters: Filters) -> list[ArticleSummary]:
        """What a list shows, newest publication first, unknown dates last."""
        query = sa.select(*_shown()).where(*schema.conditions(filters))
        query = query.order_by(
            schema.articles.c.day.desc(), schema.articles.c.published.desc(), schema.articles.c.id
        )
        with self._database.reading() as connection:
            return [schema.summary_from(row) for row in connection.execute(query)]

    def older_than(self, day: date, *, limit: int | None = None) -> list[ArticleSummary]:
        """The articles last updated, else published, else added before ``day``, oldest first."""
        columns = schema.articles.c
        stated = sa.func.coalesce(columns.updated, columns.published, columns.added)
        # All of them begin with the day: YYYY-MM-DD.
        said = sa.func.substr(stated, 1, 10)
        query = sa.select(*_shown()).where(said < day.isoformat()).order_by(said, columns.id)
        with self._database.reading() as connection:
            rows = connection.execute(query.limit(limit))
            return [schema.summary_from(row) for row in rows]

    def summary(self, article_id: str) -> ArticleSummary | None:
        """What a list shows of one article; None where it is not there."""
        query = sa.select(*_shown()).where(schema.articles.c.id == article_id)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else schema.summary_from(row)

    def page(
        self, *, matching: str, order: Order, descending: bool, limit: int, offset: int
    ) -> ArticlePage:
        """A page of the articles whose headline or outlet has all the words of ``matching``.

        Unknown dates and outlets come last in either direction; ties keep a stable order.
        """
        columns = schema.articles.c
        held = sa.func.folded(columns.title + " " + sa.func.coalesce(columns.source, ""))
        wanted = [held.contains(word, autoescape=True) for word in folded(matching).split()]
        keys = {
            Order.HEADLINE: (sa.func.folded(columns.title),),
            Order.OUTLET: (columns.outlet,),
            Order.DATE: (columns.day, columns.published),
            Order.ADDED: (columns.added,),
            Order.SENTENCES: (columns.sentence_count,),
        }[order]
        unknown = {Order.OUTLET: columns.source.is_(None), Order.DATE: columns.day == 0}
        ordered = [key.desc() if descending else key.asc() for key in keys]
        if order in unknown:
            ordered.insert(0, unknown[order].asc())
        query = sa.select(*_shown()).where(*wanted).order_by(*ordered, columns.id)
        counted = sa.select(sa.func.count()).select_from(schema.articles).where(*wanted)
        with self._database.reading() as connection:
            total = int(connection.execute(counted).scalar_one())
            rows = connection.execute(query.limit(limit).offset(offset)).all()
        return ArticlePage(tuple(schema.summary_from(row) for row in rows), total)

    def count(self, filters: Filters) -> int:
        """How many articles there are within ``filters``."""
        query = (
            sa.select(sa.func.count())
            .select_from(schema.articles)
            .where(*schema.conditions(filters))
        )
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def passage_count(self) -> int:
        """How many passages there are."""
        query = sa.select(sa.func.coalesce(sa.func.sum(schema.articles.c.passage_count), 0))
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def days(self) -> tuple[date, date] | None:
        """The first and the last day of publication; None where no date is known."""
        query = sa.select(sa.func.min(schema.articles.c.day), sa.func.max(schema.articles.c.day))
        with self._database.reading() as connection:
            first, last = connection.execute(query.where(schema.articles.c.day > 0)).one()
        return (schema.day_from(first), schema.day_from(last)) if first else None

    def sources(self) -> list[str]:
        """The outlets, in the order of the alphabet."""
        query = sa.select(schema.articles.c.source).distinct().order_by(schema.articles.c.source)
        with self._database.reading() as connection:
            return [source for source in connection.execute(query).scalars() if source]

    def article_ids(self) -> list[str]:
        """All ids, in a stable order."""
        with self._database.reading() as connection:
            return list(
                connection.execute(
                    sa.select(schema.articles.c.id).order_by(schema.articles.c.id)
                ).scalars()
            )

    def passage_ids(self) -> set[str]:
        """The ids of all passages."""
        with self._database.reading() as connection:
            return set(connection.execute(sa.select(schema.passages.c.id)).scalars())

    def passages_of(self, article: Article) -> list[StoredPassage]:
        """The passages of one article with their vectors, in order."""
        query = sa.select(schema.passages).where(schema.passages.c.article_id == article.id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(schema.passages.c.position)).all()
        return [
            StoredPassage(
                row.id,
                article.id,
                schema.passage_from(row, article),
                np.frombuffer(row.vector, np.float16).astype(np.float32),
            )
            for row in rows
        ]

    def passages(self, passage_ids: Sequence[str]) -> tuple[dict[str, Passage], dict[str, Article]]:
        """Passages by id and their articles by id; those that are gone are left out."""
        columns = schema.passages.c
        query = sa.select(
            columns.id, columns.article_id, columns.position, columns.first, columns.last
        )
        with self._database.reading() as connection:
            rows = [
                row
                for part in _parts(passage_ids)
                for row in connection.execute(query.where(columns.id.in_(part)))
            ]
            articles = self._articles(connection, {row.article_id for row in rows})
        found = {
            row.id: schema.passage_from(row, articles[row.article_id])
            for row in rows
            if row.article_id in articles
        }
        return found, articles

    def sentence_vectors(
        self, passage_ids: Sequence[str], *, dimension: int
    ) -> dict[str, NDArray[np.float32]]:
        """Unit vectors [sentences, dimension] of passages, by passage id."""
        columns = schema.passages.c
        query = sa.select(columns.id, columns.sentence_vectors)
        with self._database.reading() as connection:
            return {
                row.id: schema.unpack(row.sentence_vectors, dimension=dimension)
                for part in _parts(passage_ids)
                for row in connection.execute(query.where(columns.id.in_(part)))
            }

    def problems(self) -> list[str]:
        """What the database finds wrong with itself; empty where it is whole."""
        with self._database.reading() as connection:
            rows = connection.exec_driver_sql("PRAGMA quick_check").scalars()
            return [str(row) for row in rows if row != "ok"]


def _shown() -> list[sa.ColumnElement[Any]]:
    """What a list shows: all columns but the long ones, and how many older versions there are."""
    shown = [column for column in schema.articles.c if column.name not in {"text", "sentences"}]
    return [*shown, versions.older_count().label("older")]


def folded(text: str | None) -> str:
    """``text`` without the differences that a search for words is not to see."""
    return unicodedata.normalize("NFKC", text or "").casefold()


def _keep_one(
    connection: sa.Connection, item: PreparedArticle, *, added: datetime, at: datetime
) -> Change:
    """Keeps one article that was ``added`` then, and now (``at``) takes the place of others."""
    article = item.article
    columns = schema.articles.c
    if connection.execute(sa.select(columns.id).where(columns.id == article.id)).first():
        return Change(article.id, changed=False, replaced=None)
    newest = versions.newest_at(connection, article.origin)
    if newest is not None and _stays(newest, article, added=added, at=at):
        new = versions.put_late(connection, article, newest=newest.id, added=added)
        return Change(article.id, changed=new, replaced=None, newer=newest.id)
    if newest is not None:
        versions.retire(connection, newest, by=article.id, at=at)
        copies.take_out(connection, [newest.id])
        _forget_one(connection, newest.id)
    versions.recall(connection, article)
    connection.execute(sa.insert(schema.articles), schema.article_row(item, added=added))
    copies.take_in(connection, article_id=article.id, text=article.text)
    _insert_passages(connection, item)
    _mark_unindexed(connection, article.id)
    return Change(article.id, changed=True, replaced=newest.id if newest else None)


def _stays(newest: Article, article: Article, *, added: datetime, at: datetime) -> bool:
    """Whether ``newest`` stays the newest: by the dates, else by when the two were added."""
    if is_older(article, newest) or is_older(newest, article):
        return is_older(article, newest)
    # What is added now comes last, whatever the clock says; an imported one came when it did.
    return added != at and newest.added is not None and added <= newest.added


def _forget_one(connection: sa.Connection, article_id: str) -> None:
    connection.execute(sa.delete(schema.articles).where(schema.articles.c.id == article_id))
    _mark_unindexed(connection, article_id)


def _insert_passages(connection: sa.Connection, item: PreparedArticle) -> None:
    if rows := schema.passage_rows(item):
        connection.execute(sa.insert(schema.passages), rows)


def _mark_unindexed(connection: sa.Connection, article_id: str) -> None:
    connection.execute(
        sa.insert(schema.unindexed).prefix_with("OR IGNORE"), {"article_id": article_id}
    )


def _put_fact(connection: sa.Connection, name: str, value: str) -> None:
    connection.execute(sa.delete(schema.facts).where(schema.facts.c.name == name))
    connection.execute(sa.insert(schema.facts), {"name": name, "value": value})


def _parts(keys: Iterable[str], *, size: int = 500) -> Iterator[list[str]]:
    """Keys in runs that stay below the database's limit of parameters."""
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]


def _with_folding(connection: Any, _record: object) -> None:
    connection.create_function("folded", 1, folded, deterministic=True)
