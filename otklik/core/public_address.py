"""Whether an address of the internet is nobody's inner network. Pure.

What our server is asked to load must not reach what only our server can reach (server-side request forgery).
Private, loopback, link-local (cloud metadata), carrier and reserved ranges are refused (RFC 6890), and with
them the ways an IPv4 address hides in an IPv6 one: mapped, 6to4, Teredo and NAT64 (RFC 6052).
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_public(address: str) -> bool:
    """True for a plain public unicast address; False for everything else, also for what is no address."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        return _is_plain(found) and _is_open(found)
    return _is_open(found)


def _is_plain(address: IPv6Address) -> bool:
    hidden = address.ipv4_mapped or address.sixtofour or address.teredo
    return hidden is None and not any(address in network for network in _NAT64)


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )
