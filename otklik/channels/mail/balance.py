"""The ledger's sum: every mail has exactly one outcome, so the parts make the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from otklik.channels.mail.access import require_administrator
from otklik.channels.mail.models import InboundRaw
from otklik.core import clock
from otklik.people.actor import Actor


@dataclass(frozen=True)
class Balance:
    """How many mails came in, and what became of how many; under the empty name: still being read."""

    parts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.parts.values())


def balance(actor: Actor, days: int, mailbox: str = "") -> Balance:
    """What became of the mail of the last days, of one mailbox (by its name) or of all. Administrators only.

    One grouped query over the index of the moments of arrival: both sides come from the same rows.
    """
    require_administrator(actor)
    rows = InboundRaw.objects.filter(received_at__gte=clock.now() - timedelta(days=days))
    if mailbox:
        rows = rows.filter(account__name=mailbox)
    found = rows.order_by().values_list("outcome").annotate(number=Count("pk"))
    return Balance(dict(found))
