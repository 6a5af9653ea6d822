"""Stopping work that goes on in another thread.

Whoever starts long work keeps a ``Stop``; the work looks at it between its steps:

    stop = Stop()  # kept by whoever may want to stop the work, by stop.stop()
    with stopping(stop):  # in the thread that does the work
        assistant.add("articles/")  # raises StoppedError soon after

Work without a ``Stop`` is never stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from assistant.errors import StoppedError

Item = TypeVar("Item")


class Stop:
    """Says to work in other threads that it is not wanted any more. Thread-safe.

    A request to a chat model's server is cut off at once, even while the server sends
    nothing; the other steps of the work (a window of articles that is being kept, the pause
    before a request is tried again) are finished first.
    """

    def __init__(self) -> None:
        self._said = threading.Event()
        # Reentrant: a signal's handler may stop the work of the thread that it interrupts.
        self._lock = threading.RLock()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def stopped(self) -> bool:
        """Whether ``stop`` has been called."""
        return self._said.is_set()

    def stop(self) -> None:
        """Stops the work, now or when it begins; doing so again changes nothing."""
        with self._lock:
            self._said.set()
            callbacks, self._callbacks = self._callbacks, []
            # Within the lock: what a callback closes belongs to the work until it has returned.
            for callback in callbacks:
                callback()

    @contextmanager
    def calling(self, callback: Callable[[], None]) -> Iterator[None]:
        """Has ``stop`` call ``callback``, in the thread that stops, until the block is left.

        Once the block has been left the callback is not called, nor is it still running.
        It has to be quick, and must not raise.

        Raises:
            StoppedError: the work has been stopped already.
        """
        with self._lock:
            if self.stopped:
                raise StoppedError
            self._callbacks.append(callback)
        try:
            yield
        finally:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)


_current: ContextVar[Stop | None] = ContextVar("stop", default=None)


@contextmanager
def stopping(stop: Stop) -> Iterator[None]:
    """Lets ``stop`` stop what this thread does in the block.

    Not for a block that yields: whoever goes on with a generator may do so in another
    thread, and ``stoppable`` is made for that.
    """
    token = _current.set(stop)
    try:
        yield
    finally:
        _current.reset(token)


def stoppable(items: Generator[Item, None, None], *, by: Stop) -> Generator[Item, None, None]:
    """The items of a generator, each made while ``by`` can stop it, in whatever thread.

    Closing it closes ``items``.

    Raises (while read):
        StoppedError: the work has been stopped.
    """
    try:
        while True:
            with stopping(by):
                check_stopped()
                try:
                    item = next(items)
                except StopIteration:
                    return
            yield item
    finally:
        items.close()


def stop_asked() -> bool:
    """Whether the work of this thread has been stopped."""
    stop = _current.get()
    return stop is not None and stop.stopped


def check_stopped() -> None:
    """Goes on, unless the work of this thread has been stopped.

    Raises:
        StoppedError: it has.
    """
    if stop_asked():
        raise StoppedError


@contextmanager
def on_stop(callback: Callable[[], None]) -> Iterator[None]:
    """Has whoever stops this thread's work call ``callback``; see ``Stop.calling``.

    Raises:
        StoppedError: the work has been stopped already.
    """
    stop = _current.get()
    if stop is None:
        yield
        return
    with stop.calling(callback):
        yield
