"""The one writer of `TicketReader`: who may read a ticket, kept with every change of who works on it."""

from __future__ import annotations

from collections.abc import Iterable

from otklik.core.holding import write_held
from otklik.core.inserting import insert_missing, insert_soon, rewrite
from otklik.core.models import Event
from otklik.core.prepared import Prepared, Rows, Whole
from otklik.tickets.models import Mention, Observer, Ticket, TicketReader
from otklik.tickets.queries.joinable import contacts_joined

_WHOLE = Whole(Observer)
_FOLLOWING = Prepared(_WHOLE.row)


def first_readers(ticket: Ticket, *, observers: Iterable[Observer] = ()) -> list[TicketReader]:
    """The readers of a ticket just registered; one bulk insert."""
    teams, agents, contacts = _entitled(ticket, list(observers))
    rows = _rows(ticket, teams, agents, contacts)
    insert_soon(rows)
    return rows


def first_readers_again(
    ticket: Ticket, have: Iterable[TicketReader], observers: Iterable[Observer]
) -> list[TicketReader]:
    """The readers of a ticket whose registration goes on, after its holders or observers were changed.

    Who was to hold it for a moment has never held it and reads nothing; the rows as they are now.
    """
    teams, agents, contacts = _entitled(ticket, list(observers))
    wanted = {"team": teams, "agent": agents, "contact": contacts}
    kept, gone = [], []
    for row in have:
        kind, pk = _reads_as(row)
        if pk in wanted[kind]:
            wanted[kind].discard(pk)
            kept.append(row)
        else:
            gone.append(row)
    new = _rows(ticket, teams, agents, contacts)
    for row, other in zip(gone, new, strict=False):
        row.team_id, row.agent_id, row.contact_id = other.team_id, other.agent_id, other.contact_id
        rewrite(row, ("team", "agent", "contact"))
    if gone[len(new) :]:
        write_held()
        TicketReader.objects.filter(pk__in=[row.pk for row in gone[len(new) :]]).delete()
    added = new[len(gone) :]
    insert_soon(added)
    return [*kept, *gone[: len(new)], *added]


def observers_of(ticket: Ticket) -> list[Observer]:
    """Who follows a ticket: one question."""
    return _FOLLOWING.rows(_observing, ticket.pk)


def _observing(ticket_id: int) -> Rows:
    return Observer.objects.filter(ticket=ticket_id).values_list(*_WHOLE.columns)


def renew_readers(ticket: Ticket) -> None:
    """Add who may read now and remove agents who no longer may.

    A team that held the ticket keeps reading (decision 22), so team rows are never removed.
    """
    teams, agents, contacts = _entitled(ticket, observers_of(ticket))
    contacts |= contacts_joined([ticket.pk]).get(ticket.pk, frozenset())
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


def _reads_as(row: TicketReader) -> tuple[str, int]:
    named = (("team", row.team_id), ("agent", row.agent_id), ("contact", row.contact_id))
    return next((kind, pk) for kind, pk in named if pk is not None)


def _known(ids: set[int | None]) -> set[int]:
    return {pk for pk in ids if pk is not None}


def _rows(ticket: Ticket, teams: set[int], agents: set[int], contacts: set[int]) -> list[TicketReader]:
    return [
        *(TicketReader(ticket=ticket, team_id=pk) for pk in sorted(teams)),
        *(TicketReader(ticket=ticket, agent_id=pk) for pk in sorted(agents)),
        *(TicketReader(ticket=ticket, contact_id=pk) for pk in sorted(contacts)),
    ]
