"""The clusters of a library: which articles are copies of one story, as ``copies`` has told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from assistant.articles.copies import precedence
from assistant.library import copies, notices, schema
from assistant.library.copies import stories
from assistant.library.database import Database
from assistant.library.listing import shown
from assistant.types import Cluster, Filters


@dataclass(frozen=True, slots=True)
class Copies:
    """The articles of one cluster by id; ``head`` is one of them."""

    head: str
    members: tuple[str, ...]


class Clusters:
    """The clusters of a catalogue. Thread-safe; what changes them is called while writing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def told(self) -> bool:
        """Whether all articles have been compared, by this program's rule."""
        with self._database.reading() as connection:
            return copies.told(connection)

    def tell_some(self, *, after: str = "", most: int) -> str | None:
        """Compares ``most`` of the articles that have not been compared yet.

        Those are articles that an older program has kept. Returns what the next call takes as
        ``after``, None where none was left.
        """
        with self._database.transaction() as connection:
            copies.forget_old_rule(connection)
            return copies.tell_some(connection, after=after, most=most)

    def forget(self) -> None:
        """Forgets which articles are copies, so that all are compared anew."""
        with self._database.transaction() as connection:
            copies.forget_all(connection)

    def of(self, article_ids: Sequence[str], *, filters: Filters = Filters()) -> dict[str, Copies]:
        """The clusters of these articles, as far as they are within ``filters``, by article.

        An article without copies is left out.
        """
        asked = sa.select(stories.c.article_id, stories.c.cluster).where(
            stories.c.article_id.in_(article_ids), stories.c.cluster.is_not(None)
        )
        columns = schema.articles.c
        members: dict[int, list[Any]] = {}
        with self._database.reading() as connection:
            known = {row.article_id: row.cluster for row in connection.execute(asked)}
            query = (
                sa.select(stories.c.cluster, columns.id, columns.published, columns.characters)
                .join(schema.articles, columns.id == stories.c.article_id)
                .where(
                    stories.c.cluster.in_(set(known.values())),
                    ~notices.is_withdrawn(),
                    *schema.conditions(filters),
                )
            )
            for row in connection.execute(query) if known else ():
                members.setdefault(row.cluster, []).append(row)
        found: dict[int, Copies] = {}
        for cluster, rows in members.items():
            if len(rows) > 1:
                ordered = tuple(row.id for row in sorted(rows, key=precedence_of))
                found[cluster] = Copies(ordered[0], ordered)
        return {key: found[cluster] for key, cluster in known.items() if cluster in found}

    def within(self, filters: Filters) -> list[Cluster]:
        """The clusters of which an article is within ``filters``, each whole, newest first."""
        within = (
            sa.select(stories.c.cluster)
            .join(schema.articles, schema.articles.c.id == stories.c.article_id)
            .where(*schema.conditions(filters))
        )
        query = (
            sa.select(stories.c.cluster, *shown())
            .join(schema.articles, schema.articles.c.id == stories.c.article_id)
            .where(stories.c.cluster.in_(within))
        )
        members: dict[int, list[Any]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query):
                members.setdefault(row.cluster, []).append(row)
        found = []
        for rows in members.values():
            if len(rows) == 1:  # An older program has removed the others.
                continue
            head, *others = map(schema.summary_from, sorted(rows, key=_standing_first))
            found.append(Cluster(head, tuple(others)))
        return sorted(found, key=_newest_first)


def _newest_first(cluster: Cluster) -> tuple[int, str]:
    return -schema.day_number(cluster.head.published), cluster.head.id


def _standing_first(row: Any) -> tuple[bool, datetime, int, str]:
    """A withdrawn article is the head of those that are withdrawn alone."""
    return (bool(row.withdrawn), *precedence_of(row))


def precedence_of(row: Any) -> tuple[datetime, int, str]:
    """What orders the articles of a cluster, by a row of them; the first is its head."""
    published = schema.date_of(row.id, row.published)
    return precedence(published, characters=row.characters, article_id=row.id)
