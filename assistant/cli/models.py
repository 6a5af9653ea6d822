"""``models``: which chat models can be reached, and whether one of them answers."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli import output
from assistant.cli.session import Session
from assistant.errors import UsageError


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
