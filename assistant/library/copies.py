"""Keeps the clusters of near-duplicate articles in the catalogue, by MinHash and LSH.

Each article has a row in ``stories`` with its MinHash signature and its cluster, and a row in
``slots`` for each of its LSH buckets: a new article is compared with those in its buckets, and
joins the clusters of its copies. Nothing is held in memory. A cluster is what is connected by
copying: it does not depend on the order of insertion, but for the bounds below.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from assistant.articles.copies import (
    BUCKETS,
    RULE,
    Runs,
    Sketch,
    are_copies,
    may_be_copies,
    runs_of,
    sketch_of,
)
from assistant.examining import examined
from assistant.library import schema
from assistant.library.database import LARGE, driven, driven_each, in_parts, rows_among
from assistant.library.facts import fact, put_fact

signatures = sa.Table(
    "stories",
    schema.metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    schema.article_key(nullable=False, unique=True),
    sa.Column("cluster", sa.Integer, index=True),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("runs", sa.Integer, nullable=False),
    # A number stands for one article for good, also for a cluster that bears it.
    sqlite_autoincrement=True,
)
"""A cluster is known by the number of one of its articles; without copies there is none."""
buckets = sa.Table(
    "slots",
    schema.metadata,
    # Its value and its place in the signature, in one number.
    sa.Column("slot", LARGE, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sqlite_with_rowid=False,
)

FACT: Final = "copies"
"""The fact that records the rule by which articles were compared."""

_LOOKED_UP: Final = 32
"""Most articles of a bucket that are candidates: a notice that thousands carry costs no more."""

_LOOKED_AT: Final = 24
"""Most candidates whose signatures are looked at, those that share most buckets."""

_COMPARED: Final = 16
"""Most articles that a new one is compared with in vain."""

# These are written as they are sent: put together by SQLAlchemy, for each article again,
# they take some 0.2 ms more.
_BUCKET: Final = (
    "SELECT * FROM (SELECT number FROM slots WHERE slot = ? ORDER BY number DESC LIMIT {})"
    " AS bucket"
)
_FIND_CANDIDATES: Final = (  # noqa: S608 - put together of our own text
    "SELECT stories.number, coalesce(stories.cluster, stories.number) AS cluster,"
    " stories.signature, stories.runs"
    " FROM ({}) AS sharing JOIN stories ON stories.number = sharing.number"
    " GROUP BY stories.number ORDER BY count(*) DESC, stories.number DESC LIMIT {}"
).format(" UNION ALL ".join([_BUCKET.format(_LOOKED_UP)] * BUCKETS), _LOOKED_AT)
"""The articles that share a bucket, with their clusters; those that share most first."""

_INSERT_STORY: Final = (
    "INSERT INTO stories (article_id, signature, runs) VALUES (?, ?, ?) RETURNING number"
)
_INSERT_BUCKET: Final = "INSERT INTO slots (slot, number) VALUES (?, ?)"

_compared: Final = (
    sa.select(
        signatures.c.number,
        sa.func.coalesce(signatures.c.cluster, signatures.c.number).label("cluster"),
        signatures.c.signature,
        signatures.c.runs,
        signatures.c.article_id,
        schema.articles.c.text,
    )
    .join(schema.articles, schema.articles.c.id == signatures.c.article_id)
    .order_by(signatures.c.number)
)


@dataclass(frozen=True, slots=True)
class _Compared:
    number: int
    cluster: int
    sketch: Sketch
    runs: Runs

    def copies(self, other: _Compared) -> bool:
        return may_be_copies(self.sketch, other.sketch) and are_copies(self.runs, other.runs)


# -- writing -------------------------------------------------------------------


def add(connection: sa.Connection, *, article_id: str, text: str) -> None:
    """Adds an article that was just inserted to the cluster of its copies."""
    runs = _runs_of(article_id, text)
    sketch = sketch_of(runs)
    row = (article_id, array("I", sketch.signature).tobytes(), sketch.runs)
    number = int(driven(connection, _INSERT_STORY, row).scalar_one())
    if not sketch.signature:
        return
    joined = _clusters_of_copies(connection, _Compared(number, number, sketch, runs))
    driven_each(connection, _INSERT_BUCKET, ((key, number) for key in sketch.keys))
    if joined:
        cluster = min(joined)
        _move(connection, [number, cluster], to=cluster)
        # A cluster that is joined may be an article that had no copy yet.
        for old in joined:
            known = (signatures.c.cluster == old) | (signatures.c.number == old)
            connection.execute(sa.update(signatures).where(known).values(cluster=cluster))


def remove(connection: sa.Connection, article_ids: Iterable[str]) -> None:
    """Removes articles that are about to go, and splits the clusters that they held together."""
    clusters: set[int] = set()
    for article_id in article_ids:
        query = sa.select(signatures).where(signatures.c.article_id == article_id)
        row = connection.execute(query).first()
        if row is None:
            continue
        if row.cluster is not None:
            clusters.add(row.cluster)
        of_row = buckets.c.slot.in_(_sketch_from(row).keys)
        connection.execute(sa.delete(buckets).where(of_row, buckets.c.number == row.number))
        connection.execute(sa.delete(signatures).where(signatures.c.number == row.number))
    for cluster in sorted(clusters):
        _split(connection, cluster)


def clear(connection: sa.Connection) -> None:
    """Deletes all clusters and signatures; they are to be made by this program's rule."""
    connection.execute(sa.delete(buckets))
    connection.execute(sa.delete(signatures))
    put_fact(connection, FACT, RULE)


