"""Addresses an administrator or a letter names, asked without reaching what only our server can reach.

The name is resolved once, all its addresses are looked at, and the connection goes to one of them: a name
that answers otherwise the second time gains nothing. Whoever asks follows redirections by the same
rules.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from otklik.core.public_address import is_public

PORTS = {"http": 80, "https": 443}


class NotReached(Exception):
    """The address cannot, or must not, be asked; the text says why, for logs."""


class NotAllowed(NotReached):
    """It must not be asked, today or tomorrow."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """Where to connect, and the name to ask for there: `Host` and the certificate are for `host`."""

    url: str
    host: str


def pinned(address: str, *, any_port: bool = False) -> Pinned:
    """The address with its name replaced by one of its public addresses. Raises `NotReached`."""
    parts, port = checked(address, any_port=any_port)
    host = parts.hostname or ""
    there = _public_address(host, port)
    literal = f"[{there}]" if ":" in there else there
    return Pinned(parts._replace(netloc=f"{literal}:{port}", fragment="").geturl(), host)


def checked(address: str, *, any_port: bool = False) -> tuple[SplitResult, int]:
    """The address in its parts, with its port: http or https without a login, at their own ports unless
    `any_port`. Raises `NotReached`."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise NotAllowed("no address") from error
    is_usual = port == PORTS.get(parts.scheme) or (any_port and parts.scheme in PORTS)
    if not is_usual or not parts.hostname or parts.username is not None:
        raise NotAllowed("another scheme, port or login than is allowed")
    return parts, port


def _public_address(host: str, port: int) -> str:
    """One of the host's addresses, when every one of them is public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReached(f"{host} is not found") from error
    addresses = [str(place[0]) for *_others, place in found]
    if not addresses or not all(map(is_public, addresses)):
        raise NotAllowed(f"{host} is not public")
    return addresses[0]
