"""``follow``, ``unfollow``, ``pause``, ``resume``, ``feeds``, ``refresh``: news as it comes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import output
from assistant.cli.again import again, seconds_of
from assistant.cli.failures import report
from assistant.cli.options import PrivateNetwork
from assistant.cli.progress import shown_progress
from assistant.cli.session import Session
from assistant.errors import AssistantError, FetchError, UsageError
from assistant.rendering.failures import described

if TYPE_CHECKING:
    from assistant.reports import Feed, FeedOutcome, ListedFeeds

_Addresses = Annotated[
    list[str], typer.Argument(metavar="URL", help="Addresses of feeds, or of pages that name one.")
]


def follow(
    session: Session,
    *,
    addresses: Annotated[
        list[str] | None,
        typer.Argument(metavar="URL", help="Addresses of feeds, or of pages that name one."),
    ] = None,
    opml: Annotated[
        Path | None,
        typer.Option(
            "--opml", metavar="FILE", help="Follow the feeds of a list that another reader wrote."
        ),
    ] = None,
    allow_private_network: PrivateNetwork = None,
) -> int:
    """Follow feeds: RSS, Atom or JSON Feed.

    Nothing is taken in before assistant refresh. Where one cannot be followed the others are
    all the same, and the exit code is 1. Those of a list (OPML) are not asked for before they
    are refreshed.
    """
    named = addresses or []
    if not named and opml is None:
        raise UsageError("No feed is named", hint="Give addresses, or a list with --opml FILE")
    followed: list[Feed] = []
    failed = 0
    with session.assistant(allow_private_network=allow_private_network) as assistant:
        if opml is not None:
            listed = assistant.follow_listed(_bytes_of(opml), name=opml.name)
            new = set(listed.new)
            followed += [feed for feed in assistant.feeds() if feed.url in new]
            failed = _report(listed, session)
        for address in named:
            try:
                followed.append(assistant.follow(address))
            except AssistantError as error:
                if len(named) == 1 and opml is None:
                    raise
                report(described(error), as_json=session.as_json, compact=True)
                failed = 1
    _give_feeds(followed, verb="following", session=session)
    return failed


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The list of feeds {path} cannot be read ({error.strerror})", hint="Check its path"
        ) from error


def _report(listed: ListedFeeds, session: Session) -> int:
    """Tells what of a list cannot be followed; the exit code."""
    from assistant.rendering.wording import count

    for one in listed.failed:
        error = FetchError(one.error or "", hint=one.hint or "")
        report(described(error), as_json=session.as_json, compact=True)
    already = len(listed.feeds) - len(listed.failed) - len(listed.new)
    if already:
        session.message(f"{count(already, 'feed')} of the list followed already")
    for part in listed.left_out:
        session.message(f"Left out: {part}")
    return 1 if listed.failed or listed.left_out else 0


def unfollow(session: Session, *, addresses: _Addresses) -> None:
    """Follow feeds no more; the articles that came of them stay."""
    with session.assistant() as assistant:
        dropped = [assistant.unfollow(address) for address in addresses]
    _give_feeds(dropped, verb="unfollowed", session=session)


def pause(session: Session, *, addresses: _Addresses) -> None:
    """Keep feeds without refreshing them, until assistant resume."""
    with session.assistant() as assistant:
        paused = [assistant.pause_feed(address) for address in addresses]
    _give_feeds(paused, verb="paused", session=session)


def resume(session: Session, *, addresses: _Addresses) -> None:
    """Refresh paused feeds again with the others."""
    with session.assistant() as assistant:
        resumed = [assistant.resume_feed(address) for address in addresses]
    _give_feeds(resumed, verb="resumed", session=session)


def list_feeds(
    session: Session,
    *,
    opml: Annotated[
        bool, typer.Option("--opml", help="Write them as a list (OPML) for other readers.")
    ] = False,
) -> None:
    """List the feeds that are followed, and what came of them the last time.

    Where the output is no terminal: address, title, when refreshed, outcome, separated by
    tabs.
    """
    with session.assistant() as assistant:
        feeds = assistant.feeds()
        if opml:
            output.result(assistant.feed_list().decode())
            return
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
        typer.Argument(
            metavar="URL", help="Feeds that are followed; none means all that are not paused."
        ),
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
