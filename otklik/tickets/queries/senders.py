"""The tickets of one unknown sender."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from otklik.people.actor import Actor
from otklik.tickets.access import editable_by
from otklik.tickets.models import Ticket

ALONG = 200
"""So many go along with one press: each is a change of its own, in one transaction."""


def same_sender(actor: Actor, ticket: Ticket) -> QuerySet[Ticket]:
    """The other tickets without a contact that came from the same address (without one, the same phone), of
    those the actor may edit, the newest first; `ALONG` at most. Nothing for a sender who left neither."""
    if ticket.contact_email:
        same = Q(contact_email=ticket.contact_email)
    elif ticket.contact_phone:
        same = Q(contact_phone=ticket.contact_phone, contact_email="")
    else:
        return Ticket.objects.none()
    others = editable_by(actor).filter(same, contact__isnull=True).exclude(pk=ticket.pk)
    return others.order_by("-pk")[:ALONG]


def number_of_same_sender(actor: Actor, ticket: Ticket) -> int:
    """How many would go along."""
    return len(same_sender(actor, ticket).values_list("pk", flat=True))
