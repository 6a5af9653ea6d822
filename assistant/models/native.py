"""What Ollama, llama.cpp and LM Studio say of their models besides OpenAI's list.

Each is asked in its own words at the root of its address. What it does not tell, or tells in
another shape, is not known; nothing here is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from assistant.reports import OfferedModel

Ask = Callable[[str, "Mapping[str, str] | None"], object]
"""What a path at the server's root answers, or None; with a body it is posted."""

OLLAMA: Final = "Ollama"
LLAMA_CPP: Final = "llama.cpp"
LM_STUDIO: Final = "LM Studio"
VLLM: Final = "vLLM"

_MOST_MODELS: Final = 1_000
_LONGEST_NAME: Final = 200
_MOST_SHOWN: Final = 24
"""Models that Ollama is asked about one by one."""
_OWNERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "library": OLLAMA,
        "llamacpp": LLAMA_CPP,
        "organization_owner": LM_STUDIO,
        "vllm": VLLM,
    }
)
_CONTEXT: Final = ("max_model_len", "context_length", "context_window")
_NUM_CTX: Final = re.compile(r"^num_ctx\s+(\d{1,9})\s*$", re.MULTILINE)


def offered(listed: object) -> list[OfferedModel] | None:
    """The models of OpenAI's list, ``{"data": [{"id": …}]}``; None where it is none."""
    entries = _entries(listed, "data")
    if entries is None:
        return None
    models: dict[str, OfferedModel] = {}
    for entry in entries[:_MOST_MODELS]:
        name = entry.get("id")
        if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME:
            meta = entry.get("meta")
            details = meta if isinstance(meta, dict) else {}
            models[name] = OfferedModel(
                name,
                context=_first(entry, _CONTEXT) or _number(details.get("n_ctx")),
                longest=_number(details.get("n_ctx_train")),
            )
    return list(models.values())


def kind_of(listed: object) -> str | None:
    """Which program sent a list, by whom it says that its models belong to."""
    for entry in _entries(listed, "data") or ():
        if kind := _OWNERS.get(str(entry.get("owned_by"))):
            return kind
    return None


def described(
    models: Sequence[OfferedModel], kind: str | None, ask: Ask
) -> tuple[list[OfferedModel], str | None]:
    """The models with what their server says of them in its own words, and which program it is.

    Args:
        models: as OpenAI's list has them.
        kind: which program it probably is; where it is not, the others are tried.
        ask: asks the server.
    """
    ways = {OLLAMA: _by_ollama, LLAMA_CPP: _by_llama_cpp, LM_STUDIO: _by_lm_studio}
    if kind == VLLM:
        return list(models), kind  # its list says all
    for name in sorted(ways, key=lambda name: name != kind):
        found = ways[name](models, ask)
        if found is not None:
            return found, name
    return list(models), None


def _by_ollama(models: Sequence[OfferedModel], ask: Ask) -> list[OfferedModel] | None:
    tags = _entries(ask("/api/tags", None), "models")
    if tags is None:
        return None
    running = {
        str(entry.get("name")): _number(entry.get("context_length"))
        for entry in _entries(ask("/api/ps", None), "models") or ()
    }
    found = []
    for number, model in enumerate(models):
        shown = ask("/api/show", {"model": model.name}) if number < _MOST_SHOWN else None
        details = shown if isinstance(shown, dict) else {}
        able = details.get("capabilities")
        fixed = _NUM_CTX.search(str(details.get("parameters", "")))
        found.append(
            replace(
                model,
                context=running.get(model.name) or (int(fixed[1]) if fixed else None),
                longest=_longest(details.get("model_info")),
                writes=not isinstance(able, list) or "completion" in able,
                loaded=model.name in running,
            )
        )
    return found


def _longest(info: object) -> int | None:
    """The length that a model was made for, under a name that begins with its architecture."""
    if not isinstance(info, dict):
        return None
    lengths = (value for key, value in info.items() if str(key).endswith(".context_length"))
    return _number(next(lengths, None))


def _by_llama_cpp(models: Sequence[OfferedModel], ask: Ask) -> list[OfferedModel] | None:
    props = ask("/props", None)
    settings = props.get("default_generation_settings") if isinstance(props, dict) else None
    if not isinstance(settings, dict):
        return None
    # A router in front of several models tells of none of them there.
    context = _number(settings.get("n_ctx")) if len(models) == 1 else None
    return [replace(model, context=context or model.context) for model in models]


def _by_lm_studio(models: Sequence[OfferedModel], ask: Ask) -> list[OfferedModel] | None:
    entries = _entries(ask("/api/v0/models", None), "data")
    if entries is None:
        return None
    details: dict[str, dict[str, Any]] = {str(entry.get("id")): entry for entry in entries}
    found = []
    for model in models:
        entry = details.get(model.name, {})
        found.append(
            replace(
                model,
                context=_number(entry.get("loaded_context_length")),
                longest=_number(entry.get("max_context_length")),
                writes=entry.get("type") != "embeddings",
                loaded=entry["state"] == "loaded" if "state" in entry else None,
            )
        )
    return found


def _entries(body: object, key: str) -> list[dict[str, Any]] | None:
    listed = body.get(key) if isinstance(body, dict) else None
    if not isinstance(listed, list):
        return None
    return [entry for entry in listed if isinstance(entry, dict)]


def _first(entry: Mapping[str, object], names: Sequence[str]) -> int | None:
    numbers: Iterator[int | None] = (_number(entry.get(name)) for name in names)
    return next((number for number in numbers if number), None)


def _number(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9:
        return value
    return None
