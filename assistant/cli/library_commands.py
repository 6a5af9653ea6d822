"""``add``, ``list``, ``show`` and ``remove``: what is in the library."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import output
from assistant.cli.options import Outlets, Since, Until, filters
from assistant.cli.session import Session
from assistant.cli.waiting import shown_progress
from assistant.errors import UsageError
from assistant.types import AddedKind, AddReport

if TYPE_CHECKING:
    from assistant.types import Article

STANDARD_INPUT = "-"


def add(
    session: Session,
    *,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE...",
            help="Files, folders or patterns; - reads one article from standard input.",
            show_default=False,
        ),
    ] = None,
    samples: Annotated[
        bool, typer.Option("--samples", help="Add the sample articles that come along.")
    ] = False,
) -> int:
    """Put articles into the library.

    Text, Markdown, HTML, PDF, JSON and JSON lines are read. An article that is there
    already is left alone; a changed one replaces its older version. Where a file cannot
    be read the others are added all the same, and the exit code is 1.
    """
    sources = sources or []
    if not sources and not samples:
        raise UsageError(
            "There is nothing to add",
            hint="Name files, folders, or - for standard input; or give --samples",
        )
    outcomes = AddReport(())
    with session.assistant() as assistant:
        with shown_progress("Adding", session=session) as on_progress:
            if samples:
                outcomes = assistant.add_samples(on_progress=on_progress)
            if sources:
                piped = announced_input(sources, session=session)
                report = assistant.add(*sources, stdin=piped, on_progress=on_progress)
                outcomes = AddReport(outcomes.outcomes + report.outcomes)
    _show_report(outcomes, session=session)
    return 1 if outcomes.count(AddedKind.FAILED) else 0
