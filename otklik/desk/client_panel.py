"""The client's part of a ticket's card: who they are, how to reach them, what else is open (ux.md S3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from otklik.catalogue.queries import catalogue
from otklik.clients.access import EDIT as EDIT_CLIENTS
from otklik.clients.enums import MESSENGER_NAMES, MessengerKind
from otklik.clients.phones import Phone
from otklik.clients.sender_queries import Guess, Likeness, likely_clients
from otklik.core import clock, phone
from otklik.desk.local_time import is_night, time_there
from otklik.desk.our_people import Someone, manager_of
from otklik.people.actor import Actor
from otklik.tickets.access import EDIT, may
from otklik.tickets.queries import Card
from otklik.tickets.queries.open_of_client import OpenOf, open_of_client
from otklik.tickets.queries.senders import number_of_same_sender
from otklik.web.telephone import Telephone, telephone

if TYPE_CHECKING:
    from otklik.clients.models import Company, Contact
    from otklik.core.models import Event
    from otklik.tickets.models import Ticket

UNDO_SHOWN = timedelta(days=1)


@dataclass(frozen=True)
class Unknown:
    """What a card says of a sender nobody knows, and proposes. `likely`: contact and why, in words;
    `company`: the ticket's, else whose domain or phone it is; `along`: how many other tickets of theirs would
    follow."""

    name: str
    address: str
    likely: Sequence[tuple[Contact, str]]
    company: Company | None
    along: int
    may_make: bool


@dataclass(frozen=True)
class ClientPanel:
    """Plain values for `_client.html`. `there`: town and time where it is not ours; `may_part`: the binding
    can be taken back here."""

    emails: Sequence[str]
    phones: Sequence[Telephone]
    messengers: Sequence[tuple[str, str]]
    category: str
    there: tuple[str, str]
    is_night: bool
    manager: Someone | None
    notes: Sequence[str]
    of_contact: OpenOf
    of_company: OpenOf
    unknown: Unknown | None
    may_part: bool


def client_panel(actor: Actor, found: Card) -> ClientPanel:
    """The client of a ticket for whoever sees it: one query beside the card's own; for an unknown sender
    whom one may bind, those of `unknown_of`."""
    ticket, around = found.ticket, found.around
    contact, company = ticket.contact, ticket.company
    zone = company.time_zone if company else ""
    of_contact, of_company = open_of_client(actor, ticket)
    return ClientPanel(
        emails=around.emails or ([ticket.contact_email] if ticket.contact_email else []),
        phones=[telephone(one) for one in _phones(found)],
        messengers=[(_messenger(kind), address) for kind, address in around.messengers],
        category=catalogue().company_category(company.category) if company else "",
        there=time_there(zone),
        is_night=is_night(zone),
        manager=(manager_of(contact) if contact else None) or (manager_of(company) if company else None),
        notes=[client.notes for client in (contact, company) if client is not None and client.notes],
        of_contact=of_contact,
        of_company=of_company,
        unknown=unknown_of(actor, ticket),
        may_part=may(actor, ticket, EDIT) and _is_just_bound(found.events),
    )


def _phones(found: Card) -> Sequence[Phone]:
    """The contact's; the one of the ticket where none is known, or before them where it is another."""
    own, known = found.ticket.contact_phone, found.around.phones
    if not own or phone.e164(own) in {one.number for one in known}:
        return known
    number, extension = phone.split(own)
    return [Phone(number or own, extension=extension), *known]


def unknown_of(actor: Actor, ticket: Ticket) -> Unknown | None:
    """Of a ticket without a contact that the actor may bind; None of every other. Two queries, four where
    somebody is alike."""
    if ticket.contact_id is not None or not may(actor, ticket, EDIT):
        return None
    name, email, number = ticket.contact_name, ticket.contact_email, ticket.contact_phone
    guess = likely_clients(actor, email=email, number=number, name=name)
    return Unknown(
        name=name_of(ticket),
        address=email or phone.shown(number),
        likely=[(one.contact, _why(one.why)) for one in guess.contacts],
        company=_company_of(ticket, guess),
        along=number_of_same_sender(actor, ticket),
        may_make=actor.has(EDIT_CLIENTS),
    )


def name_of(ticket: Ticket) -> str:
    """What an unknown sender is called; empty for one who left neither name nor address nor phone."""
    return ticket.contact_name or ticket.contact_email or phone.shown(ticket.contact_phone)


def _company_of(ticket: Ticket, guess: Guess) -> Company | None:
    return ticket.company if ticket.company is not None else guess.company


def _is_just_bound(events: Sequence[Event]) -> bool:
    last = next((one for one in reversed(events) if one.kind in ("ticket.bound", "ticket.unbound")), None)
    return last is not None and last.kind == "ticket.bound" and last.at + UNDO_SHOWN > clock.now()


def _messenger(kind: str) -> str:
    """What a messenger is called."""
    return MESSENGER_NAMES.get(MessengerKind(kind)) or _("other messenger")


def _why(why: Likeness) -> str:
    return {
        Likeness.EMAIL: _("same address"),
        Likeness.PHONE: _("same phone"),
        Likeness.NAME: _("same name"),
    }.get(why, "")
