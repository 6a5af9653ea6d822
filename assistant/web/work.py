"""Work that people asked for in the page: run in threads, stopped when they leave."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeVar

from assistant.errors import StoppedError, UsageError
from assistant.stopping import Stop, check_stopped, stopping

T = TypeVar("T")

THREADS: Final = 32
"""Most pieces of work at once; the queue of the page lets no more in."""
_LOOKED: Final = 0.02
_WAITED: Final = 5.0
"""Seconds between two looks whether what was stopped has ended, and in all."""


class BusyError(UsageError):
    """The page has work of this kind going on; it shows it, so that nobody need be told."""


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a stream, and the error that ended it early."""

    error: Exception | None = None


class Work:
    """What is going on for each open page, at most one piece of each kind.

    A piece of work is known by the page (Gradio's session hash) and its kind ("asking").
    It is stopped by ``stop``, when the page is closed, and when the event that waits for
    it is given up.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="page")
        self._lock = threading.Lock()
        self._running: dict[tuple[str, str], Stop] = {}

    async def run(
        self, task: Callable[[Callable[[T], None]], None], *, page: str, kind: str
    ) -> AsyncIterator[T]:
        """What ``task``, in a thread of its own, gives out by calling what it is handed.

        Raises:
            BusyError: the page has work of this kind going on.
            Exception: whatever the task raises; ``StoppedError`` where it was stopped.
        """
        loop = asyncio.get_running_loop()
        items: asyncio.Queue[T | _End] = asyncio.Queue()

        def put(item: T | _End) -> None:
            # The loop is closed when the server has ended in the meantime.
            if not loop.is_closed():
                loop.call_soon_threadsafe(items.put_nowait, item)

        # Who waits is let go at once, also where the work itself can only end later.
        stop = Stop()
        with self._begun(stop, page, kind), stop.calling(lambda: put(_End(StoppedError()))):

            def give(item: T) -> None:
                check_stopped()
                put(item)

            def work() -> None:
                try:
                    with stopping(stop):
                        task(give)
                except Exception as error:  # noqa: BLE001 - raised where it is waited for
                    put(_End(error))
                else:
                    put(_End())

            self._pool.submit(work)
            while not isinstance(item := await items.get(), _End):
                yield item
            if item.error is not None:
                raise item.error

    async def anew(
        self, task: Callable[[Callable[[T], None]], None], *, page: str, kind: str
    ) -> AsyncIterator[T]:
        """As ``run``, in the place of what the page has going on of this kind: that is stopped.

        Raises:
            BusyError: a third one was quicker, or what was stopped goes on.
            Exception: as ``run``.
        """
        self.stop(page, kind)
        for _ in range(round(_WAITED / _LOOKED)):
            if not self.is_going(page, kind):
                break
            await asyncio.sleep(_LOOKED)
        async for item in self.run(task, page=page, kind=kind):
            yield item

    def is_going(self, page: str, kind: str) -> bool:
        """Whether a page has work of this kind going on."""
        with self._lock:
            return (page, kind) in self._running

    def stop(self, page: str, kind: str | None = None) -> None:
        """Stops the work of a page, of one kind or (None) all of it."""
        with self._lock:
            stops = [
                stop
                for (whose, what), stop in self._running.items()
                if whose == page and kind in (None, what)
            ]
        for stop in stops:
            stop.stop()

    def close(self) -> None:
        """Stops everything; nothing more can be run."""
        with self._lock:
            stops = list(self._running.values())
        for stop in stops:
            stop.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    @contextmanager
    def _begun(self, stop: Stop, page: str, kind: str) -> Iterator[None]:
        with self._lock:
            if (page, kind) in self._running:
                raise BusyError(
                    "Something that you asked for here is still being worked on",
                    hint="Wait for it, or stop it",
                )
            self._running[page, kind] = stop
        try:
            yield
        finally:
            with self._lock:
                del self._running[page, kind]
            stop.stop()
