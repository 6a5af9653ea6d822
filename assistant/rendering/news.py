"""What is new in a library, in words: the same in every format."""

from __future__ import annotations

from calendar import day_name
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Final

from assistant.news import (
    ArrivedStory,
    Brief,
    Briefing,
    ChangesSince,
    Killed,
    Moved,
    Noted,
    Revised,
)
from assistant.rendering.later import moment_in_words, notice_in_words
from assistant.rendering.telling import outlets_in_words, quantity_in_words
from assistant.rendering.wording import (
    correction_in_words,
    count,
    headline_in_words,
    long_date,
    provenance,
    quotes_only,
)
from assistant.telling import Quantity, Reported
from assistant.types import Statement

_NAMED: Final = 6
"""Outlets of a story that are named."""


def since_when(moment: datetime) -> str:
    """``4 March 2031, 10:05 UTC``; the day alone where it is its beginning."""
    return long_date(moment) if moment.time() == time.min else moment_in_words(moment)


def changes_heading(changes: ChangesSince) -> str:
    """``What changed since 4 March 2031 about “the ferry”, as of 6 March 2031``."""
    about = f" about “{changes.topic}”" if changes.topic else ""
    until = f", as of {long_date(changes.until)}" if changes.until else ""
    return f"What changed since {since_when(changes.since)}{about}{until}"


def changes_tally(changes: ChangesSince) -> str:
    """``12 new articles in 3 stories, 1 new version``; that nothing did, where that is so."""
    arrived = count(len(changes.arrived), "new article")
    stories = f"{arrived} in {count(len(changes.stories), 'story', several='stories')}"
    parts = [
        stories if changes.stories else "",
        *(
            count(len(found), noun, several=several)
            for found, noun, several in (
                (changes.revised, "new version", ""),
                (changes.moved, "figure that moved", "figures that moved"),
                (changes.corrected, "correction", ""),
                (changes.killed, "article withdrawn", "articles withdrawn"),
                (changes.gone, "cited sentence gone", "cited sentences gone"),
            )
            if found
        ),
    ]
    return ", ".join(part for part in parts if part) or "Nothing changed"


def visit_tally(changes: ChangesSince) -> str:
    """``3 new articles, 1 new story, 1 figure moved``; empty where nothing changed."""
    new = [one for one in changes.stories if not one.known]
    parts = (
        (changes.arrived, "new article", ""),
        (new, "new story", "new stories"),
        (changes.moved, "figure moved", "figures moved"),
        (changes.revised, "new version", ""),
        (changes.corrected, "correction", ""),
        (changes.killed, "article withdrawn", "articles withdrawn"),
    )
    return ", ".join(count(len(found), noun, several=many) for found, noun, many in parts if found)


def visit_in_words(moment: datetime, *, now: datetime) -> str:
    """``today, 10:05 UTC``, ``Monday, 18:04 UTC``; before a week ago the day and time in full."""
    moment = moment.astimezone(UTC)
    days = (now.astimezone(UTC).date() - moment.date()).days
    if not 0 <= days < len(day_name):
        return moment_in_words(moment)
    named = "today" if not days else day_name[moment.weekday()]
    return f"{named}, {moment:%H:%M} UTC"


def story_in_words(story: ArrivedStory) -> str:
    """``3 new beside 5 · Skarn Radio, The Ledger``."""
    new = f"{len(story.arrived):,} new"
    beside = f"{new} beside {story.known:,}" if story.known else new
    return " · ".join(part for part in (beside, ", ".join(story.outlets)) if part)


def revised_in_words(revised: Revised) -> Iterator[str]:
    """What changed about an article but its text, a line each."""
    for one in revised.about:
        yield f"{one.name}: {one.old or '–'} → {one.new or '–'}"


def moved_in_words(moved: Moved) -> str:
    """``Dead: Nineteen (4 March 2031, Vessmark Wire) → 27 (8 March 2031, Skarn Radio)``."""
    name = quantity_in_words(Quantity(moved.label, moved.unit, ()))
    return f"{name}: {_figure(moved.before)} → {_figure(moved.after)}"


def _figure(reported: Reported) -> str:
    return f"{reported.text} ({long_date(reported.day)}, {outlets_in_words(reported)})"


def noted_in_words(noted: Noted) -> str:
    """``Toll rises — The Ledger, 6 March 2031: carries a correction: “…”``."""
    return f"{headline_in_words(noted.article)}: {correction_in_words(noted.note)}"


def killed_in_words(killed: Killed) -> str:
    """``Toll rises — The Ledger, 6 March 2031: killed by urn:wire:1, on …: “KILL”``."""
    return f"{headline_in_words(killed.article)}: {notice_in_words(killed.notice)}"


WITHDRAWN: Final = "Withdrawn: must not be used"
GONE: Final = "Cited sentences that are gone"


def further_parts(
    changes: ChangesSince,
) -> Iterator[tuple[str, Sequence[tuple[str, tuple[Statement, ...]]]]]:
    """What changed but for articles and cited sentences: each in words, with its sentences."""
    parts = (
        (
            "Figures that moved",
            [
                (moved_in_words(one), (one.before.statement, one.after.statement))
                for one in changes.moved
            ],
        ),
        ("Corrections", [(noted_in_words(one), one.statements) for one in changes.corrected]),
        (WITHDRAWN, [(killed_in_words(one), ()) for one in changes.killed]),
    )
    return ((name, told) for name, told in parts if told)


def briefing_heading(briefing: Briefing) -> str:
    """``Briefing, 8 March 2031, 09:00 UTC``: when it was made, or the day that it is seen from."""
    if briefing.as_of is not None:
        return f"Briefing as of {long_date(briefing.as_of)}"
    return f"Briefing, {moment_in_words(briefing.made)}"


def briefing_tally(briefing: Briefing) -> str:
    """``3 stories from 12 new articles since 7 March 2031; 2 further stories are left out``."""
    when = briefing.since
    since = since_when(when) if isinstance(when, datetime) else long_date(when)
    if not briefing.stories:
        return f"No new article since {since}"
    told = count(len(briefing.stories), "story", several="stories")
    further = briefing.further
    left = count(further, "further story", several="further stories")
    verb = "is" if further == 1 else "are"
    more = f"; {left} {verb} left out" if further else ""
    made = "" if quotes_only(briefing.engine) else f". {provenance(briefing.engine)}"
    return f"{told} from {count(briefing.read, 'new article')} since {since}{more}{made}"


def brief_in_words(brief: Brief) -> str:
    """``followed: port strike · 3 new articles beside 5 · 2 outlets: Skarn Radio, The Ledger``."""
    new = count(brief.new, "new article")
    outlets = count(len(brief.outlets), "outlet")
    named = ", ".join(brief.outlets[:_NAMED]) + (" …" if len(brief.outlets) > _NAMED else "")
    parts = [
        f"followed: {brief.watched}" if brief.watched else "",
        "pinned" if brief.pinned else "",
        f"{new} beside {brief.known:,} known" if brief.known else new,
        f"{outlets}: {named}" if brief.outlets else "",
    ]
    return " · ".join(part for part in parts if part)
