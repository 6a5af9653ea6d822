"""Stories and collections as lines and tables for a terminal, and as rows for a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from assistant.rendering.safety import one_line
from assistant.rendering.terminal import Line, blank, line, tabbed
from assistant.rendering.wording import count, iso_date, long_date, outlet, short_id
from assistant.telling import Story
from assistant.types import ArticleSummary, Collection


def collection_table(collections: Iterable[Collection]) -> Table:
    """The collections as a table for a terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Name", ratio=1)
    table.add_column("Articles", justify="right", no_wrap=True)
    table.add_column("Changed", no_wrap=True)
    table.add_column("Id", style="cyan", no_wrap=True)
    for one in collections:
        changed = iso_date(one.changed.astimezone())
        table.add_row(Text(one_line(one.name)), f"{one.articles:,}", changed, Text(one.id))
    return table


def collection_rows(collections: Iterable[Collection]) -> str:
    """The collections in lines for a pipe: name, number of articles, when changed, id."""
    return tabbed(
        [
            one_line(one.name),
            str(one.articles),
            one.changed.isoformat(timespec="seconds"),
            one_line(one.id),
        ]
        for one in collections
    )


def collection_lines(collection: Collection, articles: Sequence[ArticleSummary]) -> list[Line]:
    """A collection: its name, how many articles it has, and these."""
    made, changed = (
        long_date(one.astimezone().date()) for one in (collection.made, collection.changed)
    )
    number = count(len(articles), "article")
    return [
        line((one_line(collection.name), "bold")),
        line(f"{number} · made {made} · changed {changed} · id {one_line(collection.id)}"),
        *([blank()] if articles else []),
        *_article_lines(articles),
    ]


def changed_lines(collection: Collection, said: str) -> list[Line]:
    """What became of a collection: ``2 added: Port strike, 5 articles``."""
    number = count(collection.articles, "article")
    return [line(f"{said}: ", (one_line(collection.name), "bold"), f", {number}")]


def story_table(stories: Iterable[Story]) -> Table:
    """The stories as a table for a terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Id", style="cyan", no_wrap=True)
    table.add_column("Days", no_wrap=True)
    table.add_column("Articles", justify="right", no_wrap=True)
    table.add_column("Outlets", justify="right", no_wrap=True)
    table.add_column("Story", ratio=1)
    for story in stories:
        table.add_row(
            short_id(story.id),
            _days(story),
            str(len(story.articles)),
            str(len(story.outlets)),
            Text(_titled(story), style="bold" if story.pinned else ""),
        )
    return table


def story_rows(stories: Iterable[Story]) -> str:
    """The stories in lines for a pipe: id, days, numbers of articles and outlets, title."""
    return tabbed(
        [
            short_id(story.id),
            *((iso_date(day) for day in story.days) if story.days else ("-", "-")),
            str(len(story.articles)),
            str(len(story.outlets)),
            one_line(story.title),
        ]
        for story in stories
    )


def story_lines(story: Story) -> list[Line]:
    """A story: its title, what is known of it, and its articles, newest first."""
    numbers = count(len(story.articles), "article")
    if story.outlets:
        numbers += f", {count(len(story.outlets), 'outlet')}"
    lines = [
        line((short_id(story.id), "cyan"), "  ", (_titled(story), "bold"), hanging=12),
        line(f"{_days(story)} · {numbers}", indent=12),
    ]
    if story.names:
        lines.append(line(f"Names: {', '.join(map(one_line, story.names))}", indent=12))
    return [*lines, blank(), *_article_lines(story.articles)]


def _article_lines(articles: Iterable[ArticleSummary]) -> list[Line]:
    return [
        line(
            (short_id(one.id), "cyan"),
            f"  {long_date(one.published)} · {outlet(one.source)} · {one_line(one.title)}",
            hanging=12,
        )
        for one in articles
    ]


def _titled(story: Story) -> str:
    return f"{'★ ' if story.pinned else ''}{one_line(story.title)}"


def _days(story: Story) -> str:
    if story.days is None:
        return "no date"
    first, last = map(iso_date, story.days)
    return first if first == last else f"{first} – {last}"
