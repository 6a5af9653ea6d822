"""One request over one connection, to an address that has been checked; by httpcore.

A name is looked up once, every address that it has is judged, and the connection goes to one
of the very addresses that were judged: a name that answers otherwise the next time (DNS
rebinding) is never asked a next time. The name of the certificate is still that of the host.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import httpcore

from assistant.errors import FetchError, StoppedError
from assistant.fetching.addresses import Address, why_not_public
from assistant.fetching.bodies import too_large, unpacked
from assistant.fetching.locations import Location
from assistant.stopping import check_stopped, on_stop

Resolver: TypeAlias = Callable[[str], Sequence[str]]
"""From a host name to its IP addresses, as text; raises ``OSError`` where it has none."""

_MOST_ADDRESSES: Final = 4
_MOST_FOR_ONE: Final = 5.0
_WITH_BODY: Final = frozenset({200, 203})


def system_resolver(host: str) -> tuple[str, ...]:
    """The addresses that the system knows for a name."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said. ``headers`` have lower-case names; ``body`` is that of a 200 alone."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class Deadline:
    """The time by which a page has to be there, whatever it is spent on."""

    def __init__(self, seconds: float, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Seconds left, not negative."""
        return max(0.0, self._end - self._clock())


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

    def get(
        self, location: Location, *, headers: Mapping[str, str], deadline: Deadline, most_bytes: int
    ) -> Reply:
        """What the server says to one GET request; redirects are not followed.

        Raises:
            FetchError: the address must not be reached, there is no answer, or too much.
            StoppedError: whoever asked for the work has stopped it.
        """
        line = _Line()
        try:
            with (
                line.used(),
                httpcore.ConnectionPool(
                    ssl_context=self._context() if location.scheme == "https" else None,
                    max_connections=1,
                    max_keepalive_connections=0,
                    network_backend=_Backend(
                        lambda: self._addresses(location, deadline=deadline),
                        deadline=deadline,
                        line=line,
                    ),
                ) as pool,
                pool.stream(
                    b"GET",
                    httpcore.URL(
                        scheme=location.scheme.encode(),
                        host=location.host.encode(),
                        port=location.port,
                        target=location.target.encode(),
                    ),
                    headers=_lines(location, headers),
                ) as response,
            ):
                return _reply(response, location=location, most=most_bytes)
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

    def _addresses(self, location: Location, *, deadline: Deadline) -> list[str]:
        """The addresses of a host that may be reached: all that it has.

        Raises:
            FetchError: it has none, or one that must not be reached.
        """
        found = [_parsed(text) for text in self._looked_up(location.host, deadline=deadline)]
        if not self._private:
            for address in found:
                reason = why_not_public(address)
                if reason is not None:
                    host = location.host
                    named = f"{host} is" if host == str(address) else f"{host} is {address},"
                    raise FetchError(
                        f"{named} {reason}, and nothing is fetched from there",
                        hint="If that is meant, allow it with --allow-private-network",
                    )
        return [str(address) for address in found[:_MOST_ADDRESSES]]

    def _looked_up(self, host: str, *, deadline: Deadline) -> Sequence[str]:
        """The addresses of a host, by the resolver; one that is an address is its own."""
        with suppress(ValueError):
            return (str(ipaddress.ip_address(host)),)
        found: list[Sequence[str]] = []
        failures: list[OSError] = []

        done = threading.Event()

        def look_up() -> None:
            try:
                found.append(self._resolver(host))
            except (OSError, UnicodeError) as error:
                failures.append(error if isinstance(error, OSError) else OSError(str(error)))
            finally:
                done.set()

        # The system's look-up takes its own time, and there is no way to give it a limit.
        threading.Thread(target=look_up, name="name look-up", daemon=True).start()
        with on_stop(done.set):
            done.wait(deadline.left())
        check_stopped()
        if found and found[0]:
            return found[0]
        raise FetchError(
            f"the host {host} is not found"
            if failures or found
            else f"the host {host} could not be looked up in time",
            hint="Check the spelling of the address, and the connection to the network",
            passing=True,
        ) from (failures[0] if failures else None)


def _parsed(text: str) -> Address:
    return ipaddress.ip_address(text)


def _lines(location: Location, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    host = location.site.partition("://")[2]
    every = {"Host": host, **headers, "Connection": "close"}
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in every.items()]


def _reply(response: httpcore.Response, *, location: Location, most: int) -> Reply:
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        headers.setdefault(raw_name.decode("latin-1").lower(), _text(raw_value))
    if response.status not in _WITH_BODY:
        return Reply(response.status, headers)
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise too_large(location.address, most=most)
    body = unpacked(
        _chunks(response),
        encoding=headers.get("content-encoding", ""),
        most=most,
        name=location.address,
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


class _Line:
    """The connection that a request goes by, to be cut off by whoever stops the work."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None

    @contextmanager
    def used(self) -> Iterator[None]:
        with on_stop(self._cut):
            yield

    def opened(self, connection: socket.socket) -> None:
        self._socket = connection
        check_stopped()

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # closed already: nothing is left to do
                # Not SSLSocket's own method, which would change what the reading thread uses.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Stream(httpcore.NetworkStream):
    """A connection whose every step has the time that the deadline leaves, and no more."""

    def __init__(self, stream: httpcore.NetworkStream, *, deadline: Deadline, line: _Line) -> None:
        self._stream = stream
        self._deadline = deadline
        self._line = line
        try:
            line.opened(stream.get_extra_info("socket"))
        except StoppedError:
            stream.close()
            raise

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - httpcore's
        return self._stream.read(max_bytes, _left(self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - likewise
        self._stream.write(buffer, _left(self._deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - likewise
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, httpcore.ConnectTimeout)
        secured = self._stream.start_tls(ssl_context, server_hostname, left)
        return _Stream(secured, deadline=self._deadline, line=self._line)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens a connection to one of the addresses that have been checked."""

    def __init__(
        self, addresses: Callable[[], list[str]], *, deadline: Deadline, line: _Line
    ) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._line = line

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - it is looked up here alone
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's
        local_address: str | None = None,  # noqa: ARG002 - likewise
        socket_options: Any = None,  # noqa: ARG002 - likewise
    ) -> httpcore.NetworkStream:
        found = self._addresses()
        for place, address in enumerate(found, start=1):
            check_stopped()
            # An address that does not answer is not to cost the time of the others.
            share = _left(self._deadline, httpcore.ConnectTimeout)
            if place < len(found):
                share = min(_MOST_FOR_ONE, share / 2)
            try:
                stream = httpcore.SyncBackend().connect_tcp(address, port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(found):
                    raise
            else:
                return _Stream(stream, deadline=self._deadline, line=self._line)
        raise AssertionError("a host that was found has an address")


def _left(deadline: Deadline, late: type[Exception]) -> float:
    left = deadline.left()
    if left <= 0:
        raise late
    return left


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
