"""What is held in memory: parts of an object opened once, and values used last, up to a size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, Generic, Self, TypeVar, overload

Part = TypeVar("Part")
Key = TypeVar("Key")
Value = TypeVar("Value")

_ENTRY: Final = 300
"""Bytes that an entry takes besides: its place, its key, small objects. An estimate."""


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


class Recent(Generic[Key, Value]):
    """Values by their keys; those that were not used for longest go when it gets too large.

    Thread-safe. An entry that is larger than all may be is not held at all.

    Args:
        most_bytes: what all may take, as far as ``put`` is told.
    """

    def __init__(self, *, most_bytes: int) -> None:
        self._most = most_bytes
        self._held: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.size = 0
        """Bytes that the entries take."""

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key) -> Value | None:
        """The value of a key; None where it is not held."""
        with self._lock:
            entry = self._held.get(key)
            if entry is None:
                return None
            self._held.move_to_end(key)
            return entry[0]

    def put(self, key: Key, value: Value, *, size: int) -> None:
        """Holds a value, whose large parts take ``size`` bytes."""
        size += _ENTRY
        with self._lock:
            _, before = self._held.pop(key, (None, 0))
            self._held[key] = (value, size)
            self.size += size - before
            while self.size > self._most:
                _, (_, gone) = self._held.popitem(last=False)
                self.size -= gone

    def clear(self) -> None:
        """Holds nothing any more."""
        with self._lock:
            self._held.clear()
            self.size = 0
