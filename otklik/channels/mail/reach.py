"""Where a mail server is and who we are there. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from otklik.channels.mail.enums import Security


@dataclass(frozen=True)
class Reach:
    """A server, a login, and what proves that it is ours: a password, or a token of the provider."""

    host: str
    port: int
    security: Security
    login: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
