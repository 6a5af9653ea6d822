"""Inserts articles, which may replace or outdate what stands at their origin.

Of the versions from one origin the newest is kept in ``articles``, the others in its history.
An article may have several origins (``origins.py``), and may be withdrawn (``withdrawals.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from assistant.articles.versions import is_older
from assistant.library import copies, grouping, notices, origins, schema, versions, withdrawals
from assistant.library.database import exists
from assistant.library.index_notes import mark_unindexed
from assistant.library.schema import PreparedArticle
from assistant.types import Article


@dataclass(frozen=True, slots=True)
class Change:
    """What inserting one article did.

    ``replaced`` is the id of the version whose place it took; ``gone`` is the same, unless
    that one has another origin. ``newer`` is the id of the version that stays in its
    place, where this one is older: it went into the history. ``deindexed`` are the articles
    that are searched no more because they are withdrawn, ``withdrawn`` whether this one is;
    ``restored`` is whether it was and is no more, ``fresh`` whether its passages are new here.
    ``versions`` counts the older versions that were imported with it and are new here.
    """

    article_id: str
    changed: bool
    replaced: str | None
    newer: str | None = None
    gone: str | None = None
    deindexed: tuple[str, ...] = ()
    withdrawn: bool = False
    restored: bool = False
    fresh: bool = False
    versions: int = 0


def upsert_one(
    connection: sa.Connection,
    item: PreparedArticle,
    *,
    added: datetime,
    at: datetime,
    older: Collection[str] = (),
) -> Change:
    """Inserts an article that was ``added`` then, and now (``at``) takes the place of others.

    ``older`` are the ids of those that it replaced where it comes from.
    """
    article = item.article
    if is_there(connection, article.id):
        return record_origin(connection, article, at=at, item=item)
    notices.count(connection, article)
    newest = versions.newest_at(connection, article.origin)
    if newest is not None and _stays(connection, newest, article, added=added, at=at, older=older):
        return _put_late(connection, article, newest=newest.id, added=added)
    story = grouping.story_of(connection, newest.id) if newest else None
    gone = _retire(connection, newest, article, at=at)
    connection.execute(sa.insert(schema.articles), schema.article_row(item, added=added))
    copies.add(connection, article_id=article.id, text=article.text)
    grouping.take_in(connection, article, story=story)
    _insert_passages(connection, item)
    replaced = newest.id if newest else None
    change = Change(article.id, changed=True, replaced=replaced, gone=gone, fresh=True)
    return _recomputed(connection, change, origin=article.origin)


def record_origin(
    connection: sa.Connection,
    article: Article,
    *,
    at: datetime,
    item: PreparedArticle | None = None,
) -> Change:
    """Records where an article that is kept was found now (``at``), and its number.

    With its passages (``item``) one that was withdrawn comes back, where its number says so.
    """
    notices.count(connection, article)
    newest = versions.newest_at(connection, article.origin)
    change = Change(article.id, changed=False, replaced=None)
    if newest is None:
        origins.add(connection, article.id, origin=article.origin)
    elif newest.id != article.id:
        if _stays(connection, newest, article, added=at, at=at):
            return _put_late(connection, article, newest=newest.id, added=at)
        gone = _retire(connection, newest, article, at=at)
        origins.add(connection, article.id, origin=article.origin)
        change = Change(article.id, changed=True, replaced=newest.id, gone=gone)
    restored = item.article.id if item is not None else None
    change = _recomputed(connection, change, origin=article.origin, restored=restored)
    deindexed = withdrawals.is_deindexed(connection, article.id)
    if item is None or change.withdrawn or not deindexed:
        return change
    own, count = schema.articles.c.id == article.id, len(item.passages)
    connection.execute(sa.update(schema.articles).where(own).values(passage_count=count))
    _insert_passages(connection, item)
    return replace(change, changed=True, restored=True, fresh=True)


def _retire(
    connection: sa.Connection, newest: Article | None, article: Article, *, at: datetime
) -> str | None:
    """Has ``article`` take the place of the newest; returns the id of that one if it has to go."""
    gone = None
    if newest is not None:
        versions.retire(connection, newest, origin=article.origin, by=article.id, at=at)
        if origins.remove(connection, newest.id, origin=article.origin):
            grouping.carry(connection, newest.id, left=article.origin)
        else:
            delete(connection, [newest.id])
            gone = newest.id
    versions.recall(connection, article)
    return gone


def _put_late(
    connection: sa.Connection, article: Article, *, newest: str, added: datetime
) -> Change:
    new = versions.put_late(connection, article, newest=newest, added=added)
    change = Change(article.id, changed=new, replaced=None, newer=newest)
    return _recomputed(connection, change, origin=article.origin)


def _recomputed(
    connection: sa.Connection, change: Change, *, origin: str, restored: str | None = None
) -> Change:
    """Returns a change with what is withdrawn by it."""
    deindexed = withdrawals.recompute(connection, origin, restored=restored)
    marked = change.article_id in notices.withdrawing(connection, [change.article_id])
    if marked:
        withdrawals.deindex(connection, change.article_id)
        deindexed = (*deindexed, change.article_id)
    return replace(change, deindexed=deindexed, withdrawn=marked)


def is_there(connection: sa.Connection, article_id: str) -> bool:
    """Whether an article is kept, as the newest version."""
    return exists(connection, schema.articles.c.id == article_id)


def _stays(
    connection: sa.Connection,
    newest: Article,
    article: Article,
    *,
    added: datetime,
    at: datetime,
    older: Collection[str] = (),
) -> bool:
    """Whether ``newest`` stays the newest: by numbers, else dates, else when they were added.

    It does not where it is among the ``older`` that the article has replaced elsewhere.
    """
    origin = article.origin
    numbered = notices.is_older_by_number(connection, article, than=newest.id, origin=origin)
    if numbered is not None:
        return numbered
    if is_older(article, newest) or is_older(newest, article):
        return is_older(article, newest)
    if newest.id in older:
        return False
    # What is added now comes last, whatever the clock says; an imported one came when it did.
    return added != at and newest.added is not None and added <= newest.added


def delete(connection: sa.Connection, article_ids: Sequence[str]) -> None:
    """Deletes articles with their passages; their histories stay."""
    copies.remove(connection, article_ids)
    grouping.take_out(connection, article_ids)
    for article_id in article_ids:
        connection.execute(sa.delete(schema.articles).where(schema.articles.c.id == article_id))
        mark_unindexed(connection, article_id)


def _insert_passages(connection: sa.Connection, item: PreparedArticle) -> None:
    if rows := schema.passage_rows(item):
        connection.execute(sa.insert(schema.passages), rows)
    mark_unindexed(connection, item.article.id)
