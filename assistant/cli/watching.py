"""``watch``: the topics that are followed, and who is told what is new on them."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final

import typer

from assistant.cli import output
from assistant.cli.again import again, seconds_of
from assistant.cli.options import PrivateNetwork
from assistant.cli.session import Session
from assistant.cli.tips import NO_TOPIC
from assistant.errors import AssistantError, UsageError
from assistant.stopping import check_stopped, on_stop

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_SECONDS: Final = 300
"""How long a command may take."""


def watch(
    session: Session,
    *,
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="TOPIC", help="What to follow; without one, lists what is."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Follow it no more.")] = False,
    run: Annotated[
        str | None,
        typer.Option(
            "--run",
            metavar="COMMAND",
            help="Give what is new on followed topics, as JSON, to this command's standard input.",
        ),
    ] = None,
    post: Annotated[
        str | None,
        typer.Option("--post", metavar="URL", help="Post it to this address."),
    ] = None,
    every: Annotated[
        str | None,
        typer.Option(
            "--every",
            metavar="SPAN",
            help="With --run or --post: go on, and look again after so long: 15m. Ctrl-C ends it.",
        ),
    ] = None,
    allow_private_network: PrivateNetwork = None,
) -> None:
    r"""Follow topics: what is new on them comes first in a briefing.

    An article is on a topic where its headline and first sentences have all of its words. With
    --run or --post what the library took in on followed topics since the last time is told to a
    command or a server, where there is something; what fails is told again the next time.

    \b
      assistant watch "port strike"
      assistant watch
      assistant watch "port strike" --remove
      assistant watch --every 15m --run "python3 notify.py"
    """
    words = " ".join(topic or ()).strip()
    if remove and not words:
        raise UsageError("--remove needs a topic", hint="List them: assistant watch")
    target = run if run is not None else post
    if target is not None:
        if words or (run is not None and post is not None):
            raise UsageError("One of a topic, --run and --post", hint="Give them one by one")
        give = _command(target) if run is not None else _address(target)
        with session.assistant(allow_private_network=allow_private_network) as assistant:
            _tell(assistant, session, give, target=target, every=every)
        return
    if every is not None:
        raise UsageError("--every needs --run or --post", hint="Say who is to be told")
    with session.assistant() as assistant:
        if remove:
            assistant.unwatch(words)
            session.message(f"“{words}” is followed no more")
        elif words:
            new = assistant.watch(words)
            session.message(f"“{words}” is followed{'' if new else ' already'}")
        topics = assistant.watched()
    if session.as_json:
        _give(topics, None)
    elif not words:
        from assistant.rendering.terminal import line

        if not topics:
            session.message(NO_TOPIC)
        output.result_lines([line(one) for one in topics])


_Giving = Callable[["Assistant", bytes], None]


def _tell(
    assistant: Assistant, session: Session, give: _Giving, *, target: str, every: str | None
) -> None:
    """Tells what is new on followed topics, once or again and again."""
    from assistant.rendering.json import dumps
    from assistant.rendering.json.results import json_document
    from assistant.rendering.wording import count

    def once() -> None:
        topics = assistant.watched()
        told = assistant.tell_watched(
            lambda briefing: give(assistant, dumps(json_document(briefing)).encode()),
            to=target,
        )
        if session.as_json:
            _give(topics, len(told.stories), compact=every is not None)
        elif not topics:
            session.message(NO_TOPIC)
        elif told.stories or every is None:
            stories = count(len(told.stories), "story", several="stories")
            session.message(f"{stories} told" if told.stories else "Nothing new is told")

    if every is None:
        once()
        return
    again(once, every=seconds_of(every), session=session)
    session.message("Watching has ended")


def _give(topics: tuple[str, ...], told: int | None, *, compact: bool = False) -> None:
    from assistant.rendering.json.news import Watched

    output.result_document(Watched(watched=list(topics), told=told).document(), compact=compact)


def _address(url: str) -> _Giving:
    """Posts to an address."""
    from assistant.fetching.locations import locate
    from assistant.fetching.posting import post

    locate(url)  # refused at once, rather than with the first news

    def give(assistant: Assistant, document: bytes) -> None:
        private = assistant.settings.allow_private_network
        post(url, document, allow_private_network=private)

    return give


def _command(command: str) -> _Giving:
    """Gives to a command's standard input; no shell reads its line.

    Raises:
        UsageError: there is none, or it cannot be read.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"--run cannot read {command[:80]!r} ({error})") from error
    if not words:
        raise UsageError("--run needs a command", hint='Such as --run "python3 notify.py"')

    def give(_assistant: Assistant, document: bytes) -> None:
        try:
            with (
                subprocess.Popen(words, stdin=subprocess.PIPE) as running,  # noqa: S603 - a person's own
                on_stop(running.terminate),
            ):
                try:
                    running.communicate(document, timeout=_SECONDS)
                except BaseException:
                    running.kill()
                    raise
        except subprocess.TimeoutExpired as error:
            raise AssistantError(
                f"{words[0]} took longer than {_SECONDS // 60} minutes, and was ended"
            ) from error
        except OSError as error:
            raise UsageError(
                f"{words[0]} cannot be run ({error.strerror or error})",
                hint="Give a program and its arguments; no shell reads them",
            ) from error
        check_stopped()
        if running.returncode:
            raise AssistantError(
                f"{words[0]} failed with exit code {running.returncode}",
                hint="What is new is told again the next time",
            )

    return give
