"""How often a host is asked, and how long to wait after it has refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from assistant.stopping import check_stopped, on_stop

FIRST_WAIT: Final = 1.0
"""Seconds before a request is tried again for the first time; doubled each time."""


def pause(seconds: float) -> None:
    """Waits, until it is over or the work is stopped.

    Raises:
        StoppedError: whoever asked for the work has stopped it.
    """
    woken = threading.Event()
    with on_stop(woken.set):
        woken.wait(seconds)
    check_stopped()


class Turns:
    """One request at a time to a site, and some time between the end of one and the next.

    Thread-safe: sites do not wait for each other.
    """

    def __init__(self, *, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._making = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._free_from: dict[str, float] = {}

    @contextmanager
    def turn(self, site: str, *, interval: float) -> Iterator[None]:
        """Has the block wait for its turn; ``site`` then rests for ``interval`` seconds."""
        with self._making:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            with self._making:
                free_from = self._free_from.get(site)
            if free_from is not None and (wait := free_from - self._clock()) > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self.rest(site, interval)

    def rest(self, site: str, seconds: float) -> None:
        """Has nobody ask ``site`` again for some seconds from now on."""
        with self._making:
            until = self._clock() + seconds
            self._free_from[site] = max(until, self._free_from.get(site, until))


def seconds_asked_for(retry_after: str, *, now: datetime) -> float | None:
    """The seconds that a header ``retry-after`` asks to wait, by number or by date.

    None where it says nothing that is understood.
    """
    text = retry_after.strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):  # a date that no calendar has is one of them
        return None
    if moment.tzinfo is None:
        return None
    return max(0.0, (moment - now).total_seconds())
