"""The commands of ``assistant``, put together; those of other packages among them.

One of another package is an entry point of the group ``assistant.commands`` (docs/extending.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from types import FunctionType
from typing import Annotated, Final

import typer

from assistant.cli import (
    asking,
    collections,
    feeds,
    library_commands,
    maintenance,
    news,
    stories,
    telling,
    watching,
)
from assistant.cli.app import app as browser_app
from assistant.cli.chat import chat
from assistant.cli.configuring import command_group, models
from assistant.cli.demo import demo
from assistant.cli.options import Debug, Home, Json
from assistant.cli.session import Session, with_session
from assistant.errors import UsageError
from assistant.extensions import loaded

GROUP: Final = "assistant.commands"

_COMMANDS: Final[Mapping[str, Callable[..., int | None]]] = {
    "add": library_commands.add,
    "list": library_commands.list_articles,
    "show": library_commands.show,
    "history": library_commands.history,
    "remove": library_commands.remove,
    "follow": feeds.follow,
    "unfollow": feeds.unfollow,
    "pause": feeds.pause,
    "resume": feeds.resume,
    "feeds": feeds.list_feeds,
    "refresh": feeds.refresh,
    "search": asking.search,
    "ask": asking.ask,
    "app": browser_app,
    "chat": chat,
    "summarise": asking.summarise,
    "stories": stories.stories,
    "story": stories.story,
    "collections": collections.list_collections,
    "timeline": telling.timeline,
    "quotes": telling.quotes,
    "figures": telling.figures,
    "coverage": telling.coverage,
    "changes": news.changes,
    "brief": news.brief,
    "watch": watching.watch,
    "verify": asking.verify,
    "demo": demo,
    "export": maintenance.export_to,
    "import": maintenance.import_from,
    "backup": maintenance.backup,
    "prune": maintenance.prune,
    "reindex": maintenance.reindex,
    "models": models,
    "doctor": maintenance.doctor,
    "version": maintenance.version,
}
"""The program's own, in the order of the help."""

_HELP = """Answer questions about news articles and summarise them.

Every sentence names the exact sentences of the articles that it rests on.

\b
  assistant add articles/                 put articles into the library
  assistant ask "Who won the election?"   ask about them
  assistant summarise story.txt           summarise a file, added or not
  assistant timeline ferry sinking        tell what happened when
  assistant changes                       tell what is new since the last look
  assistant verify draft.txt              check a draft against the articles
  assistant app                           all of it in the browser
"""

_EPILOG = (
    "Exit codes: 0 fine (no answer too), 1 failure, 2 wrong use, 3 not configured, "
    "4 refused by the chat model's server, 5 unreachable, 6 rate-limited, 7 timed out, "
    "8 a draft is not supported."
)


def command_line(arguments: Sequence[str] = ()) -> Callable[..., object]:
    """The command line, to be called with the arguments.

    Where ``arguments`` begin with a command of the program's it has that one alone, and other
    packages are not looked for.
    """
    # Plain help: the decorated one costs twice the time of everything else.
    app = typer.Typer(
        name="assistant",
        help=_HELP,
        epilog=_EPILOG,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_before)
    asked = "".join(arguments[:1])
    if asked in _COMMANDS:
        app.command(asked)(with_session(_COMMANDS[asked]))
        return typer.main.get_command(app)
    for name, command in _COMMANDS.items():
        app.command(name)(with_session(command))
    app.command("summarize", hidden=True)(with_session(asking.summarise))
    app.add_typer(collections.command_group(), name="collection")
    app.add_typer(command_group(), name="config")
    own = {*_COMMANDS, "summarize", "collection", "config"}
    if asked not in own:
        for point in entry_points(group=GROUP):
            if point.name not in own:
                app.command(point.name)(_installed(point))
    return typer.main.get_command(app)


def _installed(point: EntryPoint) -> Callable[..., int | None]:
    """The command of another package; one that cannot be loaded says so when it is called."""
    try:
        return with_session(loaded(point, FunctionType))
    except UsageError as error:
        failed = error

    def fail() -> int | None:
        """(Cannot be loaded)."""
        raise failed

    return fail


def _before(
    context: typer.Context,
    *,
    home: Home = None,
    as_json: Json = False,
    debug: Debug = False,
    show_version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.")
    ] = False,
) -> None:
    context.obj = Session(home=home, as_json=as_json, debug=debug)
    if show_version:
        maintenance.version(context.obj)
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
