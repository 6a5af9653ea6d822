"""The catalogue: the truth of a library, in SQLite through SQLAlchemy Core.

It holds articles, their passages and vectors, and which articles the two derived
indexes (vectors, words) have still to take in or to forget. What is here makes its tables
and changes its articles; what is read of it has a module for each subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from assistant.articles.copies import RULE
from assistant.articles.stories import RULE as STORY_RULE
from assistant.library import (
    copies,
    grouping,
    places,
    rows,
    schema,
    staging,
    transfer,
    versions,
    withdrawals,
)
from assistant.library.articles import Articles, Passages
from assistant.library.clusters import Clusters
from assistant.library.database import Database
from assistant.library.facts import Facts
from assistant.library.index_notes import IndexNotes
from assistant.library.listing import Listing
from assistant.library.portable import Entry, RowEntry
from assistant.library.schema import PreparedArticle
from assistant.library.stories import Stories
from assistant.library.taking import Change, forget_one, is_there, keep_one, see
from assistant.library.transfer import Lineage
from assistant.library.versions import Versions
from assistant.library.watches import Watches
from assistant.library.withdrawals import Withdrawal
from assistant.types import Article, Notice


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
        self.stories = Stories(self.database)
        self.watches = Watches(self.database)

    def close(self) -> None:
        """Closes the connections."""
        self.database.close()

    def create(self, facts: dict[str, str]) -> None:
        """Makes the tables where they are missing, and writes ``facts`` if there are none."""
        # Two that open a new library at once both come here: the second changes nothing.
        with self.database.transaction() as connection:
            self.database.create(schema.metadata, connection=connection)
            all_facts = {**facts, copies.FACT: RULE, grouping.FACT: STORY_RULE}
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

    def keep(
        self,
        prepared: Sequence[PreparedArticle],
        *,
        added: datetime,
        seen: Sequence[Article] = (),
    ) -> list[Change]:
        """Takes articles in, all in one transaction, and marks them as not yet indexed.

        Of the versions from one origin the newest is kept here, the others in its history;
        an article that is there stays. Those that are only ``seen`` are told where else they
        stand; what is not there any more is left out.
        """
        with self.database.transaction() as connection:
            found = [
                see(connection, article, at=added)
                for article in seen
                if is_there(connection, article.id)
            ]
            return found + [keep_one(connection, item, added=added, at=added) for item in prepared]

    def withdraw(self, told: Sequence[Notice], *, at: datetime) -> list[Withdrawal]:
        """Remembers notices, and withdraws what they are about, all in one transaction."""
        with self.database.transaction() as connection:
            return [withdrawals.withdraw(connection, notice, at=at) for notice in told]

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
                if item is None:
                    if is_there(connection, article.id) and places.is_free(
                        connection, article.origin
                    ):
                        places.take(connection, article.id, origin=article.origin)
                else:
                    change = keep_one(connection, item, added=article.added or at, at=at)
                put = transfer.put_history(connection, lineage)
                # What was put into the history may stand elsewhere as well.
                deindexed = withdrawals.recompute(connection, article.origin)
                change = replace(change, deindexed=(*change.deindexed, *deindexed))
                taken.append(Taken(change, put))
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

    def forget(self, article_ids: Iterable[str], *, told: bool = False) -> None:
        """Removes articles with their histories, all in one transaction.

        They are marked as not yet unindexed. Notices that withdraw them stay, unless what was
        ``told`` is to be forgotten as well.
        """
        gone = list(article_ids)
        with self.database.transaction() as connection:
            copies.take_out(connection, gone)
            grouping.take_out(connection, gone)
            for article_id in gone:
                origins = places.places_of(connection, article_id)
                versions.forget(connection, article_id)
                forget_one(connection, article_id)
                withdrawals.forget(connection, article_id, origins=origins, told=told)

    def staged(self, *, by: str) -> set[str]:
        """Ids of the articles that ``stage`` has put aside with vectors made ``by`` this.

        What was made by anything else is forgotten.
        """
        with self.database.transaction() as connection:
            return staging.staged(connection, by=by)

    def stage(self, prepared: Sequence[PreparedArticle]) -> None:
        """Puts other sentences, passages and vectors of articles aside, for ``put_staged``."""
        with self.database.transaction() as connection:
            staging.stage(connection, prepared)

    def put_staged(self, facts: Mapping[str, str]) -> None:
        """Puts what is staged in the place of what is in use, with ``facts``, all or nothing."""
        with self.database.transaction() as connection:
            staging.put(connection, facts)
