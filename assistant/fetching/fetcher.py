"""Fetching: one web address to the bytes that are there, politely and within limits."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from assistant import __version__
from assistant.errors import FetchError
from assistant.fetching.connections import Deadline, Resolver, system_resolver
from assistant.fetching.locations import Location, followed, locate
from assistant.fetching.meta_refresh import refresh_target
from assistant.fetching.politeness import (
    FIRST_WAIT,
    MOST_BYTES,
    RateLimiter,
    Robots,
    pause,
    rules_of,
    seconds_asked_for,
)
from assistant.fetching.transport import Reply, Transport
from assistant.reading.codings import ACCEPTED
from assistant.reading.decoding import header_charset
from assistant.stopping import check_stopped

AGENT: Final = "news-desk-assistant"
"""The name of the program, as robots.txt would name it."""

_HEADERS: Final = {
    "User-Agent": f"{AGENT}/{__version__}",
    "Accept": "text/html, application/xhtml+xml, application/feed+json, application/atom+xml, "
    "application/rss+xml, application/pdf, text/*;q=0.8, */*;q=0.5",
    "Accept-Encoding": ACCEPTED,
}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED: Final = 304
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE: Final = frozenset({404, 410})
_CLOSED: Final = frozenset({401, 402, 403, 407, 451})
_SERVER_FAILS: Final = 500
_LONGEST_VALIDATOR: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What a fetch may cost, and what may be reached.

    Attributes:
        seconds: for one try, from the look-up of the name to the last byte, all redirects
            included; time waited for the site's turn is not counted.
        most_bytes: of a page, as it comes and unpacked.
        redirects: followed one after the other.
        tries: requests for one page, where the site is busy or out of order.
        interval: seconds between two requests to a site.
        longest_wait: seconds waited where a site asks for that; for a longer wait the fetch
            is given up.
        allow_private_network: whether addresses that are not public may be reached.
    """

    seconds: float = 30.0
    most_bytes: int = 20_000_000
    redirects: int = 8
    tries: int = 3
    interval: float = 1.0
    longest_wait: float = 60.0
    allow_private_network: bool = False


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server tells whether a page has changed; ``location`` is whose they are."""

    location: str
    etag: str | None = None
    last_modified: str | None = None

    def headers(self, location: Location) -> dict[str, str]:
        """Returns what a request to ``location`` says of them."""
        if location.address != self.location:
            return {}
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value and value.isascii()}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was found at an address.

    ``location`` is where the redirects ended. ``unchanged`` says that the server holds to
    the validators that it was given, and sent nothing. ``charset`` is what the header says.
    """

    location: Location
    data: bytes
    media_type: str
    charset: str | None
    validators: Validators
    unchanged: bool = False


