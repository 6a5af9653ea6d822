"""The options that several commands share, alone and in groups, and the reading of their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.errors import UsageError
from assistant.language.days import limits, moment_of
from assistant.types import Filters

Home = Annotated[
    str | None,
    typer.Option(
        "--home",
        metavar="FOLDER",
        help="Folder of the library, or postgresql://user@host/database (else ASSISTANT_HOME, "
        "else the platform's data folder).",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Give the result as a JSON document.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show tracebacks and vendors' warnings.")]

Outlets = Annotated[
    list[str] | None,
    typer.Option("--outlet", metavar="NAME", help="Only this outlet; may be given repeatedly."),
]
InCollection = Annotated[
    str | None,
    typer.Option("--collection", metavar="NAME", help="Only the articles of this collection."),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", help="Published on or after: YYYY-MM-DD, YYYY-MM or YYYY."
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Published on or before, likewise."),
]

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="As if it were this day: nothing published or updated later; today is that day.",
    ),
]
TakenIn = Annotated[
    bool,
    typer.Option("--taken-in", help="With --as-of: nothing that was taken in later, either."),
]

Engine = Annotated[
    Literal["auto", "extractive", "chat"] | None,
    typer.Option(
        "--engine", help="What answers: auto takes the chat model where one is configured."
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="PROVIDER:MODEL",
        help="Chat model to use (else ASSISTANT_CHAT_MODEL), such as openai:gpt-5-mini.",
    ),
]
Fallback = Annotated[
    Literal["none", "extractive"] | None,
    typer.Option(
        "--fallback",
        help="What answers when the chat model fails or says nothing usable: quotes and a word "
        "on why (usual), or nothing.",
    ),
]
Unsupported = Annotated[
    Literal["flag", "drop", "revise"] | None,
    typer.Option(
        "--unsupported",
        help="What becomes of a chat model's sentences that their sources do not carry: flag "
        "shows them with the reasons, drop takes them out, revise (usual) asks once more first.",
    ),
]
Rerank = Annotated[
    bool | None,
    typer.Option(
        "--rerank/--no-rerank",
        help="Let the reader order what is found (usual); without it answers come faster.",
    ),
]
Judge = Annotated[
    bool | None,
    typer.Option(
        "--judge/--no-judge",
        help="Ask the chat model to judge its own sentences too, besides the check.",
    ),
]
Quotes = Annotated[
    bool | None,
    typer.Option(
        "--quotes/--no-quotes",
        help="Quote the cited sentences below the sources (usual with a chat model, for drafts and "
        "figures).",
    ),
]
Markdown = Annotated[
    bool, typer.Option("--markdown", help="Give the result as Markdown with footnotes.")
]

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="Give the result as text, markdown, json, html, csv, docx, or what a package adds.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write the result to this file, in the place of one that is there; its ending (.md, "
        ".json, .html, .csv, .docx) tells the format where none is asked for.",
    ),
]


PrivateNetwork = Annotated[
    bool | None,
    typer.Option(
        "--allow-private-network",
        help="Fetch also from addresses that are not public (this machine, the local network).",
        show_default=False,
    ),
]


def filters(
    outlets: Sequence[str] | None,
    since: str | None,
    until: str | None,
    as_of: str | None = None,
    *,
    taken_in: bool = False,
    collection: str | None = None,
) -> Filters:
    """The filters that the options ask for.

    Raises:
        UsageError: a date cannot be read, they leave no day, or the name is blank.
    """
    labels = ("--since", "--until")
    if collection is not None and not collection.strip():
        raise UsageError("--collection needs a name", hint="List them: assistant collections")
    return limits(
        outlets,
        since,
        until,
        labels=labels,
        as_of=as_of,
        taken_in=taken_in,
        collection=collection or "",
    )


def present(wanted: Filters) -> datetime:
    """The present in local time, or the end of the earlier day that all is seen from."""
    now = datetime.now().astimezone()
    if wanted.as_of is None:
        return now
    return min(now, moment_of(datetime.combine(wanted.as_of, time.max)))


def result_form(
    *, as_json: bool, markdown: bool, named: str | None = None, file: Path | None = None
) -> str:
    """The one format that the options ask for, else the one that the file's ending tells.

    Raises:
        UsageError: they ask for two, for one that there is not, or for one that only a file can
            hold without naming a file.
    """
    asked = {"--json": as_json, "--markdown": markdown, "--format": named is not None}
    given = [option for option, is_given in asked.items() if is_given]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} exclude each other", hint="Give one of them")
    plain = "json" if as_json else "markdown" if markdown else "text"
    if named is None and file is None:
        return plain
    from assistant.rendering.renderers import ENDINGS, FILES, renderer

    if file is not None and (file.is_dir() or not file.parent.is_dir()):
        raise UsageError(
            f"{str(file)!r} cannot be written: there is no such folder, or it is one",
            hint="Name a file in a folder that is there",
        )
    ending = file.suffix.lower() if file is not None and not given else ""
    form = named or ENDINGS.get(ending, plain)
    renderer(form)  # known before anything is asked
    if form in FILES and file is None:
        raise UsageError(
            f"A result cannot be shown as {form}, which is a file", hint="Give --output FILE"
        )
    return form


class Options:
    """A group of options: a command with a parameter of such a class takes all of them.

    They are the fields of a dataclass, in their order; ``with_session`` puts them together.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOfOptions(Options):
    """As of which day everything is seen."""

    as_of: AsOf = None
    taken_in: TakenIn = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions(Options):
    """To which outlets and collection a search is limited."""

    outlet: Outlets = None
    collection: InCollection = None

    def filters(self, day: AsOfOptions = AsOfOptions()) -> Filters:
        """The filters that these options ask for.

        Raises:
            UsageError: a date cannot be read, or the name is blank.
        """
        limits = LimitOptions(outlet=self.outlet, collection=self.collection)
        return limits.filters(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitOptions(SourceOptions):
    """To which outlets, collection and days of publication a search is limited."""

    since: Since = None
    until: Until = None

    def filters(self, day: AsOfOptions = AsOfOptions()) -> Filters:
        """The filters that these options ask for.

        Raises:
            UsageError: a date cannot be read, they leave no day, or the name is blank.
        """
        return filters(
            self.outlet,
            self.since,
            self.until,
            day.as_of,
            taken_in=day.taken_in,
            collection=self.collection,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions(Options):
    """What answers: settings, by their names."""

    engine: Engine = None
    chat_model: Model = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOptions(EngineOptions):
    """What answers, and what becomes of what it writes: settings, by their names."""

    fallback: Fallback = None
    unsupported: Unsupported = None
    judge: Judge = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatOptions(Options):
    """In which format a result is given, and where to."""

    markdown: Markdown = False
    format_: Format = None
    output_file: Output = None

    def form(self, *, as_json: bool) -> str:
        """The format that these options ask for; see ``result_form``."""
        return result_form(
            as_json=as_json, markdown=self.markdown, named=self.format_, file=self.output_file
        )
