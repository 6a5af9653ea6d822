"""``app``: the assistant in the browser."""

from __future__ import annotations

import os
import stat
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import output
from assistant.cli.options import AnswerOptions, Rerank
from assistant.cli.session import Session


def app(
    session: Session,
    *,
    host: Annotated[
        str, typer.Option("--host", help="Name or address to listen at.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes any that is free.")
    ] = 7860,
    auth: Annotated[
        list[str] | None,
        typer.Option(
            "--auth",
            metavar="USER:PASSWORD",
            help="Let in who gives this; may be given repeatedly. Others on this machine can see "
            "it: --auth-file keeps it to yourself.",
        ),
    ] = None,
    auth_file: Annotated[
        Path | None,
        typer.Option(
            "--auth-file", metavar="FILE", help="The same from a file: user:password, a line each."
        ),
    ] = None,
    admin: Annotated[
        list[str] | None,
        typer.Option(
            "--admin",
            metavar="USER",
            help="Who may change the settings in the page, where several log in; repeatable.",
        ),
    ] = None,
    insecure: Annotated[
        bool,
        typer.Option("--insecure", help="Listen beyond this machine without any password."),
    ] = False,
    root_path: Annotated[
        str,
        typer.Option(
            "--root-path", metavar="PATH", help="Where a reverse proxy shows the app: /assistant."
        ),
    ] = "",
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allowed-host",
            metavar="NAME",
            help="A further name that the app is asked by, behind a proxy; repeatable.",
        ),
    ] = None,
    trusted_proxy: Annotated[
        list[str] | None,
        typer.Option(
            "--trusted-proxy",
            metavar="ADDRESS[/BITS]",
            help="A reverse proxy that is believed about who asks, by which name and scheme; "
            "repeatable.",
        ),
    ] = None,
    mcp: Annotated[
        bool,
        typer.Option("--mcp", help="Serve ask, summarise and search as tools (MCP) at /mcp."),
    ] = False,
    open_browser: Annotated[
        bool | None,
        typer.Option(
            "--open/--no-open", help="Open the browser (usual at a terminal with a display)."
        ),
    ] = None,
    answering: AnswerOptions,
    rerank: Rerank = None,
) -> int:
    """Open the assistant in the browser: ask, summarise, keep the library.

    It listens to this machine alone, unless --host says otherwise. Ctrl-C ends it.
    """
    from assistant.web.access import read_users
    from assistant.web.forwarded import networks
    from assistant.web.server import Serving, serve

    if auth_file is not None:
        _warn_of_readers(auth_file, session)
    users = read_users(auth or (), auth_file)
    showing = _at_a_desk() if open_browser is None else open_browser

    def ready(address: str) -> None:
        if session.as_json:
            from assistant.rendering.json.tasks import Address

            output.result_document(Address(address=address).document(), compact=True)
        else:
            output.result(f"The assistant is at {address} — Ctrl-C ends it\n")
        sys.stdout.flush()
        if showing:
            webbrowser.open(address)

    with session.assistant(answering, rerank=rerank) as assistant:
        proxies = trusted_proxy or assistant.settings.trusted_proxies.split(",")
        serving = Serving(
            host=host,
            port=port,
            users=users,
            insecure=insecure,
            root_path=root_path,
            names=tuple(allowed_host or ()),
            mcp=mcp,
            proxies=networks(word for word in proxies if word.strip()),
            admins=tuple(admin or ()),
        )
        serve(assistant, serving, on_ready=ready)
    session.message("The assistant has ended")
    # Threads may still wait for a chat model, and a usual exit would wait for them. Nothing
    # that they could yet do is kept anywhere.
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)


def _at_a_desk() -> bool:
    """Whether there is somebody at a terminal who has a screen for a browser."""
    screen = sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return screen and sys.stdout.isatty()


def _warn_of_readers(file: Path, session: Session) -> None:
    try:
        mode = file.stat().st_mode
    except OSError:
        return  # reading it says what is wrong
    if os.name == "posix" and mode & (stat.S_IRGRP | stat.S_IROTH):
        session.message(f"Others on this machine can read {file}: chmod 600 {file}")
