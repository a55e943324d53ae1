"""Contacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.events import CONTACT_CHANGED, CONTACT_CREATED
from otklik.clients.models import Company, Contact, ContactEmail, ContactPhone
from otklik.core import clock, phone, text
from otklik.core.errors import Conflict, Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import SYSTEM, Actor
from otklik.people.models import User


@dataclass(frozen=True)
class ContactSpec:
    """What a contact is: name, how to reach them, whose they are."""

    name: str
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    company: Company | None = None
    position: str = ""
    language: str = ""
    access: str = Contact.Access.OWN
    user: User | None = None
    notes: str = ""


@transaction.atomic
def create_contact(actor: Actor, spec: ContactSpec) -> Contact:
    """Add a contact. Needs `clients.edit`. Writes `contact.created`.

    `Invalid` for an empty name, a bad or used address, an unreadable phone.
    """
    require_edit(actor)
    emails, phones = _checked(spec, None)
    contact = Contact.objects.create(
        name=spec.name.strip(),
        name_key=text.key(spec.name),
        company=spec.company,
        position=spec.position,
        language=spec.language,
        access=spec.access,
        user=spec.user,
        notes=spec.notes,
        created_at=clock.now(),
    )
    _set_addresses(contact, emails, phones)
    record(CONTACT_CREATED, actor.ref, Subject("contact", contact.pk))
    return contact


@transaction.atomic
def change_contact(actor: Actor, contact: Contact, *, version: int, spec: ContactSpec) -> Contact:
    """Replace a contact's data. Needs `clients.edit`; `Conflict` when it was saved after `version` was read.

    Writes `contact.changed` with the names of the fields. Sign-in is not changed here.
    """
    require_edit(actor)
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if row.version != version:
        raise Conflict(_("Somebody changed this contact meanwhile. Look at the new values and save again."))
    emails, phones = _checked(spec, row)
    values = {"name": spec.name.strip(), "position": spec.position, "language": spec.language, "notes": spec.notes}
    values["access"] = spec.access
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if row.company_id != (spec.company.pk if spec.company else None):
        changed.append("company")
    row.company = spec.company
    row.name_key = text.key(row.name)
    row.version = row.version + 1
    row.save()
    _set_addresses(row, emails, phones)
    record(CONTACT_CHANGED, actor.ref, Subject("contact", row.pk), changes=[Change(n, None, None) for n in changed])
    return row


@transaction.atomic
def contact_from_address(email: str, name: str, company: Company | None) -> Contact:
    """A contact made of a mail's sender, where the installation wants unknown senders kept (REG-11).

    Writes `contact.created` as the system. An address known meanwhile gives its contact.
    """
    known = ContactEmail.objects.select_related("contact").filter(email=text.email_key(email)).first()
    if known is not None:
        return known.contact
    return create_contact(SYSTEM, ContactSpec(name=name.strip() or email, emails=(email,), company=company))


def _checked(spec: ContactSpec, contact: Contact | None) -> tuple[list[str], list[str]]:
    problems: dict[str, str] = {}
    if not spec.name.strip():
        problems["name"] = _("Enter the contact's name.")
    emails = [text.email_key(raw) for raw in spec.emails if raw.strip()]
    if not all(emails):
        problems["emails"] = _("Enter a mail address such as name@example.com.")
    taken = ContactEmail.objects.filter(email__in=emails).exclude(contact=contact).first()
    if taken is not None:
        problems["emails"] = _("The address %(email)s belongs to another contact.") % {"email": taken.email}
    phones = [phone.e164(raw) for raw in spec.phones if raw.strip()]
    if not all(phones):
        problems["phones"] = _("Enter the phone with its code: 10 digits after +7.")
    if problems:
        raise Invalid(problems)
    return list(dict.fromkeys(emails)), list(dict.fromkeys(phones))


def _set_addresses(contact: Contact, emails: list[str], phones: list[str]) -> None:
    ContactEmail.objects.filter(contact=contact).delete()
    ContactPhone.objects.filter(contact=contact).delete()
    ContactEmail.objects.bulk_create(
        [ContactEmail(contact=contact, email=email, position=n) for n, email in enumerate(emails)]
    )
    ContactPhone.objects.bulk_create(
        [ContactPhone(contact=contact, phone=number, position=n) for n, number in enumerate(phones)]
    )
