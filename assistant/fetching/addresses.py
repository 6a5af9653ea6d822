"""Which IP addresses may be reached: public ones, and no way round to others."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final, TypeAlias

from assistant.language.word_lists import word_lists

Address: TypeAlias = IPv4Address | IPv6Address

_LISTS: Final = word_lists("addresses.toml")
_METADATA: Final = frozenset(map(ipaddress.ip_address, _LISTS.in_order("metadata")))
_SPECIAL_4: Final = tuple(map(IPv4Network, _LISTS.in_order("special_4")))
_GLOBAL_6: Final = IPv6Network("2000::/3")
_SPECIAL_6: Final = tuple(map(IPv6Network, _LISTS.in_order("special_6")))
_MAPPED: Final = IPv6Network("::ffff:0:0/96")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR: Final = IPv6Network("2002::/16")
_ISATAP: Final = frozenset({0x0000_5EFE, 0x0200_5EFE})


def why_not_public(address: Address) -> str | None:
    """What an address is that is no public one, in words; None for a public one.

    An IPv4 address that stands within an IPv6 one (mapped, translated, tunnelled) is judged
    as well: what is behind it is what would be reached.
    """
    if address in _METADATA:
        return "the address of a cloud's metadata service"
    if isinstance(address, IPv4Address):
        return _named(address) or _reserved(any(address in network for network in _SPECIAL_4))
    for within in _embedded(address):
        reason = why_not_public(within)
        if reason is not None:
            return f"a form of {within}, {reason}"
    if address in _MAPPED or address in _NAT64:
        return None
    special = address not in _GLOBAL_6 or any(address in network for network in _SPECIAL_6)
    return _named(address) or _reserved(special)


def _reserved(special: bool) -> str | None:  # noqa: FBT001 - one question
    return "a reserved address" if special else None


def _named(address: Address) -> str | None:
    """The kinds of address that people have a word for."""
    if address.is_loopback:
        return "an address of this machine itself"
    if address.is_unspecified:
        return "the unspecified address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    private = address.is_private and not address.is_reserved
    return "an address of a private network" if private else None


def _embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that stand within an IPv6 address."""
    number = int(address)
    if address in _MAPPED or address in _NAT64:
        yield IPv4Address(number & 0xFFFF_FFFF)
    if address in _SIX_TO_FOUR:
        yield IPv4Address(number >> 80 & 0xFFFF_FFFF)
    if number >> 32 & 0xFFFF_FFFF in _ISATAP:
        yield IPv4Address(number & 0xFFFF_FFFF)
