"""What keeping a library in order has done, as lines for a terminal."""

from __future__ import annotations

from assistant.rendering.layout import Line, line
from assistant.rendering.wording import count, iso_date, long_date, outlet, short_id
from assistant.reports import BackupReport, ExportReport, ImportReport, PruneReport

_SHOWN = 20
_THOUSAND = 1000


def export_lines(report: ExportReport) -> list[Line]:
    """An exported file and what it holds."""
    held = [count(report.articles, "article"), count(report.versions, "older version")]
    if report.rows:
        held.append(count(report.rows, "further row"))
    vectors = f"with vectors of {report.model}" if report.model else "without vectors"
    said = f"{', '.join(held)}, {vectors}, {size_in_words(report.size)}: "
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
    said = f"{', '.join(report.files)} ({size_in_words(report.size)}) copied to "
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


def size_in_words(size: int) -> str:
    """``812 bytes``, ``3.4 MB``."""
    amount = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < _THOUSAND or unit == "GB":
            break
        amount /= _THOUSAND
    return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
