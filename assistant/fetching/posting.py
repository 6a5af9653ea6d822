"""Posting: a document to an address that a person named, as safely as pages are fetched."""

from __future__ import annotations

import ssl
import time
from typing import Final

from assistant import __version__
from assistant.errors import FetchError
from assistant.fetching.connections import Deadline, Resolver, system_resolver
from assistant.fetching.fetcher import AGENT
from assistant.fetching.locations import locate
from assistant.fetching.transport import Transport

_SECONDS: Final = 30.0
_MOST_BYTES: Final = 64_000
"""Of what the server says, which is not used."""
_TAKEN: Final = range(200, 300)
_HEADERS: Final = {
    "User-Agent": f"{AGENT}/{__version__}",
    "Content-Type": "application/json; charset=utf-8",
    "Accept": "*/*",
}


def post(
    address: str,
    document: bytes,
    *,
    allow_private_network: bool = False,
    resolver: Resolver = system_resolver,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Sends a JSON document to an address, which has to take it; redirects are not followed.

    Args:
        address: an http or https address, without user and password.
        document: what is sent.
        allow_private_network: whether addresses that are not public may be reached.
        resolver: looks names up.
        tls: how the server proves who it is; by default as usual.

    Raises:
        FetchError: the address must not be reached, there is no answer within 30 seconds, or the
            server does not take it.
        StoppedError: whoever asked for the work has stopped it.
    """
    location = locate(address)
    transport = Transport(resolver=resolver, allow_private_network=allow_private_network, tls=tls)
    reply = transport.ask(
        location,
        headers=_HEADERS,
        deadline=Deadline(_SECONDS, clock=time.monotonic),
        most_bytes=_MOST_BYTES,
        beginning=True,
        posted=document,
    )
    if reply.status not in _TAKEN:
        raise FetchError(
            f"{location.site} did not take what was posted ({reply.status})",
            hint="Give the address that takes it itself: redirects are not followed",
        )
