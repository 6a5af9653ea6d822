"""``search``, ``ask``, ``summarise`` and ``verify``: what the articles say."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Final, Literal

import typer

from assistant.cli import output
from assistant.cli.live import answered_live
from assistant.cli.options import (
    AnswerOptions,
    AsOfOptions,
    FormatOptions,
    InCollection,
    LimitOptions,
    PrivateNetwork,
    Quotes,
    Rerank,
    filters,
)
from assistant.cli.progress import shown_progress, standard_input
from assistant.cli.session import Session
from assistant.errors import UsageError
from assistant.telling import SummaryCoverage
from assistant.types import VerdictKind

NOT_SUPPORTED: Final = 8
"""The exit code where a sentence of a draft is not supported."""

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
    limits: LimitOptions,
    day: AsOfOptions,
    rerank: Rerank = None,
) -> None:
    """List the passages found for a query, with their scores."""
    words = _sentence(query, noun="query")
    wanted = limits.filters(day)
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
    limits: LimitOptions,
    day: AsOfOptions,
    answering: AnswerOptions,
    rerank: Rerank = None,
    quotes: Quotes = None,
    shown: FormatOptions,
) -> None:
    """Answer a question from the articles, every sentence cited.

    A mark such as [1 §4] names sentence 4 of source 1. Where the articles do not hold the
    answer, that is said, and the exit code is 0 all the same.
    """
    words = _sentence(question, noun="question")
    wanted = limits.filters(day)
    form = shown.form(as_json=session.as_json)
    with session.assistant(answering, rerank=rerank) as assistant:
        if form == "text" and shown.output_file is None:
            from assistant.rendering.terminal.answers import opening_lines

            answer = answered_live(assistant, words, filters=wanted, quotes=quotes)
            if sys.stdout.isatty():
                output.message_lines(opening_lines(answer.statements))
            return
        answer = assistant.ask(words, filters=wanted)
    output.rendered(answer, form, quotes=quotes, file=shown.output_file)


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
        int | None,
        typer.Option(
            "--words",
            min=1,
            help="Length of the summary, within 15 per cent; usually 120 (summary_words).",
        ),
    ] = None,
    style: Annotated[
        Literal["paragraph", "bullets", "headline"], typer.Option("--style", help="Its form.")
    ] = "paragraph",
    coverage: Annotated[
        bool,
        typer.Option("--coverage", help="Tell which facts of its sources it carries, too."),
    ] = False,
    answering: AnswerOptions,
    quotes: Quotes = None,
    shown: FormatOptions,
    allow_private_network: PrivateNetwork = None,
) -> None:
    """Summarise one article or many together, every sentence cited.

    The files and pages need not be in the library. With --collection and no source all articles
    of the collection are summarised together.
    """
    named = sources or []
    form = shown.form(as_json=session.as_json)
    with session.assistant(answering, allow_private_network=allow_private_network) as assistant:
        made = assistant.summarise_covered if coverage else assistant.summarise
        given = made(
            *named,
            words=words,
            style=style,
            filters=filters(None, None, None, collection=collection),
            stdin=standard_input(named, session=session),
        )
    output.rendered(given, form, quotes=quotes, file=shown.output_file)
    summary = given.summary if isinstance(given, SummaryCoverage) else given
    if form == "text" and sys.stderr.isatty():
        from assistant.rendering.terminal.answers import usage_lines

        output.message_lines(usage_lines(summary.usage, summary.timing))


def verify(
    session: Session,
    *,
    draft: Annotated[
        str, typer.Argument(metavar="DRAFT", help="The file to check, or - for standard input.")
    ],
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against",
            metavar="SOURCE",
            help="A file, a web address, or the id of a library article; repeatable, and further "
            "ones may follow the draft. Without any, the whole library.",
        ),
    ] = None,
    more: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Further sources.")
    ] = None,
    limits: LimitOptions,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 8 for partly supported sentences too.")
    ] = False,
    quotes: Quotes = None,
    shown: FormatOptions,
    allow_private_network: PrivateNetwork = None,
) -> int:
    """Check every sentence of a draft against articles, whoever wrote it.

    Each sentence is given its verdict, with reasons, and the sentences that support it. The
    exit code is 8 where a sentence is not supported.
    """
    form = shown.form(as_json=session.as_json)
    wanted = limits.filters()
    sources = [*(against or ()), *(more or ())]
    if more and not against:
        raise UsageError(
            "Only one draft can be checked at a time",
            hint="Name what it is checked against with --against",
        )
    if sources and wanted.active:
        raise UsageError(
            "--outlet, --since and --until limit the library, not what --against names",
            hint="Leave out one or the other",
        )
    if sources.count("-") + (draft == "-") > 1:
        raise UsageError("Standard input can be read once", hint="Give - once")
    stdin = standard_input([draft, *sources], session=session)
    with (
        session.assistant(allow_private_network=allow_private_network) as assistant,
        shown_progress("Checking", session=session) as progress,
    ):
        text = assistant.draft(draft, stdin=stdin)
        verification = assistant.verify(
            text, sources, filters=wanted, stdin=stdin, on_progress=progress
        )
    output.rendered(verification, form, quotes=quotes, file=shown.output_file)
    bad = verification.count(VerdictKind.UNSUPPORTED)
    if strict:
        bad += verification.count(VerdictKind.PARTLY)
    return NOT_SUPPORTED if bad else 0


def _sentence(words: Sequence[str], *, noun: str) -> str:
    """What was typed, in one string.

    Raises:
        UsageError: it is blank.
    """
    sentence = " ".join(words).strip()
    if not sentence:
        raise UsageError(f"The {noun} is empty", hint=f"Write the {noun} in quotation marks")
    return sentence
