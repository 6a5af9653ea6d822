"""Chat models that can be reached, and settings, as JSON documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.configuring import SetTo
from assistant.rendering.structured import Document
from assistant.reports import EngineChoice, ModelServer, Trial


def models_document(
    servers: Sequence[ModelServer], *, choice: EngineChoice, advice: str | None, trial: Trial | None
) -> Document:
    """What can be reached, what answers now, and how a model did that was tried."""
    return {
        "engine": choice.name,
        "reason": choice.reason,
        "problem": choice.problem,
        "switch_on": advice,
        "servers": [_server(server) for server in servers],
        "test": None if trial is None else _trial(trial),
    }


def settings_document(settings: Sequence[SetTo], *, path: Path) -> Document:
    """Settings with their values; of a secret whether it is set."""
    return {"path": str(path), "settings": [setting_document(one) for one in settings]}


def setting_document(one: SetTo) -> Document:
    """One setting."""
    setting = one.setting
    return {
        "name": setting.name,
        "variable": setting.variable,
        "value": one.value or None,
        "origin": one.origin.value,
        "secret": setting.secret,
        "default": setting.default or None,
        "choices": list(setting.choices),
        "meaning": setting.meaning,
    }


def _server(server: ModelServer) -> Document:
    return {
        "address": server.address,
        "kind": server.kind,
        "configured": server.configured,
        "models": [
            {
                "name": model.name,
                "context_tokens": model.context,
                "longest_tokens": model.longest,
                "writes": model.writes,
                "loaded": model.loaded,
            }
            for model in server.models
        ],
        "error": server.error,
        "hint": server.hint,
        "silent": server.silent,
        "seconds": round(server.seconds, 3),
    }


def _trial(trial: Trial) -> Document:
    return {
        "model": trial.model,
        "address": trial.address,
        "ok": trial.error is None,
        "reply": trial.reply,
        "seconds": round(trial.seconds, 3),
        "input_tokens": trial.input_tokens,
        "output_tokens": trial.output_tokens,
        "cost": trial.cost,
        "error": trial.error,
        "hint": trial.hint,
        "exit_code": trial.exit_code,
    }
