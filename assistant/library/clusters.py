"""Reads the clusters of near-duplicate articles of a library (see ``copies``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from assistant.articles.copies import precedence
from assistant.library import copies, notices, schema
from assistant.library.copies import signatures
from assistant.library.database import Database
from assistant.library.listing import shown
from assistant.types import Cluster, Filters

_own: Final = schema.articles.c


@dataclass(frozen=True, slots=True)
class Copies:
    """The articles of one cluster by id; ``canonical`` is the first of them."""

    canonical: str
    members: tuple[str, ...]


class Clusters:
    """The clusters of near-duplicate articles of a catalogue. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_complete(self) -> bool:
        """Whether all articles have been compared, by this program's rule."""
        with self._database.reading() as connection:
            return copies.is_complete(connection)

    def add_missing(self, *, after: str = "", most: int) -> str | None:
        """Compares ``most`` of the articles that an older program has kept, in the order of ids.

        Returns the id of the last one, to be the next ``after``; None where none was left.
        """
        with self._database.transaction() as connection:
            return copies.add_missing(connection, after=after, most=most)

    def clear(self) -> None:
        """Deletes all clusters, so that all articles are missing."""
        with self._database.transaction() as connection:
            copies.clear(connection)

    def of(self, article_ids: Sequence[str], *, filters: Filters = Filters()) -> dict[str, Copies]:
        """Returns the clusters of these articles within ``filters``, by article.

        An article without copies is left out.
        """
        asked = sa.select(signatures.c.article_id, signatures.c.cluster).where(
            signatures.c.article_id.in_(article_ids), signatures.c.cluster.is_not(None)
        )
        with self._database.reading() as connection:
            known = {row.article_id: row.cluster for row in connection.execute(asked)}
            wanted = (
                signatures.c.cluster.in_(set(known.values())),
                ~notices.is_withdrawn(),
                *schema.conditions(filters),
            )
            members = members_of(connection, *wanted) if known else {}
        found: dict[int, Copies] = {}
        for cluster, rows in members.items():
            if len(rows) > 1:
                ordered = tuple(row.id for row in sorted(rows, key=precedence_of))
                found[cluster] = Copies(ordered[0], ordered)
        return {key: found[cluster] for key, cluster in known.items() if cluster in found}

    def within(self, filters: Filters) -> list[Cluster]:
        """Returns the clusters with an article within ``filters``, each whole, newest first."""
        within = (
            sa.select(signatures.c.cluster)
            .join(schema.articles, _own.id == signatures.c.article_id)
            .where(*schema.conditions(filters))
        )
        with self._database.reading() as connection:
            members = members_of(connection, signatures.c.cluster.in_(within), columns=shown())
        found = []
        for rows in members.values():
            if len(rows) == 1:  # An older program has removed the others.
                continue
            head, *others = map(schema.summary_from, sorted(rows, key=_withdrawn_last))
            found.append(Cluster(head, tuple(others)))
        return sorted(found, key=_newest_first)


def _newest_first(cluster: Cluster) -> tuple[int, str]:
    return -schema.day_number(cluster.head.published), cluster.head.id


def _withdrawn_last(row: Any) -> tuple[bool, datetime, int, str]:
    """A withdrawn article is canonical only where all are withdrawn."""
    return (bool(row.withdrawn), *precedence_of(row))


def members_of(
    connection: sa.Connection,
    *conditions: sa.ColumnElement[bool],
    columns: Sequence[sa.ColumnElement[Any]] = (_own.id, _own.published, _own.characters),
) -> dict[int, list[Any]]:
    """Returns rows of articles that fulfil the conditions, by cluster."""
    query = sa.select(signatures.c.cluster, *columns)
    query = query.join(schema.articles, _own.id == signatures.c.article_id).where(*conditions)
    found: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row.cluster, []).append(row)
    return found


def precedence_of(row: Any) -> tuple[datetime, int, str]:
    """Returns what orders the articles of a cluster, by a row; the first is canonical."""
    published = schema.date_of(row.id, row.published)
    return precedence(published, characters=row.characters, article_id=row.id)
