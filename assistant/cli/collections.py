"""``collections`` and ``collection``: named sets of articles for a piece of work."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from assistant.cli import output
from assistant.cli.options import Outlets, Output, Since, Until, filters
from assistant.cli.session import Session, with_session
from assistant.errors import CollectionNotFoundError, UsageError
from assistant.types import Filters

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.types import Collection

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Its name, in whatever case, or id.")]
_Articles = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARTICLE", help="Ids of articles, or beginnings of them."),
]
_HELP: Final = r"""Show a collection, or change which articles it has.

\b
  assistant collection add "Port strike" 3fa9c1d2e4 77ab01
  assistant collection add "Port strike" --search "port strike" --since 2025-03
  assistant collection "Port strike"                 what it has
  assistant ask "Who called it off?" --collection "Port strike"
"""
_LINES: Final = frozenset({".jsonl", ".ndjson"})
"""How the names of files of JSON lines end."""


def list_collections(session: Session) -> None:
    """List the collections, the one that was last changed first.

    Where the output is no terminal: name, number of articles, when it was changed and id,
    separated by tabs.
    """
    with session.assistant() as assistant:
        found = assistant.collections()
    if session.as_json:
        from assistant.rendering.json.articles import Collections

        output.result_document(Collections.of(collections=found).document())
        return
    from assistant.rendering.terminal.collections import collection_rows, collection_table

    if not found:
        session.message('There is no collection: try assistant collection add "Port strike"')
    elif sys.stdout.isatty():
        output.result_table(collection_table(found))
    else:
        output.result(collection_rows(found))


class _Group(TyperGroup):
    """The commands under ``collection``; anything else is the name of one to be shown."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of the arguments: ``show`` where they begin with none."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["show", *args]
        return super().resolve_command(ctx, args)


def command_group() -> typer.Typer:
    """The commands under ``collection``."""
    group = typer.Typer(cls=_Group, rich_markup_mode=None)
    shown = _HELP.replace("\\b\n", "\b\n")
    group.callback(invoke_without_command=True, help=shown)(_help)
    group.command("show")(with_session(show))
    group.command("add")(with_session(add))
    group.command("remove")(with_session(remove))
    group.command("rename")(with_session(rename))
    group.command("delete")(with_session(delete))
    group.command("export")(with_session(export))
    return group


def _help(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def show(session: Session, *, name: _Name) -> None:
    """Show a collection with its articles, newest first; `show` may be left out."""
    with session.assistant() as assistant:
        found = assistant.collection(name)
        articles = assistant.articles(filters=Filters(collection=found.id))
    if session.as_json:
        from assistant.rendering.json.articles import CollectionShown

        document = CollectionShown.of(collection=found, articles=articles).document()
        output.result_document(document)
        return
    from assistant.rendering.terminal.collections import collection_lines
    from assistant.rendering.terminal.library import article_rows

    if sys.stdout.isatty():
        output.result_lines(collection_lines(found, articles))
    else:
        output.result(article_rows(articles))


def add(
    session: Session,
    *,
    name: _Name,
    articles: _Articles = None,
    search: Annotated[
        str | None,
        typer.Option(
            "--search",
            metavar="WORDS",
            help="All articles that have all these words, in their text, headline or outlet.",
        ),
    ] = None,
    story: Annotated[
        list[str] | None,
        typer.Option("--story", metavar="ID", help="The articles of this story; repeatable."),
    ] = None,
    outlet: Outlets = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Put articles into a collection, which is made where there is none of this name.

    Later versions take their place; what is withdrawn is left out for as long as it is.
    """
    wanted = filters(outlet, since, until)
    if wanted.active and search is None:
        raise UsageError("--outlet, --since and --until limit --search", hint="Give --search, too")
    with session.assistant() as assistant:
        ids = [*(articles or ())]
        if search is not None:
            ids += _found(assistant, search, wanted)
        for one in story or ():
            ids += [each.id for each in assistant.story(one).articles]
        try:
            before = assistant.collection(name).articles
            kept = assistant.add_to_collection(name, ids)
        except CollectionNotFoundError:
            before = 0
            kept = assistant.make_collection(name, ids)
    _give(kept, session, said=f"{kept.articles - before:,} added")


def remove(session: Session, *, name: _Name, articles: _Articles = None) -> None:
    """Take articles out of a collection; they stay in the library."""
    if not articles:
        raise UsageError("No article is named", hint="See its articles with: assistant collection")
    with session.assistant() as assistant:
        before = assistant.collection(name).articles
        kept = assistant.remove_from_collection(name, articles)
    _give(kept, session, said=f"{before - kept.articles:,} taken out")


def rename(
    session: Session,
    *,
    name: _Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
) -> None:
    """Give a collection another name; its id stays."""
    with session.assistant() as assistant:
        kept = assistant.rename_collection(name, new)
    _give(kept, session, said="Renamed")


def delete(session: Session, *, name: _Name) -> None:
    """Delete a collection; its articles stay in the library."""
    with session.assistant() as assistant:
        found = assistant.collection(name)
        assistant.delete_collection(found.id)
    _give(found, session, said="Deleted")


def export(session: Session, *, name: _Name, output_file: Output = None) -> None:
    """Write the articles of a collection, newest first, as Markdown.

    With --json, or to a file whose name ends in .jsonl, they are lines of JSON, an article
    each, which assistant add reads.
    """
    from assistant.rendering.articles import articles_jsonl, articles_markdown

    in_lines = session.as_json or (output_file is not None and output_file.suffix.lower() in _LINES)
    with session.assistant() as assistant:
        found = assistant.collection(name)
        listed = assistant.articles(filters=Filters(collection=found.id))
        articles = [assistant.article(one.id) for one in listed]
    text = articles_jsonl(articles) if in_lines else articles_markdown(articles)
    if output_file is None:
        output.result(text)
        return
    output.write_file(output_file, text, "json" if in_lines else "markdown")
    session.message(f"Written to {output_file}")


def _found(assistant: Assistant, words: str, wanted: Filters) -> list[str]:
    """The ids of all articles that have some words.

    Raises:
        UsageError: there is no word, or no article has them all.
    """
    page = assistant.browse(text=words, filters=wanted, limit=assistant.count())
    if not words.strip() or not page.articles:
        raise UsageError("No article has all of these words", hint="Try fewer or other words")
    return [one.id for one in page.articles]


def _give(kept: Collection, session: Session, *, said: str) -> None:
    if session.as_json:
        from assistant.rendering.json.articles import Collection as Form

        output.result_document(Form.of(kept).document())
        return
    from assistant.rendering.terminal.collections import changed_lines

    output.result_lines(changed_lines(kept, said))
