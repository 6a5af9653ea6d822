"""What every command is handed: the shared options, and the way to an assistant."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import typer

from assistant.cli import output
from assistant.cli.options import Debug, EngineOptions, Home, Json, Options

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_Command = Callable[..., int | None]


@dataclass(frozen=True, slots=True)
class Session:
    """The options that stand before or after any command."""

    home: str | None = None
    as_json: bool = False
    debug: bool = False

    def assistant(self, answering: EngineOptions | None = None, **settings: object) -> Assistant:
        """An open assistant, to be used as a context manager.

        Naming a model without an engine asks for the chat engine. Further ``settings`` are given
        by their names; None stands for what is not given.
        """
        from assistant.assistant import Assistant
        from assistant.settings import load_settings

        if answering is not None:
            settings |= asdict(answering)
            if answering.chat_model is not None and answering.engine is None:
                settings["engine"] = "chat"
        loaded = load_settings(home=self.home, **settings)
        return Assistant(settings=loaded, on_wait=self.message)

    def message(self, text: str) -> None:
        """Tells the person something; silent where a script reads JSON, errors aside."""
        if not self.as_json or sys.stderr.isatty():
            output.message(text)


def with_session(function: _Command) -> _Command:
    """Gives a command ``--home``, ``--json`` and ``--debug``, and hands it a ``Session``.

    ``function`` takes the session first, everything else by keyword, groups of options too. The
    options may stand before the command as well; a ``--home`` after it counts more.
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
        for name, group in groups.items():
            given[name] = group(**{one.name: given.pop(one.name) for one in _options_of(group)})
        return function(session, **given)

    shared = list(inspect.signature(command, eval_str=True).parameters.values())
    _, *own = inspect.signature(function, eval_str=True).parameters.values()
    groups = {one.name: one.annotation for one in own if _is_group(one.annotation)}
    taken = [_options_of(groups[one.name]) if one.name in groups else (one,) for one in own]
    command.__name__ = function.__name__
    # What stands after it is shown line by line; the linter wants it raw.
    command.__doc__ = (function.__doc__ or "").replace("\\b\n", "\b\n")
    # Typer reads a command's options off its signature.
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [shared[0], *chain.from_iterable(taken), *shared[1:-1]]
    )
    return command


def _is_group(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Options)


@cache
def _options_of(group: type[Options]) -> tuple[inspect.Parameter, ...]:
    return tuple(inspect.signature(group, eval_str=True).parameters.values())
