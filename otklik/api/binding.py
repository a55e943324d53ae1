"""`/tickets/{number}/sender` and its actions: whose the ticket of an unknown sender is (REG-11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from otklik.api import references
from otklik.api.answers import answer, answer_once
from otklik.api.operations import told
from otklik.api.request import ApiRequest
from otklik.api.schemas.binding import BindIn, BoundTickets, LikelyOut, SenderOut
from otklik.api.schemas.phones import phones_given
from otklik.api.schemas.refs import Named, named
from otklik.api.versions import expected_version
from otklik.clients.commands import ContactSpec
from otklik.clients.sender_queries import likely_clients
from otklik.people.actor import Actor
from otklik.tickets import commands
from otklik.tickets.access import EDIT, require
from otklik.tickets.queries.senders import number_of_same_sender

if TYPE_CHECKING:
    from otklik.tickets.models import Ticket

router = Router(tags=["actions"])


@router.get(
    "/{number}/sender",
    **told(
        _("Who an unknown sender may be"),
        _("Contacts with the same address, phone or name; the company of the mail domain or phone."),
        gives={200: SenderOut},
        refuses=(403, 404),
    ),
)
def read_sender(request: ApiRequest, number: str) -> HttpResponse:
    """`likely_clients` of a ticket the actor may edit."""
    actor = request.auth
    ticket = references.ticket_at(actor, number)
    require(actor, ticket, EDIT)
    return answer(_sender(actor, ticket))


@router.post(
    "/{number}/actions/bind",
    **told(
        _("Bind a ticket to a client"),
        _("Only one without a contact. The sender's other ones, as far as you may edit them, go along."),
        gives={200: BoundTickets},
        refuses=(403, 404, 409, 422),
    ),
)
def bind_ticket(request: ApiRequest, number: str, body: BindIn) -> HttpResponse:
    """`commands.bind`."""
    actor, version = request.auth, expected_version(request, body.version)

    def act() -> BoundTickets:
        ticket = references.ticket_at(actor, number)
        return _numbers(commands.bind(actor, ticket, _binding(actor, body), version=version))

    return answer_once(request, act)


@router.post(
    "/{number}/actions/unbind",
    **told(
        _("Take a binding back"),
        _("Within thirty days, for all tickets that were bound together and are still that client's."),
        gives={200: BoundTickets},
        refuses=(403, 404, 409, 422),
    ),
)
def unbind_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """`commands.unbind`."""
    actor = request.auth

    def act() -> BoundTickets:
        return _numbers(commands.unbind(actor, references.ticket_at(actor, number)))

    return answer_once(request, act)


def _binding(actor: Actor, body: BindIn) -> commands.Binding:
    new, company = body.new, references.company(actor, body.company)
    if new is None:
        contact = references.contact(actor, body.contact)
        return commands.Binding(contact=contact, company=company, keep=body.keep, along=body.along)
    spec = ContactSpec(name=new.name, emails=new.emails, phones=phones_given(new.phones), company=company)
    return commands.Binding(new=spec, along=body.along)


def _sender(actor: Actor, ticket: Ticket) -> SenderOut:
    if ticket.contact_id is not None:
        return SenderOut(name=ticket.contact_name, email=ticket.contact_email, phone=ticket.contact_phone)
    guess = likely_clients(
        actor, email=ticket.contact_email, number=ticket.contact_phone, name=ticket.contact_name
    )
    return SenderOut(
        name=ticket.contact_name,
        email=ticket.contact_email,
        phone=ticket.contact_phone,
        contacts=[
            LikelyOut(contact=Named(uid=one.contact.uid, name=one.contact.name), why=str(one.why))
            for one in guess.contacts
        ],
        company=named(guess.company.uid, guess.company.name) if guess.company else None,
        along=number_of_same_sender(actor, ticket),
    )


def _numbers(tickets: Sequence[Ticket]) -> BoundTickets:
    return BoundTickets(numbers=[ticket.number for ticket in tickets])
