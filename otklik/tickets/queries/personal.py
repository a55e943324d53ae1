"""Whoever comes by a personal link: the signed claim of a letter turned into an actor of one ticket."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _

from otklik.clients.acting import actor_of_contact
from otklik.clients.models import Contact
from otklik.core import text
from otklik.core.actors import ActorKind, Via
from otklik.core.errors import NotFound
from otklik.core.signing import Claim
from otklik.organisation import settings
from otklik.people.actor import Actor
from otklik.tickets.access import not_internal, visible_to
from otklik.tickets.models import Ticket, TicketNumber
from otklik.tickets.queries.joinable import survivor_of


def holder_of_link(claim: Claim, via: Via = Via.LINK) -> tuple[Actor, Ticket]:
    """Who holds a link about a ticket (object: the ticket, holder: the contact, 0: just an address), and it.

    The actor sees and does nothing beyond that ticket, not even as a contact who might see the company's; the
    link to a merged one leads to where its messages are, which was found safe or confirmed then.
    `NotFound` when the ticket is gone, internal, or no longer the contact's to see.
    """
    actor = _contact(claim, via) if claim.holder_id else _sender(claim, via)
    ticket = visible_to(actor).filter(pk=claim.object_id).first()
    if ticket is None:
        raise NotFound(_("There is no such request any more, or it is not open to you."))
    if ticket.merged_into_id is not None:
        ticket = survivor_of(ticket)
        actor = replace(actor, only_ticket=ticket.pk)
    if actor.is_contact:
        return actor, ticket
    language = ticket.language or actor.language
    return replace(actor, name=ticket.contact_name, email=ticket.contact_email, language=language), ticket


def whole_number(typed: str) -> str:
    """A request's number as it is written on it, of what somebody typed: digits alone get the prefix."""
    number = text.storable(typed).strip().upper()
    return settings.NUMBER_PREFIX.get() + number if number.isdecimal() else number


def looked_up(number: str, email: str) -> Ticket | None:
    """The request with this number (or an alias) that belongs to this address: registered with it, or for a
    contact who has it. None for a wrong pair, for a contact out of use, and for what clients never see.

    For a letter to that address, never for an answer to whoever asked.
    """
    address, wanted = text.email_key(email), text.storable(number).strip().upper()
    if not address or not wanted:
        return None
    ways = {wanted, whole_number(number)}
    aliases = TicketNumber.objects.filter(number__in=ways).values("ticket_id")
    anybody = Q(contact_email=address) | Q(contact__emails__email=address)
    in_use = Q(contact=None) | Q(contact__hidden=False)
    found = Ticket.objects.filter(Q(number__in=ways) | Q(pk__in=aliases), anybody, in_use, deleted_at=None)
    return not_internal(found).order_by("pk").first()


def _contact(claim: Claim, via: Via) -> Actor:
    contact = Contact.objects.select_related("user").filter(pk=claim.holder_id, hidden=False).first()
    if contact is None:
        raise NotFound(_("There is no such request any more, or it is not open to you."))
    whole = actor_of_contact(contact, via)
    return replace(whole, only_ticket=claim.object_id)


def _sender(claim: Claim, via: Via) -> Actor:
    return Actor(
        ActorKind.SENDER,
        via,
        only_ticket=claim.object_id,
        language=settings.LANGUAGE.get(),
        time_zone=settings.TIME_ZONE.get(),
    )
