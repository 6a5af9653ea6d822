"""The public functions of text of the program, found by themselves, and calls of them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Final

from assistant.errors import AssistantError
from tests.growth.made import MAKERS, NAMED, Made

ROOMS: Final = (
    *(
        "language",
        "articles",
        "verifying",
        "reading",
        "rendering",
        "fetching",
        "answering",
        "summarising",
        "stories",
    ),
    "models",
)
_OF_TEXT: Final = re.compile(
    r"\b(?:str|bytes|object|Any|Article|Document|Statement|Answer|Summary|Verification"
    r"|Conversation|Timeline|Quotes|Figures|ChangesSince|Briefing|Telling|Story|Card|Hit"
    r"|EvidenceSentence|SourceSentence|Citation|Fetched"
    r"|Part|Span|Turn|Runs)\b"
)

_QUALIFIED: Final = re.compile(r"\b(?:types|conversations|versions|telling|news)\.")

Call = Callable[[], None]
"""A call of a function, its arguments made already."""


def text_functions() -> list[str]:
    """The public functions that take text or what is made of it, as ``room.module.name``."""
    return [
        name
        for name, function in _public_functions()
        if any(_OF_TEXT.search(str(each.annotation)) for each in _required(function))
    ]


def preparation(name: str) -> Callable[[Made], Call] | None:
    """Prepares calls of a public function; None where it takes what cannot be made."""
    module, _, function_name = name.rpartition(".")
    function = getattr(importlib.import_module(f"assistant.{module}"), function_name)
    parameters = _required(function)
    makers = [_maker(each) for each in parameters]
    if None in makers:
        return None

    def prepare(made: Made) -> Call:
        by_place, by_name = [], {}
        for parameter, make in zip(parameters, makers, strict=True):
            assert make is not None
            if parameter.kind is parameter.KEYWORD_ONLY:
                by_name[parameter.name] = make(made)
            else:
                by_place.append(make(made))
        return lambda: spent(lambda: function(*by_place, **by_name))

    return prepare


def _maker(parameter: inspect.Parameter) -> Callable[[Made], Any] | None:
    stated = _QUALIFIED.sub("", str(parameter.annotation))
    named = NAMED.get(parameter.name) if stated in {"str", "int", "float"} else None
    return named or MAKERS.get(stated)


def spent(call: Callable[[], object]) -> None:
    """Calls, and reads what is given out to its end; an error of the program is an answer."""
    try:
        result = call()
        if isinstance(result, Iterator):
            deque(result, maxlen=0)
    except (AssistantError, ValueError):
        pass


def _public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for room in ROOMS:
        package = importlib.import_module(f"assistant.{room}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                of_this = getattr(value, "__module__", None) == found.name
                if (
                    of_this
                    and not name.startswith("_")
                    and inspect.isfunction(inspect.unwrap(value))
                ):
                    yield f"{found.name.removeprefix('assistant.')}.{name}", value


def _required(function: Callable[..., Any]) -> list[inspect.Parameter]:
    return [
        each
        for each in inspect.signature(function).parameters.values()
        if each.default is each.empty and each.kind is not each.VAR_KEYWORD
    ]
