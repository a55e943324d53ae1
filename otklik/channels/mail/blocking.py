"""Whether an address is among blocked addresses and domains. Pure."""

from __future__ import annotations

from collections.abc import Container


def is_among(address: str, blocked: Container[str]) -> bool:
    """The address itself, its domain, or a domain above that one."""
    domain = address.rpartition("@")[2]
    return address in blocked or any(above in blocked for above in domains_of(domain))


def domains_of(domain: str) -> list[str]:
    """`a.b.c` → `a.b.c`, `b.c`; never a top-level domain alone."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
