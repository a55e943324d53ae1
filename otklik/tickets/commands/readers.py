"""The one writer of `TicketReader`: who may read a ticket, kept with every change of who works on it."""

from __future__ import annotations

from collections.abc import Iterable

from otklik.core.inserting import insert_all, insert_missing
from otklik.core.models import Event
from otklik.tickets.models import Mention, Observer, Ticket, TicketReader


def first_readers(ticket: Ticket, *, observers: Iterable[Observer] = ()) -> list[TicketReader]:
    """The readers of a ticket just registered; one bulk insert."""
    teams, agents, contacts = _entitled(ticket, list(observers))
    return list(insert_all(_rows(ticket, teams, agents, contacts)))


def renew_readers(ticket: Ticket) -> None:
    """Add who may read now and remove agents who no longer may.

    A team that held the ticket keeps reading (decision 22), so team rows are never removed.
    """
    teams, agents, contacts = _entitled(ticket, list(Observer.objects.filter(ticket=ticket)))
    agents |= set(Mention.objects.filter(message__ticket=ticket).values_list("agent_id", flat=True))
    have = list(TicketReader.objects.filter(ticket=ticket))
    gone = [row.pk for row in have if row.agent_id and row.agent_id not in agents]
    gone += [row.pk for row in have if row.contact_id and row.contact_id not in contacts]
    if gone:
        TicketReader.objects.filter(pk__in=gone).delete()
    new = _rows(
        ticket,
        teams - {row.team_id for row in have},
        agents - {row.agent_id for row in have},
        contacts - {row.contact_id for row in have},
    )
    insert_missing(new)


def admit_holders(ticket: Ticket) -> None:
    """The ticket's team, assignee and client may read; for a change that takes reading from nobody.

    One insert instead of the three reads `renew_readers` needs to know who is to go.
    """
    insert_missing(_rows(ticket, *_entitled(ticket, [])))


def forget_team(ticket: Ticket, team_id: int) -> None:
    """A team no longer follows the ticket: it reads on only if it holds it or once held it."""
    if ticket.team_id == team_id or team_id in _holders(ticket):
        return
    TicketReader.objects.filter(ticket=ticket, team_id=team_id).delete()


def _holders(ticket: Ticket) -> set[object]:
    """Teams the ticket was given to, by its history (the first one stands there as what was changed from)."""
    rows = Event.objects.filter(ticket_id=ticket.pk).exclude(changes=[]).values_list("changes", flat=True)
    changes = (change for row in rows for change in row if change["field"] == "team")
    return {team for change in changes for team in (change["from"], change["to"])}


def _entitled(ticket: Ticket, observers: list[Observer]) -> tuple[set[int], set[int], set[int]]:
    teams = {ticket.team_id, *(row.team_id for row in observers)}
    agents = {ticket.assignee_id, ticket.initiator_agent_id, *(row.agent_id for row in observers)}
    contacts = {ticket.contact_id, ticket.initiator_contact_id}
    return _known(teams), _known(agents), _known(contacts)


def _known(ids: set[int | None]) -> set[int]:
    return {pk for pk in ids if pk is not None}


def _rows(ticket: Ticket, teams: set[int], agents: set[int], contacts: set[int]) -> list[TicketReader]:
    return [
        *(TicketReader(ticket=ticket, team_id=pk) for pk in sorted(teams)),
        *(TicketReader(ticket=ticket, agent_id=pk) for pk in sorted(agents)),
        *(TicketReader(ticket=ticket, contact_id=pk) for pk in sorted(contacts)),
    ]
