"""Stopping long work from another thread.

    stop = Stop()
    with stopping(stop):          # in the thread that works
        assistant.summarise(...)  # raises StoppedError soon after …
    stop.stop()                   # … this, in any other thread

The work looks at its ``Stop`` between the pieces of a model's answer and before each request,
between articles, and between texts that are embedded. What has been kept by then stays. A
server that sends nothing at all is noticed when its time-out has passed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from assistant.errors import StoppedError

_CURRENT: Final[ContextVar[Stop | None]] = ContextVar("_CURRENT", default=None)


class Stop:
    """A wish that can be made once and is never taken back. Thread-safe.

    Args:
        on_stop: called once, in the thread that stops, when the wish is made.
    """

    def __init__(self, *, on_stop: Callable[[], None] = lambda: None) -> None:
        self._lock = threading.Lock()
        self._stopped = False
        self._on_stop = on_stop

    @property
    def stopped(self) -> bool:
        """Whether the wish has been made."""
        return self._stopped

    def stop(self) -> None:
        """Makes the wish."""
        with self._lock:
            first, self._stopped = not self._stopped, True
        if first:
            self._on_stop()


@contextmanager
def stopping(stop: Stop) -> Iterator[None]:
    """Has the work of this thread, within the block, look at ``stop``."""
    token = _CURRENT.set(stop)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def check_stopped() -> None:
    """To be called by long work where it can end without harm.

    Raises:
        StoppedError: somebody wants it to end.
    """
    stop = _CURRENT.get()
    if stop is not None and stop.stopped:
        raise StoppedError("Stopped")
