"""Grouping what is near each other anew: which articles of a few stories make which story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa

from assistant.articles.grouping import GroupingSettings, grouped
from assistant.library.database import in_parts
from assistant.library.story_tables import (
    Member,
    free_id,
    members,
    placed,
    read_story,
)

_SETTINGS: Final = GroupingSettings()
_NO_DAY: Final = 10**9
_MOVE: Final = "UPDATE grouped SET story = ? WHERE number = ?"
_RENAME: Final = "UPDATE grouped SET story = ? WHERE story = ?"
_MIDDLE: Final = (
    "SELECT day FROM grouped WHERE story = ? ORDER BY day LIMIT 1"
    " OFFSET (SELECT count(*) / 2 FROM grouped WHERE story = ?)"
)


def settle(
    connection: sa.Connection,
    stories: Sequence[str],
    *,
    day: int | None = None,
    new: Member | None = None,
    settings: GroupingSettings = _SETTINGS,
) -> str:
    """Groups the articles of a few stories anew, with a ``new`` one that has no row yet.

    A story that goes on keeps its id: the one that most of its articles had. Of a large story
    the articles nearest to ``day`` stand for all.

    Returns:
        The story of the new article; empty without one.
    """
    read: list[Member] = []
    for story in dict.fromkeys(stories):
        near = _middle(connection, story) if day is None else day
        read += read_story(connection, story, day=near)
    if new is not None:
        read.append(new)
    groups = [
        [read[place] for place in group]
        for group in grouped([one.unit for one in read], settings=settings)
    ]
    found = ""
    for group, name in zip(groups, _named(connection, groups), strict=True):
        found = name if new in group else found
        for story in sorted({one.story for one in group if one.large} - {name}):
            connection.exec_driver_sql(_RENAME, (name, story))
        moved = [
            (name, one.number)
            for one in group
            if one is not new and not one.large and one.story != name
        ]
        if moved:
            connection.exec_driver_sql(_MOVE, moved)
    return found


def follow_placed(connection: sa.Connection, article_ids: Iterable[str]) -> None:
    """Moves articles to the stories that they have been ``placed`` in since."""
    touched: set[str] = set()
    for part in in_parts(article_ids):
        query = (
            sa.select(members.c.number, members.c.story, placed.c.story.label("place"))
            .join(placed, placed.c.article_id == members.c.article_id)
            .where(members.c.article_id.in_(part), members.c.story != placed.c.story)
        )
        rows = connection.execute(query).all()
        if rows:
            connection.exec_driver_sql(_MOVE, [(row.place, row.number) for row in rows])
            touched |= {name for row in rows for name in (row.story, row.place)}
    for story in sorted(touched):
        settle(connection, [story])


def _claimed(groups: Sequence[Sequence[Member]]) -> list[str | None]:
    """The ids of the groups that a person or a large story gives one; None for the others."""
    named: list[str | None] = []
    for group in groups:
        places = {one.unit.place for one in group if one.unit.place is not None}
        large = Counter(one.story for one in group if one.large)
        if places:
            named.append(min(places))
        elif large:
            named.append(min(large, key=lambda story: (-large[story], story)))
        else:
            named.append(None)
    return named


def _named(connection: sa.Connection, groups: Sequence[Sequence[Member]]) -> list[str]:
    """The ids of the groups; where nothing claims it, that which most of its articles had."""
    claimed = _claimed(groups)
    taken = {name for name in claimed if name is not None}
    votes = sorted(
        (-number, story, place)
        for place, group in enumerate(groups)
        if claimed[place] is None
        for story, number in Counter(one.story for one in group if one.story).items()
    )
    for _, story, place in votes:
        if claimed[place] is None and story not in taken:
            claimed[place] = story
            taken.add(story)
    named: list[str] = []
    for group, name in zip(groups, claimed, strict=True):
        if name is not None:
            named.append(name)
            continue
        first = sorted(group, key=lambda one: (one.unit.day or _NO_DAY, one.unit.key))
        named.append(free_id(connection, [one.unit.key for one in first], taken=taken))
        taken.add(named[-1])
    return named


def _middle(connection: sa.Connection, story: str) -> int:
    """The day in the middle of a story; 0 where it has no articles."""
    day = connection.exec_driver_sql(_MIDDLE, (story, story)).scalar()
    return int(day or 0)
