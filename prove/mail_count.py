"""What the proofs of mail coming in count at their end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.db.models import Max, Model

from otklik.channels.mail.intake import retry_unfinished
from otklik.channels.mail.models import InboundRaw
from otklik.core import clock
from otklik.core.models import Job
from otklik.notifications.models import Delivery
from otklik.tickets.models import Ticket


@dataclass
class Report:
    """What was done and what was found. `hurt`: kills by their moment, connections cut, mails refused,
    restarts. `outcomes`: of lines of the ledger, and of letters. `repeats`: letters that reached the server
    more than once, always under one Message-ID. `faults`: what must not be, each of them 0.
    """

    case: str
    engine: str
    hurt: dict[str, int] = field(default_factory=dict)
    mails: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    repeats: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    exact: bool = False


@dataclass(frozen=True)
class Mark:
    """What was there before: the newest line, ticket and letter."""

    line: int
    ticket: int
    letter: int


def mark() -> Mark:
    """Where a proof begins; several may use one database after the other."""
    return Mark(_newest(InboundRaw), _newest(Ticket), _newest(Delivery))


def count(case: str, subjects: Collection[str], hurt: dict[str, int], since: Mark) -> Report:
    """Finish what was left half-way, then count: one ticket for each mail, one outcome for each line."""
    with clock.shifted(timedelta(minutes=5)):
        while retry_unfinished():
            pass
    # What follows from it is five minutes ahead too, and nobody waits for that.
    Job.objects.filter(event_id__isnull=False, run_at__gt=clock.now()).update(run_at=clock.now())
    lines = InboundRaw.objects.filter(pk__gt=since.line)
    outcomes = Counter(lines.values_list("outcome", flat=True))
    tickets = Counter(Ticket.objects.filter(pk__gt=since.ticket).values_list("subject", flat=True))
    wanted = Counter(subjects)
    faults = {
        "lost": (wanted - tickets).total(),
        "doubled": (tickets - wanted).total(),
        "without outcome": outcomes[""],
        "another outcome": outcomes.total() - outcomes["created"] - outcomes["duplicate"] - outcomes[""],
        "outcomes of nothing": abs(outcomes["created"] - len(subjects)),
    }
    report = Report(case, connection.vendor, hurt, len(subjects), dict(outcomes), faults=faults)
    report.exact = not any(faults.values())
    return report


def _newest(model: type[Model]) -> int:
    return model._default_manager.aggregate(newest=Max("pk"))["newest"] or 0
