"""``brief`` and ``watch``: the stories of a time, and the topics that come first in them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from assistant.cli import output
from assistant.cli.again import again, seconds_of
from assistant.cli.options import (
    AsOf,
    Format,
    Markdown,
    Outlets,
    Output,
    TakenIn,
    filters,
    result_form,
)
from assistant.cli.session import Session
from assistant.errors import UsageError
from assistant.language.days import moment_since

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.types import Filters

_KEPT: Final = {"html": "html", "markdown": "md", "json": "json", "text": "txt"}
"""The formats of a briefing, and how the names of their files end."""


def brief(
    session: Session,
    *,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="WHEN",
            help="From when on, as for changes; else the last day of the library's articles.",
        ),
    ] = None,
    stories: Annotated[
        int, typer.Option("--stories", "-n", min=1, help="How many stories at most.")
    ] = 10,
    outlet: Outlets = None,
    as_of: AsOf = None,
    taken_in: TakenIn = False,
    markdown: Markdown = False,
    format_: Format = None,
    output_file: Output = None,
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
    r"""Tell the stories of a time: for each a few quoted sentences, what is new, how many outlets.

    Followed topics come first (assistant watch), then pinned stories, then what most outlets
    report. With --every each briefing is of what came since the one before.

    \b
      assistant brief
      assistant brief --since yesterday --stories 5 --output today.html
      assistant brief --every 24h --out briefings/
    """
    wanted = filters(outlet, None, None, as_of, taken_in=taken_in)
    if (every is None) != (out is None):
        raise UsageError("--every and --out go together", hint="Give both: --every 24h --out DIR")
    if every is not None and out is not None:
        if output_file is not None or as_of is not None:
            raise UsageError("--every goes with neither --output nor --as-of", hint="Give --out")
        form = result_form(as_json=session.as_json, markdown=markdown, named=format_)
        form = "html" if form == "text" and format_ is None else form
        _keep_briefing(
            session, out, form, since=since, stories=stories, wanted=wanted, every=seconds_of(every)
        )
        session.message("Briefing has ended")
        return
    form = result_form(as_json=session.as_json, markdown=markdown, named=format_, file=output_file)
    start = None if since is None else _start(since)
    with session.assistant() as assistant:
        told = assistant.briefing(start, stories=stories, filters=wanted)
        output.rendered(told, form, file=output_file)
        if not told.stories and not assistant.count():
            session.message("The library is empty: put articles into it with assistant add")


def _keep_briefing(
    session: Session,
    folder: Path,
    form: str,
    *,
    since: str | None,
    stories: int,
    wanted: Filters,
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
    start = None if since is None else _start(since)

    def write(assistant: Assistant) -> None:
        nonlocal start
        begun = assistant.looking()
        told = assistant.briefing(start, stories=stories, filters=wanted)
        file = _free(folder, f"briefing-{told.made:%Y-%m-%d-%H%M}", _KEPT[form])
        output.write_file(file, render(told, Terms()), form)
        session.message(f"Written to {file}")
        start = begun.astimezone()

    with session.assistant() as assistant:
        again(lambda: write(assistant), every=every, session=session, name="briefer")


def _free(folder: Path, stem: str, ending: str) -> Path:
    """A name that no file has yet: two may write into one folder."""
    file, number = folder / f"{stem}.{ending}", 1
    while file.exists():
        number += 1
        file = folder / f"{stem}-{number}.{ending}"
    return file


def _start(since: str) -> datetime:
    return moment_since(since, now=datetime.now().astimezone(), label="--since")


def watch(
    session: Session,
    *,
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="TOPIC", help="What to follow; without one, lists what is."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Follow it no more.")] = False,
) -> None:
    r"""Follow topics: what is new on them comes first in a briefing.

    An article is on a topic where its headline and first sentences have all of its words.

    \b
      assistant watch "port strike"
      assistant watch
      assistant watch "port strike" --remove
    """
    words = " ".join(topic or ()).strip()
    if remove and not words:
        raise UsageError("--remove needs a topic", hint="List them: assistant watch")
    with session.assistant() as assistant:
        if remove:
            assistant.unwatch(words)
            session.message(f"“{words}” is followed no more")
        elif words:
            new = assistant.watch(words)
            session.message(f"“{words}” is followed{'' if new else ' already'}")
        topics = assistant.watched()
    if session.as_json:
        from assistant.rendering.json.news import Watched

        output.result_document(Watched(watched=list(topics)).document())
    elif not words:
        from assistant.rendering.terminal import line

        if not topics:
            session.message('No topic is followed: try assistant watch "port strike"')
        output.result_lines([line(one) for one in topics])
