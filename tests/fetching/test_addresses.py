"""Which IP addresses may be reached."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.fetching.connections import why_not_public

REFUSED = (
    *("127.0.0.1", "127.255.0.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("0.0.0.0", "0.1.2.3", "100.64.0.1", "169.254.1.1", "192.0.0.8", "198.18.0.1"),  # noqa: S104 - nothing is bound to them
    *("198.51.100.7", "203.0.113.5", "192.0.2.1", "224.0.0.1", "239.255.255.255", "240.0.0.1"),
    *("255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1"),
    *("ff02::1", "2001:db8::1", "2001::1", "100::1", "fec0::1", "4000::1", "5f00::1", "3fff::1"),
)
METADATA = ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192")
PUBLIC = ("93.184.216.34", "8.8.8.8", "151.101.1.140", "2606:2800:220:1::1", "2a00:1450:4001::1")


@pytest.mark.parametrize("text", [*REFUSED, *METADATA])
def test_what_is_not_public_is_refused(text: str) -> None:
    assert why_not_public(ipaddress.ip_address(text)) is not None


@pytest.mark.parametrize("text", METADATA)
def test_metadata_services_are_called_by_their_name(text: str) -> None:
    assert "metadata" in str(why_not_public(ipaddress.ip_address(text)))


@pytest.mark.parametrize("text", PUBLIC)
def test_what_is_public_is_reached(text: str) -> None:
    assert why_not_public(ipaddress.ip_address(text)) is None


def _within(address: ipaddress.IPv4Address) -> dict[str, ipaddress.IPv6Address]:
    number = int(address)
    six = ipaddress.IPv6Address
    return {
        "mapped": six(0xFFFF << 32 | number),
        "compatible": six(number),
        "NAT64": six((0x64_FF9B << 96) | number),
        "6to4": six(0x2002 << 112 | number << 80 | 1),
        "ISATAP": six(int(six("2a00:1450::")) | 0x0200_5EFE << 32 | number),
    }


@given(st.sampled_from([*REFUSED, *METADATA]))
def test_nor_is_it_by_way_of_another_form(text: str) -> None:
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv4Address):
        for name, form in _within(address).items():
            assert why_not_public(form) is not None, name


def test_a_public_address_is_reached_through_a_translator() -> None:
    forms = _within(ipaddress.IPv4Address("93.184.216.34"))
    assert why_not_public(forms["mapped"]) is None
    assert why_not_public(forms["NAT64"]) is None


@given(st.ip_addresses())
def test_every_address_is_judged(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    reason = why_not_public(address)
    if not address.is_global or address.is_multicast:
        assert reason is not None or "ffff:" in str(address) or "64:ff9b:" in str(address)
