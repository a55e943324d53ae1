"""Changing a ticket's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.catalogue.models import Category, Priority, Service, TicketType
from otklik.clients.level_queries import belongs_to
from otklik.clients.models import Asset, Company, Contact, Contract, Site
from otklik.clients.queries import first_email
from otklik.core import text
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.fields.commands import Door, Planned, keep_index, plan
from otklik.people.actor import Actor
from otklik.tickets.access import EDIT, require
from otklik.tickets.commands import standing
from otklik.tickets.commands.agreed import move_contract
from otklik.tickets.commands.locking import expect, locked
from otklik.tickets.commands.readers import renew_readers
from otklik.tickets.commands.register import MAX_PHONE, MAX_SUBJECT
from otklik.tickets.commands.whereabouts import move
from otklik.tickets.custom import TICKET, bound_of
from otklik.tickets.events import TICKET_EDITED
from otklik.tickets.models import Ticket, TicketCategory
from otklik.tickets.queries.workflow import workflow

FIELDS = (
    "subject",
    "priority",
    "priority_level",
    "service",
    "type",
    "contact",
    "company",
    "site",
    "asset",
    "contract",
    "contact_email",
    "contact_name",
    "contact_phone",
    "custom",
)


@dataclass(frozen=True)
class Edit:
    """New values; None leaves a field as it is. `company`: which of the contact's; left out, a new contact
    brings their main one. An empty `categories` removes all; `emptied` names what else
    is taken away: `site`, `asset`, `contract`. `fields`: values of custom fields by key; those not named
    stay."""

    subject: str | None = None
    priority: Priority | None = None
    service: Service | None = None
    type: TicketType | None = None
    contact: Contact | None = None
    company: Company | None = None
    contact_phone: str | None = None
    categories: Sequence[Category] | None = None
    site: Site | None = None
    asset: Asset | None = None
    contract: Contract | None = None
    emptied: frozenset[str] = frozenset()
    fields: Mapping[str, object] | None = None


@transaction.atomic
def edit(actor: Actor, ticket: Ticket, values: Edit, *, version: int | None = None) -> Ticket:
    """Change fields. Needs `tickets.edit`. Writes `ticket.edited` with every field from and to.

    Choosing a contact binds the ticket to them and to their company, or to the `company` named, which has to
    be one of theirs; site, equipment and contract of another company leave it. `Conflict` on a stale
    `version`.
    """
    row = locked(ticket)
    require(actor, row, EDIT)
    expect(row, version)
    if values.subject is not None and not text.one_line(values.subject, MAX_SUBJECT):
        raise Invalid({"subject": _("Write in a few words what it is about.")})
    changes = [*_plain(row, values), *_client(row, values)]
    changes += move(row, values.site, values.asset, values.emptied)
    changes += [*move_contract(row, values.contract, values.emptied), *_labels(row, values)]
    planned = _fields(actor, row, values)
    changes += planned.changes
    if not changes:
        return row
    standing.save(row, workflow().statuses[row.status_id], FIELDS)
    keep_index(planned, row.pk)
    if values.contact is not None or values.company is not None:
        renew_readers(row)
    record(TICKET_EDITED, actor.ref, Subject("ticket", row.pk, row.pk), changes=changes)
    return row


def _plain(row: Ticket, values: Edit) -> list[Change]:
    changes = []
    if values.subject is not None:
        subject = text.one_line(values.subject, MAX_SUBJECT)
        if subject != row.subject:
            changes.append(Change("subject", row.subject, subject))
            row.subject = subject
    if values.priority is not None and values.priority.pk != row.priority_id:
        changes.append(Change("priority", row.priority_id, values.priority.pk))
        row.priority, row.priority_level = values.priority, values.priority.level
    if values.service is not None and values.service.pk != row.service_id:
        changes.append(Change("service", row.service_id, values.service.pk))
        row.service = values.service
    if values.type is not None and values.type.pk != row.type_id:
        changes.append(Change("type", row.type_id, values.type.pk))
        row.type = values.type
    return changes


def _client(row: Ticket, values: Edit) -> list[Change]:
    changes = []
    contact, company = values.contact, _company(row, values)
    if company != row.company_id:
        changes.append(Change("company", row.company_id, company))
        row.company_id = company
    if contact is not None and contact.pk != row.contact_id:
        changes.append(Change("contact", row.contact_id, contact.pk))
        # The address of a sender nobody knew is this contact's now; one of another contact is not.
        address = row.contact_email if row.contact_id is None else ""
        row.contact = contact
        row.contact_name = contact.name
        row.contact_email = first_email(contact) or address
    phone = None if values.contact_phone is None else text.one_line(values.contact_phone, MAX_PHONE)
    if phone is not None and phone != row.contact_phone:
        changes.append(Change("contact_phone", None, None))
        row.contact_phone = phone
    return changes


def _company(row: Ticket, values: Edit) -> int | None:
    """The one named, where it is another and the client's; else that of a new client, else what stands."""
    contact, named = values.contact or row.contact, values.company
    is_new = contact is not None and contact.pk != row.contact_id
    if named is None:
        return contact.company_id if contact is not None and is_new else row.company_id
    if named.pk == row.company_id and not is_new:
        return row.company_id
    if contact is None or not belongs_to(contact, named.pk):
        raise Invalid({"company": _("They do not work for this company.")})
    return named.pk


def _fields(actor: Actor, row: Ticket, values: Edit) -> Planned:
    """By the type and the service the ticket has after the change."""
    if values.fields is None:
        return Planned(row.custom)
    planned = plan(actor, TICKET.kind, row.custom, values.fields, bound_of(row), Door.EDIT)
    row.custom = planned.custom
    return planned


def _labels(row: Ticket, values: Edit) -> list[Change]:
    if values.categories is None:
        return []
    before = sorted(TicketCategory.objects.filter(ticket=row).values_list("category_id", flat=True))
    after = sorted({category.pk for category in values.categories})
    if before == after:
        return []
    TicketCategory.objects.filter(ticket=row).exclude(category_id__in=after).delete()
    new = [TicketCategory(ticket=row, category_id=pk) for pk in after if pk not in before]
    TicketCategory.objects.bulk_create(new)
    return [Change("categories", before, after)]
