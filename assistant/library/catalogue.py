"""The catalogue: the truth of a library, in a database through SQLAlchemy Core.

It holds articles, their passages and vectors, and which articles the two derived indexes
(vectors, words) have yet to follow. This module makes its tables and changes its articles; each
subject that is read of it has a module of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from assistant.articles.copies import RULE
from assistant.articles.stories import RULE as STORY_RULE
from assistant.library import (
    collections,
    copies,
    grouping,
    origins,
    schema,
    transfer,
    upserting,
    versions,
    withdrawals,
)
from assistant.library.articles import Articles, Passages
from assistant.library.clusters import Clusters
from assistant.library.collections import Collections
from assistant.library.database import Database, insert_missing
from assistant.library.facts import Facts
from assistant.library.index_notes import IndexNotes
from assistant.library.listing import Listing
from assistant.library.portable import Entry, RowEntry
from assistant.library.schema import PreparedArticle
from assistant.library.sqlite import SqliteDatabase
from assistant.library.staging import Staging
from assistant.library.stories import Stories
from assistant.library.transfer import Lineage
from assistant.library.upserting import Change, is_there, record_origin, upsert_one
from assistant.library.versions import Versions
from assistant.library.watches import Watches
from assistant.library.withdrawals import Withdrawal
from assistant.types import Article, Notice


class Catalogue:
    """The tables of one library. Thread-safe, for many readers beside one writer.

    ``articles``, ``passages``, ``listing``, ``versions``, ``clusters`` and ``stories`` read it;
    ``facts`` and ``index_notes`` are what it records of itself and of the indexes, ``staging``
    what was embedded again and is not in use yet. What changes it is called while writing.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.facts = Facts(self.database)
        self.index_notes = IndexNotes(self.database)
        self.versions = Versions(self.database)
        self.articles = Articles(self.database, versions=self.versions)
        self.passages = Passages(self.database, articles=self.articles)
        self.listing = Listing(self.database)
        self.clusters = Clusters(self.database)
        self.stories = Stories(self.database)
        self.watches = Watches(self.database)
        self.collections = Collections(self.database)
        self.staging = Staging(self.database)

    @classmethod
    def in_file(cls, path: Path) -> Self:
        """Opens the catalogue that an embedded library has in a file."""
        return cls(SqliteDatabase.of_catalogue(path))

    def close(self) -> None:
        """Closes the connections."""
        self.database.close()

    def create(self, facts: dict[str, str]) -> None:
        """Makes the tables that are missing, and writes ``facts`` if there are none."""
        # Two that open a new library at once both come here: the second changes nothing.
        with self.database.transaction() as connection:
            self.database.create(schema.metadata, connection=connection)
            all_facts = {**facts, copies.FACT: RULE, grouping.FACT: STORY_RULE}
            rows = [{"name": name, "value": value} for name, value in all_facts.items()]
            insert_missing(connection, schema.facts, *rows)

    def lacking(self) -> bool:
        """Whether tables are missing, because an older program made the library."""
        with self.database.reading() as connection:
            present = set(sa.inspect(connection).get_table_names())
        return any(table.name not in present for table in schema.metadata.sorted_tables)

    def complete(self) -> None:
        """Makes the tables that are missing; to be called while the writer's lock is held."""
        with self.database.transaction() as connection:
            self.database.create(schema.metadata, connection=connection)

    def upsert(
        self,
        prepared: Sequence[PreparedArticle],
        *,
        added: datetime,
        seen: Sequence[Article] = (),
    ) -> list[Change]:
        """Inserts articles, all in one transaction, and marks them as not yet indexed.

        Of the versions from one origin the newest is kept here, the others in its history;
        an article that is there stays. Of those that are only ``seen`` the origins are recorded;
        what is not there any more is left out.
        """
        with self.database.transaction() as connection:
            found = [
                record_origin(connection, article, at=added)
                for article in seen
                if is_there(connection, article.id)
            ]
            return found + [
                upsert_one(connection, item, added=added, at=added) for item in prepared
            ]

    def withdraw(self, received: Sequence[Notice], *, at: datetime) -> list[Withdrawal]:
        """Records notices, and withdraws what they are about, all in one transaction."""
        with self.database.transaction() as connection:
            return [withdrawals.withdraw(connection, notice, at=at) for notice in received]

    def import_lineages(
        self,
        lineages: Sequence[Lineage],
        prepared: Mapping[str, PreparedArticle],
        *,
        at: datetime,
    ) -> list[Change]:
        """Inserts articles with their histories, all in one transaction.

        Args:
            lineages: what a portable file holds of them.
            prepared: the articles with their vectors, by id; what is there already needs none.
            at: the time, for what is replaced.
        """
        with self.database.transaction() as connection:
            changes: list[Change] = []
            for lineage in lineages:
                article = lineage.article
                item = prepared.get(article.id)
                change = Change(article.id, changed=False, replaced=None)
                if item is not None:
                    change = upsert_one(
                        connection,
                        item,
                        added=article.added or at,
                        at=at,
                        older={one.id for one in lineage.older},
                    )
                elif is_there(connection, article.id) and (
                    origins.article_at(connection, article.origin) is None
                ):
                    origins.add(connection, article.id, origin=article.origin)
                older = transfer.insert_history(connection, lineage)
                # What was inserted into the history may stand elsewhere as well.
                deindexed = withdrawals.recompute(connection, article.origin)
                deindexed = (*change.deindexed, *deindexed)
                changes.append(replace(change, deindexed=deindexed, versions=older))
            return changes

    def insert_rows(self, entries: Sequence[RowEntry]) -> int:
        """Inserts rows of other tables, in one transaction; returns how many are new."""
        with self.database.transaction() as connection:
            return transfer.insert_rows(connection, entries)

    @contextmanager
    def entries(self, *, vectors: bool) -> Iterator[Iterator[Entry]]:
        """Gives all that a portable file holds, of one state of the catalogue."""
        with self.database.reading() as connection:
            yield transfer.entries_of(connection, vectors=vectors)

    def delete(self, article_ids: Iterable[str], *, notices: bool = False) -> None:
        """Deletes articles with their histories, all in one transaction, and marks them.

        The notices that withdraw them stay, unless ``notices`` are to be deleted as well.
        """
        gone = list(article_ids)
        with self.database.transaction() as connection:
            known = {key: origins.origins_of(connection, key) for key in gone}
            for article_id in gone:
                versions.forget(connection, article_id)
                collections.forget(connection, known[article_id])
            upserting.delete(connection, gone)
            for article_id in gone:
                withdrawals.forget(
                    connection, article_id, origins=known[article_id], notices_too=notices
                )
