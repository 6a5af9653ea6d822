"""The stories of a library: which there are, what they are called, and what a person does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import sqlalchemy as sa

from assistant.articles.headlines import best_headline
from assistant.errors import StoryNotFoundError, UsageError
from assistant.examining import examined
from assistant.language.names import NameKind, find_names
from assistant.language.words import folded
from assistant.library import grouping, notices, schema
from assistant.library.database import Database, in_parts
from assistant.library.listing import shown
from assistant.library.settling import follow_placed
from assistant.library.story_tables import (
    DIGITS,
    MARK,
    article_ids_of,
    free_id,
    kept,
    members,
    placed,
)
from assistant.telling import Story
from assistant.types import ArticleSummary, Filters

_ID: Final = re.compile(rf"{MARK}[0-9a-f]{{1,{DIGITS + 6}}}")
_LONGEST_TITLE: Final = 300
_LEAD: Final = 600
"""Characters of an article in which names are looked for."""
_READ: Final = 8
"""Articles of a story in which names are looked for, the newest."""
_NAMES: Final = 6
"""Names that are told of a story."""
_columns: Final = schema.articles.c


class Stories:
    """The stories of a catalogue. Thread-safe; what changes them is called while writing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- telling ---------------------------------------------------------------

    def told(self) -> bool:
        """Whether all articles have been grouped, by this program's rule."""
        with self._database.reading() as connection:
            return grouping.told(connection)

    def tell_some(self, *, after: str = "", most: int) -> str | None:
        """Groups ``most`` of the articles that have not been grouped yet.

        Those are articles that an older program has kept. Returns what the next call takes as
        ``after``, None where none was left.
        """
        with self._database.transaction() as connection:
            grouping.forget_old_rule(connection)
            return grouping.tell_some(connection, after=after, most=most)

    def forget(self) -> None:
        """Forgets the stories but for what a person did, so that all are grouped anew."""
        with self._database.transaction() as connection:
            grouping.forget_all(connection)

    # -- reading ---------------------------------------------------------------

    def page(self, filters: Filters, *, alone: bool, limit: int, offset: int) -> tuple[Story, ...]:
        """A part of the list of stories of which an article is within ``filters``.

        Pinned ones come first, then the newest; each is given whole. Those of one article are
        left out unless a person has named or pinned them, or those ``alone`` are wanted.
        """
        pinned = sa.func.coalesce(kept.c.pinned, False)
        within = (
            sa.select(members.c.story)
            .join(schema.articles, _columns.id == members.c.article_id)
            .where(~notices.is_withdrawn(), *schema.conditions(filters))
        )
        query = (
            sa.select(members.c.story)
            .join(schema.articles, _columns.id == members.c.article_id)
            .outerjoin(kept, kept.c.story == members.c.story)
            .where(~notices.is_withdrawn())
            .group_by(members.c.story)
            .order_by(
                sa.func.max(pinned).desc(),
                sa.func.max(_columns.day).desc(),
                sa.func.max(_columns.published).desc(),
                members.c.story,
            )
        )
        if filters.active:
            query = query.where(members.c.story.in_(within))
        if not alone:
            held = sa.func.max(pinned) | (sa.func.max(kept.c.title).is_not(None))
            query = query.having((sa.func.count() > 1) | held)
        with self._database.reading() as connection:
            ids = connection.execute(query.limit(limit).offset(offset)).scalars().all()
            return tuple(_read(connection, ids))

    def story(self, story_id: str) -> Story:
        """The story with an id, or the beginning of one, or that an article of it has.

        Raises:
            StoryNotFoundError: there is none, or more than one.
        """
        with self._database.reading() as connection:
            key = _resolved(connection, story_id)
            found = _read(connection, [key])
        if not found:
            raise _no_story("All articles of this story are withdrawn", story_id)
        return found[0]

    # -- what a person does ----------------------------------------------------

    def merge(self, story_ids: Sequence[str]) -> str:
        """Makes one story of several for good; the id, which is that of the first.

        It has the first title that one of them was given, and is pinned if one of them is.

        Raises:
            StoryNotFoundError: one of them is not there.
            UsageError: they are not two.
        """
        with self._database.transaction() as connection:
            keys = list(dict.fromkeys(_resolved(connection, one) for one in story_ids))
            if len(keys) == 1:
                raise UsageError(
                    "There is only one story to merge",
                    hint="Name two stories that are not the same",
                )
            held = [_kept(connection, key) for key in keys]
            title = next((one for one, _ in held if one is not None), None)
            articles = [each for key in keys for each in article_ids_of(connection, key)]
            _place(connection, articles, story=keys[0])
            _keep(connection, keys[0], title=title, pinned=any(pinned for _, pinned in held))
            for key in keys[1:]:
                connection.execute(sa.delete(kept).where(kept.c.story == key))
        return keys[0]

    def part(self, story_id: str, article_ids: Iterable[str]) -> str:
        """Takes articles out of a story into one of their own, for good; its id.

        Raises:
            StoryNotFoundError: the story is not there.
            UsageError: an article is not in it, or none is left in it.
        """
        with self._database.transaction() as connection:
            key = _resolved(connection, story_id)
            held = article_ids_of(connection, key)
            parted = list(dict.fromkeys(article_ids))
            for each in parted:
                if each not in held:
                    raise UsageError(
                        f"Article {each} is not in this story",
                        hint=f"See its articles with: assistant story {key}",
                    )
            if not parted or len(parted) == len(held):
                raise UsageError(
                    "A story is parted in two: some of its articles, and the others",
                    hint=f"See its articles with: assistant story {key}",
                )
            new = free_id(connection, sorted(parted))
            _place(connection, [each for each in held if each not in parted], story=key)
            _place(connection, parted, story=new)
        return new

    def rename(self, story_id: str, title: str) -> str:
        """Gives a story a title for good; its id.

        Raises:
            StoryNotFoundError: the story is not there.
            UsageError: the title is empty or too long.
        """
        words = " ".join(title.split())
        if not words or len(words) > _LONGEST_TITLE:
            raise UsageError(
                "The title is empty" if not words else "The title is too long",
                hint=f"A title has 1 to {_LONGEST_TITLE} characters",
            )
        with self._database.transaction() as connection:
            key = _resolved(connection, story_id)
            _, pinned = _kept(connection, key)
            _place(connection, article_ids_of(connection, key), story=key)
            _keep(connection, key, title=words, pinned=pinned)
        return key

    def pin(self, story_id: str, *, pinned: bool) -> str:
        """Keeps a story before the others, or no more; its id.

        Raises:
            StoryNotFoundError: the story is not there.
        """
        with self._database.transaction() as connection:
            key = _resolved(connection, story_id)
            title, _ = _kept(connection, key)
            if pinned:
                _place(connection, article_ids_of(connection, key), story=key)
            _keep(connection, key, title=title, pinned=pinned)
        return key


