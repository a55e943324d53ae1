"""Where a new ticket goes when nobody chose (ROUTE-3)."""

from __future__ import annotations

from otklik.catalogue.queries import catalogue
from otklik.core.models import Event
from otklik.people.actor import SYSTEM
from otklik.people.queries import staff
from otklik.tickets.commands import assign
from otklik.tickets.queries.single import ticket_of


def route(event: Event) -> None:
    """Send a ticket nobody was chosen for to the service's team, else the mailbox's, else the dispatchers.

    A hidden team gets nothing. A `now` reaction to `ticket.registered`; writes `ticket.assigned` with the
    reason in `data.why`.
    """
    ticket = ticket_of(event)
    if ticket.team_id is not None or ticket.assignee_id is not None:
        return
    known = catalogue()
    service = known.services.get(ticket.service_id or 0)
    account = known.accounts.get(ticket.account_id or 0)
    teams = {team.pk: team for team in staff().open_teams()}
    dispatch = next((team for team in teams.values() if team.is_dispatch), None)
    if service is not None and service.team_id in teams:
        assign(SYSTEM, ticket, agent_id=None, team_id=service.team_id, why=f"service:{service.code}")
    elif account is not None and account.team_id in teams:
        assign(SYSTEM, ticket, agent_id=None, team_id=account.team_id, why=f"account:{account.name}")
    elif dispatch is not None:
        assign(SYSTEM, ticket, agent_id=None, team_id=dispatch.pk, why="dispatch")
