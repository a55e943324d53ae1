"""Logins of the demo data: their password is printed, so they are good on this machine only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from django.conf import settings as django_settings
from django.db import transaction

from otklik.core.actors import ActorRef
from otklik.core.loopback import is_loopback
from otklik.organisation import settings
from otklik.organisation.commands import change_setting

DEMO_LOGINS: settings.Declared[list[str]] = settings.declare(
    "people.demo_logins", [], "Logins made by the demo data; refused from anywhere but this machine."
)


@transaction.atomic
def mark_demo(by: ActorRef, logins: Sequence[str]) -> None:
    """Say which logins are the demo's, all lower-case. Writes `setting.changed`."""
    change_setting(by, DEMO_LOGINS.key, sorted(logins))


def is_installed() -> bool:
    """Whether the demo data was written into this installation."""
    return bool(DEMO_LOGINS.get())


def logins() -> Sequence[str]:
    """The demo's logins; none where the demo data was never written."""
    return DEMO_LOGINS.get()


def is_refused(login: str, addresses: Iterable[str]) -> bool:
    """Whether this login must be refused: one of the demo's, and not asked for on this machine.

    `addresses` are the peer's and every one a proxy forwarded (`X-Forwarded-For`, `Forwarded`): each must be
    a loopback one. An installation whose base address is elsewhere is open to others, so there the demo's
    logins are refused whatever the addresses say (a proxy on this machine may hide where people come from).
    """
    if login.strip().lower() not in DEMO_LOGINS.get():
        return False
    return not (
        is_loopback(urlsplit(django_settings.OTKLIK_BASE_URL).hostname) and all(map(is_loopback, addresses))
    )
