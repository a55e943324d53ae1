"""Other tickets of the same client, by whatever names them: the contact, a mail address, a phone (WORK-6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from otklik.clients.models import ContactEmail, ContactPhone
from otklik.people.actor import Actor
from otklik.tickets.access import visible_to
from otklik.tickets.models import Ticket

SHOWN = 6
LINES = 50
"""Contacts that share an address or a phone with this client, at most."""


class SimilarTicket(NamedTuple):
    """A ticket in one line."""

    id: int
    number: str
    subject: str
    status_id: int
    created_at: datetime
    contact_name: str


def same_client(actor: Actor, ticket: Ticket) -> Sequence[SimilarTicket]:
    """The newest others that the actor may see whose client has the same mail address or phone, whoever they
    are called. Four queries at most, each bounded."""
    contacts = _sharing(ticket)
    others = visible_to(actor).exclude(pk=ticket.pk)
    found = _newest(others.filter(contact_id__in=contacts)) if contacts else []
    if ticket.contact_email:
        found += _newest(others.filter(contact_email=ticket.contact_email))
    return sorted(set(found), key=lambda row: -row.id)[:SHOWN]


def similar_rows(actor: Actor, ids: Sequence[int]) -> Sequence[SimilarTicket]:
    """These tickets in their order, without those the actor may not see. One query."""
    rows = visible_to(actor).filter(pk__in=ids).values_list(*SimilarTicket._fields)
    found: Mapping[int, SimilarTicket] = {row[0]: SimilarTicket(*row) for row in rows}
    return [found[pk] for pk in ids if pk in found]


def _sharing(ticket: Ticket) -> Collection[int]:
    """The ticket's contact and all who have an address or a phone of theirs."""
    own = ticket.contact_id or 0
    mails = ContactEmail.objects.filter(contact_id=own).values("email")
    phones = ContactPhone.objects.filter(contact_id=own).values("phone")
    by_mail = ContactEmail.objects.filter(email__in=mails).values_list("contact_id", flat=True)
    by_phone = ContactPhone.objects.filter(phone__in=phones).values_list("contact_id", flat=True)
    found = {own, *by_mail[:LINES], *by_phone[:LINES]} if own else set()
    if ticket.contact_phone:
        also = ContactPhone.objects.filter(phone=ticket.contact_phone)
        found |= set(also.values_list("contact_id", flat=True)[:LINES])
    return found


def _newest(tickets: QuerySet[Ticket]) -> list[SimilarTicket]:
    rows = tickets.order_by("-id").values_list(*SimilarTicket._fields)[:SHOWN]
    return [SimilarTicket(*row) for row in rows]
