"""An employee leaves: their open tickets go to somebody else in the same step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.models import Contact
from otklik.core.circumstances import batch
from otklik.core.errors import Invalid
from otklik.people.actor import Actor
from otklik.people.agent_shape import AGENT
from otklik.people.commands import change_set_up, hide_set_up
from otklik.people.commands.accounts import switch_account
from otklik.people.commands.configure import require_setting_up
from otklik.people.models import Agent
from otklik.people.queries import staff
from otklik.people.rights import EVERYTHING
from otklik.people.shapes import TEAM
from otklik.tickets.commands.assign import assign
from otklik.tickets.commands.locking import lock_all
from otklik.tickets.models import Ticket


@dataclass(frozen=True)
class Heir:
    """Who gets the tickets: an employee, or a team without anybody in it chosen."""

    agent_id: int | None = None
    team_id: int | None = None


@transaction.atomic
def deactivate_agent(actor: Actor, agent: Agent, heir: Heir | None = None) -> int:
    """Switch an employee off and hand their open tickets over; how many were handed over.

    Needs `administer`. They can no longer sign in, are offered nowhere, lead no team; what they wrote stays.
    `Invalid({"heir": …})` when tickets are open and nobody is named, or who is named works here no longer.
    Writes `ticket.assigned` for each ticket, then `team.changed` and `agent.changed`, all in one batch.
    """
    require_setting_up(actor, AGENT)
    of_theirs = Ticket.objects.filter(assignee=agent, is_open=True, deleted_at=None)
    lock_all(of_theirs.values_list("pk", flat=True))
    tickets = list(of_theirs.order_by("pk"))
    if tickets:
        _check(agent, heir)
    to = heir or Heir()
    # Whoever may switch an employee off may pass the work on, whatever else their role says about tickets.
    able = replace(actor, rights=actor.rights | {EVERYTHING})
    with batch():
        for ticket in tickets:
            # An employee keeps the ticket's team when they are in it, else brings their own.
            assign(able, ticket, agent_id=to.agent_id, team_id=to.team_id, why=_("handed over"))
        for team in agent.leads.filter(hidden=False):
            change_set_up(actor, TEAM, team, {"lead": None})
        hide_set_up(actor, AGENT, agent)
        if not Contact.objects.filter(user=agent.user_id, hidden=False).exists():
            switch_account(actor.ref, agent.user, is_active=False)
    return len(tickets)


@transaction.atomic
def activate_agent(actor: Actor, agent: Agent) -> None:
    """Switch an employee on again: they may sign in and are offered. Needs `administer`. Writes
    `agent.changed`."""
    require_setting_up(actor, AGENT)
    switch_account(actor.ref, agent.user, is_active=True)
    hide_set_up(actor, AGENT, agent, hidden=False)


def _check(agent: Agent, heir: Heir | None) -> None:
    people = staff()
    if heir is None or (heir.agent_id is None and heir.team_id is None):
        raise Invalid({"heir": _("Choose who gets the open tickets.")})
    chosen = people.agents.get(heir.agent_id or 0)
    if heir.agent_id is not None and (chosen is None or not chosen.is_active or chosen.id == agent.pk):
        raise Invalid({"heir": _("Choose an employee who works here.")})
    team = people.teams.get(heir.team_id or 0)
    if heir.team_id is not None and (team is None or team.hidden):
        raise Invalid({"heir": _("Choose a team that is in use.")})
