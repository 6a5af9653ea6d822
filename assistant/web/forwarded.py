"""Whom to believe about where a request comes from: the proxies that were named, nobody else."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import UsageError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NEIGHBOURS: Final = 64
"""Bits of an IPv6 address that a subscriber does not choose: the rest is theirs to change."""
FORWARDED: Final = "assistant.forwarded"
"""In a request's scope: whether anybody, believed or not, says to have passed it on."""
_PASSED_ON: Final = (b"forwarded", b"via", b"x-real-ip", b"cf-connecting-ip")
_OTHERS: Final = (b"forwarded", b"x-real-ip", b"x-gradio-server")


def networks(words: Iterable[str]) -> tuple[Network, ...]:
    """The networks that ``ADDRESS`` or ``ADDRESS/bits`` name.

    Raises:
        UsageError: one of them is no address.
    """
    found = []
    for word in words:
        try:
            found.append(ipaddress.ip_network(word.strip(), strict=False))
        except ValueError as error:
            raise UsageError(
                f"{word.strip()!r} is no address of a proxy",
                hint="Write an address, or a network: 10.0.0.5, 10.0.0.0/24, fd00::/64",
            ) from error
    return tuple(found)


def address_in(text: str) -> IPAddress | None:
    """The address that ``text`` is, with a port or without; None for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def origin(host: str) -> str:
    """What the limits count by: an IPv4 address, the /64 of an IPv6 one."""
    address = address_in(host)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _NEIGHBOURS), strict=False))
    return str(address or "")


def is_within(host: str, trusted: Sequence[Network]) -> bool:
    """Whether ``host`` is an address of one of the networks."""
    address = address_in(host)
    return address is not None and any(address in network for network in trusted)


class Forwarded:
    """The middleware: takes a request's client, scheme and host from a proxy that is trusted.

    Behind it there are no forwarded headers any more, whoever sent them: nothing further in
    can believe them by mistake.

    Args:
        app: what is asked.
        trusted: the proxies.
    """

    def __init__(self, app: ASGIApp, *, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] == "http":
            scope = self._understood(scope)
        await self._app(scope, receive, send)

    def _understood(self, scope: Scope) -> Scope:
        forwarded: dict[bytes, list[str]] = {}
        headers: list[tuple[bytes, bytes]] = []
        for name, value in scope["headers"]:
            if name.startswith(b"x-forwarded-") or name in _OTHERS:
                forwarded.setdefault(name, []).extend(value.decode("latin-1").split(","))
            else:
                headers.append((name, value))
        peer = scope["client"] or ("", 0)
        passed_on = any(
            name in _PASSED_ON or name.startswith(b"x-forwarded-") for name, _ in scope["headers"]
        )
        understood = {**scope, "headers": headers, FORWARDED: passed_on}
        if not is_within(peer[0], self._trusted):
            return understood
        understood["client"] = (self._client(peer[0], forwarded.get(b"x-forwarded-for", [])), 0)
        scheme = forwarded.get(b"x-forwarded-proto", [""])[-1].strip().lower()
        if scheme in ("http", "https"):
            understood["scheme"] = scheme
        if host := forwarded.get(b"x-forwarded-host", [""])[-1].strip():
            without = [(name, value) for name, value in headers if name != b"host"]
            understood["headers"] = [*without, (b"host", host.encode("latin-1"))]
        return understood

    def _client(self, peer: str, given: Sequence[str]) -> str:
        """The nearest address that is no proxy's: what stands before it, anybody can write."""
        for text in reversed(given):
            address = address_in(text)
            if address is None:
                break
            peer = str(address)
            if not is_within(peer, self._trusted):
                break
        return peer
