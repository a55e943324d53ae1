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
from otklik.tickets.commands.readers import renew_readers
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

    Writes `ticket.observers_changed`; repeating it changes nothing.
    """
    row = locked(ticket)
    if agent_id != actor.agent_id or agent_id is None:
        require(actor, row, EDIT)
    people = staff()
    known = (agent_id in people.agents) if agent_id else (team_id in people.teams)
    if not known:
        raise Invalid({"observer": _("There is no such employee or team.")})
    who_is = {"agent_id": agent_id} if agent_id else {"team_id": team_id or 0}
    found = Observer.objects.filter(ticket=row, **who_is)
    if found.exists() == following:
        return
    if following:
        Observer.objects.create(ticket=row, agent_id=agent_id, team_id=team_id)
    else:
        found.delete()
    renew_readers(row)
    who = f"agent:{agent_id}" if agent_id else f"team:{team_id}"
    change = Change("observer", None if following else who, who if following else None)
    record(OBSERVERS_CHANGED, actor.ref, Subject("ticket", row.pk, row.pk), changes=[change])
