"""Feeds as lines for a terminal: which are followed, and what came of refreshing them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.table import Table
from rich.text import Text

from assistant.rendering.layout import Line, line
from assistant.rendering.safety import one_line
from assistant.rendering.terminal_library import failure_lines
from assistant.rendering.wording import count, report_in_words
from assistant.reports import AddReport, Feed, FeedOutcome


def feed_table(feeds: Iterable[Feed]) -> Table:
    """The feeds as a table for a terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Feed", ratio=1)
    table.add_column("Refreshed", no_wrap=True)
    table.add_column("Outcome", ratio=1)
    for feed in feeds:
        name = Text(one_line(feed.title), style="bold")
        name.append(f"\n{one_line(feed.url)}", style="dim")
        style = "red" if feed.error else ""
        table.add_row(name, _checked(feed.checked), Text(one_line(_outcome(feed)), style=style))
    return table


def feed_rows(feeds: Iterable[Feed]) -> str:
    """The feeds in lines for a pipe: address, title, when refreshed, outcome, by tabs."""
    return "".join(
        "\t".join(
            (
                one_line(feed.url),
                one_line(feed.title),
                feed.checked.isoformat(timespec="seconds") if feed.checked else "-",
                one_line(_outcome(feed)),
            )
        )
        + "\n"
        for feed in feeds
    )


def followed_lines(feeds: Sequence[Feed], *, verb: str) -> list[Line]:
    """Feeds that are followed from now on, or no more."""
    return [line(f"{verb}  ", (feed.title, "bold"), "  ", (feed.url, "dim")) for feed in feeds]


def refreshed_lines(outcomes: Iterable[FeedOutcome]) -> list[Line]:
    """What came of each feed that could be read."""
    return [
        line(
            (f"{outcome.feed.title}: ", "bold"),
            report_in_words(AddReport(outcome.outcomes)) if outcome.outcomes else "nothing new",
            hanging=2,
        )
        for outcome in outcomes
        if outcome.feed.error is None
    ]


def feed_failure_lines(outcomes: Iterable[FeedOutcome]) -> list[Line]:
    """The feeds and the items that could not be read, with what to do about it."""
    lines: list[Line] = []
    for outcome in outcomes:
        feed = outcome.feed
        if feed.error is not None:
            lines.append(line((f"{feed.title}: ", "bold"), feed.error, hanging=2))
            if feed.hint:
                lines.append(line(feed.hint, indent=2))
        lines += (
            line((f"{feed.title}: ", "bold"), f"left out: {part}", hanging=2)
            for part in outcome.left_out
        )
        lines += failure_lines(AddReport(outcome.outcomes))
    return lines


def _checked(moment: datetime | None) -> str:
    return "never" if moment is None else moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _outcome(feed: Feed) -> str:
    if feed.checked is None:
        return "not refreshed yet"
    if feed.error is not None:
        return feed.error
    return count(feed.taken, "new article") if feed.taken else "nothing new"
