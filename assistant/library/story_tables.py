"""The tables of a library's stories, and their rows as what is grouped.

Each article has a row in ``grouped`` with its story and its weightiest terms, and a row in
``postings`` for each of the few that it is found by. What a person has done stands in two
tables of its own, which a portable file carries: ``placed`` says to which story an article
belongs whatever the rule says, ``kept_stories`` which title a story was given and whether it
is pinned. Everything else can be told anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import sqlalchemy as sa

from assistant.articles.grouping import Terms, Unit
from assistant.library import schema

members: Final = sa.Table(
    "grouped",
    schema.metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column(
        "article_id",
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    sa.Column("story", sa.String, nullable=False),
    # Counted as ``date.toordinal`` does; 0 where it is not known.
    sa.Column("day", sa.Integer, nullable=False),
    sa.Column("ids", sa.LargeBinary, nullable=False),
    sa.Column("weights", sa.LargeBinary, nullable=False),
    sa.Index("ix_grouped_story", "story", "day"),
    # A number stands for one article for good: a posting may outlive its article.
    sqlite_autoincrement=True,
)
"""Which story an article belongs to, and its terms, the weightiest first."""
postings: Final = sa.Table(
    "postings",
    schema.metadata,
    sa.Column("term", sa.Integer, primary_key=True),
    sa.Column("day", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sqlite_with_rowid=False,
)
spread: Final = sa.Table(
    "term_spread",
    schema.metadata,
    sa.Column("term", sa.Integer, primary_key=True),
    sa.Column("articles", sa.Integer, nullable=False),
)
"""In how many articles a term stands; under ``ALL`` how many articles there are."""
placed: Final = sa.Table(
    "placed",
    schema.metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("story", sa.String, nullable=False, index=True),
    info=schema.PORTABLE,
)
kept: Final = sa.Table(
    "kept_stories",
    schema.metadata,
    sa.Column("story", sa.String, primary_key=True),
    sa.Column("title", sa.String),
    sa.Column("pinned", sa.Boolean, nullable=False, default=False),
    info=schema.PORTABLE,
)
former: Final = sa.Table(
    "former_stories",
    schema.metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("story", sa.String, nullable=False),
)
"""The story that an article had before all are grouped anew: it keeps its id where it can."""

ALL: Final = -1
MARK: Final = "s"
"""What a story's id begins with, so that it is no article's."""
DIGITS: Final = 12
"""Digits of an article's id that a story's id is made of."""
WHOLE: Final = 24
"""Most articles of a story that may be taken apart again; a larger one grows, or is joined."""

_SELECT: Final = (
    "SELECT grouped.number, grouped.article_id, grouped.story, grouped.day, grouped.ids,"
    " grouped.weights, placed.story AS place, stories.cluster FROM grouped"
    " LEFT JOIN placed ON placed.article_id = grouped.article_id"
    " LEFT JOIN stories ON stories.article_id = grouped.article_id WHERE "
)
_SIDE: Final = "SELECT * FROM ({}{} LIMIT {})"
_OF_STORY: Final = " UNION ALL ".join(
    _SIDE.format(_SELECT, side, WHOLE + 1)
    for side in (
        "grouped.story = ? AND grouped.day <= ? ORDER BY grouped.day DESC, grouped.number DESC",
        "grouped.story = ? AND grouped.day > ? ORDER BY grouped.day, grouped.number",
    )
)
_TAKEN: Final = (
    "SELECT 1 FROM grouped WHERE story = ? UNION ALL SELECT 1 FROM placed WHERE story = ?"
    " UNION ALL SELECT 1 FROM kept_stories WHERE story = ? LIMIT 1"
)
_HAS_PLACED: Final = "SELECT 1 FROM placed WHERE story = ? LIMIT 1"


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story as it is grouped; ``large`` where not all of its story is read."""

    number: int
    story: str
    unit: Unit
    large: bool = False


def terms_of(row: Any) -> Terms:
    """The terms of a row."""
    return Terms(np.frombuffer(row.ids, np.uint32), np.frombuffer(row.weights, np.float32))


def read_story(connection: sa.Connection, story: str, *, day: int) -> list[Member]:
    """The articles of a story; of one that has more than ``WHOLE`` the nearest to a day.

    Those of such a story are tied to each other.
    """
    rows = connection.exec_driver_sql(_OF_STORY, (story, day, story, day)).all()
    if len(rows) <= WHOLE:
        return with_copies([_member(row) for row in rows])
    nearest = sorted(rows, key=lambda row: (abs(row.day - day), row.number))[:WHOLE]
    has_placed = connection.exec_driver_sql(_HAS_PLACED, (story,)).first() is not None
    place, tie = (story, None) if has_placed else (None, f"story {story}")
    return with_copies(
        [
            replace(one, unit=replace(one.unit, place=place, tie=tie), large=True)
            for one in map(_member, nearest)
        ]
    )


def article_ids_of(connection: sa.Connection, story: str) -> list[str]:
    """The articles of a story, in the order of ids; empty where there is none."""
    query = sa.select(members.c.article_id).where(members.c.story == story)
    return list(connection.execute(query.order_by(members.c.article_id)).scalars())


def free_id(
    connection: sa.Connection, article_ids: Sequence[str], *, taken: Iterable[str] = ()
) -> str:
    """An id for a new story of these articles that no story has, made of one of theirs."""
    for ending in range(1, 1_000_000):
        for each in article_ids:
            name = f"{MARK}{each[:DIGITS]}"
            name = name if ending == 1 else f"{name}{ending:x}"
            if name not in taken and not _is_taken(connection, name):
                return name
    raise AssertionError("a million stories have the same articles")


def _is_taken(connection: sa.Connection, story: str) -> bool:
    return connection.exec_driver_sql(_TAKEN, (story, story, story)).first() is not None


def _member(row: Any) -> Member:
    unit = Unit(
        key=row.article_id,
        terms=terms_of(row),
        day=row.day or None,
        tie=copies_tie(row.cluster),
        place=row.place,
    )
    return Member(row.number, row.story, unit)


def copies_tie(cluster: int | None) -> str | None:
    """What ties an article to its copies."""
    return None if cluster is None else f"copies {cluster}"


def with_copies(read: Sequence[Member]) -> list[Member]:
    """Members that know of how many copies they are one."""
    number = Counter(one.unit.tie for one in read if one.unit.tie is not None and not one.large)
    return [
        one
        if one.unit.tie is None or one.large
        else replace(one, unit=replace(one.unit, copies=number[one.unit.tie]))
        for one in read
    ]
