"""Reading the file by which a domain says where its mail servers are. Pure.

Format: https://www.bucksch.org/1/projects/thunderbird/autoconfiguration/ (config version 1.1). It is read by
the forgiving parser of the standard library, which expands no entities: a stranger wrote the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from otklik.channels.mail.enums import Protocol, Security
from otklik.channels.mail.providers import Endpoint

LONGEST = 100_000
_SECURITY = {"SSL": Security.SSL, "STARTTLS": Security.STARTTLS}


@dataclass(frozen=True)
class Configured:
    """What the file says; `login` is a pattern with the placeholders of the address filled in."""

    incoming: Endpoint
    outgoing: Endpoint | None
    login: str


def read(document: str, address: str) -> Configured | None:
    """The servers named for an address, IMAP before POP3; None for a file that names no encrypted one."""
    if len(document) > LONGEST:
        return None
    found = _Servers()
    found.feed(document)
    found.close()
    incoming, outgoing = found.first("imap") or found.first("pop3"), found.first("smtp")
    if incoming is None:
        return None
    login = _filled(found.login_at(incoming) or "%EMAILADDRESS%", address)
    return Configured(incoming, outgoing, login)


class _Servers(HTMLParser):
    """Collects `incomingServer` and `outgoingServer`: kind and the words of the elements inside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._servers: list[dict[str, str]] = []
        self._element = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Tags come in small letters."""
        if tag in ("incomingserver", "outgoingserver"):
            self._servers.append({"type": dict(attrs).get("type") or ""})
        self._element = tag

    def handle_endtag(self, tag: str) -> None:
        """Between elements there is nothing to read."""
        if tag == self._element:
            self._element = ""

    def handle_data(self, data: str) -> None:
        """The first words of each element count."""
        if self._servers and self._element and data.strip():
            self._servers[-1].setdefault(self._element, data.strip())

    def first(self, kind: str) -> Endpoint | None:
        """The first encrypted server of a kind."""
        places = (_place(server) for server in self._servers if server["type"] == kind)
        return next((place for place in places if place), None)

    def login_at(self, place: Endpoint) -> str:
        """The pattern of the login there."""
        return next((server.get("username", "") for server in self._servers if _place(server) == place), "")


def _place(server: dict[str, str]) -> Endpoint | None:
    security = _SECURITY.get(server.get("sockettype", "").upper())
    host, port = server.get("hostname", ""), server.get("port", "")
    protocol = Protocol.POP3 if server["type"] == "pop3" else Protocol.IMAP
    known = security and host and port.isdecimal()
    return Endpoint(host, int(port), security, protocol) if security and known else None


def _filled(pattern: str, address: str) -> str:
    local, _at, domain = address.rpartition("@")
    known = {"%EMAILADDRESS%": address, "%EMAILLOCALPART%": local, "%EMAILDOMAIN%": domain}
    for name, value in known.items():
        pattern = pattern.replace(name, value)
    return pattern
