"""``add``, ``list``, ``show`` and ``remove``: what is in the library."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import output
from assistant.cli.options import LimitOptions, PrivateNetwork
from assistant.cli.progress import shown_progress, standard_input
from assistant.cli.session import Session
from assistant.errors import UsageError
from assistant.reports import AddedKind, AddReport

if TYPE_CHECKING:
    from assistant.types import Article, Filters


def add(
    session: Session,
    *,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="Files, folders, patterns or web addresses; - reads standard input.",
        ),
    ] = None,
    samples: Annotated[
        bool, typer.Option("--samples", help="Add the sample articles that come along.")
    ] = False,
    allow_private_network: PrivateNetwork = None,
) -> int:
    """Put articles into the library.

    Text, Markdown, HTML, PDF, Word, JSON and JSON lines, NITF and NewsML-G2, mails, WARC
    files, and zip folders of these are read, and the pages at web addresses. An article
    that is there already is left alone; a changed one replaces its older version. Where
    something cannot be read the others are added all the same, and the exit code is 1.
    """
    if not sources and not samples:
        raise UsageError(
            "There is nothing to add",
            hint="Name files, folders, or - for standard input; or give --samples",
        )
    report = AddReport(())
    try:
        with (
            session.assistant(allow_private_network=allow_private_network) as assistant,
            shown_progress("Adding", session=session) as on_progress,
        ):
            if samples:
                report = assistant.add_samples(on_progress=on_progress)
            if sources:
                piped = standard_input(sources, session=session)
                more = assistant.add(*sources, stdin=piped, on_progress=on_progress)
                report = AddReport(report.outcomes + more.outcomes)
    except KeyboardInterrupt:
        session.message("What has been added stays; the same command goes on from there")
        raise
    _give_report(report, session=session)
    return 1 if report.count(AddedKind.FAILED) else 0


def list_articles(
    session: Session,
    *,
    limits: LimitOptions,
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            metavar="WORDS",
            help="Only those that have all these words, anywhere, best first, with the sentence.",
        ),
    ] = None,
    clusters: Annotated[
        bool, typer.Option("--clusters", help="List the stories that several articles carry.")
    ] = False,
) -> None:
    """List the articles of the library.

    Where the output is no terminal: id, date, outlet, headline and number of sentences,
    separated by tabs; with --clusters the head's id, then id, date, outlet and headline.
    """
    wanted = limits.filters()
    if clusters and text is not None:
        raise UsageError("--clusters and --text exclude each other", hint="Give one of them")
    if clusters:
        _list_clusters(session, wanted)
        return
    if text is not None:
        _list_found(session, text, wanted)
        return
    with session.assistant() as assistant:
        articles = assistant.articles(filters=wanted)
    if session.as_json:
        from assistant.rendering.json.articles import Listing

        output.result_document(Listing.of(articles=articles).document())
        return
    from assistant.rendering.terminal.library import article_rows, article_table

    if not articles:
        session.message(
            "No article fits" if wanted.active else "The library is empty: try assistant add"
        )
    elif sys.stdout.isatty():
        output.result_table(article_table(articles))
    else:
        output.result(article_rows(articles))


def _list_found(session: Session, words: str, wanted: Filters) -> None:
    if not words.strip():
        raise UsageError("--text needs words", hint='Such as --text "port strike"')
    with session.assistant() as assistant:
        found = assistant.browse(text=words, filters=wanted, limit=assistant.count())
    if session.as_json:
        from assistant.rendering.json.articles import FoundListing

        output.result_document(FoundListing.of(found).document())
        return
    from assistant.rendering.terminal.library import found_lines, found_rows

    if not found.articles:
        session.message("No article has all of these words")
    elif sys.stdout.isatty():
        output.result_lines(found_lines(found))
    else:
        output.result(found_rows(found))


def _list_clusters(session: Session, wanted: Filters) -> None:
    with session.assistant() as assistant:
        clusters = assistant.clusters(filters=wanted)
    if session.as_json:
        from assistant.rendering.json.articles import Clusters

        output.result_document(Clusters.of(clusters=clusters).document())
        return
    from assistant.rendering.terminal.library import cluster_lines, cluster_rows

    if not clusters:
        session.message("No story is carried by more than one of these articles")
    elif sys.stdout.isatty():
        output.result_lines(cluster_lines(clusters))
    else:
        output.result(cluster_rows(clusters))


def show(
    session: Session,
    *,
    article_id: Annotated[
        str, typer.Argument(metavar="ID", help="The article's id, or the beginning of it.")
    ],
    sentence: Annotated[
        list[int] | None,
        typer.Option(
            "--sentence",
            metavar="N",
            help="Show this sentence among its neighbours; may be given repeatedly.",
        ),
    ] = None,
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Number the sentences, as citations count them.")
    ] = False,
) -> None:
    """Show an article, or the sentences of it that a citation names.

    An older version has an id of its own, and says that it is one.
    """
    with session.assistant() as assistant:
        version = assistant.version(article_id)
    article = version.article
    marked = _indices(sentence or (), article=article)
    if session.as_json:
        from assistant.rendering.json.articles import ShownArticle

        output.result_document(ShownArticle.of(version).document())
        return
    from assistant.rendering.terminal.history import older_lines
    from assistant.rendering.terminal.library import article_lines, numbered_lines, sentence_lines

    output.result_lines(older_lines(version))
    if numbers:
        output.result_lines(numbered_lines(article, marked=marked))
    elif marked:
        output.result_lines(sentence_lines(article, marked=marked))
    else:
        output.result_lines(article_lines(article))


def history(
    session: Session,
    *,
    article_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="The id of any version, or the beginning of it."),
    ],
) -> None:
    """Show the versions of an article and what changed from each to the next.

    Where the output has no colours, changed words stand in [-…-] and {+…+}.
    """
    with session.assistant() as assistant:
        found = assistant.history(article_id)
    if session.as_json:
        from assistant.rendering.json.articles import History

        output.result_document(History.of(found).document())
        return
    from assistant.rendering.terminal.history import history_lines

    output.result_lines(history_lines(found, marks=not output.coloured(sys.stdout)))


def remove(
    session: Session,
    *,
    article_ids: Annotated[
        list[str], typer.Argument(metavar="ID", help="The articles' ids, or beginnings of them.")
    ],
) -> None:
    """Take articles out of the library, with all their versions."""
    with session.assistant() as assistant:
        removed = assistant.remove(*article_ids)
    if session.as_json:
        from assistant.rendering.json.articles import Removal

        output.result_document(Removal.of(removed=removed).document())
        return
    from assistant.rendering.terminal.library import removed_lines

    output.result_lines(removed_lines(removed))


def _give_report(report: AddReport, *, session: Session) -> None:
    if session.as_json:
        from assistant.rendering.json.tasks import Added

        output.result_document(Added.of(report).document())
        return
    from assistant.rendering.terminal.tasks import added_lines, failure_lines

    output.result_lines(added_lines(report, whole=not sys.stdout.isatty()))
    output.message_lines(failure_lines(report))


def _indices(numbers: list[int] | tuple[()], *, article: Article) -> tuple[int, ...]:
    """The indices (from 0) of the sentences that people number from 1.

    Raises:
        UsageError: the article has no such sentence.
    """
    last = len(article.sentences)
    for number in numbers:
        if not 1 <= number <= last:
            raise UsageError(
                f"The article has no sentence {number}", hint=f"Its sentences are 1 to {last}"
            )
    return tuple(number - 1 for number in numbers)
