"""Removing what is old."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from assistant.errors import UsageError
from assistant.language.days import first_day
from assistant.library.library import Library
from assistant.reports import Progress, PruneReport
from assistant.stopping import check_stopped
from assistant.types import ArticleSummary

_STEP: Final = 100
"""Articles that are removed in one transaction."""
_AGE: Final = re.compile(r"(\d{1,5})\s*(d|days?|w|weeks?)", re.IGNORECASE)


def first_kept_day(words: str, *, today: date, label: str) -> date:
    """The first day that is not older than ``words`` say: ``90d``, ``12w``, ``2024-01-01``.

    Raises:
        UsageError: they are neither an age nor a date, or name a time to come.
    """
    match = _AGE.fullmatch(words.strip())
    if match is None:
        try:
            day = first_day(words, label=label)
        except UsageError as error:
            raise UsageError(
                f"{label} cannot read {words!r}",
                hint="Write an age as 90d or 12w, or a date as 2025-03-01, 2025-03 or 2025",
            ) from error
    else:
        days = int(match[1]) * (7 if match[2].lower().startswith("w") else 1)
        if days >= today.toordinal():
            raise UsageError(f"{label} names a time before all calendars: {words!r}")
        day = today - timedelta(days=days)
    if day > today:
        raise UsageError(
            f"{label} names a day to come, {day}", hint="Everything would be older than that"
        )
    return day


def prune(
    library: Library,
    *,
    before: date,
    dry: bool,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
) -> PruneReport:
    """Removes the articles that are from before a day, each with all its versions.

    An article is of the day on which it was last updated or, where that is not known,
    published or, where that is not known either, added to the library. A run that is
    interrupted has removed some of them, each wholly.

    Args:
        library: the articles.
        before: the first day that is kept.
        dry: only tells what would go.
        on_progress: told of every step.

    Raises:
        LibraryBusyError: another process was writing for too long.
        StoppedError: the work was stopped; what was removed before stays removed.
    """
    if dry:
        return PruneReport(tuple(library.catalogue.listing.older_than(before)), before, dry)
    removed: list[ArticleSummary] = []
    total = len(library.catalogue.listing.older_than(before))
    while True:
        check_stopped()
        with library.writing("removing old articles"):
            # Asked anew under the lock: one may have been updated meanwhile.
            part = library.catalogue.listing.older_than(before, limit=_STEP)
            library.remove([one.id for one in part])
        if not part:
            return PruneReport(tuple(removed), before, dry)
        removed += part
        on_progress(Progress(len(removed), max(total, len(removed)), part[-1].title))