# -- the parts -----------------------------------------------------------------


def _place(connection: sa.Connection, article_ids: Sequence[str], *, story: str) -> None:
    rows = [{"article_id": each, "story": story} for each in article_ids]
    connection.execute(sa.insert(placed).prefix_with("OR REPLACE"), rows)
    follow_placed(connection, article_ids)


def _keep(connection: sa.Connection, story: str, *, title: str | None, pinned: bool) -> None:
    if title is None and not pinned:
        connection.execute(sa.delete(kept).where(kept.c.story == story))
        return
    row = {"story": story, "title": title, "pinned": pinned}
    connection.execute(sa.insert(kept).prefix_with("OR REPLACE"), row)


def _kept(connection: sa.Connection, story: str) -> tuple[str | None, bool]:
    query = sa.select(kept.c.title, kept.c.pinned).where(kept.c.story == story)
    row = connection.execute(query).first()
    return (None, False) if row is None else (row.title, bool(row.pinned))


def _resolved(connection: sa.Connection, wanted: str) -> str:
    """The id of the one story that ``wanted`` begins, or of which it begins an article's id."""
    pattern = wanted.strip().lower()
    column = members.c.article_id
    if _ID.fullmatch(pattern):
        column = members.c.story
    elif not re.fullmatch(r"[0-9a-f]{1,64}", pattern):
        raise _no_story("No story has the id", wanted)
    exact = sa.select(members.c.story).where(column == pattern).limit(1)
    if (found := connection.execute(exact).scalar()) is not None:
        return str(found)
    query = sa.select(members.c.story).where(column.startswith(pattern)).distinct().limit(2)
    stories = connection.execute(query).scalars().all()
    if len(stories) == 1:
        return str(stories[0])
    problem = "More than one story has an id that begins with" if stories else "No story has the id"
    raise _no_story(problem, wanted)


