"""How glibc keeps memory that was freed: in few pools, and given back to the system."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from functools import cache
from typing import Final

_ARENA_MAX: Final = -8
"""glibc's ``M_ARENA_MAX``."""
_POOLS: Final = 2


def give_back() -> None:
    """Gives what the allocator keeps for later back to the system, where it can be told to.

    glibc keeps what is freed between blocks that are still in use, in a pool for every few
    threads. The indexes work in threads of their own, new ones each time, so that over a
    long run most of a process's memory would be such gaps. Takes milliseconds.
    """
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


def few_pools() -> None:
    """Has all threads share two pools; to be called before there are many of them.

    glibc makes up to eight for each core, and what is freed in one is of no use to the others:
    a server that works in one thread and then another would grow until all of them have held
    its largest work. So would whoever opens Chroma again and again, which works in threads of
    its own, other ones each time. Where the user has said how many pools there are to be
    (``MALLOC_ARENA_MAX``), that stands.
    """
    if "MALLOC_ARENA_MAX" in os.environ:
        return
    limit = _of_glibc("mallopt")
    if limit is not None:
        limit(_ARENA_MAX, _POOLS)


@cache
def _of_glibc(name: str) -> Callable[..., int] | None:
    """A function of the allocator of this name; None with another C library."""
    if sys.platform != "linux":
        return None
    found: Callable[..., int] | None = getattr(ctypes.CDLL(None), name, None)
    return found
