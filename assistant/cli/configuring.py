"""``models`` and ``config``: which chat models there are, what is set and by what."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import output
from assistant.cli.progress import typed_line
from assistant.cli.session import Session, with_session
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.configuring import Setting, SetTo

_STDIN = "-"


def models(
    session: Session,
    *,
    model: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODEL]",
            show_default=False,
            help="With --test: the model to try, as it is listed (else the configured one).",
        ),
    ] = None,
    test: Annotated[
        bool, typer.Option("--test", help="Have a model answer one line; no article is sent.")
    ] = False,
    at: Annotated[
        list[str] | None,
        typer.Option(
            "--at",
            metavar="ADDRESS",
            help="Look at this address instead of the usual ones of this machine; repeatable.",
        ),
    ] = None,
) -> int:
    """Show the chat models that can be reached, and how to switch one on.

    Asked are Ollama, llama.cpp, LM Studio and vLLM at their usual addresses on this machine,
    and the server of the settings. Nothing is switched on by looking.
    """
    from assistant.configuring import address_of
    from assistant.models.probing import advice, find_servers
    from assistant.models.trying import named_model, try_model

    if model is not None and not test:
        raise UsageError("A model is named only to try it", hint=f"models --test {model}")
    places = None if at is None else [address_of(place) for place in at]
    with session.assistant() as assistant:
        settings, choice = assistant.settings, assistant.engine_choice()
    servers = find_servers(settings, at=places)
    quoting = settings.engine == "extractive"
    advised = None if choice.model or quoting else advice(servers)
    if not session.as_json:
        from assistant.rendering.terminal import blank, line
        from assistant.rendering.terminal.models import server_lines, trial_lines

        said = choice.problem or f"{choice.reason[:1].upper()}{choice.reason[1:]}."
        hint = [line(advised)] if advised else []
        output.result_lines([*server_lines(servers), blank(), line(said), *hint])
    trial = try_model(named_model(settings, servers, model)) if test else None
    if session.as_json:
        from assistant.rendering.json.tasks import Models

        shown = Models.of(choice, servers=servers, switch_on=advised, test=trial)
        output.result_document(shown.document())
    elif trial is not None:
        output.result_lines([blank(), *trial_lines(trial)])
    return trial.exit_code if trial else 0


def command_group() -> typer.Typer:
    """The commands under ``config``."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True, help="Show and change the settings.")(_help)
    group.command("set")(with_session(set_in_file))
    group.command("get")(with_session(get))
    group.command("list")(with_session(list_all))
    group.command("unset")(with_session(unset))
    return group


def _help(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def set_in_file(
    session: Session,
    *,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME [VALUE] [NAME VALUE]...",
            help="Settings and their values. A single NAME asks for its value, a key without "
            "showing it; - reads it from standard input.",
        ),
    ],
) -> None:
    """Set settings in the file: all of those that are named, or none.

    Options and environment variables come before the file.
    """
    from assistant.configuring import put, setting_of
    from assistant.settings import Origin

    if len(words) == 1:
        words = [words[0], _asked(setting_of(words[0]))]
    if len(words) % 2:
        raise UsageError(
            "A setting is without a value", hint="Write pairs: config set NAME VALUE NAME VALUE"
        )
    names, values = words[::2], words[1::2]
    given = [_line() if value == _STDIN else value for value in values]
    told = put(dict(zip(names, given, strict=True)))
    _show(told, session)
    for one in told:
        if one.origin is not Origin.FILE:
            session.message(f"{one.setting.variable} in the environment comes before the file")
    _say_what_answers(session)


def get(
    session: Session,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The setting.")],
) -> None:
    """Show one setting's value: of a key only whether it is set."""
    from assistant.configuring import setting_of

    setting = setting_of(name)
    (one,) = (one for one in _all(session) if one.setting == setting)
    if session.as_json:
        from assistant.rendering.json.tasks import Setting

        output.result_document(Setting.of(one).document())
    else:
        from assistant.rendering.safety import one_line

        output.result(f"{one_line(one.value)}\n")


def list_all(session: Session) -> None:
    """List the settings with their values, and where each comes from."""
    _show(_all(session), session)
    if not session.as_json:
        from assistant.settings_file import settings_path

        session.message(f"The file is {settings_path()}")


def unset(
    session: Session,
    *,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="The settings.")],
) -> None:
    """Take settings out of the file."""
    from assistant import configuring

    gone = configuring.unset(*names)
    if session.as_json:
        from assistant.rendering.json.tasks import Unset

        output.result_document(Unset(unset=list(gone)).document())
        return
    for name in gone:
        output.result(f"{name} is not set in the file any more\n")
    if not gone:
        session.message("The file sets none of these")
    _say_what_answers(session)


def _all(session: Session) -> tuple[SetTo, ...]:
    from assistant.configuring import set_to

    with session.assistant() as assistant:
        return set_to(assistant.settings)


def _show(settings: Sequence[SetTo], session: Session) -> None:
    if session.as_json:
        from assistant.rendering.json.tasks import Configuration
        from assistant.settings_file import settings_path

        shown = Configuration.of(path=str(settings_path()), settings=settings)
        output.result_document(shown.document())
    elif sys.stdout.isatty():
        from assistant.rendering.terminal.models import setting_lines

        output.result_lines(setting_lines(settings))
    else:
        from assistant.rendering.terminal.models import setting_rows

        output.result(setting_rows(settings))


def _say_what_answers(session: Session) -> None:
    from assistant.configuring import without_password

    with session.assistant() as assistant:
        choice, settings = assistant.engine_choice(), assistant.settings
    session.message(choice.problem or f"{choice.reason[:1].upper()}{choice.reason[1:]}")
    if settings.openai_base_url and settings.openai_api_key:
        named = settings.named("openai_api_key")
        session.message(
            f"The key ({named}) goes along to {without_password(settings.openai_base_url)}"
        )


def _asked(setting: Setting) -> str:
    """A value that is typed, unseen where it is secret; from a pipe its first line."""
    if not sys.stdin.isatty():
        return _line()
    if setting.secret:
        return getpass.getpass(f"{setting.name}: ")
    return typed_line(f"{setting.name}: ").strip()


def _line() -> str:
    return sys.stdin.readline().strip()
