"""``changes``: what is new in the library."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer

from assistant.cli import output
from assistant.cli.options import AsOfOptions, FormatOptions, LimitOptions, Outlets, present
from assistant.cli.session import Session
from assistant.cli.tips import EMPTY, FURTHER_BACK
from assistant.errors import LibraryReadOnlyError, UsageError
from assistant.language.days import moment_since
from assistant.rendering.news import since_when

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_FIRST: Final = timedelta(days=1)
"""How far back the first look goes."""

_When = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="WHEN",
        help="From when on: 2h, 3 days, yesterday, last week, 2025-03-01, 2025-03-01 14:30; else "
        "since the last look.",
    ),
]


def changes(
    session: Session,
    *,
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="TOPIC", help="What it is about; without one, everything."),
    ] = None,
    since: _When = None,
    outlet: Outlets = None,
    day: AsOfOptions,
    shown: FormatOptions,
) -> None:
    r"""Tell what changed: new articles by story, new versions, corrections, figures that moved.

    Without --since it is what came since the last look: since assistant changes was last run on
    this library for everything, with no topic, outlet or --since.

    \b
      assistant changes
      assistant changes ferry --since "2 hours ago"
      assistant changes --since yesterday --markdown
    """
    form = shown.form(as_json=session.as_json)
    wanted = LimitOptions(outlet=outlet).filters(day)
    words = " ".join(topic or ()).strip()
    if wanted.as_of is not None and since is None:
        raise UsageError("--as-of needs --since", hint="Say from when on: --since 2025-03-01")
    now = present(wanted)
    with session.assistant() as assistant:
        begun = assistant.looking()
        if since is not None:
            start = moment_since(since, now=now, label="--since")
        else:
            last = assistant.last_look()
            start = (last or now - _FIRST).astimezone()
            if last is None:
                session.message(f"This is the first look: it goes back to {since_when(start)}")
        told = assistant.changed_since(start, topic=words, filters=wanted)
        output.rendered(told, form, file=shown.output_file)
        if not told.anything:
            _advise(assistant, session, topic=words)
        if since is None and not words and not wanted.active:
            _remember(assistant, begun, session)
    if form == "text" and shown.output_file is None and told.anything and sys.stdout.isatty():
        session.message("Look at a sentence with: assistant show ID --sentence N")


def _advise(assistant: Assistant, session: Session, *, topic: str) -> None:
    if not assistant.count():
        session.message(EMPTY)
    elif topic:
        session.message("Try fewer or other words, or without a topic")
    else:
        session.message(FURTHER_BACK)


def _remember(assistant: Assistant, begun: datetime, session: Session) -> None:
    """Records the look, when all of it has been written."""
    try:
        assistant.looked(begun)
    except LibraryReadOnlyError:
        session.message("The library cannot be written to, so this look is not remembered")
