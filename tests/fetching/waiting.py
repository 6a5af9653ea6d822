"""A clock that only the program's own waiting moves on."""

from __future__ import annotations

import threading

from assistant.fetching import Fetcher, FetchLimits


class Waits:
    """A clock and a sleep that go together; the waits are noted."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._now = 1_000.0
        self._lock = threading.Lock()

    def clock(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(round(seconds, 6))
            self._now += seconds


def local(waits: Waits | None = None, **limits: float) -> Fetcher:
    """A fetcher that may reach this machine, and does not really wait."""
    waits = waits or Waits()
    chosen = FetchLimits(allow_private_network=True, **limits)  # type: ignore[arg-type] # whole ones are given for whole ones
    return Fetcher(limits=chosen, clock=waits.clock, sleep=waits.sleep)
