"""Finding a mailbox's servers by its address, so that a newcomer types an address and a password.

In this order, each step only where the one before it found nothing: the table of providers; where the
domain's mail goes (MX); the domain's own word (SRV records of RFC 6186, autoconfig files); hosts of the usual
names that answer. All of it is bounded: some seconds together, also on a machine without a way out.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

import dns.exception
import dns.resolver
import httpx
from django.utils.translation import gettext as _

from otklik.channels.mail import autoconfig
from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.enums import Protocol, Security
from otklik.channels.mail.providers import Endpoint, Provider, by_domain, by_exchanger
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.people.actor import Actor

SECONDS = 3.0
T = TypeVar("T")
R = TypeVar("R")
_IMAP_GUESSES = ("imap.{}", "mail.{}", "{}")
_POP3_GUESSES = ("pop.{}", "pop3.{}", "mail.{}")
_SMTP_GUESSES = ("smtp.{}", "mail.{}", "{}")
_PORTS = {
    "imap": ((993, Security.SSL), (143, Security.STARTTLS)),
    "pop3": ((995, Security.SSL), (110, Security.STARTTLS)),
    "smtp": ((465, Security.SSL), (587, Security.STARTTLS)),
}


@dataclass(frozen=True)
class Discovery:
    """What was found. `found_by`: provider, exchanger, records, autoconfig, guess, nothing."""

    found_by: str
    provider: str = ""
    incoming: Endpoint | None = None
    outgoing: Endpoint | None = None
    login: str = ""
    remedy: str = ""


def discover(actor: Actor, address: str) -> Discovery:
    """The servers of an address, as far as they can be found. Administrators only.

    `Invalid` for what is no address.
    """
    require_administrator(actor)
    wanted = text.email_key(address)
    if not wanted:
        raise Invalid({"address": _("Enter a mail address such as support@example.com.")})
    domain = wanted.rpartition("@")[2]
    provider = by_domain(domain)
    if provider is not None:
        return _of_provider(provider, wanted, "provider")
    for step in (_by_exchanger, _by_records, _by_autoconfig, _by_guessing):
        found = step(wanted, domain)
        if found is not None:
            return found
    return Discovery(
        "nothing",
        login=wanted,
        remedy=_(
            "Ask whoever runs the mail of %(domain)s for the server, the port and the protection (SSL/TLS or"
            " STARTTLS) of incoming mail (IMAP) and of outgoing mail (SMTP)."
        )
        % {"domain": domain},
    )


def remedy_for(needs: str) -> str:
    """What a provider's own settings want before a program may sign in."""
    known: dict[str, Callable[[], str]] = {
        "app-password": lambda: _(
            "Switch access by IMAP on in the mailbox's settings and make a password for programs there;"
            " the ordinary one is not accepted."
        ),
        "imap-on": lambda: _("Switch access by mail programs on in the mailbox's settings."),
        "oauth": lambda: _(
            "Microsoft wants a person to sign in instead of a password: register Otklik under Sign-in at"
            " providers, add this mailbox without a password and press “Sign in with …” on its page."
        ),
    }
    return known[needs]() if needs in known else ""


def _of_provider(provider: Provider, address: str, found_by: str) -> Discovery:
    return Discovery(
        found_by, provider.name, provider.incoming, provider.outgoing, address, remedy_for(provider.needs)
    )


def _by_exchanger(address: str, domain: str) -> Discovery | None:
    for name in _resolved(domain, "MX"):
        provider = by_exchanger(name.split()[-1])
        if provider is not None:
            return _of_provider(provider, address, "exchanger")
    return None


def _by_records(address: str, domain: str) -> Discovery | None:
    """SRV: `priority weight port target`; a target of "." means "not here" (RFC 6186, section 3.4)."""
    incoming = _service(domain, (("_imaps._tcp", Security.SSL), ("_imap._tcp", Security.STARTTLS))) or _pop3(
        _service(domain, (("_pop3s._tcp", Security.SSL), ("_pop3._tcp", Security.STARTTLS)))
    )
    if incoming is None:
        return None
    outgoing = _service(
        domain, (("_submissions._tcp", Security.SSL), ("_submission._tcp", Security.STARTTLS))
    )
    return Discovery("records", "", incoming, outgoing, address)


def _service(domain: str, services: Iterable[tuple[str, Security]]) -> Endpoint | None:
    for service, security in services:
        records = sorted(record.split() for record in _resolved(f"{service}.{domain}", "SRV"))
        for _priority, _weight, port, target in records:
            if target != ".":
                return Endpoint(target.rstrip("."), int(port), security)
    return None


def _by_autoconfig(address: str, domain: str) -> Discovery | None:
    addresses = (
        f"https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={address}",
        f"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
    )
    for document in _at_once(_downloaded, addresses):
        found = autoconfig.read(document, address) if document else None
        if found is not None:
            return Discovery("autoconfig", "", found.incoming, found.outgoing, found.login)
    return None


def _by_guessing(address: str, domain: str) -> Discovery | None:
    incoming = _first_answering([guess.format(domain) for guess in _IMAP_GUESSES], "imap") or _pop3(
        _first_answering([guess.format(domain) for guess in _POP3_GUESSES], "pop3")
    )
    if incoming is None:
        return None
    outgoing = _first_answering([guess.format(domain) for guess in _SMTP_GUESSES], "smtp")
    return Discovery("guess", "", incoming, outgoing, address)


def _pop3(place: Endpoint | None) -> Endpoint | None:
    """The same place, spoken to by POP3; asked for where there is no IMAP."""
    return replace(place, protocol=Protocol.POP3) if place else None


def _first_answering(hosts: Sequence[str], kind: str) -> Endpoint | None:
    places = [Endpoint(host, port, security) for host in hosts for port, security in _PORTS[kind]]
    for place, answers in zip(places, _at_once(_answers, places), strict=True):
        if answers:
            return place
    return None


def _answers(place: Endpoint) -> bool:
    try:
        with socket.create_connection((place.host, place.port), timeout=SECONDS):
            return True
    except OSError:
        return False


def _downloaded(address: str) -> str:
    asking = httpx.stream("GET", address, timeout=SECONDS, follow_redirects=True)
    with suppress(httpx.HTTPError, UnicodeError), asking as answer:
        if answer.status_code == httpx.codes.OK:
            return _bounded(answer.iter_bytes())
    return ""


def _bounded(pieces: Iterable[bytes]) -> str:
    body = b""
    for piece in pieces:
        body += piece
        if len(body) > autoconfig.LONGEST:
            return ""
    return body.decode("utf-8", "replace")


def _resolved(name: str, kind: str) -> list[str]:
    """DNS records as text; none where there are none or this machine cannot ask."""
    resolver = dns.resolver.Resolver()
    try:
        answer = resolver.resolve(name, kind, lifetime=SECONDS)
    except (dns.exception.DNSException, OSError):
        return []
    return [record.to_text() for record in answer]


def _at_once(ask: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """Several questions at the same moment, the answers in their order."""
    with ThreadPoolExecutor(max_workers=len(things)) as pool:
        return list(pool.map(ask, things))
