"""How often a site is asked, how long to wait after it refused, and what its robots.txt allows.

The rules (RFC 9309) are read by Protego.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from assistant.errors import FetchError
from assistant.fetching.locations import Location
from assistant.stopping import check_stopped, on_stop

if TYPE_CHECKING:
    from protego import Protego

FIRST_WAIT: Final = 1.0
"""Seconds before a request is tried again for the first time; doubled each time."""
MOST_BYTES: Final = 512_000
"""How much of a robots.txt has to be read, by the standard; the rest of a larger one is left."""

_LONGEST_DELAY: Final = 60.0
_GOOD_FOR: Final = 3_600.0
_BAD_FOR: Final = 300.0


def pause(seconds: float) -> None:
    """Waits, until it is over or the work is stopped.

    Raises:
        StoppedError: the work was stopped.
    """
    woken = threading.Event()
    with on_stop(woken.set):
        woken.wait(seconds)
    check_stopped()


class RateLimiter:
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
    """Returns the seconds that a header ``retry-after`` asks to wait, by number or by date.

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


def rules_of(data: bytes) -> str:
    """Returns the rules in a robots.txt; of a larger one than is read, those in its whole lines."""
    if len(data) > MOST_BYTES:
        data = b"".join(data[:MOST_BYTES].splitlines(keepends=True)[:-1])
    return data.decode("utf-8", "replace")


class Robots:
    """The rules of sites, each asked for once an hour. Thread-safe.

    Args:
        agent: the name that rules for this program would be under.
        fetch: the rules of a site, as they stand; blank where it has none.
        clock: seconds that only ever grow.
    """

    def __init__(
        self, *, agent: str, fetch: Callable[[Location], str], clock: Callable[[], float]
    ) -> None:
        self._agent = agent
        self._fetch = fetch
        self._clock = clock
        self._asking = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._known: dict[str, Protego | FetchError] = {}
        self._good_until: dict[str, float] = {}

    def check(self, location: Location) -> None:
        """Goes on, where the site lets the program fetch this.

        Raises:
            FetchError: it does not, or its rules cannot be had.
        """
        if not self._rules(location).can_fetch(location.address, self._agent):
            raise FetchError(
                f"{location.host} asks programs not to fetch {location.address} (robots.txt)",
                hint="Save the page from the browser as HTML and give that file",
            )

    def delay(self, location: Location) -> float:
        """Returns the seconds that the site wants between two requests, at most a minute."""
        wanted = self._rules(location).crawl_delay(self._agent)
        return min(_LONGEST_DELAY, max(0.0, float(wanted or 0.0)))

    def _rules(self, location: Location) -> Protego:
        from protego import Protego

        site = location.site
        with self._asking:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            if self._good_until.get(site, self._clock()) <= self._clock():
                lasts = _GOOD_FOR
                try:
                    self._known[site] = Protego.parse(self._fetch(location))
                except FetchError as error:
                    # Nor is a site that is down asked again for each of its pages.
                    self._known[site], lasts = error, _BAD_FOR
                self._good_until[site] = self._clock() + lasts
            known = self._known[site]
        if isinstance(known, FetchError):
            problem = f"the robots.txt of {location.host} cannot be had: " if known.passing else ""
            raise FetchError(
                f"{problem}{known.message}", hint=known.hint, passing=known.passing
            ) from known
        return known