def add_missing(connection: sa.Connection, *, after: str, most: int) -> str | None:
    """Adds articles that have not been compared yet; see ``Clusters.add_missing``."""
    if fact(connection, FACT) != RULE:
        clear(connection)
    query = _missing(schema.articles.c.text).where(schema.articles.c.id > after).limit(most)
    rows = connection.execute(query).all()
    for row in rows:
        add(connection, article_id=row.id, text=row.text)
    return str(rows[-1].id) if rows else None


def is_complete(connection: sa.Connection) -> bool:
    """Whether every article has been compared, by this program's rule."""
    by_rule = fact(connection, FACT) == RULE
    return by_rule and connection.execute(_missing().limit(1)).first() is None


# -- the parts -----------------------------------------------------------------


def _clusters_of_copies(connection: sa.Connection, own: _Compared) -> list[int]:
    """Returns the clusters with a copy of ``own``; without a cluster, a copy's number."""
    joined: set[int] = set()
    in_vain = 0
    for row in driven(connection, _FIND_CANDIDATES, own.sketch.keys).all():
        if row.cluster in joined or not may_be_copies(own.sketch, _sketch_from(row)):
            continue
        (other,) = _of_numbers(connection, [row.number])
        if are_copies(own.runs, other.runs):
            joined.add(row.cluster)
        elif (in_vain := in_vain + 1) == _COMPARED:
            break
    return sorted(joined)


def _split(connection: sa.Connection, cluster: int) -> None:
    """Makes a cluster of each part of ``cluster`` that copying still connects."""
    query = sa.select(signatures.c.number).where(signatures.c.cluster == cluster)
    left = _of_numbers(connection, list(connection.execute(query).scalars()))
    parts: list[list[_Compared]] = []
    for one in left:
        near = [part for part in parts if any(one.copies(other) for other in part)]
        parts = [part for part in parts if part not in near]
        parts.append([*(other for part in near for other in part), one])
    for part in parts:
        numbers = [one.number for one in part]
        known = min(numbers) if len(numbers) > 1 else None
        if known != cluster:
            _move(connection, numbers, to=known)


def _of_numbers(connection: sa.Connection, numbers: Sequence[int]) -> list[_Compared]:
    return [
        _Compared(row.number, row.cluster, _sketch_from(row), _runs_of(row.article_id, row.text))
        for row in rows_among(connection, _compared, signatures.c.number, numbers)
    ]


def _runs_of(article_id: str, text: str) -> Runs:
    """Returns the runs of an article; none, so that it has no copies, where that faults."""
    return examined(article_id, "copies", lambda: runs_of(text), otherwise=runs_of(""))


def _move(connection: sa.Connection, numbers: Sequence[int], *, to: int | None) -> None:
    for part in in_parts(numbers):
        moved = sa.update(signatures).where(signatures.c.number.in_(part))
        connection.execute(moved.values(cluster=to))


def _missing(*columns: sa.Column[Any]) -> sa.Select[Any]:
    known = sa.exists().where(signatures.c.article_id == schema.articles.c.id)
    return sa.select(schema.articles.c.id, *columns).where(~known).order_by(schema.articles.c.id)


def _sketch_from(row: Any) -> Sketch:
    return Sketch(tuple(memoryview(row.signature).cast("I")), row.runs)
