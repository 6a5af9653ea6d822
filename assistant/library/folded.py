"""The library's list with copies folded: those of one story stand behind its head.

Which article is the head is told from the dates, as everywhere, and remembered for as long as
the copies are the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from assistant.library import copies, notices, schema
from assistant.library.clusters import precedence_of
from assistant.library.database import Database
from assistant.library.listing import having, ordered, shown
from assistant.reports import ArticlePage, Order
from assistant.types import ArticleSummary

_columns: Final = schema.articles.c


@dataclass(frozen=True, slots=True)
class _State:
    """What the heads are told from was like.

    Numbers of the table are never given twice: as long as the last one is the same, rows can
    only have gone, and as long as there are as many, none has. Few articles are withdrawn.
    """

    last: int
    number: int
    withdrawn: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Heads:
    """``behind`` are the copies of each head, in their order; ``of`` is the head of each copy."""

    state: _State
    behind: Mapping[str, tuple[str, ...]]
    of: Mapping[str, str]

    def copies(self, article_id: str) -> tuple[str, ...]:
        """The copies that stand behind an article; most articles have none."""
        return self.behind.get(article_id, ())


class Folded:
    """The list of a library with copies folded behind their heads, to be read. Thread-safe.

    Args:
        database: the catalogue's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._heads: _Heads | None = None

    def page(
        self, *, matching: str, order: Order, descending: bool, limit: int, offset: int
    ) -> ArticlePage:
        """A page of the articles of which one or a copy has all the words of ``matching``.

        The words may stand in the headline or the outlet. The order is that of the heads;
        unknown dates and outlets come last in either direction; ties keep a stable order.
        """
        with self._database.reading() as connection:
            heads = self._known(connection)
            if wanted := having(matching):
                found = connection.execute(sa.select(_columns.id).where(*wanted)).scalars().all()
                entries = dict.fromkeys(heads.of.get(key, key) for key in found)
                total, articles = len(entries), len(found)
                among = _columns.id.in_(_among(entries))
            else:
                articles = connection.execute(sa.select(sa.func.count(_columns.id))).scalar_one()
                total = articles - len(heads.of)
                among = _columns.id.not_in(_among(heads.of))
            query = sa.select(*shown()).where(among)
            query = query.order_by(*ordered(order, descending=descending))
            rows = connection.execute(query.limit(limit).offset(offset)).all()
            page = [schema.summary_from(row) for row in rows]
            others = _summaries(connection, [key for head in page for key in heads.copies(head.id)])
        return ArticlePage(
            tuple(page),
            total,
            tuple(tuple(others[key] for key in heads.copies(head.id)) for head in page),
            articles,
        )

    def _known(self, connection: sa.Connection) -> _Heads:
        """The heads as of now, told anew where the copies are others."""
        numbers = copies.stories.c.number
        last, number = connection.execute(
            sa.select(sa.func.coalesce(sa.func.max(numbers), 0), sa.func.count())
        ).one()
        withdrawn = connection.execute(sa.select(notices.withdrawn.c.article_id)).scalars()
        state, heads = _State(last, number, frozenset(withdrawn)), self._heads
        if heads is None or heads.state != state:
            self._heads = heads = _told(connection, state)
        return heads


def _told(connection: sa.Connection, state: _State) -> _Heads:
    query = (
        sa.select(copies.stories.c.cluster, _columns.id, _columns.published, _columns.characters)
        .join(schema.articles, _columns.id == copies.stories.c.article_id)
        .where(copies.stories.c.cluster.is_not(None))
    )
    members: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        # A withdrawn article is the head of those that are withdrawn alone.
        place = (row.id in state.withdrawn, *precedence_of(row))
        members.setdefault(row.cluster, []).append(place)
    found: dict[str, tuple[str, ...]] = {}
    for places in members.values():
        head, *others = (place[-1] for place in sorted(places))
        found[head] = tuple(others)
    return _Heads(state, found, {key: head for head, others in found.items() for key in others})


def _among(ids: Iterable[str]) -> sa.Select[Any]:
    """``ids`` for a query, however many there are."""
    return sa.select(sa.func.json_each(json.dumps([*ids])).table_valued("value").c.value)


def _summaries(connection: sa.Connection, ids: Iterable[str]) -> dict[str, ArticleSummary]:
    query = sa.select(*shown()).where(_columns.id.in_(_among(ids)))
    return {row.id: schema.summary_from(row) for row in connection.execute(query)}
