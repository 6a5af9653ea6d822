"""A target of fuzzing, and the one that a function is by its annotations."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final, get_type_hints

from hypothesis import assume
from hypothesis import strategies as st

from assistant import errors
from tests.fuzzing.values import FREE, INDEX_OF, can_be_made, leaves, named_values
from tests.fuzzing.vocabulary import modules_of


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed: values, and what is done with one of them.

    ``allowed`` are the errors that are documented; any other is a finding.
    """

    name: str
    values: st.SearchStrategy[Any]
    run: Callable[[Any], object]
    allowed: tuple[type[Exception], ...] = ()

    def try_one(self, value: Any) -> None:
        """Runs with one value."""
        try:
            self.run(value)
        except self.allowed:
            return


_RAISES: Final = re.compile(r"^Raises[^\n]*:\n((?:[ \t]+[^\n]*\n?)+)", re.MULTILINE)
_ERROR: Final = re.compile(r"^\s+(\w+Error):", re.MULTILINE)


def documented(function: Callable[..., Any]) -> tuple[type[Exception], ...]:
    """The errors of the program's one tree that a function says that it raises."""
    said = _RAISES.search(inspect.getdoc(function) or "")
    names = _ERROR.findall(said[1]) if said else ()
    return tuple(getattr(errors, name) for name in names if hasattr(errors, name))


def functions_of(room: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public functions of a room's modules, and their names."""
    for module in modules_of(room):
        for name, value in vars(module).items():
            own = getattr(value, "__module__", None) == module.__name__
            if own and callable(value) and not inspect.isclass(value) and name[0] != "_":
                yield f"{module.__name__.removeprefix('assistant.')}.{name}", value


@st.composite
def _arguments(
    draw: st.DrawFn, hints: Mapping[str, Any], optional: frozenset[str]
) -> dict[str, Any]:
    """Arguments for parameters; numbers that count within something given do."""
    given: dict[str, Any] = {}
    for name, hint in hints.items():
        if name in optional and draw(st.booleans()):
            continue
        if hint is int and INDEX_OF.fullmatch(name):
            held = next(
                getattr(one, "sentences", one) for one in given.values() if not isinstance(one, int)
            )
            assume(len(held) > 0)
            least = given.get("start", 0)
            given[name] = draw(st.integers(least, len(held) - (name not in {"start", "end"})))
        else:
            given[name] = draw(named_values(name, hint))
    return given


def target_of(name: str, function: Callable[..., Any], *, free: bool) -> Target | None:
    """The target that a function is, None where a value of what it takes cannot be made.

    Where it has to be ``free``, what it takes may have nothing to do with each other.
    """
    hints: dict[str, Any] = {}
    optional: set[str] = set()
    try:
        types = get_type_hints(function)
    except NameError:  # of what is imported for types alone
        return None
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            return None
        hint = types[parameter.name]
        if not can_be_made(hint) or (free and not leaves(hint) <= FREE):
            if parameter.default is parameter.empty:
                return None
            continue
        hints[parameter.name] = hint
        if parameter.default is not parameter.empty:
            optional.add(parameter.name)
    if not hints:
        return None
    return Target(
        name,
        _arguments(hints, frozenset(optional)),
        lambda given: _drained(function, given),
        documented(function),
    )


def _drained(function: Callable[..., Any], given: Mapping[str, Any]) -> object:
    signature = inspect.signature(function)
    positional = [
        given[name]
        for name, parameter in signature.parameters.items()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD and name in given
    ]
    named = {
        name: given[name]
        for name, parameter in signature.parameters.items()
        if parameter.kind is not parameter.POSITIONAL_OR_KEYWORD and name in given
    }
    gap = any(
        name not in given
        for name, parameter in signature.parameters.items()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    )
    result = function(**given) if gap else function(*positional, **named)
    return tuple(result) if isinstance(result, Iterator) else result
