"""The stories of a library: read with their articles, and changed as a person wants them.

Which article belongs to which is told as articles are kept (``grouping``); an article that an
older program has kept stands by itself until that is done.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

import sqlalchemy as sa

from assistant.errors import ArticleNotFoundError, UsageError
from assistant.examining import examined
from assistant.language.names import NameKind, find_names
from assistant.library import grouping, notices, schema
from assistant.library.database import Database, in_parts
from assistant.library.listing import shown
from assistant.telling import Story
from assistant.types import ArticleSummary, Filters

LONGEST_TITLE: Final = 200
"""Most characters of a title that a person gives."""
_NAMES: Final = 5
_READ_FOR_NAMES: Final = 20
"""Articles of a story whose headlines are read for names, the newest."""
_LIVE: Final = ("live", "as it happened", "...", "…")
"""What shows that a headline stands for no article, or is cut off."""

_own: Final = grouping.articles.c
_columns: Final = schema.articles.c
_story: Final = sa.func.coalesce(grouping.choices.c.story, _own.story, _columns.id)
_joined: Final = schema.articles.outerjoin(
    grouping.articles, _own.article_id == _columns.id
).outerjoin(grouping.choices, grouping.choices.c.origin == _columns.origin)
_pinned: Final = sa.func.coalesce(grouping.marks.c.pinned, 0)


class Stories:
    """The stories of a catalogue. Thread-safe; what changes them is called while writing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def told(self) -> bool:
        """Whether every article has its story, by this program's rule."""
        with self._database.reading() as connection:
            return grouping.told(connection)

    def tell_some(self, *, most: int) -> bool:
        """Tells ``most`` of the articles that have no story yet; whether there may be more."""
        with self._database.transaction() as connection:
            return grouping.tell_some(connection, most=most)

    def forget(self) -> None:
        """Forgets what the rule told, so that all are told anew; what a person chose stays."""
        with self._database.transaction() as connection:
            grouping.forget_all(connection)

    def page(self, filters: Filters, *, limit: int, offset: int = 0) -> tuple[Story, ...]:
        """Stories with an article within ``filters``, each whole: pinned ones first, then newest.

        Withdrawn articles are left out, and stories that have no other; so is, as of an earlier
        day, what was not known then.
        """
        newest = sa.func.max(_columns.day)
        query = (
            sa.select(_story.label("story"))
            .select_from(_joined.outerjoin(grouping.marks, grouping.marks.c.story == _story))
            .where(~notices.is_withdrawn(), *schema.conditions(filters))
            .group_by(_story)
            .order_by(
                sa.func.max(_pinned).desc(),
                newest.desc(),
                sa.func.max(_columns.published).desc(),
                _story,
            )
            .limit(limit)
            .offset(offset)
        )
        with self._database.reading() as connection:
            ids = list(connection.execute(query).scalars())
            return _whole(connection, ids, filters)

    def of(self, article_ids: Iterable[str], filters: Filters = Filters()) -> tuple[Story, ...]:
        """The stories of these articles, each once, in the order of their first.

        Each is whole, or as it was on the day that ``filters`` have all seen from. Those of
        withdrawn articles alone are left out.
        """
        wanted = list(dict.fromkeys(article_ids))
        found: dict[str, str] = {}
        with self._database.reading() as connection:
            for part in in_parts(wanted):
                query = sa.select(_columns.id, _story.label("story")).select_from(_joined)
                rows = connection.execute(query.where(_columns.id.in_(part)))
                found.update({row.id: row.story for row in rows})
            ids = dict.fromkeys(found[key] for key in wanted if key in found)
            return _whole(connection, list(ids), filters)

    def one(self, key: str, filters: Filters = Filters()) -> Story:
        """The story that has this id, or the article with it; its beginning is enough.

        It is whole, or as it was on the day that ``filters`` have all seen from.

        Raises:
            ArticleNotFoundError: none has it, or more than one, or it had no article yet.
        """
        with self._database.reading() as connection:
            found = _whole(connection, [_resolved(connection, key)], filters)
        if not found:
            raise ArticleNotFoundError(f"The story {key!r} had no article on {filters.as_of}")
        return found[0]

    def merge(self, keys: Sequence[str]) -> Story:
        """Makes one of several stories; it keeps the id, and the marks, of the first.

        Raises:
            ArticleNotFoundError: one is not there.
            UsageError: they are not two or more.
        """
        with self._database.transaction() as connection:
            ids = list(dict.fromkeys(_resolved(connection, key) for key in keys))
            if len(ids) < len(("one", "other")):
                raise UsageError("Merging takes two stories", hint="Name two different ones")
            members = [key for story in ids for key in _members(connection, story)]
            grouping.choose(connection, members, story=ids[0])
            return _whole(connection, [ids[0]])[0]

    def part(self, key: str, article_ids: Sequence[str]) -> Story:
        """Takes articles out of a story into one of their own, and returns that one.

        Withdrawn ones, which no story shows, stay where they are.

        Raises:
            ArticleNotFoundError: the story is not there.
            UsageError: not some of its articles are named, or all of them.
        """
        with self._database.transaction() as connection:
            story = _resolved(connection, key)
            members = _members(connection, story)
            seen = {one.id for one in _whole(connection, [story])[0].articles}
            parted = [
                one
                for one in members
                if one in seen and any(one.startswith(key) for key in article_ids if key)
            ]
            if not parted or len(parted) == len(seen):
                raise UsageError(
                    "Parting a story takes some of its articles, and leaves some",
                    hint="See its articles with: assistant story ID",
                )
            new = hashlib.sha256("\n".join(sorted(parted)).encode()).hexdigest()[:16]
            grouping.choose(connection, [one for one in members if one not in parted], story=story)
            grouping.choose(connection, parted, story=new)
            return _whole(connection, [new])[0]

    def mark(self, key: str, *, title: str | None = None, pinned: bool | None = None) -> Story:
        """Names a story, or pins it; an empty title takes the name away again.

        Its articles stay together from then on, whatever the rule says.

        Raises:
            ArticleNotFoundError: it is not there.
            UsageError: the title is too long.
        """
        line = None if title is None else " ".join(title.split())
        if line is not None and len(line) > LONGEST_TITLE:
            raise UsageError(f"A story's title has at most {LONGEST_TITLE} characters")
        with self._database.transaction() as connection:
            story = _resolved(connection, key)
            grouping.choose(connection, _members(connection, story), story=story)
            grouping.mark(connection, story, title=line, pinned=pinned)
            return _whole(connection, [story])[0]