class Fetcher:
    """Fetches web addresses. Thread-safe; sites are asked side by side, each in turn.

    No cookie is kept or sent, nothing of a page is run, and no proxy is used.

    Args:
        limits: what a fetch may cost.
        resolver: looks names up.
        clock: seconds that only ever grow.
        sleep: waits for some seconds.
        now: the current time, for dates that servers name.
        tls: how servers prove who they are; by default as usual.
    """

    def __init__(
        self,
        *,
        limits: FetchLimits = FetchLimits(),
        resolver: Resolver = system_resolver,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = pause,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits
        self._clock = clock
        self._now = now
        self._transport = Transport(
            resolver=resolver, allow_private_network=limits.allow_private_network, tls=tls
        )
        self._rate_limiter = RateLimiter(clock=clock, sleep=sleep)
        self._robots = Robots(agent=AGENT, fetch=self._rules, clock=clock)

    def fetch(self, address: str, *, known: Validators | None = None) -> Fetched:
        """Returns what is at ``address``, its redirects followed.

        Args:
            address: an http or https address.
            known: what the server said of the page the last time; it may then answer that
                nothing has changed.

        Raises:
            FetchError: it must not be fetched or cannot be; ``passing`` tells whether trying
                again later may help.
            StoppedError: the work was stopped.
        """
        try:
            return self._patiently(locate(address), known=known, robots=self._robots)
        except _StatusError as error:
            raise FetchError(error.message, hint=error.hint, passing=error.passing) from error

    def _patiently(
        self, location: Location, *, known: Validators | None, robots: Robots | None
    ) -> Fetched:
        wait = FIRST_WAIT
        for left in reversed(range(self.limits.tries)):
            check_stopped()
            try:
                return self._follow(location, known=known, robots=robots)
            except FetchError as error:
                asked = error.wait if isinstance(error, _StatusError) else 0.0
                if not left or not error.passing or asked > self.limits.longest_wait:
                    raise
                # The next try waits for its turn.
                self._rate_limiter.rest(location.site, max(wait, asked))
            wait *= 2
        raise AssertionError("the last try returns or raises")

    def _follow(
        self, location: Location, *, known: Validators | None, robots: Robots | None
    ) -> Fetched:
        time_left = self.limits.seconds
        first = location
        for _ in range(self.limits.redirects + 1):
            if robots is not None:
                robots.check(location)
            # A page comes right after the rules for it, and then the site is left alone.
            interval = max(self.limits.interval, robots.delay(location)) if robots else 0.0
            with self._rate_limiter.turn(location.site, interval=interval):
                begun = self._clock()
                deadline = Deadline(time_left, clock=self._clock)
                reply = self._transport.ask(
                    location,
                    headers={**_HEADERS, **(known.headers(location) if known else {})},
                    deadline=deadline,
                    most_bytes=self.limits.most_bytes if robots else MOST_BYTES,
                    beginning=robots is None,
                )
                time_left -= self._clock() - begun
            onward = _onward(reply, location=location)
            if onward is None or (robots is None and reply.status not in _REDIRECTS):
                return self._judged(reply, location=location, known=known)
            location = onward
        raise FetchError(
            f"{first.address} leads on to other addresses without end",
            hint="Open it in the browser, and give the address that is shown in the end",
        )

    def _judged(self, reply: Reply, *, location: Location, known: Validators | None) -> Fetched:
        if reply.status == _NOT_MODIFIED and known is not None:
            return Fetched(location, b"", "", None, known, unchanged=True)
        if reply.status not in {200, 203}:
            raise self._refusal(reply, location=location)
        content = reply.headers.get("content-type", "")
        return Fetched(
            location,
            reply.body,
            content.partition(";")[0].strip().lower(),
            header_charset(content),
            Validators(
                location.address,
                _short(reply.headers.get("etag")),
                _short(reply.headers.get("last-modified")),
            ),
        )

    def _refusal(self, reply: Reply, *, location: Location) -> _StatusError:
        status, address, wait = reply.status, location.address, 0.0
        hint = "Check the address in the browser"
        if status in _PASSING:
            message = f"{location.host} cannot give {address} now ({status})"
            wait = seconds_asked_for(reply.headers.get("retry-after", ""), now=self._now()) or 0.0
            hint = f"Try again in {wait:.0f} seconds" if wait else "Try again later"
        elif status in _GONE:
            message = f"there is no page at {address} ({status})"
        elif status in _CLOSED:
            message = f"{location.host} does not give {address} to programs or strangers ({status})"
            hint = "Where you may read it, save the page as HTML and give that file"
        else:
            message = f"{location.host} gave no page for {address} ({status})"
        return _StatusError(message, hint=hint, status=status, wait=wait)

    def _rules(self, location: Location) -> str:
        """Returns a site's robots.txt; a site that answers that it has none has no rules."""
        place = replace(location, target="/robots.txt")
        try:
            fetched = self._patiently(place, known=None, robots=None)
        except _StatusError as error:
            if error.passing or error.status >= _SERVER_FAILS:
                raise
            return ""
        return rules_of(fetched.data)


class _StatusError(FetchError):
    """A server gave a status instead of the page, and wants ``wait`` seconds to pass."""

    def __init__(self, message: str, *, hint: str, status: int, wait: float) -> None:
        super().__init__(message, hint=hint, passing=status in _PASSING)
        self.status = status
        self.wait = wait


def _onward(reply: Reply, *, location: Location) -> Location | None:
    if reply.status in _REDIRECTS:
        stated = reply.headers.get("location", "")
        if not stated:
            raise FetchError(
                f"{location.address} leads on, but does not say where to",
                hint="Open it in the browser, and give the address that is shown in the end",
            )
        return followed(stated, base=location)
    target = refresh_target(reply.body, reply.headers)
    onward = followed(target, base=location) if target else None
    return None if onward == location else onward


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= _LONGEST_VALIDATOR else None
