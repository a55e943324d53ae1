"""A contact's levels in the portal, and the companies a company looks after (CRM-3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_giving_access
from otklik.clients.commands.scopes import renew_scopes, renew_scopes_in
from otklik.clients.events import COMPANY_CHANGED, CONTACT_CHANGED
from otklik.clients.models import Company, Contact, ContactCompany, Supervision
from otklik.clients.settings import DEFAULT_ACCESS
from otklik.core.errors import Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import Actor


@dataclass(frozen=True)
class PortalLevel:
    """What a company's portal opens to a contact; see `PortalRights`. `approves_up_to` in minor units."""

    access: str = Contact.Access.OWN
    sees_sites: bool = False
    sees_supervised: bool = False
    sees_reports: bool = False
    approves_up_to: int | None = None


def default_level() -> PortalLevel:
    """What a new contact of a company gets."""
    return PortalLevel(DEFAULT_ACCESS.get())


def level_of(row: Contact | ContactCompany) -> PortalLevel:
    """The level that stands in a row."""
    return PortalLevel(**{one.name: getattr(row, one.name) for one in fields(PortalLevel)})


def put_level(row: Contact | ContactCompany, level: PortalLevel) -> list[Change]:
    """Put the level into the row, unsaved; what that changes."""
    changes = []
    for one in fields(PortalLevel):
        before, after = getattr(row, one.name), getattr(level, one.name)
        if before != after:
            changes.append(Change(one.name, before, after))
            setattr(row, one.name, after)
    return changes


@transaction.atomic
def set_levels(
    actor: Actor, contact: Contact, level: PortalLevel, further: Mapping[int, PortalLevel]
) -> Contact:
    """Say what a contact sees in the portal: in their own company, and in further ones (by company id).

    Needs `clients.give_access`. `Invalid({"access": …})` for an unknown level or a negative sum,
    `Invalid({"companies": …})` for a company that is not there, or their own once more. Writes
    `contact.changed`; what stands already changes nothing.
    """
    require_giving_access(actor)
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    _check([level, *further.values()])
    known = set(Company.objects.filter(pk__in=further).values_list("pk", flat=True))
    if known != set(further) or row.company_id in further:
        raise Invalid({"companies": _("Choose a company that is not theirs yet.")})
    changes = [*put_level(row, level), *_put_further(row, further)]
    if not changes:
        return row
    row.version += 1
    row.save()
    renew_scopes([row.pk])
    record(CONTACT_CHANGED, actor.ref, Subject("contact", row.pk), changes=changes)
    row.refresh_from_db()
    return row


@transaction.atomic
def set_supervised(actor: Actor, company: Company, supervised: Collection[int]) -> Company:
    """Say which companies (ids) a company looks after: its contacts with that right see their requests.

    Needs `clients.give_access`. `Invalid({"supervised": …})` for itself or one that is not there. Writes
    `company.changed`; the same ones change nothing.
    """
    require_giving_access(actor)
    row = Company.objects.select_for_update().get(pk=company.pk)
    wanted = set(supervised)
    if row.pk in wanted or Company.objects.filter(pk__in=wanted).count() != len(wanted):
        raise Invalid({"supervised": _("Choose another company.")})
    before = set(Supervision.objects.filter(company=row).values_list("supervised_id", flat=True))
    if before == wanted:
        return row
    Supervision.objects.filter(company=row, supervised__in=before - wanted).delete()
    new = [Supervision(company=row, supervised_id=pk) for pk in sorted(wanted - before)]
    Supervision.objects.bulk_create(new)
    row.version += 1
    row.save(update_fields=["version"])
    renew_scopes_in([row.pk])
    change = Change("supervised", sorted(before), sorted(wanted))
    record(COMPANY_CHANGED, actor.ref, Subject("company", row.pk), changes=[change])
    return row


def _put_further(contact: Contact, further: Mapping[int, PortalLevel]) -> list[Change]:
    have = {row.company_id: row for row in ContactCompany.objects.filter(contact=contact)}
    changes = [Change("further_company", pk, None) for pk in sorted(set(have) - set(further))]
    ContactCompany.objects.filter(contact=contact).exclude(company__in=further).delete()
    for company, level in sorted(further.items()):
        is_new = company not in have
        row = ContactCompany(contact=contact, company_id=company) if is_new else have[company]
        if put_level(row, level) or is_new:
            row.save()
            before = None if is_new else company
            changes.append(Change("further_company" if is_new else "further_level", before, company))
    return changes


def _check(levels: Collection[PortalLevel]) -> None:
    for level in levels:
        if level.access not in Contact.Access.values or (level.approves_up_to or 0) < 0:
            raise Invalid({"access": _("There is no such choice any more. Choose from the list.")})
