"""Whether an address means this very machine."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address


def is_loopback(address: str | None) -> bool:
    """`localhost`, an address of 127.0.0.0/8 or ::1 (RFC 6890), in brackets or mapped into IPv6 as well."""
    if not address:
        return False
    if address == "localhost":
        return True
    try:
        found = ip_address(address.strip("[] "))
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback
