"""One request over one connection, to an address that has been checked; by httpcore.

A server has to prove the name of the host, not the address that the connection goes to.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import httpcore

from assistant.errors import FetchError
from assistant.fetching.connections import (
    CheckedBackend,
    Deadline,
    OpenConnection,
    Resolver,
    addresses_of,
    system_resolver,
)
from assistant.fetching.locations import Location
from assistant.reading.codings import too_large, unpacked
from assistant.stopping import check_stopped

_WITH_BODY: Final = frozenset({200, 203})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said. ``headers`` have lower-case names; ``body`` is that of a 200 alone."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class Transport:
    """Sends requests, each over a connection of its own. Thread-safe."""

    def __init__(
        self,
        *,
        resolver: Resolver = system_resolver,
        allow_private_network: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._resolver = resolver
        self._private = allow_private_network
        self._tls = tls
        self._making = threading.Lock()

    def ask(
        self,
        location: Location,
        *,
        headers: Mapping[str, str],
        deadline: Deadline,
        most_bytes: int,
        beginning: bool = False,
        posted: bytes | None = None,
    ) -> Reply:
        """Returns what the server says to one request; redirects are not followed.

        Args:
            location: where to ask.
            headers: what to say besides.
            deadline: when the last byte must have come.
            most_bytes: of the body, as it comes and unpacked.
            beginning: whether of a larger body its beginning is wanted (``unpacked``).
            posted: what is sent, by POST; None for a GET request.

        Raises:
            FetchError: the address must not be reached, there is no answer, or too much.
            StoppedError: the work was stopped.
        """
        line = OpenConnection()
        host = location.site.partition("://")[2]
        every = {"Host": host, **headers, "Connection": "close"}
        try:
            with (
                line.used(),
                httpcore.ConnectionPool(
                    ssl_context=self._context() if location.scheme == "https" else None,
                    max_connections=1,
                    max_keepalive_connections=0,
                    network_backend=CheckedBackend(
                        partial(
                            addresses_of,
                            location,
                            resolver=self._resolver,
                            allow_private_network=self._private,
                            deadline=deadline,
                        ),
                        deadline=deadline,
                        line=line,
                    ),
                ) as pool,
                pool.stream(
                    b"GET" if posted is None else b"POST",
                    httpcore.URL(
                        scheme=location.scheme.encode(),
                        host=location.host.encode(),
                        port=location.port,
                        target=location.target.encode(),
                    ),
                    headers=[
                        (name.encode(), value.encode("ascii")) for name, value in every.items()
                    ],
                    content=posted,
                ) as response,
            ):
                return _reply(response, location=location, most=most_bytes, beginning=beginning)
        except FetchError:
            raise
        except Exception as error:
            check_stopped()  # a connection that was cut off fails in many ways
            raise _translated(error, location=location) from error

    def _context(self) -> ssl.SSLContext:
        with self._making:
            if self._tls is None:
                import httpx

                self._tls = httpx.create_ssl_context()
            return self._tls


def _reply(response: httpcore.Response, *, location: Location, most: int, beginning: bool) -> Reply:
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        headers.setdefault(raw_name.decode("latin-1").lower(), _text(raw_value))
    if response.status not in _WITH_BODY:
        return Reply(response.status, headers)
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > most and not beginning:
        raise too_large(location.address, most=most)
    body = unpacked(
        _chunks(response),
        encoding=headers.get("content-encoding", ""),
        most=most,
        name=location.address,
        beginning=beginning,
    )
    return Reply(response.status, headers, body)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _chunks(response: httpcore.Response) -> Iterator[bytes]:
    for chunk in response.iter_stream():
        check_stopped()
        yield chunk
    check_stopped()  # a connection that was cut off may look like one that was closed


def _translated(error: Exception, *, location: Location) -> FetchError:
    again = "Try again later"
    if isinstance(error, httpcore.TimeoutException):
        return FetchError(f"{location.address} did not come in time", hint=again, passing=True)
    if isinstance(error.__cause__ or error.__context__, ssl.SSLError) or isinstance(
        error, ssl.SSLError
    ):
        return FetchError(
            f"the connection to {location.host} is not secure ({_reason(error)})",
            hint="Its certificate does not fit the name, or the network puts itself between",
        )
    if isinstance(error, httpcore.RemoteProtocolError):
        return FetchError(
            f"{location.address} came incomplete or garbled ({_reason(error)})",
            hint=again,
            passing=True,
        )
    if isinstance(error, httpcore.NetworkError | OSError):
        return FetchError(
            f"there is no connection to {location.host} ({_reason(error)})",
            hint="Check the address and the network, or try again later",
            passing=True,
        )
    return FetchError(
        f"{location.address} cannot be fetched ({type(error).__name__}: {_reason(error)})",
        hint="Save the page as HTML and give that file",
    )


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
