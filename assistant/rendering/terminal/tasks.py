"""What the tasks of the program report, as lines for a terminal; feeds among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from assistant.rendering.later import notice_in_words
from assistant.rendering.safety import one_line
from assistant.rendering.terminal import Line, line, tabbed
from assistant.rendering.wording import (
    count,
    iso_date,
    long_date,
    outlet,
    report_in_words,
    short_id,
)
from assistant.reports import (
    AddedKind,
    AddOutcome,
    AddReport,
    BackupReport,
    Check,
    CheckState,
    ExportReport,
    Feed,
    FeedOutcome,
    ImportReport,
    PruneReport,
)

_SHOWN: Final = 20
"""Articles of a long list that a person is shown."""
_STATE_STYLES: Final = {
    CheckState.OK: "green",
    CheckState.INFO: "cyan",
    CheckState.FAILED: "bold red",
}


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
    return tabbed(
        (
            feed.url,
            feed.title,
            feed.checked.isoformat(timespec="seconds") if feed.checked else "-",
            _outcome(feed),
        )
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
            lines += _said_of(feed.title, feed.error, feed.hint)
        for part in outcome.left_out:
            lines += _said_of(feed.title, f"left out: {part}")
        lines += failure_lines(AddReport(outcome.outcomes))
    return lines


def export_lines(report: ExportReport) -> list[Line]:
    """An exported file and what it holds."""
    held = [count(report.articles, "article"), count(report.versions, "older version")]
    if report.rows:
        held.append(count(report.rows, "further row"))
    vectors = f"with vectors of {report.model}" if report.model else "without vectors"
    said = f"{', '.join(held)}, {vectors}, {decimal(report.size)}: "
    return [line((said, "bold"), report.path)]


def import_lines(report: ImportReport) -> list[Line]:
    """What became of the articles of an imported file."""
    kinds = {
        "added": report.added,
        "replaced": report.replaced,
        "older": report.older,
        "unchanged": report.unchanged,
    }
    parts = [f"{number:,} {kind}" for kind, number in kinds.items() if number or kind == "added"]
    if report.versions:
        parts.append(count(report.versions, "older version"))
    if report.rows:
        parts.append(count(report.rows, "further row"))
    return [line((", ".join(parts), "bold"))]


def backup_lines(report: BackupReport) -> list[Line]:
    """A backup."""
    said = f"{', '.join(report.files)} ({decimal(report.size)}) copied to "
    return [line((said, "bold"), report.path)]


def prune_lines(report: PruneReport, *, whole: bool) -> list[Line]:
    """The articles that were removed or would be; a long list is cut unless ``whole``."""
    shown = report.articles if whole else report.articles[:_SHOWN]
    lines = [
        line(
            (short_id(one.id), "cyan"),
            f"  {iso_date(one.published)}  {outlet(one.source)}  ",
            (one.title, "bold"),
            hanging=2,
        )
        for one in shown
    ]
    if more := len(report.articles) - len(shown):
        lines.append(line((f"and {more:,} more", "dim")))
    number = count(len(report.articles), "article")
    done = "would be removed" if report.dry else "removed"
    said = f"{number} from before {long_date(report.before)} {done}"
    return [*lines, line((said, "bold"))]


def added_lines(report: AddReport, *, whole: bool) -> list[Line]:
    """What was added, replaced or there already, and the counts.

    A long list is cut for a person; ``whole`` gives all of it.
    """
    taken = [outcome for outcome in report.outcomes if outcome.kind is not AddedKind.FAILED]
    shown = taken if whole else taken[:_SHOWN]
    lines = [_outcome_line(outcome) for outcome in shown]
    if len(taken) > len(shown):
        lines.append(line((f"and {len(taken) - len(shown):,} more", "dim")))
    return [*lines, line((report_in_words(report), "bold"))]


def failure_lines(report: AddReport) -> list[Line]:
    """What could not be added, with what to do about it, and what of the rest was left out."""
    lines: list[Line] = []
    for outcome in report.outcomes:
        for part in outcome.left_out:
            lines += _said_of(outcome.name, f"left out: {part}")
        if outcome.kind is AddedKind.FAILED:
            lines += _said_of(outcome.name, outcome.error or "failed", outcome.hint)
    return lines


def check_lines(checks: Sequence[Check]) -> list[Line]:
    """The findings of ``doctor``, each with what to do where it failed."""
    lines: list[Line] = []
    for check in checks:
        state = (f"{check.state.value:<6}", _STATE_STYLES[check.state])
        lines.append(line(state, "  ", (f"{check.name}: ", "bold"), check.detail, hanging=8))
        if check.hint:
            lines.append(line(check.hint, indent=8))
    return lines


def _outcome_line(outcome: AddOutcome) -> Line:
    style = "dim" if outcome.kind is AddedKind.UNCHANGED else ""
    detail = f" ({count(outcome.sentences, 'sentence')})" if outcome.sentences else ""
    if outcome.newer:
        kept = "the notice is" if outcome.newer == outcome.article_id else "it is kept"
        detail += f", {kept} in the history of {short_id(outcome.newer)}, which is newer"
    if outcome.notice is not None:
        detail += f", {notice_in_words(outcome.notice)}"
    if outcome.kind is AddedKind.NOTED:
        detail += "; no article of this id is here: it will not be searched when it comes"
    return line(
        (f"{outcome.kind.value:<9}", style),
        "  ",
        (short_id(outcome.article_id or ""), "cyan"),
        "  ",
        (outcome.title or outcome.name, style or "bold"),
        (detail, "dim"),
        hanging=2,
    )


def _checked(moment: datetime | None) -> str:
    return "never" if moment is None else moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _outcome(feed: Feed) -> str:
    return f"paused; {_last_outcome(feed)}" if feed.paused else _last_outcome(feed)


def _last_outcome(feed: Feed) -> str:
    if feed.checked is None:
        return "not refreshed yet"
    if feed.error is not None:
        return f"{feed.error} ({feed.failures} times in a row)" if feed.failures > 1 else feed.error
    return count(feed.taken, "new article") if feed.taken else "nothing new"


def _said_of(name: str, words: str, hint: str | None = None) -> list[Line]:
    said = line((f"{name}: ", "bold"), words, hanging=2)
    return [said, line(hint, indent=2)] if hint else [said]
