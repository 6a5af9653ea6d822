"""Withdraws articles by notices, and restores them.

An article that is withdrawn keeps its row, its history and its text, to be looked at. Its
passages and vectors go, so that no search, in either index, can find it. Whether a version is
withdrawn depends on the notices, the versions and their numbers and dates alone, never on
which of them came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa

from assistant.articles.versions import comes_before
from assistant.language.periods import shifted
from assistant.library import copies, notices, schema, versions
from assistant.library.database import Database, exists, rows_among, upsert
from assistant.library.index_notes import mark_unindexed
from assistant.types import Article, Notice

_columns: Final = schema.articles.c


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a notice did.

    ``article`` is what stands at its origin, None where nothing does; ``standing`` is whether
    that is a later version than the notice is about. ``new`` is whether the notice was not
    known, ``deindexed`` are the articles (ids) that it took out of the indexes.
    """

    article: Article | None
    standing: bool
    new: bool
    deindexed: tuple[str, ...] = ()


# -- within a transaction of the catalogue -------------------------------------------


def withdraw(connection: sa.Connection, notice: Notice, *, at: datetime) -> Withdrawal:
    """Records a notice and takes what it is about out of the search."""
    new = notices.put(connection, notice, at=at)
    deindexed = recompute(connection, notice.origin)
    article = versions.newest_at(connection, notice.origin)
    marked = article is not None and notices.withdrawing(connection, [article.id])
    return Withdrawal(article, standing=not marked, new=new, deindexed=deindexed)


def recompute(
    connection: sa.Connection, origin: str, *, restored: str | None = None
) -> tuple[str, ...]:
    """Computes which versions from one origin are withdrawn.

    An article that has lost its passages stays withdrawn, unless it is the one that is being
    ``restored`` (an id): whoever calls has its passages.

    Returns:
        The articles (ids) that lost their passages by it.
    """
    known = notices.notices_at(connection, origin)
    marks = notices.withdrawn
    if not known:
        return ()
    deindexed: list[str] = []
    for one in _versions_at(connection, origin):
        against = [notice for notice in known if not _outranks(one, notice)]
        if not against:
            if one.article_id == restored or not is_deindexed(connection, one.article_id):
                mine = marks.c.article_id == one.article_id
                connection.execute(sa.delete(marks).where(mine, marks.c.origin == origin))
            continue
        key = notices.key_of(against[-1])
        row = {"article_id": one.article_id, "origin": origin, "key": key}
        upsert(connection, marks, row)
        if deindex(connection, one.article_id):
            deindexed.append(one.article_id)
    return tuple(deindexed)


def forget(
    connection: sa.Connection, article_id: str, *, origins: Sequence[str], notices_too: bool
) -> None:
    """Deletes what is recorded of the versions of an article that has just gone.

    Args:
        connection: changes the catalogue.
        article_id: the article.
        origins: the origins that it had.
        notices_too: whether the notices go, too; else the article would be withdrawn if it
            came again.
    """
    marks = notices.withdrawn
    connection.execute(sa.delete(marks).where(marks.c.article_id == article_id))
    # A version that stands elsewhere as well stays withdrawn there.
    kept = sa.exists().where(schema.articles.c.id == marks.c.article_id)
    connection.execute(sa.delete(marks).where(marks.c.origin.in_(origins), ~kept))
    numbers = notices.numbers
    connection.execute(sa.delete(numbers).where(numbers.c.origin.in_(origins)))
    if notices_too:
        connection.execute(sa.delete(notices.notices).where(notices.notices.c.origin.in_(origins)))


@dataclass(frozen=True, slots=True)
class _Sent:
    """A version as its provider sent it: how it counts it, and when it was made."""

    article_id: str
    number: int | None
    dated: date | None


def _versions_at(connection: sa.Connection, origin: str) -> list[_Sent]:
    older = versions.versions
    columns = (older.c.article_id, older.c.updated, older.c.published)
    dated = {
        row.article_id: schema.date_of(row.article_id, row.updated or row.published)
        for row in connection.execute(sa.select(*columns).where(older.c.origin == origin))
    }
    newest = versions.newest_at(connection, origin)
    if newest is not None:
        dated[newest.id] = newest.updated or newest.published
    return [_Sent(key, notices.number_at(connection, origin, key), dated[key]) for key in dated]


