"""``changes`` and ``brief``: what is new in the library, and the stories of a time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from assistant.cli import output
from assistant.cli.again import again, seconds_of
from assistant.cli.options import (
    AsOfOptions,
    EngineOptions,
    Fallback,
    FormatOptions,
    SourceOptions,
    present,
)
from assistant.cli.session import Session
from assistant.cli.tips import EMPTY, FURTHER_BACK, NO_TOPIC
from assistant.errors import LibraryReadOnlyError, UsageError
from assistant.language.days import moment_since
from assistant.rendering.news import since_when

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.news import Briefing
    from assistant.types import Filters

_FIRST: Final = timedelta(days=1)
"""How far back the first look goes."""
_KEPT: Final = {"html": "html", "markdown": "md", "json": "json", "text": "txt"}
"""The formats of a briefing, and how the names of their files end."""


def changes(
    session: Session,
    *,
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="TOPIC", help="What it is about; without one, everything."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="WHEN",
            help="From when on: 2h, 3 days, yesterday, last week, 2025-03-01, 2025-03-01 14:30; "
            "else since the last look.",
        ),
    ] = None,
    sources: SourceOptions,
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
    wanted = sources.filters(day)
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
            session.message(_tip(assistant, topic=words))
        if since is None and not words and not wanted.active:
            _remember(assistant, begun, session)
    if form == "text" and shown.output_file is None and told.anything and sys.stdout.isatty():
        session.message("Look at a sentence with: assistant show ID --sentence N")


def _tip(assistant: Assistant, *, topic: str = "", watched: bool = False) -> str:
    if not assistant.count():
        return EMPTY
    if topic:
        return "Try fewer or other words, or without a topic"
    return NO_TOPIC if watched and not assistant.watched() else FURTHER_BACK


def _remember(assistant: Assistant, begun: datetime, session: Session) -> None:
    """Records the look, when all of it has been written."""
    try:
        assistant.looked(begun)
    except LibraryReadOnlyError:
        session.message("The library cannot be written to, so this look is not remembered")


def brief(
    session: Session,
    *,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="WHEN",
            help="Published from a day on (yesterday, 2025-03-01), or taken in since (2h, "
            "2025-03-01 14:30); else published on the last day of the library's articles.",
        ),
    ] = None,
    stories: Annotated[
        int, typer.Option("--stories", "-n", min=1, help="How many stories at most.")
    ] = 10,
    watched: Annotated[
        bool, typer.Option("--watched", help="Only stories on followed topics.")
    ] = False,
    sources: SourceOptions,
    day: AsOfOptions,
    answering: EngineOptions,
    fallback: Fallback = None,
    shown: FormatOptions,
    every: Annotated[
        str | None,
        typer.Option(
            "--every",
            metavar="SPAN",
            help="Go on, and write another one to --out after so long: 24h, 1h30m. Ctrl-C ends it.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help="Where --every writes, a file a briefing."),
    ] = None,
) -> None:
    r"""Tell the stories of a time: for each a few cited sentences, what is new, how many outlets.

    The sentences are quoted, or written by a chat model where one is configured, and checked.
    Followed topics come first (assistant watch), then pinned stories, then what most outlets
    report. With --every each briefing is of what came since the one before.

    \b
      assistant brief
      assistant brief --since yesterday --stories 5 --output today.html
      assistant brief --every 24h --out briefings/
    """
    wanted = sources.filters(day)
    start = None if since is None else _start(since, wanted)
    opened = partial(session.assistant, answering, fallback=fallback)
    if (every is None) != (out is None):
        raise UsageError("--every and --out go together", hint="Give both: --every 24h --out DIR")
    if every is not None and out is not None:
        if shown.output_file is not None or wanted.as_of is not None:
            raise UsageError("--every goes with neither --output nor --as-of", hint="Give --out")
        form = shown.form(as_json=session.as_json)
        form = "html" if form == "text" and shown.format_ is None else form

        def tell(assistant: Assistant, start: date | None) -> Briefing:
            return assistant.briefing(start, stories=stories, watched=watched, filters=wanted)

        _keep_briefing(opened, session, out, form, tell, start=start, every=seconds_of(every))
        return
    form = shown.form(as_json=session.as_json)
    with opened() as assistant:
        told = assistant.briefing(start, stories=stories, watched=watched, filters=wanted)
        output.rendered(told, form, file=shown.output_file)
        if not told.stories:
            session.message(_tip(assistant, watched=watched))


def _keep_briefing(
    opened: Callable[[], Assistant],
    session: Session,
    folder: Path,
    form: str,
    tell: Callable[[Assistant, date | None], Briefing],
    *,
    start: date | None,
    every: int,
) -> None:
    """Writes briefings again and again, until the process is asked to end."""
    from assistant.rendering.renderers import Terms, renderer

    if form not in _KEPT:
        raise UsageError(
            f"A briefing cannot be kept as {form}", hint=f"There are {', '.join(_KEPT)}"
        )
    if not folder.is_dir():
        raise UsageError(f"There is no folder {str(folder)!r}", hint="Make it first")
    render = renderer(form)

    def write(assistant: Assistant) -> None:
        nonlocal start
        begun = assistant.looking()
        told = tell(assistant, start)
        stem = f"briefing-{told.made:%Y-%m-%d-%H%M}"
        file = output.write_new(folder, stem, _KEPT[form], render(told, Terms()), form)
        session.message(f"Written to {file}")
        start = begun.astimezone()

    with opened() as assistant:
        again(lambda: write(assistant), every=every, session=session)
    session.message("Briefing has ended")


def _start(since: str, wanted: Filters) -> date:
    """A moment, or the day that it begins."""
    start = moment_since(since, now=present(wanted), label="--since")
    return start.date() if start.time() == time.min else start
