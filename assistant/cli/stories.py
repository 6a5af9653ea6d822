"""``stories`` and ``story``: which articles report one run of events."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import output
from assistant.cli.options import Outlets, Since, Until, filters
from assistant.cli.session import Session
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.telling import Story

_ONE_ID = "a story's id, an article's of it, or the beginning of one"


def list_stories(
    session: Session,
    *,
    outlet: Outlets = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="How many stories at most.")
    ] = 20,
    alone: Annotated[
        bool, typer.Option("--alone", help="List articles that nobody else reports on, too.")
    ] = False,
) -> None:
    """List the stories of the library: events that several articles report.

    Pinned ones come first, then the newest; each is given whole where one of its articles is
    within the limits. Where the output is no terminal: id, first day, last day, number of
    articles and of outlets, and title, separated by tabs.
    """
    wanted = filters(outlet, since, until)
    with session.assistant() as assistant:
        found = assistant.stories(filters=wanted, limit=limit + 1, alone=alone)
    shown = found[:limit]
    if session.as_json:
        from assistant.rendering.json.stories import stories_document

        output.result_document(stories_document(shown))
        return
    from assistant.rendering.terminal.stories import stories_lines, stories_rows

    if not shown:
        session.message("No event is reported by more than one of these articles")
    elif sys.stdout.isatty():
        output.result_lines(stories_lines(shown))
    else:
        output.result(stories_rows(shown))
    if len(found) > limit:
        session.message(f"There are more: see them with --limit {2 * limit}")


def story(
    session: Session,
    *,
    story_id: Annotated[str, typer.Argument(metavar="ID", help=f"Which one: {_ONE_ID}.")],
    merge: Annotated[
        list[str] | None,
        typer.Option(
            "--merge", metavar="ID", help="Make one story of both; may be given repeatedly."
        ),
    ] = None,
    part: Annotated[
        list[str] | None,
        typer.Option(
            "--part",
            metavar="ARTICLE",
            help="Take this article out into a story of its own, together with the others so "
            "named; may be given repeatedly.",
        ),
    ] = None,
    rename: Annotated[
        str | None, typer.Option("--rename", metavar="TITLE", help="Give the story a title.")
    ] = None,
    pin: Annotated[
        bool | None,
        typer.Option("--pin/--unpin", help="Keep the story before all others, or no more."),
    ] = None,
) -> None:
    """Show a story: its articles by day, its outlets and names; or change it.

    What is changed stays so: articles that come join the story, and none leaves it.
    """
    if merge and part:
        raise UsageError("--merge and --part exclude each other", hint="Give one of them")
    with session.assistant() as assistant:
        found = _changed(assistant, story_id, merge=merge, part=part)
        if rename is not None:
            found = assistant.rename_story(found.id, rename)
        if pin is not None:
            found = assistant.pin_story(found.id, pin)
    if session.as_json:
        from assistant.rendering.json.stories import story_document

        output.result_document(story_document(found))
        return
    from assistant.rendering.terminal.stories import story_lines

    output.result_lines(story_lines(found))


def _changed(
    assistant: Assistant, story_id: str, *, merge: list[str] | None, part: list[str] | None
) -> Story:
    """The story, once it is merged with others or parted."""
    if merge:
        return assistant.merge_stories([story_id, *merge])
    if part:
        return assistant.part_story(story_id, part)
    return assistant.story(story_id)
