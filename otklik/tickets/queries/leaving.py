"""What leaves an employee who goes absent, by the settings of their teams."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from otklik.people.absences import require_planning
from otklik.people.actor import Actor
from otklik.people.enums import OnAbsence
from otklik.people.queries import staff
from otklik.tickets.enums import State
from otklik.tickets.models import Ticket


def would_leave(actor: Actor, agent_id: int) -> int:
    """How many tickets would leave an employee now; for who may enter their absence. One indexed query."""
    require_planning(actor, agent_id)
    return leaving(agent_id).count()


def leaving(agent_id: int) -> QuerySet[Ticket]:
    """Open tickets of somebody that leave them while they are away. Over the index `ticket_mine`."""
    mine = Ticket.objects.filter(assignee_id=agent_id, is_open=True, deleted_at=None)
    begun = ~Q(state=State.NEW) & ~Q(status__code="assigned")
    asked = {
        OnAbsence.UNOPENED: Q(opened_at=None) & ~begun,
        OnAbsence.NOT_BEGUN: ~begun,
        OnAbsence.ALL: Q(),
    }
    wanted = Q(pk__in=[])
    for team in staff().teams.values():
        what = OnAbsence(team.on_absence)
        if what is not OnAbsence.KEEP:
            wanted |= Q(team_id=team.pk) & asked[what]
    return mine.filter(wanted)
