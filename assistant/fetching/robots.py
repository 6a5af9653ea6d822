"""What a site lets programs fetch: its robots.txt (RFC 9309), read by Protego."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from assistant.errors import FetchError
from assistant.fetching.locations import Location

if TYPE_CHECKING:
    from protego import Protego

MOST_BYTES: Final = 512_000
"""How much of a robots.txt has to be read, by the standard; the rest of a larger one is left."""

_LONGEST_DELAY: Final = 60.0
_GOOD_FOR: Final = 3_600.0
_BAD_FOR: Final = 300.0


def rules_of(data: bytes) -> str:
    """The rules in a robots.txt; of a larger one than is read, those in its whole lines."""
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
        """The seconds that the site wants between two requests, at most a minute; else 0."""
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
