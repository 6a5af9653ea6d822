"""Copies in a library: which of its articles are one story, kept in the catalogue.

Each article has a row in ``stories`` with its signature and its cluster, and a row in
``slots`` for each number of the signature: a new article is compared with those that have
some of its numbers, found by the table's own order, and joins their clusters. Nothing is
held in memory. A cluster is what is connected by copying: it does not depend on the order
in which its articles came, but for the bounds below.
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
from assistant.library.database import in_parts
from assistant.library.facts import fact, put_fact

stories = sa.Table(
    "stories",
    schema.metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column(
        "article_id",
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    sa.Column("cluster", sa.Integer, index=True),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("runs", sa.Integer, nullable=False),
    # A number stands for one article for good, also for a cluster that bears it.
    sqlite_autoincrement=True,
)
"""A cluster is known by the number of one of its stories; without copies there is none."""
slots = sa.Table(
    "slots",
    schema.metadata,
    # Its value and its place in the signature, in one number.
    sa.Column("slot", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sqlite_with_rowid=False,
)

FACT: Final = "copies"
"""The fact that records by which rule the copies were told."""

_LOOKED_UP: Final = 32
"""Most articles that one slot leads to: a notice that thousands carry costs no more."""

_LOOKED_AT: Final = 24
"""Most articles whose signatures are looked at, those that share most slots."""

_COMPARED: Final = 16
"""Most articles that a new one is compared with in vain."""

# These are written as SQLite takes them: put together by SQLAlchemy, for each article anew,
# they take some 0.2 ms more.
_SLOT: Final = (
    "SELECT * FROM (SELECT number FROM slots WHERE slot = ? ORDER BY number DESC LIMIT {})"
)
_FIND_CANDIDATES: Final = (  # noqa: S608 - put together of our own text
    "SELECT stories.number, coalesce(stories.cluster, stories.number) AS cluster,"
    " stories.signature, stories.runs"
    " FROM ({}) AS sharing JOIN stories ON stories.number = sharing.number"
    " GROUP BY stories.number ORDER BY count(*) DESC, stories.number DESC LIMIT {}"
).format(" UNION ALL ".join([_SLOT.format(_LOOKED_UP)] * BUCKETS), _LOOKED_AT)
"""The stories that share a slot, with their clusters; those that share most first."""

_INSERT_STORY: Final = "INSERT INTO stories (article_id, signature, runs) VALUES (?, ?, ?)"
_INSERT_SLOT: Final = "INSERT INTO slots (slot, number) VALUES (?, ?)"

_told: Final = (
    sa.select(
        stories.c.number,
        sa.func.coalesce(stories.c.cluster, stories.c.number).label("cluster"),
        stories.c.signature,
        stories.c.runs,
        stories.c.article_id,
        schema.articles.c.text,
    )
    .join(schema.articles, schema.articles.c.id == stories.c.article_id)
    .order_by(stories.c.number)
)


@dataclass(frozen=True, slots=True)
class _Story:
    number: int
    cluster: int
    sketch: Sketch
    runs: Runs

    def copies(self, other: _Story) -> bool:
        return may_be_copies(self.sketch, other.sketch) and are_copies(self.runs, other.runs)


# -- writing -------------------------------------------------------------------


def take_in(connection: sa.Connection, *, article_id: str, text: str) -> None:
    """Puts an article that has just been kept into the cluster of its copies."""
    runs = _runs_of(article_id, text)
    sketch = sketch_of(runs)
    row = (article_id, array("I", sketch.signature).tobytes(), sketch.runs)
    number = int(connection.exec_driver_sql(_INSERT_STORY, row).lastrowid)
    if not sketch.signature:
        return
    joined = _clusters_of_copies(connection, _Story(number, number, sketch, runs))
    connection.exec_driver_sql(_INSERT_SLOT, [(slot, number) for slot in sketch.keys])
    if joined:
        cluster = min(joined)
        _move(connection, [number, cluster], to=cluster)
        _rename(connection, [old for old in joined if old != cluster], to=cluster)


def take_out(connection: sa.Connection, article_ids: Iterable[str]) -> None:
    """Takes articles that are about to go out of their clusters, and parts what falls apart."""
    clusters: set[int] = set()
    for article_id in article_ids:
        query = sa.select(stories).where(stories.c.article_id == article_id)
        row = connection.execute(query).first()
        if row is None:
            continue
        if row.cluster is not None:
            clusters.add(row.cluster)
        of_row = slots.c.slot.in_(_sketch_from(row).keys)
        connection.execute(sa.delete(slots).where(of_row, slots.c.number == row.number))
        connection.execute(sa.delete(stories).where(stories.c.number == row.number))
    for cluster in sorted(clusters):
        _part(connection, cluster)


def forget_old_rule(connection: sa.Connection) -> None:
    """Forgets what another rule has told, so that every article is to be compared anew."""
    if _by_this_rule(connection):
        return
    forget_all(connection)
    put_fact(connection, FACT, RULE)


def forget_all(connection: sa.Connection) -> None:
    """Forgets all clusters and signatures."""
    connection.execute(sa.delete(slots))
    connection.execute(sa.delete(stories))


def tell_some(connection: sa.Connection, *, after: str, most: int) -> str | None:
    """Takes in ``most`` of the articles that have not been compared yet, in the order of ids.

    Args:
        connection: changes the catalogue.
        after: the id after which to look; what this returned the last time, first "".
        most: how many articles.

    Returns:
        The id of the last one; None where there was none left.
    """
    query = _untold(schema.articles.c.text).where(schema.articles.c.id > after).limit(most)
    rows = connection.execute(query).all()
    for row in rows:
        take_in(connection, article_id=row.id, text=row.text)
    return str(rows[-1].id) if rows else None


# -- reading -------------------------------------------------------------------


def told(connection: sa.Connection) -> bool:
    """Whether every article has its cluster, if only one of its own, by this rule."""
    return _by_this_rule(connection) and connection.execute(_untold().limit(1)).first() is None


def _by_this_rule(connection: sa.Connection) -> bool:
    return fact(connection, FACT) == RULE


# -- the parts -----------------------------------------------------------------


def _clusters_of_copies(connection: sa.Connection, own: _Story) -> list[int]:
    """The clusters that hold a copy of ``own``; a story without one stands for its own."""
    joined: set[int] = set()
    in_vain = 0
    for row in connection.exec_driver_sql(_FIND_CANDIDATES, own.sketch.keys).all():
        if row.cluster in joined or not may_be_copies(own.sketch, _sketch_from(row)):
            continue
        (other,) = _stories(connection, [row.number])
        if are_copies(own.runs, other.runs):
            joined.add(row.cluster)
        elif (in_vain := in_vain + 1) == _COMPARED:
            break
    return sorted(joined)


def _part(connection: sa.Connection, cluster: int) -> None:
    """Makes a cluster of each part of ``cluster`` that copying still connects."""
    query = sa.select(stories.c.number).where(stories.c.cluster == cluster)
    left = _stories(connection, list(connection.execute(query).scalars()))
    parts: list[list[_Story]] = []
    for story in left:
        near = [part for part in parts if any(story.copies(other) for other in part)]
        parts = [part for part in parts if part not in near]
        parts.append([*(other for part in near for other in part), story])
    for part in parts:
        numbers = [story.number for story in part]
        known = min(numbers) if len(numbers) > 1 else None
        if known != cluster:
            _move(connection, numbers, to=known)


def _stories(connection: sa.Connection, numbers: Sequence[int]) -> list[_Story]:
    return [
        _Story(row.number, row.cluster, _sketch_from(row), _runs_of(row.article_id, row.text))
        for part in in_parts(numbers)
        for row in connection.execute(_told.where(stories.c.number.in_(part)))
    ]


def _runs_of(article_id: str, text: str) -> Runs:
    """The runs of an article; none, so that it stands by itself, where they cannot be told."""
    return examined(article_id, "copies", lambda: runs_of(text), otherwise=runs_of(""))


def _rename(connection: sa.Connection, old: Sequence[int], *, to: int) -> None:
    """Makes one cluster of several; each may be a story that had none."""
    for cluster in old:
        known = (stories.c.cluster == cluster) | (stories.c.number == cluster)
        connection.execute(sa.update(stories).where(known).values(cluster=to))


def _move(connection: sa.Connection, numbers: Sequence[int], *, to: int | None) -> None:
    for part in in_parts(numbers):
        connection.execute(sa.update(stories).where(stories.c.number.in_(part)).values(cluster=to))


def _untold(*columns: sa.Column[Any]) -> sa.Select[Any]:
    known = sa.exists().where(stories.c.article_id == schema.articles.c.id)
    return sa.select(schema.articles.c.id, *columns).where(~known).order_by(schema.articles.c.id)


def _sketch_from(row: Any) -> Sketch:
    return Sketch(tuple(memoryview(row.signature).cast("I")), row.runs)
