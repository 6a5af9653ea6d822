"""Records what providers withdraw: their notices, and the versions that these are about.

``notices`` keeps every notice for good, whether its story is here or not. ``numbers`` says how
providers count the versions that they sent. ``withdrawn`` is computed from the two and from the
articles' dates (``withdrawals.py``): which versions, the newest and older ones, may not be used,
and by which notice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from assistant.library import schema
from assistant.library.database import LARGE, insert_missing, rows_among, upsert
from assistant.library.schema import EARLY, MOMENT, PORTABLE
from assistant.library.stored import from_row, to_values
from assistant.types import Article, Notice

notices: Final = sa.Table(
    "notices",
    schema.metadata,
    sa.Column("origin", sa.String, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("item", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("words", sa.String, nullable=False),
    sa.Column("number", LARGE),
    sa.Column("stated", sa.String),
    sa.Column("came", sa.String, nullable=False, info=MOMENT),
    info=PORTABLE | EARLY,
)
numbers: Final = sa.Table(
    "numbers",
    schema.metadata,
    sa.Column("origin", sa.String, primary_key=True),
    sa.Column("article_id", sa.String, primary_key=True),
    sa.Column("number", LARGE, nullable=False),
    info=PORTABLE | EARLY,
)
withdrawn: Final = sa.Table(
    "withdrawn",
    schema.metadata,
    sa.Column("article_id", sa.String, primary_key=True),
    sa.Column("origin", sa.String, primary_key=True),
    sa.Column("key", sa.String, nullable=False),
)
IS_OF_NOTICE: Final = (withdrawn.c.origin == notices.c.origin) & (withdrawn.c.key == notices.c.key)
"""The condition that joins a withdrawn version and the notice that withdraws it."""


# -- within a transaction of the catalogue -------------------------------------------


def put(connection: sa.Connection, notice: Notice, *, at: datetime) -> bool:
    """Records a notice that came ``at`` this time; returns whether it is a new one."""
    came = (notice.came or at).isoformat(timespec="seconds")
    row = to_values(notice) | {"key": key_of(notice), "came": came}
    return bool(insert_missing(connection, notices, row))


def key_of(notice: Notice) -> str:
    """Returns what tells a notice from others of its origin: a hash of what it says."""
    stated = notice.stated.isoformat() if notice.stated else None
    said = [notice.item, notice.status, notice.words, notice.number, stated]
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode("ascii")).hexdigest()[:16]


def count(connection: sa.Connection, article: Article) -> None:
    """Records how its provider counts a version; the highest number counts."""
    if article.number is None or is_counted(connection, article):
        return
    row = {"origin": article.origin, "article_id": article.id, "number": article.number}
    upsert(connection, numbers, row)


def is_counted(connection: sa.Connection, article: Article) -> bool:
    """Whether the number of a version, if it has any, is recorded."""
    if article.number is None:
        return True
    known = number_at(connection, article.origin, article.id)
    return known is not None and known >= article.number


def number_at(connection: sa.Connection, origin: str, article_id: str) -> int | None:
    """Returns the number that a provider gave a version of what stands at ``origin``."""
    query = sa.select(numbers.c.number).where(
        numbers.c.origin == origin, numbers.c.article_id == article_id
    )
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def is_older_by_number(
    connection: sa.Connection, article: Article, *, than: str, origin: str
) -> bool | None:
    """Whether the provider counts ``article`` before the version ``than`` (an id).

    None where it counts one of them not at all, or both alike.
    """
    own = article.number
    if own is None:
        own = number_at(connection, origin, article.id)
    other = number_at(connection, origin, than)
    return None if own is None or other is None or own == other else own < other


def notices_at(connection: sa.Connection, origin: str) -> tuple[Notice, ...]:
    """Returns the notices about one story, in the order in which they came."""
    query = sa.select(notices).where(notices.c.origin == origin)
    ordered = query.order_by(notices.c.came, notices.c.number.nulls_first(), notices.c.key)
    return tuple(from_row(Notice, row) for row in connection.execute(ordered))


def withdrawing(connection: sa.Connection, article_ids: Iterable[str]) -> Mapping[str, Notice]:
    """Returns the last notice of each of some versions (ids) that is withdrawn, in their order."""
    wanted = list(dict.fromkeys(article_ids))
    query = (
        sa.select(withdrawn.c.article_id, notices)
        .join(notices, IS_OF_NOTICE)
        # Of several the last to be read counts.
        .order_by(notices.c.came, notices.c.origin.desc())
    )
    rows = rows_among(connection, query, withdrawn.c.article_id, wanted)
    last = {row.article_id: row for row in rows}
    return {key: from_row(Notice, last[key]) for key in wanted if key in last}


def is_withdrawn() -> sa.ColumnElement[bool]:
    """Returns the condition that a row of ``articles`` is withdrawn."""
    return sa.exists().where(withdrawn.c.article_id == schema.articles.c.id)
