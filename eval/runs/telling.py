"""Has the program tell stories."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from assistant import Assistant
from assistant.types import Filters
from eval.gold.finding import TellingCase
from eval.gold.tellings import FiguresWanted, QuotesWanted, StoryWanted, TimelineWanted
from eval.runs.outcomes import Told

_CAME: Final = time(23, 59, 59, tzinfo=UTC)
"""When on its day an article is taken to have come."""


def told(assistant: Assistant, case: TellingCase) -> Told:
    """What the program tells.

    Raises:
        AssistantError: it cannot.
    """
    wanted = case.wanted
    articles = case.ids(wanted.files)
    if isinstance(wanted, StoryWanted):
        stories = {story.id: story for story in map(assistant.story, articles)}
        return Told(stories=tuple(stories.values()))
    if isinstance(wanted, TimelineWanted):
        made = assistant.timeline(wanted.topic, articles=articles, entries=wanted.entries)
        return Told(timeline=made)
    if isinstance(wanted, QuotesWanted):
        return Told(quotes=assistant.quotes(wanted.topic, articles=articles))
    if isinstance(wanted, FiguresWanted):
        return Told(figures=assistant.figures(wanted.topic, articles=articles))
    filters = Filters(wanted.outlets, until=wanted.until)
    changes = assistant.changed_since(wanted.since, topic=wanted.topic, filters=filters)
    return Told(changes=changes)


def grown(home: Path) -> None:
    """Has every article of the library in ``home`` come on its day of publication.

    So that it can be asked what changed since a moment, as of a library that grew with the news.
    """
    with closing(sqlite3.connect(home / "catalogue.sqlite")) as connection, connection:
        rows = connection.execute("SELECT id, published FROM articles WHERE published IS NOT NULL")
        came = [(_came(str(published)), str(key)) for key, published in rows.fetchall()]
        connection.executemany("UPDATE articles SET added = ? WHERE id = ?", came)


def _came(published: str) -> str:
    moment = datetime.fromisoformat(published)
    if len(published) == len("2025-03-01"):
        moment = datetime.combine(moment, _CAME)
    return moment.astimezone(UTC).isoformat(timespec="seconds")
