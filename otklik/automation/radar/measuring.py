"""Keeping what tickets of teams and types take, so that looking ahead need not look back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from otklik.automation.models import HandlingTime
from otklik.automation.radar.handling import Finished, Known, Typical, measured
from otklik.core import clock
from otklik.people.at_work import working_between
from otklik.tickets.models import Ticket

BACK = timedelta(days=90)
MOST = 20_000
"""The newest closed tickets that are looked at: enough for any median, however busy the house."""


def measure_handling() -> int:
    """Measure anew what tickets closed in the last 90 days took; how many medians are known. A sweep.

    Reads the newest of them over the index of closed tickets; what was merged, or closed without having been
    worked at, is left out.
    """
    now = clock.now()
    closed = Ticket.objects.filter(
        closed_at__gte=now - BACK, deleted_at=None, outcome=None, team__isnull=False,
        assignee__isnull=False, assigned_at__isnull=False, resolved_at__isnull=False,
    )  # fmt: skip
    columns = ("team_id", "type_id", "assignee_id", "assigned_at", "resolved_at")
    rows = closed.order_by("-closed_at", "-id").values_list(*columns)[:MOST]
    found = measured([Finished(*row) for row in rows], working_between)
    fresh = [
        HandlingTime(team_id=team, type_id=kind, median=one.time, cases=one.cases, measured_at=now)
        for (team, kind), one in found.items()
    ]
    with transaction.atomic():
        HandlingTime.objects.all().delete()
        HandlingTime.objects.bulk_create(fresh)
    return len(fresh)


def known_times() -> Known:
    """The medians by (team, type). One query over a small table."""
    return {
        (row.team_id, row.type_id): Typical(row.median, row.cases, row.type_id is not None)
        for row in HandlingTime.objects.all()
    }
