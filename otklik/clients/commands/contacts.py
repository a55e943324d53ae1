"""Contacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otklik.clients.access import require_edit
from otklik.clients.events import CONTACT_CHANGED, CONTACT_CREATED
from otklik.clients.models import Company, Contact, ContactEmail, ContactPhone
from otklik.core import clock, phone, text
from otklik.core.errors import Conflict, Invalid
from otklik.core.events import Change, Subject, record
from otklik.people.actor import SYSTEM, Actor
from otklik.people.models import User

MAX_NAME = 150


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

    `Invalid` for an empty name, a bad or used address, an unreadable phone. What is too long is cut.
    """
    require_edit(actor)
    emails, phones = _checked(spec, None)
    contact = Contact.objects.create(
        **_plain(spec),
        name_key=text.key(spec.name)[:MAX_NAME],
        company=spec.company,
        user=spec.user,
        created_at=clock.now(),
    )
    _set_addresses(contact, emails, phones)
    record(CONTACT_CREATED, actor.ref, Subject("contact", contact.pk))
    return contact


@transaction.atomic
def change_contact(actor: Actor, contact: Contact, *, version: int, spec: ContactSpec) -> Contact:
    """Replace a contact's data. Needs `clients.edit`; `Conflict` when it was saved after `version` was read.

    Writes `contact.changed` with the names of the fields; the same values change nothing. Sign-in is not
    changed here.
    """
    require_edit(actor)
    row = Contact.objects.select_for_update().get(pk=contact.pk)
    if row.version != version:
        raise Conflict(_("Somebody changed this contact meanwhile. Look at the new values and save again."))
    emails, phones = _checked(spec, row)
    values = _plain(spec)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if row.company_id != (spec.company.pk if spec.company else None):
        changed.append("company")
    if list(row.emails.order_by("position").values_list("email", flat=True)) != emails:
        changed.append("emails")
    if list(row.phones.order_by("position").values_list("phone", flat=True)) != phones:
        changed.append("phones")
    if not changed:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    row.company = spec.company
    row.name_key = text.key(row.name)[:MAX_NAME]
    row.version += 1
    row.save()
    _set_addresses(row, emails, phones)
    record(
        CONTACT_CHANGED,
        actor.ref,
        Subject("contact", row.pk),
        changes=[Change(n, None, None) for n in changed],
    )
    return row


@transaction.atomic
def contact_from_address(email: str, name: str, company: Company | None) -> Contact:
    """A contact made of a mail's sender, where the installation wants unknown senders kept (REG-11).

    Writes `contact.created` as the system. An address known meanwhile gives its contact.
    """
    known = ContactEmail.objects.select_related("contact").filter(email=text.email_key(email))
    found = known.first()
    if found is not None:
        return found.contact
    try:
        return create_contact(
            SYSTEM, ContactSpec(name=name.strip() or email, emails=(email,), company=company)
        )
    except Invalid:
        # The sender's other mail, being taken in at this moment, has made the contact.
        found = known.all().first()
        if found is None:
            raise
        return found.contact


def _plain(spec: ContactSpec) -> dict[str, str]:
    return {
        "name": text.one_line(spec.name, MAX_NAME),
        "position": text.one_line(spec.position, MAX_NAME),
        "language": spec.language,
        "access": spec.access,
        "notes": text.storable(spec.notes),
    }


def _checked(spec: ContactSpec, contact: Contact | None) -> tuple[list[str], list[str]]:
    problems: dict[str, str] = {}
    if not text.one_line(spec.name, MAX_NAME):
        problems["name"] = _("Enter the contact's name.")
    emails = [text.email_key(raw) for raw in spec.emails if raw.strip()]
    if not all(emails):
        problems["emails"] = _("Enter a mail address such as name@example.com.")
    taken = ContactEmail.objects.filter(email__in=emails).exclude(contact=contact).first()
    if taken is not None:
        problems["emails"] = _taken(taken.email)
    phones = [phone.e164(raw) for raw in spec.phones if raw.strip()]
    if not all(phones):
        problems["phones"] = _("Enter the phone with its code: 10 digits after +7.")
    if problems:
        raise Invalid(problems)
    return list(dict.fromkeys(emails)), list(dict.fromkeys(phones))


def _set_addresses(contact: Contact, emails: list[str], phones: list[str]) -> None:
    ContactEmail.objects.filter(contact=contact).delete()
    ContactPhone.objects.filter(contact=contact).delete()
    rows = [ContactEmail(contact=contact, email=email, position=n) for n, email in enumerate(emails)]
    try:
        with transaction.atomic():
            ContactEmail.objects.bulk_create(rows)
    except IntegrityError as error:
        # Somebody else gave the address to another contact since it was looked up.
        raise Invalid({"emails": _taken(", ".join(emails))}) from error
    ContactPhone.objects.bulk_create(
        [ContactPhone(contact=contact, phone=number, position=n) for n, number in enumerate(phones)]
    )


def _taken(email: str) -> str:
    return _("The address %(email)s belongs to another contact.") % {"email": email}
