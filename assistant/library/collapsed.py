"""Lists the articles of a library with near-duplicates collapsed into the canonical one.

Which article of a cluster is canonical follows from the dates, as everywhere; the outcome is
cached for as long as the clusters are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
from typing import Final

import sqlalchemy as sa

from assistant.library import copies, notices, schema
from assistant.library.clusters import members_of, precedence_of
from assistant.library.database import Database, among
from assistant.library.listing import among_found, having, part_of, shown
from assistant.reports import CollapsedPage, Order
from assistant.types import Cluster, Filters

_columns: Final = schema.articles.c


@dataclass(frozen=True, slots=True)
class _State:
    """What canonical articles follow from: while it is the same, so are they.

    Numbers of the table are never given twice: as long as the last one is the same, rows can
    only have gone, and as long as there are as many, none has. Few articles are withdrawn.
    """

    last: int
    number: int
    withdrawn: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Canonical:
    """The copies of each canonical article, in their order, and the canonical of each copy."""

    state: _State
    copies: Mapping[str, tuple[str, ...]]
    of: Mapping[str, str]

    def among(self, article_ids: Iterable[str], *, within: AbstractSet[str]) -> _Canonical:
        """The same of the clusters of some articles, without what is not ``within``."""
        found: dict[str, tuple[str, ...]] = {}
        for head in dict.fromkeys(self.of.get(key, key) for key in article_ids):
            first, *others = (key for key in (head, *self.copies.get(head, ())) if key in within)
            found[first] = tuple(others)
        return _Canonical(
            self.state, found, {key: one for one, others in found.items() for key in others}
        )


class Collapsed:
    """Reads pages of a library's articles, collapsed. Thread-safe.

    Args:
        database: the catalogue's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._canonical: _Canonical | None = None

    def page(
        self,
        *,
        matching: str,
        order: Order,
        descending: bool,
        limit: int,
        offset: int,
        filters: Filters = Filters(),
        found: Sequence[str] | None = None,
    ) -> CollapsedPage:
        """Returns a page of the clusters of which an article has all the words of ``matching``.

        The words may stand in the headline or the outlet. Of each cluster only what is within
        ``filters`` is given; with ``found``, the ids of articles, best first, only clusters of
        those. The order is that of the canonical articles, or of the first found; unknown dates
        and outlets come last in either direction; ties keep a stable order.
        """
        wanted = [*having(matching), *schema.conditions(filters), *among_found(found)]
        cut = slice(offset, offset + limit)
        with self._database.reading() as connection:
            known = self._known(connection)
            stories: Sequence[str] = ()
            if wanted:
                fit = list(_ids(connection, wanted))
                within = set(_ids(connection, schema.conditions(filters)))
                if found is not None:
                    places = {key: place for place, key in enumerate(found)}
                    fit.sort(key=places.__getitem__)
                known = known.among(fit, within=within)
                stories = [*dict.fromkeys(known.of.get(key, key) for key in fit)]
                total, articles = len(stories), len(fit)
                chosen = _columns.id.in_(among(stories))
            else:
                articles = connection.execute(sa.select(sa.func.count(_columns.id))).scalar_one()
                total = articles - len(known.of)
                chosen = _columns.id.not_in(among(known.of))
            page = part_of(
                connection, [chosen], order=order, descending=descending, cut=cut, found=stories
            )
            behind = {one.id: known.copies.get(one.id, ()) for one in page}
            query = sa.select(*shown()).where(_columns.id.in_(among(chain(*behind.values()))))
            others = {row.id: schema.summary_from(row) for row in connection.execute(query)}
        clusters = (Cluster(one, tuple(others[key] for key in behind[one.id])) for one in page)
        return CollapsedPage(tuple(clusters), total=total, articles=articles)

    def _known(self, connection: sa.Connection) -> _Canonical:
        """Returns the canonical articles as of now, computed again where the clusters changed."""
        numbers = copies.signatures.c.number
        last, number = connection.execute(
            sa.select(sa.func.coalesce(sa.func.max(numbers), 0), sa.func.count())
        ).one()
        withdrawn = connection.execute(sa.select(notices.withdrawn.c.article_id)).scalars()
        state, known = _State(last, number, frozenset(withdrawn)), self._canonical
        if known is None or known.state != state:
            self._canonical = known = _canonical(connection, state)
        return known


def _ids(connection: sa.Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> Iterator[str]:
    yield from connection.execute(sa.select(_columns.id).where(*wanted)).scalars()


def _canonical(connection: sa.Connection, state: _State) -> _Canonical:
    found: dict[str, tuple[str, ...]] = {}
    for rows in members_of(connection, copies.signatures.c.cluster.is_not(None)).values():
        # A withdrawn article is canonical only where all are withdrawn.
        order = sorted((row.id in state.withdrawn, *precedence_of(row)) for row in rows)
        first, *others = (place[-1] for place in order)
        found[first] = tuple(others)
    return _Canonical(state, found, {key: one for one, others in found.items() for key in others})
