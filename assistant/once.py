"""Parts of an object that are opened when they are first needed, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Part = TypeVar("Part")


class Once(Generic[Part]):
    """A method whose result is kept, made once however many threads ask for it.

    ``functools.cached_property`` has no lock from Python 3.12 on, and before that one for
    all objects of a class. An error is not kept: the next call tries again.
    """

    def __init__(self, open_part: Callable[[Any], Part]) -> None:
        self._open = open_part
        self._name = open_part.__name__
        self.__doc__ = open_part.__doc__

    def forget(self, owner: object) -> None:
        """Has the part made anew when it is next asked for; who has it may go on with it."""
        kept = vars(owner)
        lock: threading.RLock = kept.setdefault(f"{self._name} opening", threading.RLock())
        # Whoever is making it began before: what comes of that is forgotten, too.
        with lock:
            kept.pop(self._name, None)

    @overload
    def __get__(self, owner: None, kind: type | None = None) -> Self: ...

    @overload
    def __get__(self, owner: object, kind: type | None = None) -> Part: ...

    def __get__(self, owner: object | None, kind: type | None = None) -> Self | Part:
        if owner is None:
            return self
        # What is kept under the method's own name is found before this is called again.
        kept = vars(owner)
        # dict.setdefault is one step: all threads get the same lock.
        lock: threading.RLock = kept.setdefault(f"{self._name} opening", threading.RLock())
        with lock:
            if self._name not in kept:
                kept[self._name] = self._open(owner)
            part: Part = kept[self._name]
        return part
