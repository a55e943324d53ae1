"""What stands around a ticket on its card: client, watchers, categories, drafts, links; each a kept query."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from otklik.clients.models import Company, Contact, ContactEmail, ContactPhone
from otklik.core.prepared import Prepared, Rows
from otklik.people.actor import Actor
from otklik.tickets.access import visible_to
from otklik.tickets.models import Draft, Link, Observer, Ticket, TicketCategory

_OF_CONTACT = tuple(field.attname for field in Contact._meta.concrete_fields)
_OF_COMPANY = tuple(field.attname for field in Company._meta.concrete_fields)
_CONTACTS: Prepared[Contact] = Prepared(lambda *row: Contact.from_db(DEFAULT_DB_ALIAS, _OF_CONTACT, row))
_COMPANIES: Prepared[Company] = Prepared(lambda *row: Company.from_db(DEFAULT_DB_ALIAS, _OF_COMPANY, row))
_WATCHERS: Prepared[tuple[int | None, int | None]] = Prepared(lambda agent_id, team_id: (agent_id, team_id))
_IDS: Prepared[int] = Prepared(lambda pk: pk)
_TEXTS: Prepared[str] = Prepared(lambda text: text)
_DRAFTS: Prepared[tuple[str, str]] = Prepared(lambda kind, text: (kind, text))
_LINKS: Prepared[tuple[int, int, str]] = Prepared(lambda source, target, kind: (source, target, kind))


def know_client(ticket: Ticket) -> None:
    """Read the contact and the company a card shows, which the row would else ask for one by one."""
    if ticket.contact_id is not None:
        ticket.contact = next(iter(_CONTACTS.rows(_contact, ticket.contact_id)), None)
    if ticket.company_id is not None:
        ticket.company = next(iter(_COMPANIES.rows(_company, ticket.company_id)), None)


def observers(ticket: Ticket) -> list[tuple[int | None, int | None]]:
    """Who watches: (agent, none) or (none, team), as row ids."""
    return _WATCHERS.rows(_observers, ticket.pk)


def categories(ticket: Ticket) -> list[int]:
    """Row ids of the categories it stands in."""
    return _IDS.rows(_categories, ticket.pk)


def emails(ticket: Ticket) -> list[str]:
    """All addresses of the contact, the first one first."""
    return _TEXTS.rows(_emails, ticket.contact_id or 0, shape="emails")


def phones(ticket: Ticket) -> list[str]:
    """All numbers of the contact, the first one first."""
    return _TEXTS.rows(_phones, ticket.contact_id or 0, shape="phones")


def drafts(actor: Actor, ticket: Ticket) -> dict[str, str]:
    """What this agent has begun to write, by kind."""
    if actor.agent_id is None:
        return {}
    return dict(_DRAFTS.rows(_begun, actor.agent_id, ticket.pk))


def links(actor: Actor, ticket: Ticket) -> list[tuple[str, str, str]]:
    """Kind, number and subject of linked tickets, of those the actor may see."""
    both = _LINKS.rows(_linked, ticket.pk)
    others = {source if target == ticket.pk else target: kind for source, target, kind in both}
    if not others:
        return []
    rows = visible_to(actor).filter(pk__in=others).values_list("pk", "number", "subject")
    return [(others[pk], number, subject) for pk, number, subject in rows]


def _contact(pk: int) -> Rows:
    return Contact.objects.filter(pk=pk).values_list(*_OF_CONTACT)


def _company(pk: int) -> Rows:
    return Company.objects.filter(pk=pk).values_list(*_OF_COMPANY)


def _observers(ticket_id: int) -> Rows:
    return Observer.objects.filter(ticket_id=ticket_id).values_list("agent_id", "team_id")


def _categories(ticket_id: int) -> Rows:
    return TicketCategory.objects.filter(ticket_id=ticket_id).values_list("category_id")


def _emails(contact_id: int) -> Rows:
    return ContactEmail.objects.filter(contact_id=contact_id).order_by("position").values_list("email")


def _phones(contact_id: int) -> Rows:
    return ContactPhone.objects.filter(contact_id=contact_id).order_by("position").values_list("phone")


def _begun(agent_id: int, ticket_id: int) -> Rows:
    return Draft.objects.filter(agent_id=agent_id, ticket_id=ticket_id).values_list("kind", "text")


def _linked(ticket_id: int) -> Rows:
    either = Q(source_id=ticket_id) | Q(target_id=ticket_id)
    return Link.objects.filter(either).values_list("source_id", "target_id", "kind")
