"""What every proof of mail counts at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection

from otklik.channels.mail.intake import retry_unfinished
from otklik.channels.mail.models import InboundRaw
from otklik.core import clock
from otklik.tickets.models import Ticket


@dataclass
class Report:
    """What was done and what was found. `hurt`: kills by their moment, connections cut, mails refused."""

    case: str
    engine: str
    hurt: dict[str, int] = field(default_factory=dict)
    mails: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    exact: bool = False


def count(case: str, subjects: Collection[str], hurt: dict[str, int]) -> Report:
    """Finish what was left half-way, then count: one ticket for each mail, one outcome for each line."""
    with clock.shifted(timedelta(minutes=5)):
        while retry_unfinished():
            pass
    outcomes = Counter(InboundRaw.objects.values_list("outcome", flat=True))
    tickets = Counter(Ticket.objects.values_list("subject", flat=True))
    exact = (
        tickets == Counter(subjects)
        and outcomes["created"] == len(subjects)
        and outcomes.total() == outcomes["created"] + outcomes["duplicate"]
    )
    return Report(case, connection.vendor, hurt, len(subjects), dict(outcomes), exact)
