"""What providers withdraw: their notices, and which versions of articles these are about.

``notices`` remembers every notice for good, whether its story is here or not. ``numbers``
tells how providers count the versions that they sent. ``withdrawn`` is told from the two and
from the articles' dates (``withdrawals.py``): which versions, the newest and older ones, may
not be used, and by which notice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from assistant.library import schema
from assistant.library.database import in_parts
from assistant.library.schema import EARLY, MOMENT, PORTABLE
from assistant.types import Article, Notice

notices: Final = sa.Table(
    "notices",
    schema.metadata,
    sa.Column("origin", sa.String, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("item", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("words", sa.String, nullable=False),
    sa.Column("number", sa.Integer),
    sa.Column("stated", sa.String),
    sa.Column("came", sa.String, nullable=False, info=MOMENT),
    info=PORTABLE | EARLY,
)
numbers: Final = sa.Table(
    "numbers",
    schema.metadata,
    sa.Column("origin", sa.String, primary_key=True),
    sa.Column("article_id", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    info=PORTABLE | EARLY,
)
withdrawn: Final = sa.Table(
    "withdrawn",
    schema.metadata,
    sa.Column("article_id", sa.String, primary_key=True),
    sa.Column("origin", sa.String, primary_key=True),
    sa.Column("key", sa.String, nullable=False),
)


# -- within a transaction of the catalogue -------------------------------------------


def put(connection: sa.Connection, notice: Notice, *, at: datetime) -> bool:
    """Remembers a notice that came ``at`` this time; whether it was not known yet."""
    row = {
        "origin": notice.origin,
        "key": key_of(notice),
        "item": notice.item,
        "status": notice.status,
        "words": notice.words,
        "number": notice.number,
        "stated": notice.stated.isoformat() if notice.stated else None,
        "came": (notice.came or at).isoformat(timespec="seconds"),
    }
    done = connection.execute(sa.insert(notices).prefix_with("OR IGNORE"), row)
    return bool(done.rowcount)


def key_of(notice: Notice) -> str:
    """What a notice is told by among those of one origin: a hash of what it says."""
    stated = notice.stated.isoformat() if notice.stated else None
    said = [notice.item, notice.status, notice.words, notice.number, stated]
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode("ascii")).hexdigest()[:16]


def count(connection: sa.Connection, article: Article) -> None:
    """Notes how its provider counts a version; the highest number counts."""
    if article.number is None or is_counted(connection, article):
        return
    row = {"origin": article.origin, "article_id": article.id, "number": article.number}
    connection.execute(sa.insert(numbers).prefix_with("OR REPLACE"), row)


def is_counted(connection: sa.Connection, article: Article) -> bool:
    """Whether the number of a version tells nothing new."""
    if article.number is None:
        return True
    known = number_at(connection, article.origin, article.id)
    return known is not None and known >= article.number


def number_at(connection: sa.Connection, origin: str, article_id: str) -> int | None:
    """How the provider of what stands at ``origin`` counts a version of it."""
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
    """The notices about one story, in the order in which they came."""
    query = sa.select(notices).where(notices.c.origin == origin)
    ordered = query.order_by(notices.c.came, notices.c.number, notices.c.key)
    return tuple(map(_notice, connection.execute(ordered)))


def withdrawing(connection: sa.Connection, article_ids: Iterable[str]) -> Mapping[str, Notice]:
    """Those of some versions that are withdrawn, by id, with the last notice of each."""
    found: dict[str, Notice] = {}
    for article_id in marked(connection, article_ids):
        query = (
            sa.select(notices)
            .join(
                withdrawn,
                (withdrawn.c.origin == notices.c.origin) & (withdrawn.c.key == notices.c.key),
            )
            .where(withdrawn.c.article_id == article_id)
            .order_by(notices.c.came.desc(), notices.c.origin)
        )
        row = connection.execute(query).first()
        if row is not None:
            found[article_id] = _notice(row)
    return found


def marked(connection: sa.Connection, article_ids: Iterable[str]) -> list[str]:
    """Those of some versions (ids) that are withdrawn, in their order."""
    wanted = list(dict.fromkeys(article_ids))
    present: set[str] = set()
    for part in in_parts(wanted):
        query = sa.select(withdrawn.c.article_id).where(withdrawn.c.article_id.in_(part))
        present.update(connection.execute(query).scalars())
    return [article_id for article_id in wanted if article_id in present]


def is_withdrawn() -> sa.ColumnElement[bool]:
    """Whether a row of ``articles`` is withdrawn."""
    return sa.exists().where(withdrawn.c.article_id == schema.articles.c.id)


def _notice(row: Any) -> Notice:
    return Notice(
        origin=row.origin,
        item=row.item,
        status=row.status,
        words=row.words,
        number=row.number,
        stated=schema.moment_from(row.stated),
        came=datetime.fromisoformat(row.came),
    )
