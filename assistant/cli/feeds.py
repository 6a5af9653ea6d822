"""``follow``, ``unfollow``, ``feeds`` and ``refresh``: news as it comes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import output
from assistant.cli.again import again, seconds_of
from assistant.cli.failures import report
from assistant.cli.options import PrivateNetwork
from assistant.cli.progress import shown_progress
from assistant.cli.session import Session
from assistant.errors import AssistantError
from assistant.rendering.failures import described

if TYPE_CHECKING:
    from assistant.reports import Feed, FeedOutcome

_Addresses = Annotated[
    list[str], typer.Argument(metavar="URL", help="Addresses of feeds, or of pages that name one.")
]


def follow(
    session: Session,
    *,
    addresses: _Addresses,
    allow_private_network: PrivateNetwork = None,
) -> int:
    """Follow feeds: RSS, Atom or JSON Feed.

    Nothing is taken in before assistant refresh. Where one cannot be followed the others are
    all the same, and the exit code is 1.
    """
    followed: list[Feed] = []
    failed = 0
    with session.assistant(allow_private_network=allow_private_network) as assistant:
        for address in addresses:
            try:
                followed.append(assistant.follow(address))
            except AssistantError as error:
                if len(addresses) == 1:
                    raise
                report(described(error), as_json=session.as_json, compact=True)
                failed = 1
    _give_feeds(followed, verb="following", session=session)
    return failed


def unfollow(session: Session, *, addresses: _Addresses) -> None:
    """Follow feeds no more; the articles that came of them stay."""
    with session.assistant() as assistant:
        dropped = [assistant.unfollow(address) for address in addresses]
    _give_feeds(dropped, verb="unfollowed", session=session)


def list_feeds(session: Session) -> None:
    """List the feeds that are followed, and what came of them the last time.

    Where the output is no terminal: address, title, when refreshed, outcome, separated by
    tabs.
    """
    with session.assistant() as assistant:
        feeds = assistant.feeds()
    if session.as_json:
        from assistant.rendering.json.tasks import Feeds

        output.result_document(Feeds.of(feeds=feeds).document())
        return
    from assistant.rendering.terminal.tasks import feed_rows, feed_table

    if not feeds:
        session.message("No feed is followed: try assistant follow")
    elif sys.stdout.isatty():
        output.result_table(feed_table(feeds))
    else:
        output.result(feed_rows(feeds))


def refresh(
    session: Session,
    *,
    addresses: Annotated[
        list[str] | None,
        typer.Argument(metavar="URL", help="Feeds that are followed; none means all of them."),
    ] = None,
    every: Annotated[
        str | None,
        typer.Option(
            "--every",
            metavar="SPAN",
            help="Go on, and refresh again after so long: 15m, 1h, 1h30m. Ctrl-C ends it.",
        ),
    ] = None,
    allow_private_network: PrivateNetwork = None,
) -> int:
    """Take in what is new in the feeds.

    Where a feed, or an item of it, cannot be read the others are taken in all the same, and
    the exit code is 1. With --every it goes on until it is stopped (Ctrl-C, or a signal to
    end), and the exit code is then 0.
    """
    named = addresses or []
    pause_between = None if every is None else seconds_of(every)
    with session.assistant(allow_private_network=allow_private_network) as assistant:
        if pause_between is None:
            with shown_progress("Refreshing", session=session) as on_progress:
                outcomes = assistant.refresh(*named, on_progress=on_progress)
            _give_outcomes(outcomes, session=session)
            return 1 if any(outcome.failed for outcome in outcomes) else 0

        def refresh_once() -> None:
            _give_outcomes(assistant.refresh(*named), session=session, compact=True)

        again(refresh_once, every=pause_between, session=session)
    session.message("Refreshing has ended")
    return 0


def _give_feeds(feeds: Sequence[Feed], *, verb: str, session: Session) -> None:
    if session.as_json:
        from assistant.rendering.json.tasks import Feeds

        output.result_document(Feeds.of(feeds=feeds).document())
        return
    from assistant.rendering.terminal.tasks import followed_lines

    output.result_lines(followed_lines(feeds, verb=verb))


def _give_outcomes(
    outcomes: Sequence[FeedOutcome], *, session: Session, compact: bool = False
) -> None:
    if session.as_json:
        from assistant.rendering.json.tasks import Refreshed

        output.result_document(Refreshed.of(feeds=outcomes).document(), compact=compact)
        return
    from assistant.rendering.terminal.tasks import feed_failure_lines, refreshed_lines

    output.result_lines(refreshed_lines(outcomes))
    output.message_lines(feed_failure_lines(outcomes))
