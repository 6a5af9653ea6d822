"""Stories in a library: each article is put into its story as it is kept.

A new article is compared with those that share some of its weightiest terms within some
weeks, and what of their stories is near is grouped anew by the rule
(``articles/grouping.py``). So an article may also join two stories or part one, and the
order in which articles come matters little. Nothing is held in memory.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import sqlalchemy as sa

from assistant.articles.grouping import (
    RULE,
    Counted,
    GroupingSettings,
    Terms,
    Unit,
    counted_terms,
    likeness,
    nearness,
    weighed,
)
from assistant.examining import examined
from assistant.library import schema
from assistant.library.facts import fact, put_fact
from assistant.library.settling import settle
from assistant.library.story_tables import (
    ALL,
    Member,
    copies_tie,
    former,
    kept,
    members,
    placed,
    postings,
    spread,
    terms_of,
)
from assistant.types import day_of

FACT: Final = "stories"
"""The fact that records by which rule the articles were grouped."""

_SETTINGS: Final = GroupingSettings()
_LOOKED_UP: Final = 16
"""Most articles that a term leads to on either side of a day."""
_COMPARED: Final = 32
"""Most articles that a new one is compared with: those that share the weightiest terms."""
_TOUCHED: Final = 4
"""Most stories that are grouped anew when an article comes: the most alike."""
_NEAR: Final = 0.6
"""Share of the likeness of one story from which on another one is grouped anew as well."""

# These are written as SQLite takes them: put together by SQLAlchemy, for each article anew,
# they would take longer than what they ask for.
_SIDE: Final = "SELECT * FROM (SELECT number, ? AS weight FROM postings WHERE {} LIMIT {})"
_SIDES: Final = " UNION ALL ".join(
    _SIDE.format(side, _LOOKED_UP)
    for side in (
        "term = ? AND day BETWEEN ? AND ? ORDER BY day DESC, number DESC",
        "term = ? AND day BETWEEN ? AND ? ORDER BY day, number",
        "term = ? AND day BETWEEN ? AND ? ORDER BY day, number DESC",
    )
)
"""Articles with a term before a day and on it, after it, and without a day."""
_NEAREST: Final = (
    "SELECT grouped.story, grouped.day, grouped.ids, grouped.weights FROM"
    " (SELECT number, sum(weight) AS shared FROM ({}) GROUP BY number"
    " ORDER BY shared DESC, number DESC LIMIT {}) AS sharing"
    " JOIN grouped ON grouped.number = sharing.number"
)
_INSERT: Final = "INSERT INTO grouped (article_id, story, day, ids, weights) VALUES (?, ?, ?, ?, ?)"
_INSERT_POSTING: Final = "INSERT INTO postings (term, day, number) VALUES (?, ?, ?)"
_DELETE_POSTING: Final = "DELETE FROM postings WHERE term = ? AND day = ? AND number = ?"
_INSERT_PLACE: Final = "INSERT OR REPLACE INTO placed (article_id, story) VALUES (?, ?)"
_COUNT: Final = (
    "INSERT INTO term_spread (term, articles) SELECT value, ? FROM json_each(?) WHERE true"
    " ON CONFLICT (term) DO UPDATE SET articles = articles + excluded.articles"
    " RETURNING term, articles"
)
_COPIES: Final = (
    "SELECT DISTINCT own.cluster, grouped.story FROM stories AS own"
    " JOIN stories AS other ON other.cluster = own.cluster"
    " LEFT JOIN grouped ON grouped.article_id = other.article_id WHERE own.article_id = ?"
)


# -- writing -------------------------------------------------------------------


def take_in(
    connection: sa.Connection,
    *,
    article_id: str,
    title: str,
    text: str,
    published: date | None,
    place: str | None = None,
    before: str = "",
    settings: GroupingSettings = _SETTINGS,
) -> None:
    """Puts an article that has just been kept into its story.

    Its copies have to be told by then. ``place`` is the story that a person has put it into,
    ``before`` the id of the story that it belonged to before all were grouped anew. Other
    ``settings`` than the usual ones are for measuring.
    """
    day = 0 if published is None else day_of(published).toordinal()
    counted = _counts(article_id, title, text)
    known = _count(connection, counted, by=1)
    terms = weighed(counted, known, articles=known[ALL], settings=settings)
    copied = connection.exec_driver_sql(_COPIES, (article_id,)).all()
    touched = [one.story for one in copied if one.story] + _near(
        connection, terms, day=day, settings=settings
    )
    tie = copies_tie(copied[0].cluster) if copied else None
    if place is not None:
        connection.exec_driver_sql(_INSERT_PLACE, (article_id, place))
    touched += [one for one in (place, before) if one]
    new = Member(0, before, Unit(article_id, terms, day or None, tie, place))
    story = settle(connection, touched, day=day, new=new, settings=settings)
    row = (article_id, story, day, terms.ids.tobytes(), terms.weights.tobytes())
    number = int(connection.exec_driver_sql(_INSERT, row).lastrowid)
    if rows := _postings(terms, day=day, number=number):
        connection.exec_driver_sql(_INSERT_POSTING, rows)


def take_out(connection: sa.Connection, article_ids: Iterable[str]) -> None:
    """Takes articles that are about to go out of their stories; what is left is grouped anew."""
    touched: dict[str, int] = {}
    columns = schema.articles.c
    for article_id in article_ids:
        query = (
            sa.select(members, columns.title, columns.text)
            .join(schema.articles, columns.id == members.c.article_id)
            .where(members.c.article_id == article_id)
        )
        row = connection.execute(query).first()
        connection.execute(sa.delete(placed).where(placed.c.article_id == article_id))
        if row is None:
            continue
        touched[row.story] = row.day
        _count(connection, _counts(article_id, row.title, row.text), by=-1)
        if gone := _postings(terms_of(row), day=row.day, number=row.number):
            connection.exec_driver_sql(_DELETE_POSTING, gone)
        connection.execute(sa.delete(members).where(members.c.number == row.number))
    for story, day in touched.items():
        settle(connection, [story], day=day)


def tidy(connection: sa.Connection) -> None:
    """Forgets the titles and pins of stories that have no article any more."""
    held = sa.exists().where(members.c.story == kept.c.story)
    waiting = sa.exists().where(placed.c.story == kept.c.story)
    connection.execute(sa.delete(kept).where(~held, ~waiting))


def place_of(connection: sa.Connection, article_id: str) -> str | None:
    """The story that a person has put an article into; None where nobody has."""
    query = sa.select(placed.c.story).where(placed.c.article_id == article_id)
    story: str | None = connection.execute(query).scalar()
    return story


def forget_old_rule(connection: sa.Connection) -> None:
    """Forgets what another rule has told, so that every article is to be grouped anew."""
    if fact(connection, FACT) != RULE:
        forget_all(connection)
        put_fact(connection, FACT, RULE)


def forget_all(connection: sa.Connection) -> None:
    """Forgets all stories but what a person has done, and which ids they had."""
    known = sa.select(members.c.article_id, members.c.story)
    columns = [former.c.article_id, former.c.story]
    connection.execute(sa.insert(former).prefix_with("OR REPLACE").from_select(columns, known))
    for table in (postings, spread, members):
        connection.execute(sa.delete(table))


def tell_some(connection: sa.Connection, *, after: str, most: int) -> str | None:
    """Groups ``most`` of the articles that have not been grouped yet, in the order of days.

    Args:
        connection: changes the catalogue.
        after: what this returned the last time, first "".
        most: how many articles.

    Returns:
        Where the next call goes on; None where there was none left.
    """
    columns = schema.articles.c
    turn = sa.func.printf("%08d%s", columns.day, columns.id)
    query = _untold(columns.title, columns.text, columns.published, turn.label("turn"))
    rows = connection.execute(query.where(turn > after).order_by(turn).limit(most)).all()
    if not rows:
        connection.execute(sa.delete(former))
        return None
    ids = [row.id for row in rows]
    before = sa.select(former.c.article_id, former.c.story).where(former.c.article_id.in_(ids))
    stories = {row.article_id: row.story for row in connection.execute(before)}
    for row in rows:
        take_in(
            connection,
            article_id=row.id,
            title=row.title,
            text=row.text,
            published=schema.date_of(row.id, row.published),
            place=place_of(connection, row.id),
            before=stories.get(row.id, ""),
        )
    return str(rows[-1].turn)


# -- reading -------------------------------------------------------------------


def told(connection: sa.Connection) -> bool:
    """Whether every article has its story, if only one of its own, by this rule."""
    by_rule = fact(connection, FACT) == RULE
    return by_rule and connection.execute(_untold().limit(1)).first() is None


# -- the parts -----------------------------------------------------------------


def _counts(article_id: str, title: str, text: str) -> Counted:
    """The terms of an article; none, so that it stands by itself, where they cannot be told."""
    return examined(article_id, "terms", lambda: counted_terms(title, text), otherwise=Counted())


def _count(connection: sa.Connection, counted: Counted, *, by: int) -> dict[int, int]:
    """Counts an article with these terms, and tells in how many each stands now."""
    numbers = json.dumps([ALL, *counted.ids])
    rows = connection.exec_driver_sql(_COUNT, (by, numbers)).all()
    return {row[0]: row[1] for row in rows}


def _postings(terms: Terms, *, day: int, number: int) -> list[tuple[int, int, int]]:
    return [(term, day, number) for term in terms.ids[: _SETTINGS.looked_up].tolist()]


def _near(
    connection: sa.Connection, terms: Terms, *, day: int, settings: GroupingSettings
) -> list[str]:
    """The stories of articles that an article is like, the most alike first."""
    rows = _candidates(connection, terms, day=day)
    if not rows:
        return []
    cosines = likeness(terms, [terms_of(row) for row in rows]).astype(np.float64)
    gaps = np.array([abs(row.day - day) if row.day and day else np.inf for row in rows])
    alike = cosines * nearness(gaps, settings=settings)
    stories: Counter[str] = Counter()
    for row, value in zip(rows, alike.tolist(), strict=True):
        stories[row.story] = max(value, stories[row.story])
    found = sorted(stories, key=lambda story: (-stories[story], story))
    least = _NEAR * settings.alike
    return [story for story in found if stories[story] >= least][:_TOUCHED]


def _candidates(connection: sa.Connection, terms: Terms, *, day: int) -> Sequence[Any]:
    """The rows of the articles that share the weightiest terms with an article."""
    window = _SETTINGS.window
    # One without a day may be of any.
    before = (day - window, day) if day else (1, 10**9)
    sides = (before, (day + 1, day + window) if day else (1, 0), (0, 0))
    given: list[float | int] = []
    looked_up = terms.ids[: _SETTINGS.looked_up].tolist()
    for term, weight in zip(looked_up, terms.weights.tolist(), strict=False):
        for first, last in sides:
            given += (weight * weight, term, max(first, 0 if last == 0 else 1), last)
    if not looked_up:
        return []
    asked = _NEAREST.format(" UNION ALL ".join([_SIDES] * len(looked_up)), _COMPARED)
    return connection.exec_driver_sql(asked, tuple(given)).all()


def _untold(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    known = sa.exists().where(members.c.article_id == schema.articles.c.id)
    return sa.select(schema.articles.c.id, *columns).where(~known)
