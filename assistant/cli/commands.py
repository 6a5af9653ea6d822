"""The commands of ``assistant``, put together; those of other packages among them.

One of another package is an entry point of the group ``assistant.commands`` (docs/extending.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, entry_points
from types import FunctionType
from typing import Annotated, Final

import typer

from assistant.cli import (
    asking,
    brief,
    checking,
    collections,
    feeds,
    keeping,
    library_commands,
    news,
    stories,
    telling,
    upkeep,
    watching,
)
from assistant.cli.app import app as browser_app
from assistant.cli.chat import chat
from assistant.cli.configuring import command_group
from assistant.cli.demo import demo
from assistant.cli.models import models
from assistant.cli.options import Debug, Home, Json
from assistant.cli.session import Session, with_session
from assistant.errors import UsageError
from assistant.extensions import loaded

GROUP: Final = "assistant.commands"

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
    """The whole command line, to be called with the arguments.

    Other packages are not looked for where ``arguments`` begin with a command of the program's.
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
    app.command("add")(with_session(library_commands.add))
    app.command("list")(with_session(library_commands.list_articles))
    app.command("show")(with_session(library_commands.show))
    app.command("history")(with_session(library_commands.history))
    app.command("remove")(with_session(library_commands.remove))
    app.command("follow")(with_session(feeds.follow))
    app.command("unfollow")(with_session(feeds.unfollow))
    app.command("feeds")(with_session(feeds.list_feeds))
    app.command("refresh")(with_session(feeds.refresh))
    app.command("search")(with_session(asking.search))
    app.command("ask")(with_session(asking.ask))
    app.command("app")(with_session(browser_app))
    app.command("chat")(with_session(chat))
    app.command("summarise")(with_session(asking.summarise))
    app.command("summarize", hidden=True)(with_session(asking.summarise))
    app.command("stories")(with_session(stories.stories))
    app.command("story")(with_session(stories.story))
    app.command("collections")(with_session(collections.list_collections))
    app.add_typer(collections.command_group(), name="collection")
    app.command("timeline")(with_session(telling.timeline))
    app.command("quotes")(with_session(telling.quotes))
    app.command("figures")(with_session(telling.figures))
    app.command("coverage")(with_session(telling.coverage))
    app.command("changes")(with_session(news.changes))
    app.command("brief")(with_session(brief.brief))
    app.command("watch")(with_session(watching.watch))
    app.command("verify")(with_session(checking.verify))
    app.command("demo")(with_session(demo))
    app.command("export")(with_session(keeping.export_to))
    app.command("import")(with_session(keeping.import_from))
    app.command("backup")(with_session(keeping.backup))
    app.command("prune")(with_session(keeping.prune))
    app.command("reindex")(with_session(upkeep.reindex))
    app.command("models")(with_session(models))
    app.add_typer(command_group(), name="config")
    app.command("doctor")(with_session(upkeep.doctor))
    app.command("version")(with_session(upkeep.version))
    own = {one.name for one in app.registered_commands} | {"config", "collection"}
    if own.isdisjoint(arguments[:1]):
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
        upkeep.version(context.obj)
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
