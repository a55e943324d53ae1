"""Reads about addresses that mails came back from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from otklik.clients.models import Contact
from otklik.core.errors import Denied
from otklik.core.prepared import Prepared, Rows, Whole, filled
from otklik.notifications.models import FailingAddress
from otklik.notifications.reason_words import words_of
from otklik.notifications.reasons import Why
from otklik.people.actor import Actor

_ADDRESS = Whole(FailingAddress)
_FAILING = Prepared(_ADDRESS.row)


@dataclass(frozen=True)
class Failing:
    """An address that mails do not reach: why (`reasons.Why`, and in words), what its server said, how often,
    since when."""

    address: str
    why: str
    words: str
    said: str
    times: int
    first_at: datetime
    last_at: datetime


def failing_among(addresses: Iterable[str]) -> Mapping[str, Failing]:
    """Which of these addresses mails do not reach; the caller shows the addresses themselves. One query."""
    wanted = list(addresses)
    rows = _FAILING.rows(_among, *filled(wanted)) if wanted else ()
    return {row.address: _failing(row) for row in rows}


def _among(*addresses: str) -> Rows:
    return FailingAddress.objects.filter(address__in=addresses).values_list(*_ADDRESS.columns)


def failing_of(actor: Actor, contact: Contact) -> Sequence[Failing]:
    """Those of a contact's own addresses, in their order, for employees (`Denied` for others); the caller has
    decided that they may see the contact."""
    if not (actor.is_agent or actor.is_system):
        raise Denied(_("Employees see which addresses fail."))
    own = [row.email for row in contact.emails.all()]
    found = failing_among(own)
    return [found[address] for address in own if address in found]


def _failing(row: FailingAddress) -> Failing:
    return Failing(
        address=row.address,
        why=row.why,
        words=words_of(Why(row.why)),
        said=row.said,
        times=row.times,
        first_at=row.first_at,
        last_at=row.last_at,
    )
