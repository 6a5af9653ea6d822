"""Converts the program's dataclasses to JSON text or columns, and back to equal values.

Read by the types that the values declare: what a newer program has added is left out, what
an older one did not have yet gets its default. A ``date`` may be a ``datetime`` with its time
zone, as everywhere in the program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

_PLAIN: Final = (str, int, float, bool)
_DAY: Final = len("2025-03-01")


def to_text(value: object) -> str:
    """Returns ``value``, frozen dataclasses all the way down, as JSON in ASCII."""
    return json.dumps(value, default=_written, separators=(",", ":"))


def from_text(kind: type[T], text: str) -> T:
    """Returns the value of the dataclass ``kind`` that ``to_text`` made ``text`` of.

    Raises:
        ValueError: the text holds no such value.
    """
    try:
        return cast("T", _read(kind, json.loads(text)))
    except (ArithmeticError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"no {kind.__name__}: {error}") from error


def to_values(value: Any, *, timespec: str = "auto") -> dict[str, Any]:
    """Returns the fields of a dataclass by name, as columns hold them: dates as ISO 8601.

    ``timespec`` is how exactly times are written (``datetime.isoformat``).
    """
    found = {each.name: getattr(value, each.name) for each in fields(value)}
    for name, field in found.items():
        if isinstance(field, datetime):
            found[name] = field.isoformat(timespec=timespec)
        elif isinstance(field, date):
            found[name] = field.isoformat()
    return found


def from_row(kind: type[T], row: Any) -> T:
    """Returns the value of the dataclass ``kind`` that a row holds in columns of these names."""
    hints = _hints(cast("Any", kind))
    return kind(**{name: _read(hint, getattr(row, name)) for name, hint in hints.items()})


def _written(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return [value.numerator, value.denominator]
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} cannot be kept as JSON")


def _read(kind: Any, value: Any) -> object:
    """Returns ``value`` as ``kind``, which is a type as dataclasses declare it."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None:
            return None
        (inner,) = (each for each in get_args(kind) if each is not NoneType)
        return _read(inner, value)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], held) for held in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _read(get_args(kind)[1], held) for key, held in value.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], value[name]) for name in hints if name in value})
    return _read_plain(kind, value)


def _read_plain(kind: Any, value: Any) -> object:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is Fraction:
        return Fraction(*map(int, value))
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return (date if len(value) == _DAY else datetime).fromisoformat(value)
    if kind in _PLAIN and isinstance(value, (kind, int)):
        return value
    raise TypeError(f"{value!r} is no {kind}")


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}
