"""Memory that was freed, given back to the system."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Gives what the allocator keeps for later back to the system, where it can be told to.

    glibc keeps what is freed between blocks that are still in use, in a pool for every few
    threads. The indexes work in threads of their own, new ones each time, so that over a
    long run most of a process's memory would be such gaps. Takes milliseconds.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """Glibc's ``malloc_trim``; None with another C library."""
    if sys.platform != "linux":
        return None
    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return found
