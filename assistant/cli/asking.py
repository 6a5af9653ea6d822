"""``search``, ``ask`` and ``summarise``: what the articles say."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from assistant.cli import output
from assistant.cli.live import answered_live
from assistant.cli.options import (
    AsOf,
    Engine,
    Fallback,
    Format,
    InCollection,
    Judge,
    Markdown,
    Model,
    Outlets,
    Output,
    PrivateNetwork,
    Quotes,
    Rerank,
    Since,
    TakenIn,
    Unsupported,
    Until,
    filters,
    result_form,
)
from assistant.cli.progress import standard_input
from assistant.cli.session import Session
from assistant.errors import UsageError
from assistant.telling import SummaryCoverage

_Words = Annotated[
    list[str], typer.Argument(metavar="QUESTION", help="The question; quotes may be left out.")
]


def search(
    session: Session,
    *,
    query: Annotated[
        list[str], typer.Argument(metavar="QUERY", help="What to look for, in any words.")
    ],
    limit: Annotated[
        int, typer.Option("--limit", "-k", min=1, help="How many passages at most.")
    ] = 10,
    outlet: Outlets = None,
    collection: InCollection = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    taken_in: TakenIn = False,
    rerank: Rerank = None,
) -> None:
    """List the passages found for a query, with their scores."""
    words = _sentence(query, noun="query")
    wanted = filters(outlet, since, until, as_of, taken_in=taken_in, collection=collection)
    with session.assistant(rerank=rerank) as assistant:
        hits = assistant.search(words, k=limit, filters=wanted)
    if session.as_json:
        from assistant.rendering.json.articles import search_document

        output.result_document(search_document(words, hits))
        return
    from assistant.rendering.terminal.library import hit_lines

    if not hits:
        session.message("No passage was found")
    output.result_lines(hit_lines(hits))


def ask(
    session: Session,
    *,
    question: _Words,
    outlet: Outlets = None,
    collection: InCollection = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    taken_in: TakenIn = False,
    engine: Engine = None,
    model: Model = None,
    fallback: Fallback = None,
    unsupported: Unsupported = None,
    judge: Judge = None,
    rerank: Rerank = None,
    quotes: Quotes = None,
    markdown: Markdown = False,
    format_: Format = None,
    output_file: Output = None,
) -> None:
    """Answer a question from the articles, every sentence cited.

    A mark such as [1 §4] names sentence 4 of source 1. Where the articles do not hold the
    answer, that is said, and the exit code is 0 all the same.
    """
    words = _sentence(question, noun="question")
    wanted = filters(outlet, since, until, as_of, taken_in=taken_in, collection=collection)
    form = result_form(as_json=session.as_json, markdown=markdown, named=format_, file=output_file)
    with session.assistant(
        engine=engine,
        model=model,
        fallback=fallback,
        unsupported=unsupported,
        judge=judge,
        rerank=rerank,
    ) as assistant:
        if form == "text" and output_file is None:
            from assistant.rendering.terminal.answers import opening_lines

            answer = answered_live(assistant, words, filters=wanted, quotes=quotes)
            if sys.stdout.isatty():
                output.message_lines(opening_lines(answer.statements))
            return
        answer = assistant.ask(words, filters=wanted)
    output.rendered(answer, form, quotes=quotes, file=output_file)


def summarise(
    session: Session,
    *,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="Files, web addresses, - for standard input, ids of library articles, or a topic "
            "in quotation marks.",
        ),
    ] = None,
    collection: InCollection = None,
    words: Annotated[
        int, typer.Option("--words", min=1, help="Length of the summary, within 15 per cent.")
    ] = 120,
    style: Annotated[
        Literal["paragraph", "bullets", "headline"], typer.Option("--style", help="Its form.")
    ] = "paragraph",
    coverage: Annotated[
        bool,
        typer.Option("--coverage", help="Tell which facts of its sources it carries, too."),
    ] = False,
    engine: Engine = None,
    model: Model = None,
    fallback: Fallback = None,
    unsupported: Unsupported = None,
    judge: Judge = None,
    quotes: Quotes = None,
    markdown: Markdown = False,
    format_: Format = None,
    output_file: Output = None,
    allow_private_network: PrivateNetwork = None,
) -> None:
    """Summarise one article or many together, every sentence cited.

    The files and pages need not be in the library. With --collection and no source all articles
    of the collection are summarised together.
    """
    named = sources or []
    form = result_form(as_json=session.as_json, markdown=markdown, named=format_, file=output_file)
    with session.assistant(
        engine=engine,
        model=model,
        fallback=fallback,
        unsupported=unsupported,
        judge=judge,
        allow_private_network=allow_private_network,
    ) as assistant:
        made = assistant.summarise_covered if coverage else assistant.summarise
        given = made(
            *named,
            words=words,
            style=style,
            filters=filters(None, None, None, collection=collection),
            stdin=standard_input(named, session=session),
        )
    output.rendered(given, form, quotes=quotes, file=output_file)
    summary = given.summary if isinstance(given, SummaryCoverage) else given
    if form == "text" and sys.stderr.isatty():
        from assistant.rendering.terminal.answers import usage_lines

        output.message_lines(usage_lines(summary.usage, summary.timing))


def _sentence(words: Sequence[str], *, noun: str) -> str:
    """What was typed, in one string.

    Raises:
        UsageError: it is blank.
    """
    sentence = " ".join(words).strip()
    if not sentence:
        raise UsageError(f"The {noun} is empty", hint=f"Write the {noun} in quotation marks")
    return sentence
