"""``timeline``, ``quotes``, ``figures``, ``coverage``: what is told of stories and topics."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from assistant.cli import output
from assistant.cli.options import AsOfOptions, FormatOptions, LimitOptions, Options, Quotes
from assistant.cli.session import Session
from assistant.cli.tips import EMPTY
from assistant.errors import UsageError
from assistant.language import days
from assistant.types import Filters

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.rendering.telling import Telling


class _Asked(TypedDict):
    """What is read for what is told."""

    topic: str
    articles: Sequence[str]
    filters: Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOptions(Options):
    """What is told of: a topic, or articles."""

    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TOPIC",
            help="What it is about, in any words; without one, the newest articles.",
        ),
    ] = None
    article: Annotated[
        list[str] | None,
        typer.Option(
            "--article",
            metavar="ID",
            help="This article, in place of a topic; the beginning of its id is enough; "
            "repeatable.",
        ),
    ] = None

    def within(self, wanted: Filters) -> _Asked:
        """What is to be read, within filters.

        Raises:
            UsageError: articles are named beside a topic or limits.
        """
        words = " ".join(self.topic or ()).strip()
        if self.article and words:
            raise UsageError(
                "--article names articles, and a topic finds them", hint="Give one or the other"
            )
        if self.article and wanted.active:
            raise UsageError(
                "--outlet, --collection, --since, --until and --as-of limit the library, not what "
                "--article names",
                hint="Leave out one or the other",
            )
        return {"topic": words, "articles": self.article or (), "filters": wanted}


def timeline(
    session: Session,
    *,
    topic: TopicOptions,
    limits: LimitOptions,
    day: AsOfOptions,
    entries: Annotated[
        int, typer.Option("--entries", "-n", min=1, help="How many entries at most.")
    ] = 10,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="Happened on or after: as --since."),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help="Happened on or before: as --until."),
    ] = None,
    newest_first: Annotated[
        bool, typer.Option("--newest-first", help="Begin with what happened last.")
    ] = False,
    quotes: Quotes = None,
    shown: FormatOptions,
) -> None:
    r"""Tell what happened when, every sentence cited.

    The days are those that the articles name, seen from when they were published: --from and
    --to limit when it happened, --since and --until when it was published. A day with a star
    is only that of publication.

    \b
      assistant timeline ferry sinking
      assistant timeline "hand recount" --from 2031-03 --output recount.docx
      assistant timeline --article 3fa9c1d2e4 --newest-first
    """
    form = shown.form(as_json=session.as_json)
    asked = topic.within(limits.filters(day))
    happened = days.limits(None, first, last, labels=("--from", "--to"))
    with session.assistant() as assistant:
        told = assistant.timeline(
            **asked,
            entries=entries,
            first=happened.since,
            last=happened.until,
            newest_first=newest_first,
        )
        tips = _tips(assistant, told, asked, {"--from and --to": happened.active})
    _give(told, form, session=session, tips=tips, quotes=quotes, file=shown.output_file)


def quotes(
    session: Session,
    *,
    topic: TopicOptions,
    limits: LimitOptions,
    day: AsOfOptions,
    by: Annotated[
        str, typer.Option("--by", metavar="SPEAKER", help="Only what this person or body said.")
    ] = "",
    about: Annotated[
        str, typer.Option("--about", metavar="WORDS", help="Only what was said about this.")
    ] = "",
    quotes_below: Quotes = None,
    shown: FormatOptions,
) -> None:
    r"""Tell who said what, by speaker, every statement cited.

    Their own words are in bold, what is not is marked as paraphrased. Where
    somebody said otherwise before, that is pointed out.

    \b
      assistant quotes ferry sinking
      assistant quotes ferry --by "Maria Lund" --about repairs
      assistant quotes --since 2031-03-01 --output statements.csv
    """
    form = shown.form(as_json=session.as_json)
    asked = topic.within(limits.filters(day))
    with session.assistant() as assistant:
        told = assistant.quotes(**asked, speaker=by.strip(), about=about.strip())
        tips = _tips(assistant, told, asked, {"--by": bool(by), "--about": bool(about)})
    _give(told, form, session=session, tips=tips, quotes=quotes_below, file=shown.output_file)


def figures(
    session: Session,
    *,
    topic: TopicOptions,
    limits: LimitOptions,
    day: AsOfOptions,
    quotes: Quotes = None,
    shown: FormatOptions,
) -> None:
    r"""Tell which figures were reported, by day and outlet, every one cited.

    Those are shown for which several were reported: how a toll rose, which figure is the
    newest, which are disputed or were corrected.

    \b
      assistant figures ferry sinking
      assistant figures "hand recount" --output figures.csv
    """
    form = shown.form(as_json=session.as_json)
    asked = topic.within(limits.filters(day))
    with session.assistant() as assistant:
        told = assistant.figures(**asked)
        tips = _tips(assistant, told, asked, {})
    _give(told, form, session=session, tips=tips, quotes=quotes, file=shown.output_file)


def coverage(
    session: Session,
    *,
    topic: TopicOptions,
    story: Annotated[
        str, typer.Option("--story", metavar="ID", help="The articles of this story.")
    ] = "",
    limits: LimitOptions,
    facts: Annotated[
        int, typer.Option("--facts", "-n", min=1, help="How many facts at most.")
    ] = 20,
    quotes: Quotes = None,
    shown: FormatOptions,
) -> None:
    r"""Tell which facts which outlets have: what all report, what only one does.

    A column an outlet, or an article where all are of one outlet. That an outlet does not
    have a fact means that nothing like it was found in its articles: look before you say so.

    \b
      assistant coverage ferry sinking
      assistant coverage --story 3fa9c1d2e4 --output facts.html
      assistant coverage "hand recount" --output facts.csv
    """
    form = shown.form(as_json=session.as_json)
    asked = topic.within(limits.filters())
    if story and (asked["topic"] or asked["articles"] or asked["filters"].active):
        raise UsageError("--story names all its articles", hint="Leave out one or the other")
    with session.assistant() as assistant:
        if story:
            articles = assistant.story(story).articles
            asked["articles"] = [one.id for one in articles if not one.withdrawn]
        told = assistant.coverage(**asked, facts=facts)
        tips = _tips(assistant, told, asked, {})
    _give(told, form, session=session, tips=tips, quotes=quotes, file=shown.output_file)


def _tips(
    assistant: Assistant, told: Telling, asked: _Asked, options: Mapping[str, bool]
) -> list[str]:
    """What can be tried where nothing was found."""
    if told.statements:
        return []
    if not assistant.count():
        return [EMPTY]
    if not told.read:
        options = {}  # what limits the statements is not why there is no article
    tips = [f"try it without {option}" for option, is_given in options.items() if is_given]
    if asked["filters"].active:
        limits = "--outlet, --since, --until and --as-of"
        others = ", or leave out --collection" * bool(asked["filters"].collection)
        tips.append(f"widen {limits}{others}")
    if told.topic:
        tips.append("try fewer or other words: assistant search shows what they find")
    return [f"{'; '.join(tips).capitalize()}"] if tips else []


def _give(
    told: Telling,
    form: str,
    *,
    session: Session,
    tips: Sequence[str],
    quotes: bool | None,
    file: Path | None,
) -> None:
    output.rendered(told, form, quotes=quotes, file=file)
    for tip in tips:
        session.message(tip)
    if form == "text" and file is None and sys.stdout.isatty():
        from assistant.rendering.terminal.answers import opening_lines

        output.message_lines(opening_lines(told.statements))
