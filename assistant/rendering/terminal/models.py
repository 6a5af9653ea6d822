"""Chat models that can be reached, and settings, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assistant.configuring import SetTo
from assistant.rendering.terminal import Line, line, tabbed
from assistant.rendering.wording import count
from assistant.reports import ModelServer, OfferedModel, Trial
from assistant.settings import Origin

_SHOWN: Final = 40
"""Most models of one server that are listed; ``--json`` has them all."""


def server_lines(servers: Sequence[ModelServer]) -> list[Line]:
    """What each server offers, or what is wrong with it."""
    lines: list[Line] = []
    for server in servers:
        name = server.kind or "server"
        place = f"{name} at {server.address}" if server.address else name
        own = " (configured)" if server.configured else ""
        state = ("ok    ", "green") if not server.error else ("failed", "red")
        if server.silent and not server.configured:
            state = ("–     ", "dim")
        said = server.error or f"{count(len(server.models), 'model')}"
        lines.append(line(state, "  ", (f"{place}{own}: ", "bold"), said, hanging=8))
        if server.hint:
            lines.append(line(server.hint, indent=8))
        lines += [
            line(model.name, (_about(model), "dim"), indent=8, hanging=2)
            for model in server.models[:_SHOWN]
        ]
        if len(server.models) > _SHOWN:
            lines.append(line((f"and {len(server.models) - _SHOWN:,} more", "dim"), indent=8))
    return lines


def trial_lines(trial: Trial) -> list[Line]:
    """How a model did."""
    place = f" at {trial.address}" if trial.address else ""
    named = (f"{trial.model}{place}: ", "bold")
    if trial.error:
        said = f"{trial.error} (after {trial.seconds:.1f} seconds)"
        told = line(("failed", "red"), "  ", named, said, hanging=8)
        return [told, line(trial.hint, indent=8)] if trial.hint else [told]
    return [line(("ok    ", "green"), "  ", named, trial_in_words(trial), hanging=8)]


def trial_in_words(trial: Trial) -> str:
    """What a model replied, how long it took and what that cost."""
    tokens = f"{trial.input_tokens:,} tokens read, {trial.output_tokens:,} written"
    cost = f", US$ {trial.cost:.6f}" if trial.cost is not None else ""
    return f"replied “{trial.reply}” after {trial.seconds:.1f} seconds ({tokens}{cost})"


def setting_lines(settings: Sequence[SetTo]) -> list[Line]:
    """Each setting with its value, where that comes from, and what it means."""
    lines: list[Line] = []
    for one in settings:
        value = one.value or "–"
        lines.append(line((one.setting.name, "bold"), f" = {value}", (f"  ({origin(one)})", "dim")))
        lines.append(line((meaning(one), "dim"), indent=4))
    return lines


def setting_rows(settings: Sequence[SetTo]) -> str:
    """The same for a pipe: name, value and origin, apart by tabs."""
    return tabbed((one.setting.name, one.value, one.origin.value) for one in settings)


def origin(one: SetTo) -> str:
    """Where a value comes from, in words."""
    return {
        Origin.OPTION: "by an option",
        Origin.ENVIRONMENT: f"by {one.setting.variable} in the environment",
        Origin.FILE: "in the file",
        Origin.DEFAULT: "by default",
    }[one.origin]


def meaning(one: SetTo) -> str:
    """What a setting means, and what it can be."""
    said = one.setting.meaning.replace("`", "")
    return f"{said}: {', '.join(one.setting.choices)}" if one.setting.choices else said


def about_context(model: OfferedModel) -> str:
    """How many tokens a model takes, in words; empty where nobody says."""
    if model.context:
        whole = model.longest and model.longest > model.context
        of = f" of {model.longest:,}" if whole else ""
        return f"{model.context:,}{of} tokens"
    return f"up to {model.longest:,} tokens, if its server lets it" if model.longest else ""


def _about(model: OfferedModel) -> str:
    said = [
        "" if model.writes else "embeds only",
        about_context(model),
        "loaded" if model.loaded else "",
    ]
    return "".join(f" · {words}" for words in said if words)
