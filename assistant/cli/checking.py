"""``verify``: whether a draft says what the articles say."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli import output
from assistant.cli.options import FormatOptions, LimitOptions, PrivateNetwork, Quotes
from assistant.cli.progress import shown_progress, standard_input
from assistant.cli.session import Session
from assistant.errors import UsageError
from assistant.types import VerdictKind

NOT_SUPPORTED = 8
"""The exit code where a sentence of the draft is not supported."""


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
