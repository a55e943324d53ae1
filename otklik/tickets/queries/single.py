"""Tickets by what names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otklik.core.models import Event
from otklik.core.text import storable
from otklik.people.actor import Actor
from otklik.tickets.access import visible_to
from otklik.tickets.models import Ticket
from otklik.tickets.registered import JustRegistered


@dataclass(frozen=True)
class Parties:
    """Who works on a ticket for whom, as row ids."""

    contact_id: int | None
    company_id: int | None
    team_id: int | None
    assignee_id: int | None


def parties_of(event: Event) -> Parties:
    """Client and holders of the ticket an event belongs to, without the rest of it."""
    if isinstance(event.about, JustRegistered):
        row = event.about.ticket
        return Parties(row.contact_id, row.company_id, row.team_id, row.assignee_id)
    columns = ("contact_id", "company_id", "team_id", "assignee_id")
    return Parties(*Ticket.objects.values_list(*columns).get(pk=event.ticket_id or 0))


def ids_of_numbers(actor: Actor, numbers: Sequence[str]) -> list[int]:
    """Row ids of the tickets with these numbers that the actor may see; others are silently left out."""
    wanted = [storable(number).strip().upper() for number in numbers if number.strip()]
    return list(visible_to(actor).filter(number__in=wanted).values_list("pk", flat=True))
