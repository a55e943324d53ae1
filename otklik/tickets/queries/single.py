"""Tickets by what names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from otklik.core.actors import Via
from otklik.core.holding import held_row
from otklik.core.models import Event
from otklik.core.prepared import Joined, Prepared, Rows
from otklik.core.text import storable
from otklik.people.actor import Actor
from otklik.tickets.access import visible_to
from otklik.tickets.enums import AuthorKind, CarriedAs
from otklik.tickets.models import Carried, Message, Ticket
from otklik.tickets.registered import JustRegistered

_WITH_BODY = Joined(Message, "body")
_FIRST = Prepared(_WITH_BODY.row)


@dataclass(frozen=True)
class Parties:
    """Who works on a ticket for whom, as row ids."""

    contact_id: int | None
    company_id: int | None
    team_id: int | None
    assignee_id: int | None


def parties_of(event: Event) -> Parties:
    """Client and holders of the ticket an event belongs to, without the rest of it."""
    row = event.about.ticket if isinstance(event.about, JustRegistered) else None
    row = row or held_row(Ticket, event.ticket_id or 0)
    if row is not None:
        return Parties(row.contact_id, row.company_id, row.team_id, row.assignee_id)
    columns = ("contact_id", "company_id", "team_id", "assignee_id")
    return Parties(*Ticket.objects.values_list(*columns).get(pk=event.ticket_id or 0))


def newest_by_mail(actor: Actor) -> Ticket | None:
    """The newest ticket that came by mail, of those the actor may see."""
    return visible_to(actor).filter(via=Via.MAIL).order_by("-pk").first()


def first_message(ticket_id: int) -> Message:
    """What the ticket began with, body and all: every ticket begins with one. The caller has decided who may
    see it."""
    found = _FIRST.rows(_first, ticket_id)
    return found[0] if found else _first_carried(ticket_id)


def _first_carried(ticket_id: int) -> Message:
    """Of a merged ticket, whose messages stand in another one now."""
    carried = Carried.objects.filter(source=ticket_id, kind=CarriedAs.MOVED).order_by("message_id")
    return carried.select_related("message__body")[:1].get().message


def _first(ticket_id: int) -> Rows:
    said = Message.objects.filter(ticket_id=ticket_id).order_by("id")
    return said.values_list(*_WITH_BODY.columns)[:1]


def public_answers(actor: Actor, number: str) -> list[int]:
    """Row ids of the staff's public messages in a ticket the actor may see, in their order."""
    said = Message.objects.filter(ticket__in=visible_to(actor).filter(number=number), public=True)
    return list(said.filter(author_kind=AuthorKind.AGENT).order_by("pk").values_list("pk", flat=True))


def messages_with(ticket: Ticket, ids: Sequence[int]) -> list[Message]:
    """Messages of a ticket the caller was given, for a command that checks them; others are left out."""
    return list(Message.objects.filter(ticket=ticket, pk__in=ids))


def ids_of_numbers(actor: Actor, numbers: Sequence[str]) -> list[int]:
    """Row ids of the tickets with these numbers that the actor may see; others are silently left out."""
    wanted = [storable(number).strip().upper() for number in numbers if number.strip()]
    return list(visible_to(actor).filter(number__in=wanted).values_list("pk", flat=True))


def tickets_numbered(actor: Actor, numbers: Sequence[str]) -> list[Ticket]:
    """The tickets with these numbers that the actor may see, in the order of their registration."""
    return list(visible_to(actor).filter(pk__in=ids_of_numbers(actor, numbers)).order_by("pk"))
