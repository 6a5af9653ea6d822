"""Collections as lines and tables for a terminal, and as rows for a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from assistant.rendering.safety import one_line
from assistant.rendering.terminal import Line, blank, line, tabbed
from assistant.rendering.wording import count, iso_date, long_date, outlet, short_id
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
        *(
            line(
                (short_id(one.id), "cyan"),
                f"  {long_date(one.published)} · {outlet(one.source)} · {one_line(one.title)}",
                hanging=12,
            )
            for one in articles
        ),
    ]


def changed_lines(collection: Collection, said: str) -> list[Line]:
    """What became of a collection: ``2 added: Port strike, 5 articles``."""
    number = count(collection.articles, "article")
    return [line(f"{said}: ", (one_line(collection.name), "bold"), f", {number}")]
