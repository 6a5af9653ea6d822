"""``stories`` and ``story``: which articles run together, and what a person makes of that."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.cli import output
from assistant.cli.options import AsOfOptions, LimitOptions, SourceOptions
from assistant.cli.session import Session
from assistant.errors import UsageError


def stories(
    session: Session,
    *,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="How many stories at most.")
    ] = 20,
    limits: LimitOptions,
    day: AsOfOptions,
) -> None:
    """List the stories of the library: pinned ones first, then those with the newest articles.

    Where the output is no terminal: id, first and last day, number of articles and of
    outlets, and title, separated by tabs.
    """
    wanted = limits.filters(day)
    with session.assistant() as assistant:
        found = assistant.stories(filters=wanted, limit=limit)
    if session.as_json:
        from assistant.rendering.json.articles import Stories

        output.result_document(Stories.of(stories=found).document())
        return
    from assistant.rendering.terminal.collections import story_rows, story_table

    if not found:
        session.message(
            "No story fits" if wanted.active else "The library is empty: try assistant add"
        )
    elif sys.stdout.isatty():
        output.result_table(story_table(found))
    else:
        output.result(story_rows(found))


def story(
    session: Session,
    *,
    story_id: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a story or of one of its articles.")
    ],
    merge: Annotated[
        list[str] | None,
        typer.Option("--merge", metavar="ID", help="Take this story into it; repeatable."),
    ] = None,
    part: Annotated[
        list[str] | None,
        typer.Option(
            "--part", metavar="ARTICLE", help="Give this article a story of its own; repeatable."
        ),
    ] = None,
    rename: Annotated[
        str | None, typer.Option("--rename", metavar="TITLE", help="Call it so; '' takes it back.")
    ] = None,
    pin: Annotated[
        bool | None, typer.Option("--pin/--unpin", help="Have it stand before the others.")
    ] = None,
    day: AsOfOptions,
) -> None:
    r"""Show a story with its articles, newest first, or change which articles it has.

    \b
      assistant story 3fa9c1d2e4
      assistant story 3fa9c1d2e4 --merge 77ab01 --rename "The ferry"
      assistant timeline --article ID …     tells what happened in some articles
    """
    wanted = SourceOptions().filters(day)
    changes = merge or rename is not None or pin is not None
    if wanted.active and (part or changes):
        raise UsageError("--as-of shows a story, and changes none", hint="Change it without")
    if part and changes:
        raise UsageError("--part stands alone", hint="Part the story first, then change either")
    with session.assistant() as assistant:
        found = assistant.story(story_id, filters=wanted)
        if merge:
            found = assistant.merge_stories([found.id, *merge])
        if part:
            found = assistant.part_story(found.id, part)
        if rename is not None:
            found = assistant.rename_story(found.id, rename)
        if pin is not None:
            found = assistant.pin_story(found.id, pinned=pin)
    if session.as_json:
        from assistant.rendering.json.articles import Story

        output.result_document(Story.of(found).document())
        return
    from assistant.rendering.terminal.collections import story_lines

    output.result_lines(story_lines(found))
