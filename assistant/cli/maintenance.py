"""``export``, ``import``, ``backup``, ``prune``, ``reindex``, ``doctor``: a library as a whole."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import __version__
from assistant.cli import output
from assistant.cli.options import EngineOptions
from assistant.cli.progress import shown_progress, typed_line
from assistant.cli.session import Session
from assistant.errors import UsageError
from assistant.reports import CheckState

if TYPE_CHECKING:
    from assistant.reports import PruneReport


def export_to(
    session: Session,
    *,
    path: Annotated[str, typer.Argument(metavar="FILE", help="The file to write, a new one.")],
    vectors: Annotated[
        bool,
        typer.Option(
            "--vectors",
            help="Put the vectors into the file too: larger, but nothing is embedded on import.",
        ),
    ] = False,
) -> None:
    """Write all articles with their versions to one file, to be imported elsewhere.

    Conversations are not in it: backup copies them.
    """
    with (
        session.assistant() as assistant,
        shown_progress("Exporting", session=session) as on_progress,
    ):
        report = assistant.export(path, vectors=vectors, on_progress=on_progress)
    if session.as_json:
        from assistant.rendering.json.tasks import Exported

        output.result_document(Exported.of(report).document())
        return
    from assistant.rendering.terminal.tasks import export_lines

    output.result_lines(export_lines(report))


def import_from(
    session: Session,
    *,
    path: Annotated[
        str, typer.Argument(metavar="FILE", help="A file that assistant export has made.")
    ],
) -> None:
    """Take in the articles and versions of an exported file.

    What is there already is left alone. A damaged or cut file is refused before anything of
    it is taken in.
    """
    with (
        session.assistant() as assistant,
        shown_progress("Importing", session=session) as on_progress,
    ):
        report = assistant.import_(path, on_progress=on_progress)
    if session.as_json:
        from assistant.rendering.json.tasks import Imported

        output.result_document(Imported.of(report).document())
        return
    from assistant.rendering.terminal.tasks import import_lines

    output.result_lines(import_lines(report))


def backup(
    session: Session,
    *,
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="The folder to make, a new or an empty one.")
    ],
) -> None:
    """Copy articles and conversations as they are now, while others go on.

    The copy can be used as a library with --home; its indexes are made anew then.
    """
    with session.assistant() as assistant:
        report = assistant.backup(folder)
    if session.as_json:
        from assistant.rendering.json.tasks import Backup

        output.result_document(Backup.of(report).document())
        return
    from assistant.rendering.terminal.tasks import backup_lines

    output.result_lines(backup_lines(report))


def prune(
    session: Session,
    *,
    older_than: Annotated[
        str,
        typer.Option(
            "--older-than",
            metavar="AGE",
            help="90d, 12w, or the first day to keep: YYYY-MM-DD, YYYY-MM or YYYY.",
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be removed.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove articles last updated (else published, else added) before a day.

    Each goes with all its versions. It asks first, unless --yes is given.
    """
    with session.assistant() as assistant:
        report = assistant.prune(older_than, dry=True)
        if dry_run or not report.articles:
            _give(report, session=session)
            return
        if not yes:
            _confirm(report, session=session)
        with shown_progress("Removing", session=session) as on_progress:
            report = assistant.prune(report.before, on_progress=on_progress)
    _give(report, session=session)


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
        from assistant.rendering.json.tasks import Checks

        output.result_document(Checks.of(checks=checks).document())
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


def _confirm(report: PruneReport, *, session: Session) -> None:
    """Asks whether the articles are to go.

    Raises:
        UsageError: there is nobody to ask, or they are to stay.
    """
    if session.as_json or not sys.stdin.isatty():
        raise UsageError(
            f"{len(report.articles):,} articles would be removed, and nobody is there to ask",
            hint="Look at them with --dry-run, and remove them with --yes",
        )
    from assistant.rendering.terminal.tasks import prune_lines

    output.message_lines(prune_lines(report, whole=False))
    if typed_line("Remove them? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise UsageError("Nothing was removed")


def _give(report: PruneReport, *, session: Session) -> None:
    if session.as_json:
        from assistant.rendering.json.articles import Pruned

        output.result_document(Pruned.of(report, removed=report.articles).document())
        return
    from assistant.rendering.terminal.tasks import prune_lines

    output.result_lines(prune_lines(report, whole=not sys.stdout.isatty()))
