"""Connections to addresses that have been checked, and what each of them may take.

A name is looked up once for a connection, every address that it has is judged, and the
connection goes to one of the very addresses that were judged: a name that answers otherwise
the next time (DNS rebinding) is never asked a next time.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any, Final, TypeAlias

import httpcore

from assistant.errors import FetchError, StoppedError
from assistant.fetching.locations import Location
from assistant.language.word_lists import word_lists
from assistant.stopping import check_stopped, on_stop

Address: TypeAlias = IPv4Address | IPv6Address
Resolver: TypeAlias = Callable[[str], Sequence[str]]
"""From a host name to its IP addresses, as text; raises ``OSError`` where it has none."""

_LISTS: Final = word_lists("addresses.toml")
_METADATA: Final = frozenset(map(ipaddress.ip_address, _LISTS.in_order("metadata")))
_SPECIAL_4: Final = tuple(map(IPv4Network, _LISTS.in_order("special_4")))
_GLOBAL_6: Final = IPv6Network("2000::/3")
_SPECIAL_6: Final = tuple(map(IPv6Network, _LISTS.in_order("special_6")))
_MAPPED: Final = IPv6Network("::ffff:0:0/96")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR: Final = IPv6Network("2002::/16")
_ISATAP: Final = frozenset({0x0000_5EFE, 0x0200_5EFE})
_MOST_ADDRESSES: Final = 4
_MOST_FOR_ONE: Final = 5.0


def why_not_public(address: Address) -> str | None:
    """Returns what an address is that is no public one, in words; None for a public one.

    An IPv4 address that stands within an IPv6 one (mapped, translated, tunnelled) is judged
    as well: what is behind it is what would be reached.
    """
    if address in _METADATA:
        return "the address of a cloud's metadata service"
    if isinstance(address, IPv4Address):
        reserved = any(address in network for network in _SPECIAL_4)
    else:
        for within in _embedded(address):
            reason = why_not_public(within)
            if reason is not None:
                return f"a form of {within}, {reason}"
        if address in _MAPPED or address in _NAT64:
            return None
        reserved = address not in _GLOBAL_6 or any(address in network for network in _SPECIAL_6)
    kinds = {
        "an address of this machine itself": address.is_loopback,
        "the unspecified address": address.is_unspecified,
        "a link-local address": address.is_link_local,
        "a multicast address": address.is_multicast,
        "an address of a private network": address.is_private and not address.is_reserved,
        "a reserved address": reserved,
    }
    return next((kind for kind, is_so in kinds.items() if is_so), None)


def _embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    number = int(address)
    if address in _MAPPED or address in _NAT64:
        yield IPv4Address(number & 0xFFFF_FFFF)
    if address in _SIX_TO_FOUR:
        yield IPv4Address(number >> 80 & 0xFFFF_FFFF)
    if number >> 32 & 0xFFFF_FFFF in _ISATAP:
        yield IPv4Address(number & 0xFFFF_FFFF)


def system_resolver(host: str) -> tuple[str, ...]:
    """Returns the addresses that the system knows for a name."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """The time by which a page has to be there."""

    def __init__(self, seconds: float, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Returns seconds left, not negative."""
        return max(0.0, self._end - self._clock())


def addresses_of(
    location: Location, *, resolver: Resolver, allow_private_network: bool, deadline: Deadline
) -> list[str]:
    """Returns the addresses of a host that may be reached: all that it has.

    Raises:
        FetchError: it has none, or one that must not be reached.
    """
    found = [
        ipaddress.ip_address(text)
        for text in _looked_up(location.host, resolver=resolver, deadline=deadline)
    ]
    if not allow_private_network:
        for address in found:
            _refuse_private(address, host=location.host)
    return [str(address) for address in found[:_MOST_ADDRESSES]]


def refuse_private_number(location: Location) -> None:
    """Raises where the host is given as an address that is not public; no name is looked up.

    Raises:
        FetchError: it is.
    """
    try:
        address = ipaddress.ip_address(location.host)
    except ValueError:
        return
    _refuse_private(address, host=location.host)


def _refuse_private(address: Address, *, host: str) -> None:
    reason = why_not_public(address)
    if reason is not None:
        named = f"{host} is" if host == str(address) else f"{host} is {address},"
        raise FetchError(
            f"{named} {reason}, and nothing is fetched from there",
            hint="If that is meant, allow it with --allow-private-network",
        )


def _looked_up(host: str, *, resolver: Resolver, deadline: Deadline) -> Sequence[str]:
    with suppress(ValueError):
        return (str(ipaddress.ip_address(host)),)
    found: list[Sequence[str]] = []
    failures: list[OSError] = []

    done = threading.Event()

    def look_up() -> None:
        try:
            found.append(resolver(host))
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


class OpenConnection:
    """The connection of a request, which stopping the work shuts down."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None

    @contextmanager
    def used(self) -> Iterator[None]:
        """Has a stop of this thread's work shut down the request made in the block."""
        with on_stop(self._cut):
            yield

    def opened(self, connection: socket.socket) -> None:
        """Takes the connection.

        Raises:
            StoppedError: the work was stopped meanwhile, and there was nothing to cut off.
        """
        self._socket = connection
        check_stopped()

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # closed already: nothing is left to do
                # Not SSLSocket's own method, which would change what the reading thread uses.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Stream(httpcore.NetworkStream):
    """A connection whose every step has the time that the deadline leaves, and no more."""

    def __init__(
        self, stream: httpcore.NetworkStream, *, deadline: Deadline, line: OpenConnection
    ) -> None:
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


class CheckedBackend(httpcore.NetworkBackend):
    """Opens a connection to one of the addresses that have been checked."""

    def __init__(
        self, addresses: Callable[[], list[str]], *, deadline: Deadline, line: OpenConnection
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
        """Connects to the first address that answers.

        Raises:
            FetchError: the host has no address, or one that must not be reached.
        """
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