def _members(connection: sa.Connection, story: str) -> list[str]:
    query = sa.select(_columns.id).select_from(_joined).where(_story == story)
    return list(connection.execute(query.order_by(_columns.id)).scalars())


def _resolved(connection: sa.Connection, key: str) -> str:
    """The id of the story that ``key`` means: a story's id, an article's, or a beginning of one."""
    wanted = key.strip().lower()
    if wanted:
        for column in (_story, _columns.id):
            query = (
                sa.select(_story)
                .select_from(_joined)
                .where(column.startswith(wanted, autoescape=True), ~notices.is_withdrawn())
                .distinct()
                .limit(2)
            )
            found = list(connection.execute(query).scalars())
            if len(found) == 1:
                return str(found[0])
            if found:
                raise ArticleNotFoundError(
                    f"Several stories have an id that begins with {key!r}",
                    hint="Give more of its characters",
                )
    raise ArticleNotFoundError(
        f"There is no story {key!r}", hint="List them with: assistant stories"
    )


def _whole(
    connection: sa.Connection, ids: Sequence[str], filters: Filters = Filters()
) -> tuple[Story, ...]:
    """The stories with these ids, in their order; one without articles is left out.

    Of ``filters`` only the day counts that all is seen from.
    """
    members: dict[str, list[ArticleSummary]] = defaultdict(list)
    known: dict[str, Any] = {}
    for part in in_parts(ids):
        query = (
            sa.select(_story.label("story"), *shown())
            .select_from(_joined)
            .where(_story.in_(part), ~notices.is_withdrawn(), *schema.conditions(filters.seen))
            .order_by(_columns.day.desc(), _columns.published.desc(), _columns.id)
        )
        for row in connection.execute(query):
            members[row.story].append(schema.summary_from(row))
        marked = sa.select(grouping.marks).where(grouping.marks.c.story.in_(part))
        known.update({row.story: row for row in connection.execute(marked)})
    return tuple(
        _told(connection, key, members[key], known.get(key)) for key in ids if key in members
    )


def _told(
    connection: sa.Connection, key: str, articles: Sequence[ArticleSummary], marked: Any
) -> Story:
    given = str(marked.title) if marked is not None else ""
    return Story(
        id=key,
        title=given or _title(connection, articles),
        articles=tuple(articles),
        names=_names(articles),
        pinned=bool(marked is not None and marked.pinned),
        named=bool(given),
    )


def _title(connection: sa.Connection, articles: Sequence[ArticleSummary]) -> str:
    """The headline of the article that is nearest to the others; no live blog's where it can be."""
    if len(articles) == 1:
        return articles[0].title
    some = articles[:_READ_FOR_NAMES]
    weights = grouping.weighed_terms(connection, [one.id for one in some])
    total: Counter[int] = Counter()
    for own in weights.values():
        total.update(own)

    def nearness(one: ArticleSummary) -> tuple[bool, float, str]:
        own = weights.get(one.id, {})
        plain = not any(mark in one.title.casefold() for mark in _LIVE)
        return plain, sum(weight * total[term] for term, weight in own.items()), one.id

    return max(some, key=nearness).title


def _names(articles: Sequence[ArticleSummary]) -> tuple[str, ...]:
    """Whom and what several headlines name, or the only one, those that most name first."""
    counted: Counter[str] = Counter()
    some = articles[:_READ_FOR_NAMES]
    for one in some:
        counted.update(examined(one.id, "names", partial(_named, one.title), otherwise=()))
    least = 2 if len(some) > 1 else 1
    return tuple(name for name, number in counted.most_common(_NAMES) if number >= least)


def _named(title: str) -> tuple[str, ...]:
    names = (one for one in find_names(title) if one.kind is not NameKind.GENERIC)
    return tuple(dict.fromkeys(one.text for one in names))
