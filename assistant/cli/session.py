"""What every command is handed: the shared options, and the way to an assistant."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.cli import output
from assistant.cli.options import Debug, Home, Json

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_Command = Callable[..., int | None]


@dataclass(frozen=True, slots=True)
class Session:
    """The options that stand before or after any command."""

    home: Path | None = None
    as_json: bool = False
    debug: bool = False

    def assistant(
        self,
        *,
        engine: str | None = None,
        model: str | None = None,
        fallback: str | None = None,
        unsupported: str | None = None,
        judge: bool | None = None,
        rerank: bool | None = None,
        allow_private_network: bool | None = None,
    ) -> Assistant:
        """An open assistant, to be used as a context manager.

        Naming a model without an engine asks for the chat engine.
        """
        from assistant.assistant import Assistant
        from assistant.settings import load_settings

        if model is not None and engine is None:
            engine = "chat"
        settings = load_settings(
            home=self.home,
            engine=engine,
            chat_model=model,
            fallback=fallback,
            unsupported=unsupported,
            judge=judge,
            rerank=rerank,
            allow_private_network=allow_private_network,
        )
        return Assistant(settings=settings, on_wait=self.message)

    def message(self, text: str) -> None:
        """Tells the person something; silent where a script reads JSON, errors aside."""
        if not self.as_json or sys.stderr.isatty():
            output.message(text)


def with_session(function: _Command) -> _Command:
    """Gives a command ``--home``, ``--json`` and ``--debug``, and hands it a ``Session``.

    ``function`` takes the session first, everything else by keyword. The options may stand
    before the command as well; a ``--home`` after it counts more.
    """

    def command(
        context: typer.Context,
        *,
        home: Home = None,
        as_json: Json = False,
        debug: Debug = False,
        **given: object,
    ) -> int | None:
        before = context.find_object(Session) or Session()
        session = Session(
            home=home or before.home,
            as_json=as_json or before.as_json,
            debug=debug or before.debug,
        )
        return function(session, **given)

    shared = list(inspect.signature(command, eval_str=True).parameters.values())
    own = list(inspect.signature(function, eval_str=True).parameters.values())
    command.__name__ = function.__name__
    # What stands after it is shown line by line; the linter wants it raw.
    command.__doc__ = (function.__doc__ or "").replace("\\b\n", "\b\n")
    # Typer reads a command's options off its signature.
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [shared[0], *own[1:], *shared[1:-1]]
    )
    return command
