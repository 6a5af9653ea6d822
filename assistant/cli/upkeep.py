"""``reindex``, ``doctor`` and ``version``: the state of the program and its library."""

from __future__ import annotations

import platform
from typing import Annotated

import typer

from assistant import __version__
from assistant.cli import output
from assistant.cli.options import EngineOptions
from assistant.cli.progress import shown_progress
from assistant.cli.session import Session
from assistant.reports import CheckState


def reindex(
    session: Session,
    *,
    embed: Annotated[
        bool,
        typer.Option(
            "--embed", help="Compute the vectors anew too (slow); a new embedding model needs it."
        ),
    ] = False,
) -> None:
    """Build both indexes of the library anew from its catalogue."""
    with (
        session.assistant() as assistant,
        shown_progress("Indexing", session=session) as on_progress,
    ):
        articles = assistant.reindex(embed=embed, on_progress=on_progress)
    if session.as_json:
        from assistant.rendering.json.tasks import Reindexed

        output.result_document(Reindexed(articles=articles, embedded=embed).document())
        return
    from assistant.rendering.terminal import line
    from assistant.rendering.wording import count

    output.result_lines([line(f"{count(articles, 'article')} indexed anew")])


def doctor(
    session: Session,
    *,
    deep: Annotated[
        bool,
        typer.Option(
            "--deep", help="Hold everything that the library keeps against everything else too."
        ),
    ] = False,
    answering: EngineOptions,
) -> int:
    """Check the program, its models and the library.

    The exit code is 1 where something is wrong.
    """
    with session.assistant(answering) as assistant:
        checks = assistant.doctor(deep=deep)
    if session.as_json:
        from assistant.rendering.json.tasks import checks_document

        output.result_document(checks_document(checks))
    else:
        from assistant.rendering.terminal.tasks import check_lines

        output.result_lines(check_lines(checks))
    return 1 if any(check.state is CheckState.FAILED for check in checks) else 0


def version(session: Session) -> None:
    """Show the version."""
    python = platform.python_version()
    if session.as_json:
        from assistant.rendering.json.tasks import Version

        output.result_document(Version(version=__version__, python=python).document())
    else:
        output.result(f"assistant {__version__} (Python {python})\n")
