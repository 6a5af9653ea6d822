"""What was made or read last, held in memory up to a size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final, Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

_ENTRY: Final = 300
"""Bytes that an entry takes besides: its place, its key, small objects. An estimate."""


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
