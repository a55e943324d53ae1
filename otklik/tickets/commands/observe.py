"""Following a ticket."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor
from otklik.people.queries import staff
from otklik.tickets.access import EDIT, require
from otklik.tickets.commands.locking import locked
from otklik.tickets.commands.readers import forget_team, renew_readers
from otklik.tickets.events import OBSERVERS_CHANGED
from otklik.tickets.models import Observer, Ticket


@transaction.atomic
def observe(
    actor: Actor,
    ticket: Ticket,
    *,
    agent_id: int | None = None,
    team_id: int | None = None,
    following: bool = True,
) -> None:
    """Make an employee or a team follow a ticket, or stop. Oneself: always allowed; others: `tickets.edit`.

    One at a time. A team that stops following reads on only where it has held the ticket.
    Writes `ticket.observers_changed`; repeating it changes nothing.
    """
    row = locked(ticket)
    if agent_id != actor.agent_id or agent_id is None:
        require(actor, row, EDIT)
    if not _is_known(agent_id, team_id, following=following):
        raise Invalid({"observer": _("There is no such employee or team.")})
    who_is = {"agent_id": agent_id} if agent_id else {"team_id": team_id or 0}
    found = Observer.objects.filter(ticket=row, **who_is)
    if found.exists() == following:
        return
    if following:
        Observer.objects.create(ticket=row, **who_is)
    else:
        found.delete()
    renew_readers(row)
    if team_id and not agent_id and not following:
        forget_team(row, team_id)
    who = f"agent:{agent_id}" if agent_id else f"team:{team_id}"
    change = Change("observer", None if following else who, who if following else None)
    record(OBSERVERS_CHANGED, actor.ref, Subject("ticket", row.pk, row.pk), changes=[change])


def _is_known(agent_id: int | None, team_id: int | None, *, following: bool) -> bool:
    """An employee or a team there is; who has left or was hidden can stop following, not begin."""
    people = staff()
    if agent_id:
        agent = people.agents.get(agent_id)
        return agent is not None and (agent.is_active or not following)
    team = people.teams.get(team_id or 0)
    return team is not None and not (team.hidden and following)
