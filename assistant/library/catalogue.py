"""The catalogue: the truth of a library, in SQLite through SQLAlchemy Core.

It holds articles, their passages and vectors, and which articles the two derived
indexes (vectors, words) have still to take in or to forget. What is here makes its tables
and changes its articles; what is read of it has a module for each subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from assistant.language.copies import RULE
from assistant.language.versions import is_older
from assistant.library import copies, rows, schema, transfer, versions
from assistant.library.articles import Articles
from assistant.library.clusters import Clusters
from assistant.library.database import Database
from assistant.library.facts import Facts
from assistant.library.index_notes import IndexNotes, mark_unindexed
from assistant.library.listing import Listing
from assistant.library.passages import Passages
from assistant.library.portable import Entry, RowEntry
from assistant.library.schema import PreparedArticle
from assistant.library.transfer import Lineage
from assistant.library.versions import Versions
from assistant.types import Article


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


class Catalogue:
    """The tables of one library. Thread-safe, for many readers beside one writer.

    ``articles``, ``passages``, ``listing``, ``versions`` and ``clusters`` read it; ``facts``
    and ``index_notes`` are what it records of itself and of the indexes.
    """

    def __init__(self, path: Path) -> None:
        self.database = Database(
            path,
            name="catalogue",
            advice="Move its folder away and add the articles again, or bring back a backup",
        )
        self.facts = Facts(self.database)
        self.index_notes = IndexNotes(self.database)
        self.versions = Versions(self.database)
        self.articles = Articles(self.database, versions=self.versions)
        self.passages = Passages(self.database, articles=self.articles)
        self.listing = Listing(self.database)
        self.clusters = Clusters(self.database)

    def close(self) -> None:
        """Closes the connections."""
        self.database.close()

    def create(self, facts: dict[str, str]) -> None:
        """Makes the tables where they are missing, and writes ``facts`` if there are none."""
        # Two that open a new library at once both come here: the second changes nothing.
        with self.database.transaction() as connection:
            self.database.create(schema.metadata, connection=connection)
            all_facts = {**facts, copies.FACT: RULE}
            rows = [{"name": name, "value": value} for name, value in all_facts.items()]
            connection.execute(sa.insert(schema.facts).prefix_with("OR IGNORE"), rows)

    def lacking(self) -> bool:
        """Whether tables are missing, because an older program made the library."""
        with self.database.reading() as connection:
            present = set(sa.inspect(connection).get_table_names())
        return any(table.name not in present for table in schema.metadata.sorted_tables)

    def complete(self) -> None:
        """Makes the tables that are missing; to be called while the writer's lock is held."""
        with self.database.transaction() as connection:
            self.database.create(schema.metadata, connection=connection)

    def keep(self, prepared: Sequence[PreparedArticle], *, added: datetime) -> list[Change]:
        """Takes articles in, all in one transaction, and marks them as not yet indexed.

        Of the versions from one origin the newest is kept here, the others in its history;
        an article that is there stays.
        """
        with self.database.transaction() as connection:
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
        with self.database.transaction() as connection:
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
        with self.database.transaction() as connection:
            return rows.put_rows(connection, entries)

    @contextmanager
    def entries(self, *, vectors: bool) -> Iterator[Iterator[Entry]]:
        """All that a portable file holds, of one state of the catalogue."""
        with self.database.reading() as connection:
            yield transfer.entries_of(connection, vectors=vectors)

    def forget(self, article_ids: Iterable[str]) -> None:
        """Removes articles with their histories, all in one transaction.

        They are marked as not yet unindexed.
        """
        gone = list(article_ids)
        with self.database.transaction() as connection:
            copies.take_out(connection, gone)
            for article_id in gone:
                versions.forget(connection, article_id)
                _forget_one(connection, article_id)

    def replace_vectors(self, prepared: PreparedArticle) -> None:
        """Puts other passages and vectors in the place of an article's own."""
        with self.database.transaction() as connection:
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
            mark_unindexed(connection, article_id)


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
    mark_unindexed(connection, article.id)
    return Change(article.id, changed=True, replaced=newest.id if newest else None)


def _stays(newest: Article, article: Article, *, added: datetime, at: datetime) -> bool:
    """Whether ``newest`` stays the newest: by the dates, else by when the two were added."""
    if is_older(article, newest) or is_older(newest, article):
        return is_older(article, newest)
    # What is added now comes last, whatever the clock says; an imported one came when it did.
    return added != at and newest.added is not None and added <= newest.added


def _forget_one(connection: sa.Connection, article_id: str) -> None:
    connection.execute(sa.delete(schema.articles).where(schema.articles.c.id == article_id))
    mark_unindexed(connection, article_id)


def _insert_passages(connection: sa.Connection, item: PreparedArticle) -> None:
    if rows := schema.passage_rows(item):
        connection.execute(sa.insert(schema.passages), rows)