def _no_story(problem: str, wanted: str) -> StoryNotFoundError:
    return StoryNotFoundError(
        f"{problem} {wanted[:80]!r}", hint="See the stories with: assistant stories"
    )


def _read(connection: sa.Connection, ids: Sequence[str]) -> list[Story]:
    """The stories with these ids, in this order; those without a shown article are left out."""
    found: dict[str, list[ArticleSummary]] = {}
    held: dict[str, Any] = {}
    for part in in_parts(ids):
        query = (
            sa.select(members.c.story, *shown())
            .join(schema.articles, _columns.id == members.c.article_id)
            .where(members.c.story.in_(part), ~notices.is_withdrawn())
            .order_by(_columns.day.desc(), _columns.published.desc(), _columns.id)
        )
        for row in connection.execute(query):
            found.setdefault(row.story, []).append(schema.summary_from(row))
        given = sa.select(kept).where(kept.c.story.in_(part))
        held |= {row.story: row for row in connection.execute(given)}
    leads = _leads(connection, [one.id for rows in found.values() for one in rows[:_READ]])
    return [
        Story(
            id=key,
            title=held[key].title
            if key in held and held[key].title
            else _headline(found[key], leads),
            articles=tuple(found[key]),
            names=_names(found[key][:_READ], leads),
            pinned=key in held and bool(held[key].pinned),
            named=key in held and held[key].title is not None,
        )
        for key in ids
        if key in found
    ]


def _leads(connection: sa.Connection, article_ids: Sequence[str]) -> dict[str, str]:
    """How articles begin, by id."""
    found: dict[str, str] = {}
    for part in in_parts(article_ids):
        lead = sa.func.substr(_columns.text, 1, _LEAD).label("lead")
        query = sa.select(_columns.id, lead).where(_columns.id.in_(part))
        found |= {row.id: row.lead for row in connection.execute(query)}
    return found


def _headline(articles: Sequence[ArticleSummary], leads: Mapping[str, str]) -> str:
    titles = [one.title for one in articles]
    begun = [leads.get(one.id, "") for one in articles]
    first = titles[0]
    find = partial(best_headline, titles, begun)
    return examined(articles[0].id, "headline", find, otherwise=first) or first


def _names(articles: Sequence[ArticleSummary], leads: Mapping[str, str]) -> tuple[str, ...]:
    """The names that most of the articles begin with."""
    spread: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for one in articles:
        find = partial(find_names, leads[one.id])
        told = {
            (name.phrase, name.text)
            for name in examined(one.id, "names", find, otherwise=())
            # Capitals alone are a dateline.
            if name.kind is NameKind.ACRONYM
            or (name.kind is NameKind.NAME and not name.text.isupper())
        }
        for phrase, text in told:
            written.setdefault(phrase, Counter())[text] += 1
        spread.update({phrase for phrase, _ in told})
    for outlet in {one.source for one in articles if one.source}:
        spread.pop(folded(outlet), None)
    return _most_telling(spread, written)


def _most_telling(spread: Counter[str], written: dict[str, Counter[str]]) -> tuple[str, ...]:
    """The names of most articles; a part of a name that is told is left out."""
    told: list[str] = []
    ordered = sorted(spread, key=lambda phrase: (-spread[phrase], -len(phrase.split()), phrase))
    for phrase in ordered:
        words = set(phrase.split())
        if not any(words <= set(other.split()) for other in told):
            told.append(phrase)
    return tuple(" ".join(written[phrase].most_common(1)[0][0].split()) for phrase in told[:_NAMES])