def _outranks(version: _Sent, notice: Notice) -> bool:
    """Whether a version was sent after a notice: what it says does not hold for that one."""
    if version.number is not None and notice.number is not None:
        return version.number > notice.number
    return comes_before(notice.stated, version.dated)


def is_deindexed(connection: sa.Connection, article_id: str) -> bool:
    """Whether an article is there without passages."""
    return exists(connection, _columns.id == article_id, _columns.passage_count == 0)


def deindex(connection: sa.Connection, article_id: str) -> bool:
    """Takes the passages of an article away; returns whether it is there and had any."""
    mine = (_columns.id == article_id) & (_columns.passage_count > 0)
    done = connection.execute(sa.update(schema.articles).where(mine).values(passage_count=0))
    if not done.rowcount:
        return False
    of_article = schema.passages.c.article_id == article_id
    connection.execute(sa.delete(schema.passages).where(of_article))
    mark_unindexed(connection, article_id)
    return True


# -- reading -------------------------------------------------------------------------


class Withdrawals:
    """Reads what is withdrawn in a library. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_ids: Iterable[str]) -> Mapping[str, Notice]:
        """Returns the last notice of each of some versions (ids) that is withdrawn."""
        with self._database.reading() as connection:
            return notices.withdrawing(connection, article_ids)

    def since(self, moment: datetime) -> tuple[tuple[str, Notice], ...]:
        """Returns the versions (ids) whose last notice came since, with it, the last first."""
        marks, came = notices.withdrawn, notices.notices.c.came
        day = shifted(moment.date(), days=-1).isoformat()
        query = (
            sa.select(marks.c.article_id)
            .join(notices.notices, notices.IS_OF_NOTICE)
            .where(sa.func.substr(came, 1, 10) >= day)
            .order_by(came.desc(), marks.c.article_id)
        )
        with self._database.reading() as connection:
            ids = dict.fromkeys(connection.execute(query).scalars())
            found = notices.withdrawing(connection, ids)
        return tuple(
            (key, one) for key, one in found.items() if one.came is not None and one.came >= moment
        )

    def restored_by(self, articles: Iterable[Article]) -> set[str]:
        """Returns the ids of those that are withdrawn, and that inserting them would restore.

        Their provider has sent them again, with a higher number.
        """
        found: set[str] = set()
        marks = notices.withdrawn
        counted = {article.id: article for article in articles if article.number is not None}
        query = sa.select(marks.c.article_id, marks.c.origin)
        origins: dict[str, set[str]] = {}
        with self._database.reading() as connection:
            for row in rows_among(connection, query, marks.c.article_id, counted):
                origins.setdefault(row.article_id, set()).add(row.origin)
            for key, withdrawn_at in origins.items():
                article = counted[key]
                # What is withdrawn under another id as well stays so until that one is sent, too.
                if withdrawn_at != {article.origin}:
                    continue
                sent = _Sent(key, article.number, article.updated or article.published)
                known = notices.notices_at(connection, article.origin)
                if all(_outranks(sent, notice) for notice in known):
                    found.add(key)
        return found

    def copied_by(self, article_ids: Sequence[str]) -> set[str]:
        """Returns the ids of those that are copies of one that is withdrawn.

        One that its dates say is newer than the notice may have been set right, and is none;
        one that only came out after its original was copied from it.
        """
        own, other = copies.signatures.alias(), copies.signatures.alias()
        marks = notices.withdrawn
        made = sa.func.coalesce(_columns.updated, _columns.published)
        query = (
            sa.select(own.c.article_id, made.label("made"), notices.notices.c.stated)
            .join(other, (own.c.cluster == other.c.cluster) & (own.c.number != other.c.number))
            .join(marks, marks.c.article_id == other.c.article_id)
            .join(notices.notices, notices.IS_OF_NOTICE)
            .join(schema.articles, _columns.id == own.c.article_id)
            .where(own.c.article_id.in_(article_ids))
        )
        with self._database.reading() as connection:
            return {
                row.article_id
                for row in connection.execute(query)
                if not comes_before(
                    schema.date_of(row.article_id, row.stated),
                    schema.date_of(row.article_id, row.made),
                )
            }

    def count(self) -> int:
        """Returns how many articles are withdrawn."""
        query = sa.select(sa.func.count()).select_from(schema.articles)
        with self._database.reading() as connection:
            return int(connection.execute(query.where(notices.is_withdrawn())).scalar_one())
