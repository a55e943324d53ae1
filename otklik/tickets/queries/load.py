"""How much employees have to do: open tickets in statuses that count (ROUTE-5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count

from otklik.tickets.enums import OPEN_STATES
from otklik.tickets.models import Ticket
from otklik.tickets.queries.workflow import workflow


def counting_statuses() -> list[int]:
    """Statuses whose tickets are somebody's load."""
    known = workflow().statuses.values()
    return [status.pk for status in known if status.counts_as_load and status.state in OPEN_STATES]


def loads_of(agents: Collection[int]) -> Mapping[int, int]:
    """How many open tickets that count each of these employees has. One query over `ticket_mine`."""
    rows = Ticket.objects.filter(
        assignee_id__in=agents, is_open=True, deleted_at=None, status_id__in=counting_statuses()
    )
    return dict(rows.order_by().values_list("assignee_id").annotate(number=Count("pk")))
